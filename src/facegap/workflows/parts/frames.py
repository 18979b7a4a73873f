"""Tables of a report as data frames, and as HTML for notebooks."""

import math
from collections.abc import Sequence

import polars as pl
from markupsafe import Markup

from facegap.estimates import Estimate
from facegap.report import Table, to_text
from facegap.report.page.tables import Cell

_SHOWN_ROWS = 10  # in a notebook


def table_frame(table: Table) -> pl.DataFrame:
    """A table with the columns of its CSV: after a column with estimates two with the ends of their intervals.

    Shares are from 0 to 1; what isn't known is null.
    """
    series = [pl.Series(table.corner, [name for name, _ in table.rows], dtype=pl.String)]
    for at, column in enumerate(table.columns):
        cells = [row[at] for _, row in table.rows]
        series.append(_column(column.name, [_value(cell) for cell in cells]))
        if any(isinstance(cell, Estimate) for cell in cells):
            for end in ("low", "high"):
                ends = [getattr(cell, end) if isinstance(cell, Estimate) else None for cell in cells]
                series.append(_column(f"{column.name} {end}", ends))
    return pl.DataFrame(series)


def table_html(name: str, table: Table) -> Markup:
    """The first rows of a table for a notebook; everything in it is escaped."""
    heading = Markup("").join(
        Markup("<th>{}</th>").format(each) for each in (table.corner, *(column.name for column in table.columns))
    )
    rows = Markup("").join(
        Markup("<tr><th>{}</th>{}</tr>").format(
            row,
            Markup("").join(
                Markup("<td>{}</td>").format(to_text(cell, column))
                for cell, column in zip(cells, table.columns, strict=True)
            ),
        )
        for row, cells in table.rows[:_SHOWN_ROWS]
    )
    left = len(table.rows) - _SHOWN_ROWS
    more = Markup("<p>and {} more rows: to_frame({!r})</p>").format(left, name) if left > 0 else ""
    return Markup(
        '<h5>{}</h5><div style="overflow-x:auto"><table><thead><tr>{}</tr></thead><tbody>{}</tbody></table></div>{}'
    ).format(name, heading, rows, more)


def _value(cell: Cell) -> float | str | None:
    return cell.value if isinstance(cell, Estimate) else cell


def _column(name: str, values: Sequence[float | str | None]) -> pl.Series:
    """A column of text where any value is text, otherwise of numbers."""
    known = [None if isinstance(value, float) and math.isnan(value) else value for value in values]
    if any(isinstance(value, str) for value in known):
        return pl.Series(name, [None if value is None else str(value) for value in known], dtype=pl.String)
    whole = all(value is None or isinstance(value, int) for value in known)
    return pl.Series(name, known, dtype=pl.Int64 if whole else pl.Float64, strict=False)
