"""Timing a piece of work in a process of its own, with its peak memory."""

import multiprocessing
import resource
import time
from collections.abc import Callable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any

SHARED = Path(__file__).parents[2] / "shared" / "data"


@dataclass(frozen=True)
class Row:
    """One line of the table: a piece of work, who did it, and how fast; without numbers where nobody did."""

    work: str
    who: str
    seconds: float | None = None
    rate: str = ""
    peak_mb: int = 0
    ratio: str = ""


@dataclass(frozen=True)
class Measured:
    """Seconds of the work itself, peak memory of its process in MB, and what it returned."""

    seconds: float
    peak_mb: int
    result: Any


def measured(work: Callable[..., Any], *arguments: Any) -> Measured:
    """Run ``work(*arguments)`` in a fresh process, whose start doesn't count."""
    with ProcessPoolExecutor(1, mp_context=multiprocessing.get_context("spawn")) as pool:
        return pool.submit(_run, work, arguments).result()


def halves(work: Callable[[list[Any]], Any], items: list[Any]) -> None:
    """Have two processes do half of the items each, as a bare loop would."""
    context = multiprocessing.get_context("spawn")
    processes = [context.Process(target=work, args=(items[start::2],)) for start in range(2)]
    for process in processes:
        process.start()
    for process in processes:
        process.join()
        assert process.exitcode == 0


def _run(work: Callable[..., Any], arguments: tuple[Any, ...]) -> Measured:
    began = time.perf_counter()
    result = work(*arguments)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss + resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return Measured(seconds, peak // 1024, result)
