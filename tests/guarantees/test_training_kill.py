"""A training that is killed at any moment and started again ends with the same weights as one that was not."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from facegap.training import BEST

ROOT = Path(__file__).parents[2]
LINES = (1, 100)
"""How long the log is, at least, when the run is killed; of 168 lines in all."""


def start(out: Path) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.guarantees.training_program", str(out)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def finish(out: Path) -> None:
    process = start(out)
    _, errors = process.communicate()
    assert process.returncode == 0, errors.decode()


def lines(out: Path) -> int:
    log = out / "log.jsonl"
    return log.read_bytes().count(b"\n") if log.is_file() else 0


def test_killed_and_started_again(tmp_path: Path) -> None:
    finish(tmp_path / "whole")
    out = tmp_path / "killed"
    for enough in LINES:
        process = start(out)
        while lines(out) < enough and process.poll() is None:
            time.sleep(0.002)
        assert process.poll() is None
        os.kill(process.pid, signal.SIGKILL)
        process.communicate()
    finish(out)
    assert (out / BEST).read_bytes() == (tmp_path / "whole" / BEST).read_bytes()
    steps = [line.split(b",")[0] for line in (out / "log.jsonl").read_bytes().splitlines()]
    assert steps == [line.split(b",")[0] for line in (tmp_path / "whole" / "log.jsonl").read_bytes().splitlines()]
