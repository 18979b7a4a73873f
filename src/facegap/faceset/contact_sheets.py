"""Pictures side by side on one sheet, to be looked at."""

from collections.abc import Sequence

import numpy as np

from facegap.faceset.codec import Pixels


def contact_sheet(pictures: Sequence[Pixels | None], *, columns: int, height: int, width: int, gap: int = 0) -> Pixels:
    """Lay out pictures row by row on white.

    Args:
        pictures: uint8 (rows, columns, 3), sRGB, none larger than a cell; smaller ones stand in its upper left corner.
            The cell of None stays white.
        columns: how many are side by side.
        height: of a cell, in pixels.
        width: likewise.
        gap: pixels between the cells and around all of them.

    Returns:
        uint8 (rows, columns, 3); no rows of pictures where there are none.

    >>> black = np.zeros((2, 3, 3), np.uint8)
    >>> contact_sheet([black, None, black], columns=2, height=2, width=3, gap=1).shape
    (7, 9, 3)
    """
    rows = -(-len(pictures) // columns)
    sheet = np.full((rows * (height + gap) + gap, columns * (width + gap) + gap, 3), 255, dtype=np.uint8)
    for number, picture in enumerate(pictures):
        if picture is not None:
            top = gap + number // columns * (height + gap)
            left = gap + number % columns * (width + gap)
            sheet[top : top + picture.shape[0], left : left + picture.shape[1]] = picture
    return sheet
