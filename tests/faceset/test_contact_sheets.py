import numpy as np
import pytest

from facegap.faceset import Pixels, contact_sheet


def gray(value: int, height: int, width: int) -> Pixels:
    return np.full((height, width, 3), value, np.uint8)


def test_pictures_stand_in_their_cells_on_white() -> None:
    sheet = contact_sheet([gray(1, 2, 3), None, gray(2, 1, 1)], columns=2, height=2, width=3, gap=1)[..., 0]
    w = 255
    assert sheet.tolist() == [
        [w] * 9,
        [w, 1, 1, 1, w, w, w, w, w],
        [w, 1, 1, 1, w, w, w, w, w],
        [w] * 9,
        [w, 2, w, w, w, w, w, w, w],
        [w] * 9,
        [w] * 9,
    ]


@pytest.mark.parametrize(("count", "rows"), [(0, 0), (1, 1), (4, 1), (5, 2)])
def test_rows_are_filled_one_after_the_other(count: int, rows: int) -> None:
    sheet = contact_sheet([gray(0, 5, 5)] * count, columns=4, height=5, width=5)
    assert sheet.shape == (5 * rows, 20, 3)
    assert (sheet == 0).all(axis=2).sum() == 25 * count
