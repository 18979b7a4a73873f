"""Tables as text that fits a terminal: a number or a heading is never cut, whatever the width."""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain

from rich.cells import cell_len

Row = tuple[str, Sequence[str]]
"""The name of a row, and its cells."""

_GAP = "  "
_RULE = "─"
_MOST_LINES = 3
"""Of a name or heading that is broken; what would need more is shown in another form."""


def fit_table(corner: str, columns: Sequence[str], rows: Sequence[Row], *, width: int) -> str:
    """A table in the first form that fits the terminal.

    First as it is; then with headings, then with names too, broken between words into as few lines as are needed; then
    turned, so that its rows become columns; at last as a list with a line for each cell. Where even one word or number
    is wider than the terminal, its line is longer than ``width``: the terminal wraps it, and nothing is lost.

    Args:
        corner: the heading of the rows' names.
        columns: headings of the cells; no line is broken at a no-break space.
        rows: each with as many cells as there are columns.
        width: of the terminal, in characters.

    Returns:
        Lines without trailing spaces, joined by line breaks.

    Raises:
        ValueError: a row has more or fewer cells than there are columns.

    Example:
        >>> print(fit_table("set", ["Accuracy"], [("lfw", ["99.13"])], width=80))
        set  Accuracy
        ─────────────
        lfw     99.13
    """
    for name, cells in rows:
        if len(cells) != len(columns):
            msg = f"the row {name!r} has {len(cells)} cells for {len(columns)} columns"
            raise ValueError(msg)
    turned = [(heading, [cells[at] for _, cells in rows]) for at, heading in enumerate(columns)]
    grids = chain(_grids(corner, columns, rows, width), _grids("", [name for name, _ in rows], turned, width))
    lines = next((grid for grid in grids if _widest(grid) <= width), None) or _list(columns, rows, width)
    return "\n".join(line.rstrip() for line in lines)


def _grids(corner: str, columns: Sequence[str], rows: Sequence[Row], width: int) -> Iterator[list[str]]:
    """Grids from the lowest to the narrowest; the arguments are those of ``fit_table``."""
    most = max((len(_words(heading)) for heading in columns), default=1)
    names = [corner, *(name for name, _ in rows)]
    for broken in (False, True):
        for lines in range(1, min(most, _MOST_LINES) + 1):
            sizes = [
                max(_narrowest(heading, lines), _widest(cells[at] for _, cells in rows))
                for at, heading in enumerate(columns)
            ]
            left = width - sum(len(_GAP) + size for size in sizes)
            least = max(_narrowest(name, _MOST_LINES) for name in names)
            yield _grid(corner, columns, rows, max(left, least) if broken else _widest(names), sizes)


def _grid(corner: str, columns: Sequence[str], rows: Sequence[Row], first: int, sizes: Sequence[int]) -> list[str]:
    """The lines of a grid whose names have ``first`` characters, and its other columns ``sizes``."""
    names = [break_words(name, first) for name in (corner, *(name for name, _ in rows))]
    first = _widest(line for name in names for line in name)
    headings = [break_words(heading, size) for heading, size in zip(columns, sizes, strict=True)]
    head = list(_row(names[0], headings, first, sizes, top=False))
    body = [
        line
        for name, (_, cells) in zip(names[1:], rows, strict=True)
        for line in _row(name, [[cell] for cell in cells], first, sizes, top=True)
    ]
    return [*head, _RULE * _widest([*head, *body]), *body]


def _row(
    name: Sequence[str], cells: Sequence[Sequence[str]], first: int, sizes: Sequence[int], *, top: bool
) -> Iterator[str]:
    """The lines of one row: its name from the left, its cells from the right, on their first lines or on their last."""
    height = max(len(name), *map(len, cells), 1)
    for at in range(height):
        parts = [_pad(_line(name, at, height, top=True), first, right=False)]
        for cell, size in zip(cells, sizes, strict=True):
            parts.append(_pad(_line(cell, at, height, top=top), size, right=True))
        yield _GAP.join(parts)


def _line(lines: Sequence[str], at: int, height: int, *, top: bool) -> str:
    place = at if top else at - (height - len(lines))
    return lines[place] if 0 <= place < len(lines) else ""


def _list(columns: Sequence[str], rows: Sequence[Row], width: int) -> Iterator[str]:
    """A line for the name of each row, and below it one for each of its cells, with its heading."""
    inside = _widest(columns)
    for number, (name, cells) in enumerate(rows):
        if number:
            yield ""
        yield from break_words(name, width)
        numbers = _widest(cells)
        for heading, cell in zip(columns, cells, strict=True):
            yield f"{_GAP}{_pad(heading, inside, right=False)}{_GAP}{_pad(cell, numbers, right=True)}"


def _words(text: str) -> list[str]:
    return text.split(" ")


def _narrowest(text: str, lines: int) -> int:
    """The least width at which a text takes so many lines or fewer."""
    widths = range(_widest(_words(text)), cell_len(text) + 1)
    return next((width for width in widths if len(break_words(text, width)) <= lines), cell_len(text))


def break_words(text: str, width: int) -> list[str]:
    """The lines of a text of at most ``width`` characters, broken at spaces; a longer word has a line of its own."""
    lines: list[str] = []
    for word in _words(text):
        if lines and cell_len(f"{lines[-1]} {word}") <= width:
            lines[-1] += f" {word}"
        else:
            lines.append(word)
    return lines


def _pad(text: str, size: int, *, right: bool) -> str:
    space = " " * (size - cell_len(text))
    return space + text if right else text + space


def _widest(texts: Iterable[str]) -> int:
    """Of some texts in columns of a terminal, where some characters take two."""
    return max(map(cell_len, texts), default=0)
