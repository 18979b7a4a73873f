"""How far a run is, for people: rows done, rate and time left, on standard error."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Protocol

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    ProgressColumn,
    Task,
    TextColumn,
    TimeRemainingColumn,
)
from rich.text import Text


class ProgressReport(Protocol):
    """What a run tells of its progress."""

    def begin(self, *, what: str, rows: int, done: int) -> None:
        """A run of ``rows`` rows begins, ``done`` of which an earlier run has finished."""

    def advance(self, rows: int) -> None:
        """So many more rows are done."""

    def end(self) -> None:
        """The run is over, done or not."""


class Silent:
    """Tells nobody."""

    def begin(self, *, what: str, rows: int, done: int) -> None:
        pass

    def advance(self, rows: int) -> None:
        pass

    def end(self) -> None:
        pass


class RichProgress:
    """A bar on standard error; on a terminal it moves, in a log it is one line at the end."""

    def __init__(self) -> None:
        self._bar: Progress | None = None

    def begin(self, *, what: str, rows: int, done: int) -> None:
        columns = (
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            _Rate(),
            TimeRemainingColumn(elapsed_when_finished=True),
        )
        self._bar = Progress(*columns, console=Console(stderr=True))
        self._bar.start()
        self._task = self._bar.add_task(what, total=rows, completed=done)

    def advance(self, rows: int) -> None:
        if self._bar:
            self._bar.advance(self._task, rows)

    def end(self) -> None:
        if self._bar:
            self._bar.stop()
            self._bar = None


class _Rate(ProgressColumn):
    """Rows a second since this run began."""

    def render(self, task: Task) -> Text:
        speed = task.finished_speed or task.speed
        return Text(f"{speed:.0f}/s" if speed else "", style="progress.data.speed")


@contextmanager
def reporting(progress: ProgressReport, *, what: str, rows: int, done: int) -> Iterator[None]:
    """Begin and, whatever happens, end a report of progress."""
    progress.begin(what=what, rows=rows, done=done)
    try:
        yield
    finally:
        progress.end()
