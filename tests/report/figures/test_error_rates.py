import math

import numpy as np
import pytest
from scipy.stats import norm
from tests.report.drawn import axes_of, hover_texts, words

from facegap.report.figures.error_rates import PALETTE, Det, Roc, Tradeoff


def of_normals(distance: float, *, name: str = "a") -> Tradeoff:
    """Of normal scores of one deviation."""
    thresholds = np.linspace(-4, 4 + distance, 200)
    fmr, fnmr = norm.sf(thresholds), norm.cdf(thresholds, distance)
    return Tradeoff(name, fmr.tolist(), fnmr.tolist(), float(norm.cdf(-distance / 2)), PALETTE[0])


def test_normal_scores_give_a_straight_line() -> None:
    """With normal deviates on both axes, FNMR = Φ(Φ⁻¹(1 − FMR) − d′) is a line of slope −1, and EER lies on it."""
    figure = Det("det", "", (of_normals(2.0),))
    line, mark = axes_of(figure)[0].lines
    inside = [(x, y) for x, y in line.get_xydata() if -2.5 < x < -0.1 and -2.5 < y < -0.1]
    assert len(inside) > 20
    assert all(x + y == pytest.approx(-2.0, abs=1e-6) for x, y in inside)
    assert mark.get_xydata()[0] == pytest.approx([-1, -1])
    assert "a: EER 15.87 %" in words(figure)


def test_ticks_stand_where_their_rates_are() -> None:
    (axes,) = axes_of(Det("det", "", (of_normals(3.0),)))
    where = {label.get_text(): place for label, place in zip(axes.get_yticklabels(), axes.get_yticks(), strict=True)}
    assert where["1 %"] == pytest.approx(norm.ppf(0.01))
    assert where["0.01 %"] == pytest.approx(norm.ppf(1e-4))
    assert where["10⁻⁵"] == pytest.approx(norm.ppf(1e-5))
    assert axes.get_xlim()[1] == pytest.approx(norm.ppf(0.5))


def test_names_of_ticks_do_not_touch_on_a_narrow_screen() -> None:
    across, _ = Det("det", "", (of_normals(5.0),)).scales
    low, high = across.place([across.least, across.greatest])
    places = across.place(across.apart(300)) * 300 / (high - low)
    assert 3 < len(places) < len(across.ticks)
    assert (-np.diff(places) >= 40).all()
    assert across.apart(2000) == across.ticks[::-1]


def test_a_line_ends_where_one_kind_of_error_ends() -> None:
    line = Tradeoff("a", [1, 0.5, 0.01, 0.01, 0], [0, 0.1, 0.2, 0.3, 1], None, "#000000")
    figure = Det("det", "", (line,))
    assert [norm.cdf(x) for x in axes_of(figure)[0].lines[0].get_xdata()] == pytest.approx([0.5, 0.01, 0.01])
    assert hover_texts(figure) == [f"a: FMR {fmr} %, FNMR {fnmr} %" for fmr, fnmr in ((50, 10), (1, 20), (1, 30))]
    (axes,) = axes_of(Det("det", "", (Tradeoff("b", [1, 0, 0], [0, 0, 1], 0.0, "#000000"),)))
    assert all(math.isfinite(value) for line in axes.lines for value in line.get_xydata().ravel())


def test_poor_recognizers_have_room() -> None:
    assert axes_of(Det("det", "", (of_normals(0.2),)))[0].get_xlim()[1] == pytest.approx(norm.ppf(0.99))


def test_the_roc_has_the_share_that_matches() -> None:
    (axes,) = axes_of(Roc("roc", "", (of_normals(2.0),)))
    points = dict(axes.lines[0].get_xydata())
    nearest = min(points, key=lambda fmr: abs(fmr - 0.1))
    assert points[nearest] == pytest.approx(norm.sf(norm.isf(nearest) - 2))
    assert axes.get_xscale() == "log"


@pytest.mark.parametrize("figure", [Det, Roc])
def test_without_lines_there_are_axes(figure: type[Det] | type[Roc]) -> None:
    assert figure("nothing", "", ()).to_svg()
