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
    began = time.monotonic()
    finish(source, tmp_path / "whole", workers)
    duration = time.monotonic() - began
    assert files(tmp_path / "whole") == reference
    generator = random.Random(workers)
    slices = [(number + generator.random()) / (2 * sets) for number in range(2 * sets)]
    moments = [(0.1 + 0.9 * part) * duration for part in slices]

    def kill_twice_and_finish(number: int) -> bool:
        """Kill a run early, the one that goes on with it late, and finish; return whether one was still at work."""
        out = tmp_path / f"set {number}"
        ends = []
        for moment in (moments[number], moments[sets + number]):
            process = start(source, out, workers)
            try:
                process.wait(timeout=moment)
            except subprocess.TimeoutExpired:
                os.kill(process.pid, signal.SIGKILL)
            process.communicate()
            ends.append(process.returncode)
        finish(source, out, workers)
        written = files(out)
        assert written.keys() == reference.keys()
        assert written == reference
        assert set(ends) <= {0, -signal.SIGKILL}
        return -signal.SIGKILL in ends

    with ThreadPoolExecutor(2) as pool:
        assert any(list(pool.map(kill_twice_and_finish, range(sets))))
