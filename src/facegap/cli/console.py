"""How commands print results, tell people things, and end."""

import functools
import json
import shutil
import sys
from collections.abc import Callable, Mapping, Sequence
from math import isfinite
from typing import TYPE_CHECKING, Any, ParamSpec

import typer

from facegap.base.errors import FacegapError

if TYPE_CHECKING:
    from facegap.cli.text_tables import Row
    from facegap.engine import RunSummary
    from facegap.report import Table

P = ParamSpec("P")
Cell = str | float | None

TOO_MANY_ERRORS = 3
INTERRUPTED = 130


def handle_errors(command: Callable[P, None]) -> Callable[P, None]:
    """Decorator of a command: errors raised on purpose, the system's, and an interrupt end it with a message."""

    @functools.wraps(command)
    def run(*arguments: P.args, **options: P.kwargs) -> None:
        try:
            command(*arguments, **options)
        except FacegapError as error:
            echo(f"error: {error}")
            sys.exit(error.exit_code)
        except OSError as error:
            echo(f"error: {error}")
            sys.exit(FacegapError.exit_code)
        except KeyboardInterrupt:
            echo("interrupted; what it had saved is kept: run it again to go on")
            sys.exit(INTERRUPTED)

    return run


def print_result(result: dict[str, Any], *, as_json: bool) -> None:
    """Print a result for people, or as JSON; a number that is not known (NaN) is – or null.

    On a terminal, lines are broken between words; a file or another program gets them whole.
    """
    from facegap.cli.text_tables import break_words

    result = {name: _known(value) for name, value in result.items()}
    if as_json:
        typer.echo(json.dumps(result, indent=2, ensure_ascii=False, allow_nan=False))
        return
    width = max(len(name) for name in result)
    for name, value in result.items():
        text = "\n".join(map(str, value)) if isinstance(value, list) else "–" if value is None else str(value)
        lines = text.splitlines() or [""]
        if sys.stdout.isatty():
            room = _terminal_width() - width - 2
            lines = [broken for line in lines for broken in break_words(line, room)]
        typer.echo(f"{name.replace('_', ' '):<{width}}  {lines[0]}")
        for line in lines[1:]:
            typer.echo(f"{'':<{width}}  {line}")


def _known(value: Any) -> Any:
    """None in the place of each number that is none."""
    if isinstance(value, dict):
        return {name: _known(item) for name, item in value.items()}
    if isinstance(value, list):
        return [_known(item) for item in value]
    return None if isinstance(value, float) and not isfinite(value) else value


def print_attributes(columns: Sequence[str], rows: Mapping[str, Sequence[Cell]]) -> None:
    """Print a row for each attribute; numbers with three decimals, None as a dash.

    Args:
        columns: headings of the columns after that of the names.
        rows: cells by attribute, as many as ``columns``.
    """
    _print_fitting("attribute", columns, [(name, list(map(_cell_text, cells))) for name, cells in rows.items()])


def _cell_text(cell: Cell) -> str:
    return "–" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else cell


def print_table(table: "Table") -> None:
    """Print a report's table: numbers without their intervals, so that a row fits a terminal."""
    from facegap.report import to_text

    columns = [f"{column.name},\N{NO-BREAK SPACE}%" if column.percent else column.name for column in table.columns]
    rows = [
        (name, [to_text(cell, column).partition(" [")[0] for cell, column in zip(cells, table.columns, strict=True)])
        for name, cells in table.rows
    ]
    _print_fitting(table.corner, columns, rows)


def _print_fitting(corner: str, columns: Sequence[str], rows: Sequence["Row"]) -> None:
    from facegap.cli.text_tables import fit_table

    typer.echo(fit_table(corner, columns, rows, width=_terminal_width()))


def print_summary(summary: str) -> None:
    """Print sentences; on a terminal they are broken between words, so that no number is in two lines."""
    from facegap.cli.text_tables import break_words

    lines = summary.splitlines()
    if sys.stdout.isatty():
        lines = [broken for line in lines for broken in break_words(line, _terminal_width())]
    typer.echo("\n".join(lines))


def _terminal_width() -> int:
    """In characters; 80 where there is no terminal and ``COLUMNS`` says nothing."""
    return shutil.get_terminal_size().columns


def echo(message: str) -> None:
    """Tell people something on standard error."""
    typer.echo(message, err=True)


def exit_with(*runs: "RunSummary", code: int = 0) -> None:
    """End the command as its runs ended, after telling of those in which too many images went wrong.

    Args:
        runs: the summaries of all that ran.
        code: the exit code that the command's own result asks for; with 0 it is 3 where too many images went wrong.
    """
    for run in runs:
        if run.too_many_errors:
            echo(
                f"error: {run.errors} of {run.rows} rows of {run.layer} went wrong, more than "
                f"{run.max_errors:.1%}; the layer is complete, its column 'error' says why for each"
            )
    if not code and any(run.too_many_errors for run in runs):
        code = TOO_MANY_ERRORS
    if code:
        sys.exit(code)
