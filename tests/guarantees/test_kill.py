"""A run that is killed at any moment and started again ends with the same bytes as one that was not.

``test_every_instant`` misses no moment of one process; here real processes, and several at once, are killed by chance,
early, and again late when they go on: one set in every run of the tests, and eight sets in the long ones.
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

FEW, MANY = 1, 8
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


def shards_of(out: Path) -> int:
    """How many shards of layers there are by now, those that are being written among them."""
    return sum(name.endswith(".parquet") for _, _, names in os.walk(out) for name in names)


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
    ("workers", "sets"),
    [(1, FEW), (2, FEW), pytest.param(1, MANY, marks=pytest.mark.long), pytest.param(2, MANY, marks=pytest.mark.long)],
)
def test_killed_and_started_again(
    workers: int, sets: int, source: Path, reference: dict[str, bytes], tmp_path: Path
) -> None:
    finish(source, tmp_path / "whole", workers)
    assert files(tmp_path / "whole") == reference
    generator = random.Random(workers)
    shards = sum(name.endswith(".parquet") for name in reference)
    moments = [(number + generator.random()) / (2 * sets) for number in range(2 * sets)]

    def kill_twice_and_finish(number: int) -> None:
        """Kill a run early, the one that goes on with it late, and finish."""
        out = tmp_path / f"set {number}"
        for moment in (moments[number], moments[sets + number]):
            process = start(source, out, workers)
            # By how much is written, not by the clock, which tells nothing on a machine that is busy.
            while process.poll() is None and shards_of(out) < moment * (shards - 2):
                time.sleep(0.002)
            os.kill(process.pid, signal.SIGKILL)
            process.communicate()
            assert process.returncode == -signal.SIGKILL, "the run ended before it was killed"
        finish(source, out, workers)
        written = files(out)
        assert written.keys() == reference.keys()
        assert written == reference

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(kill_twice_and_finish, range(sets)))
