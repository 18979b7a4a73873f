import numpy as np
import pytest
from tests.report.drawn import hover_texts, words

from facegap.estimates import Estimate
from facegap.report.figures.heatmap import Heatmap, short


def heatmap(rates: list[list[float | None]], groups: tuple[str, ...] = ("a", "b")) -> Heatmap:
    cells = tuple(tuple(None if v is None else Estimate(v, v / 2, 2 * v) for v in row) for row in rates)
    return Heatmap("heat", "rates", "FMR", groups, cells)


def test_colors_are_logarithms_and_numbers_percent() -> None:
    figure = heatmap([[0.01, 0.0001], [0.0001, 0.05]])
    assert figure.logarithms == pytest.approx(np.array([[-2, -4], [-4, np.log10(0.05)]]))
    assert figure.span == (-4, -1)
    assert {"0.01 %", "0.1 %", "1 %", "10 %", "0.01", "5"} <= set(words(figure))
    assert hover_texts(figure)[1] == "a and b: 0.0100 % [0.0050, 0.0200]"


def test_zero_is_the_lightest_and_what_is_not_known_is_left_out() -> None:
    figure = heatmap([[0.02, 0.0], [0.0, None]])
    assert figure.logarithms[0, 1] == figure.span[0]
    assert np.isnan(figure.logarithms[1, 1])
    assert {"0", "–"} <= set(words(figure))


@pytest.mark.parametrize(
    "rates", [[[0.01, 0.01], [0.01, 0.01]], [[0.0, 0.0], [0.0, 0.0]], [[None, None]] * 2, [[1.0, 1.0]] * 2]
)
def test_matrices_of_one_color_are_drawn(rates: list[list[float | None]]) -> None:
    assert len(hover_texts(heatmap(rates))) == 4


def test_many_groups_have_no_numbers() -> None:
    many = heatmap([[0.01] * 30] * 30, tuple(f"group {number}" for number in range(30)))
    assert "1" not in words(many)
    assert len(hover_texts(many)) == 900


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
