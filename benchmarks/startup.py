"""How long `facegap --help` takes to answer."""

import subprocess
import sys
import time
from collections.abc import Iterator

from benchmarks.measure import Row


def rows() -> Iterator[Row]:
    """The median of eleven, beside a Python that does nothing."""
    for who, command in (("python -c pass", ["-c", "pass"]), ("facegap --help", ["-m", "facegap", "--help"])):
        seconds = []
        for _ in range(11):
            began = time.perf_counter()
            subprocess.run([sys.executable, *command], check=True, stdout=subprocess.DEVNULL)
            seconds.append(time.perf_counter() - began)
        yield Row("start and answer", who, sorted(seconds)[5], "", 0)
