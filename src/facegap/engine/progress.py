"""How far a run is, for people: rows done, rate and time left, on standard error."""

from types import TracebackType
from typing import Protocol, Self

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
        self._done = done

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


class reporting:  # noqa: N801  (reads as a statement: `with reporting(progress, ...)`)
    """Begin and, whatever happens, end a report of progress."""

    def __init__(self, progress: ProgressReport, *, what: str, rows: int, done: int) -> None:
        self.progress = progress
        progress.begin(what=what, rows=rows, done=done)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.progress.end()
