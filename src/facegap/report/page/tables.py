"""Tables of results, as LaTeX for a paper and as CSV for a program."""

import csv
import io
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Literal

import numpy as np

from facegap.estimates import Estimate, jackknife
from facegap.faceset import atomic_write
from facegap.report.numbers import estimate

Cell = Estimate | float | str | None
Interval = Literal["brackets", "plus-minus", "none"]

MEAN = "mean of {} seeds"
"""What a row of means is called."""

_LATEX: Mapping[str, str] = MappingProxyType(
    {character: f"\\{character}" for character in "&%$#_{}"}
    | {
        "\\": r"\textbackslash{}",
        "~": r"\textasciitilde{}",
        "^": r"\textasciicircum{}",
        "<": r"\textless{}",
        ">": r"\textgreater{}",
        "|": r"\textbar{}",
        '"': r"{\char34}",
        # At the start of a row these would be read as options of the \\ before it.
        "[": "{[}",
        "*": "{*}",
    }
)


@dataclass(frozen=True)
class TableColumn:
    """What is in a column.

    Attributes:
        name: its heading.
        places: decimals of numbers in LaTeX.
        percent: whether numbers are shares, 0 to 1, that LaTeX shows as percentages; the name gets a ``(%)``.
    """

    name: str
    places: int = 3
    percent: bool = False


@dataclass(frozen=True)
class Table:
    """Named rows of numbers.

    Attributes:
        corner: the heading of the rows' names.
        columns: what follows.
        rows: the name of each, and its cells; None and NaN where nothing is known.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.
    """

    corner: str
    columns: tuple[TableColumn, ...]
    rows: tuple[tuple[str, tuple[Cell, ...]], ...]

    def __post_init__(self) -> None:
        for name, cells in self.rows:
            if len(cells) != len(self.columns):
                msg = f"the row {name!r} has {len(cells)} cells for {len(self.columns)} columns"
                raise ValueError(msg)


def to_latex(table: Table, *, interval: Interval = "brackets") -> str:
    r"""The table as a ``tabular`` for the package ``booktabs``.

    Args:
        table: whose names are escaped: they are shown as they are and can't run anything.
        interval: ``brackets`` gives 95.0 [94.1, 95.8]; ``plus-minus`` gives 95.0 ± 0.9, with the longer side of the
            interval; ``none`` leaves it out.
    """
    heading = [escape(table.corner)] + [escape(f"{c.name} (%)" if c.percent else c.name) for c in table.columns]
    rows = [
        [escape(name)] + [_latex(cell, column, interval) for cell, column in zip(cells, table.columns, strict=True)]
        for name, cells in table.rows
    ]
    lines = [
        rf"\begin{{tabular}}{{l{'r' * len(table.columns)}}}",
        r"\toprule",
        _line(heading),
        r"\midrule",
        *map(_line, rows),
        r"\bottomrule",
        r"\end{tabular}",
    ]
    return "\n".join(lines) + "\n"


def to_text(cell: Cell, column: TableColumn) -> str:
    """A cell as people read it: a number with its interval; a dash where nothing is known."""
    if isinstance(cell, str):
        return cell
    number = cell if isinstance(cell, Estimate) else Estimate(math.nan if cell is None else cell, math.nan, math.nan)
    scale = 100 if column.percent else 1
    scaled = Estimate(scale * number.value, scale * number.low, scale * number.high)
    return estimate(scaled, places=column.places)


def to_csv(table: Table) -> str:
    """The table as CSV (RFC 4180), with numbers in full and shares from 0 to 1; what isn't known is empty.

    A column with estimates is followed by two with the ends of their intervals, ``NAME low`` and ``NAME high``.
    """
    ranged = [any(isinstance(cells[at], Estimate) for _, cells in table.rows) for at in range(len(table.columns))]
    heading = [table.corner]
    for column, has_interval in zip(table.columns, ranged, strict=True):
        heading += [column.name, f"{column.name} low", f"{column.name} high"] if has_interval else [column.name]
    text = io.StringIO()
    writer = csv.writer(text)
    writer.writerow(heading)
    for name, cells in table.rows:
        row = [name]
        for cell, has_interval in zip(cells, ranged, strict=True):
            parts = (cell.value, cell.low, cell.high) if isinstance(cell, Estimate) else (cell, None, None)
            row += [_plain(part) for part in (parts if has_interval else parts[:1])]
        writer.writerow(row)
    return text.getvalue()


def write_tables(tables: Mapping[str, Table], folder: Path) -> None:
    """Write each table as ``NAME.csv`` and ``NAME.tex``."""
    for name, table in tables.items():
        for ending, text in (("csv", to_csv(table)), ("tex", to_latex(table))):
            with atomic_write(folder / f"{name}.{ending}") as temporary:
                temporary.write_text(text, encoding="utf-8")


def mean_over_runs(values: Sequence[float]) -> Estimate:
    """The mean, and its 95 % interval by Student's t over the runs: what another seed would change.

    The jackknife of a mean is just that; NaN bounds where there is one run, or all agree.
    """
    runs = np.asarray(values, dtype=np.float64)
    left_out = [float(np.delete(runs, at).mean()) for at in range(len(runs))] if len(runs) > 1 else [0.0]
    return jackknife(float(runs.mean()), [left_out], bounds=(-np.inf, np.inf))


def escape(text: str) -> str:
    """A name as LaTeX shows it as it stands; line breaks and other control characters become spaces."""
    spaced = re.sub(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+", " ", text).strip()
    return "".join(_LATEX.get(character, character) for character in spaced)


def _line(cells: list[str]) -> str:
    return " & ".join(cells) + r" \\"


def _latex(cell: Cell, column: TableColumn, interval: Interval) -> str:
    if isinstance(cell, str):
        return escape(cell)
    if not isinstance(cell, Estimate):
        return _number(cell, column)
    value = _number(cell.value, column)
    if interval == "none" or not (cell.known and cell.bounded):
        return value
    if interval == "brackets":
        return rf"{value} [{_number(cell.low, column)}, {_number(cell.high, column)}]"
    longer = max(cell.high - cell.value, cell.value - cell.low) if math.isfinite(cell.value) else math.inf
    return rf"{value} $\pm$ {_number(longer, column)}"


def _number(value: float | None, column: TableColumn) -> str:
    if value is None or math.isnan(value):
        return "--"
    if math.isinf(value):
        return r"$\infty$" if value > 0 else r"$-\infty$"
    text = f"{100 * value if column.percent else value:.{column.places}f}"
    return text.replace("-", "$-$")


def _plain(cell: float | str | None) -> str:
    if cell is None or (isinstance(cell, float) and math.isnan(cell)):
        return ""
    return cell if isinstance(cell, str) else repr(float(cell)) if isinstance(cell, float) else str(cell)
