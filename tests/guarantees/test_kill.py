"""A run that is killed at any moment and started again ends with the same bytes as one that was not.

``test_every_instant`` misses no moment of one process; here real processes, and several at once, are killed by chance:
in every run of the tests once in each half of the work, in the long ones once in each sixteenth of it.
"""

import os
import random
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from tests.conftest import write_pictures

FEW, MANY = 2, 16
ROOT = Path(__file__).parents[2]


def start(source: Path, out: Path, workers: int) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-m", "tests.guarantees.program", str(source), str(out), str(workers)]
    return subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE)


def finish(source: Path, out: Path, workers: int) -> None:
    process = start(source, out, workers)
    _, errors = process.communicate()
    assert process.returncode == 0, errors.decode()


def files(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture(scope="module")
def source(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("source")
    write_pictures(folder, {f"person {number}": 20 for number in range(15)}, side=64)
    return folder


@pytest.fixture(scope="module")
def reference(source: Path, tmp_path_factory: pytest.TempPathFactory) -> dict[str, bytes]:
    out = tmp_path_factory.mktemp("reference") / "set"
    finish(source, out, 1)
    return files(out)


@pytest.mark.parametrize(
    ("workers", "kills"),
    [(1, FEW), (2, FEW), pytest.param(1, MANY, marks=pytest.mark.long), pytest.param(2, MANY, marks=pytest.mark.long)],
)
def test_killed_and_started_again(
    workers: int, kills: int, source: Path, reference: dict[str, bytes], tmp_path: Path
) -> None:
    began = time.monotonic()
    finish(source, tmp_path / "whole", workers)
    duration = time.monotonic() - began
    assert files(tmp_path / "whole") == reference
    generator = random.Random(workers)
    moments = [(0.1 + 0.9 * (number + generator.random()) / kills) * duration for number in range(kills)]

    def kill_and_finish(number: int) -> bool:
        """Kill a run at its moment and start it again; return whether it was still at work then."""
        out = tmp_path / f"set {number}"
        process = start(source, out, workers)
        try:
            process.wait(timeout=moments[number])
        except subprocess.TimeoutExpired:
            os.kill(process.pid, signal.SIGKILL)
        process.communicate()
        finish(source, out, workers)
        written = files(out)
        assert written.keys() == reference.keys()
        assert written == reference
        return process.returncode == -signal.SIGKILL

    with ThreadPoolExecutor(2) as pool:
        assert any(list(pool.map(kill_and_finish, range(kills))))
