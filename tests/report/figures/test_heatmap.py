import io
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from facegap.estimates import Estimate
from facegap.report.figures.figure import to_html, to_png
from facegap.report.figures.heatmap import Heatmap, short

HOSTILE = "<script>$x_1$ & co"


def heatmap(rates: list[list[float | None]], groups: tuple[str, ...] = ("a", "b")) -> Heatmap:
    cells = tuple(tuple(None if v is None else Estimate(v, v / 2, 2 * v) for v in row) for row in rates)
    return Heatmap("heat", HOSTILE, "FMR", groups, cells)


def test_colors_are_logarithms_and_numbers_percent() -> None:
    drawn = heatmap([[0.01, 0.0001], [0.0001, 0.05]]).plotly()
    (cells,) = drawn.data
    assert np.array(cells.z) == pytest.approx(np.array([[-2, -4], [-4, np.log10(0.05)]]))
    assert [list(row) for row in cells.text] == [["1", "0.01"], ["0.01", "5"]]
    assert (cells.zmin, cells.zmax) == (-4, -1)
    assert cells.colorbar.ticktext == ("0.01 %", "0.1 %", "1 %", "10 %")
    assert cells.customdata[0][1] == "a and b: 0.0100 % [0.0050, 0.0200]"


def test_zero_is_the_lightest_and_what_is_not_known_is_left_out() -> None:
    (cells,) = heatmap([[0.02, 0.0], [0.0, None]]).plotly().data
    assert cells.z[0][1] == cells.zmin
    assert cells.z[1][1] is None
    assert list(cells.text[1]) == ["0", "–"]


@pytest.mark.parametrize(
    "rates", [[[0.01, 0.01], [0.01, 0.01]], [[0.0, 0.0], [0.0, 0.0]], [[None, None]] * 2, [[1.0, 1.0]] * 2]
)
def test_matrices_of_one_color_are_drawn(rates: list[list[float | None]], tmp_path: Path) -> None:
    figure = heatmap(rates, (HOSTILE, "b"))
    assert "<script>$" not in to_html(figure)
    assert min(Image.open(io.BytesIO(to_png(figure, tmp_path).read_bytes())).size) > 300


def test_many_groups_have_no_numbers() -> None:
    many = heatmap([[0.01] * 30] * 30, tuple(f"group {number}" for number in range(30)))
    assert many.plotly().data[0].text is None


def test_short_numbers() -> None:
    assert [short(share) for share in (1, 0.123, 0.0999, 0.0123, 0.00012, 1e-7, 0)] == [
        "100",
        "12",
        "10",
        "1.2",
        "0.012",
        "1e-05",
        "0",
    ]
