"""A table of attributes for people."""

from collections.abc import Mapping, Sequence

import typer

Cell = str | float | None


def print_attributes(columns: Sequence[str], rows: Mapping[str, Sequence[Cell]]) -> None:
    """Print a row for each attribute; numbers with three decimals, None as a dash.

    Args:
        columns: headings of the columns after that of the names.
        rows: cells by attribute, as many as ``columns``.
    """
    from rich import box
    from rich.console import Console
    from rich.table import Table

    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False, collapse_padding=True)
    table.add_column("attribute", no_wrap=True)
    for column in columns:
        table.add_column(column, justify="right")
    for name, cells in rows.items():
        table.add_row(name, *(_text(cell) for cell in cells))
    console = Console(highlight=False, markup=False)
    with console.capture() as captured:
        console.print(table)
    typer.echo("\n".join(line.rstrip() for line in captured.get().splitlines()))


def _text(cell: Cell) -> str:
    return "–" if cell is None else f"{cell:.3f}" if isinstance(cell, float) else cell
