import io
import math
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from scipy.stats import norm

from facegap.report.figures.det import Det
from facegap.report.figures.figure import Figure, to_html, to_png
from facegap.report.figures.roc import Roc
from facegap.report.figures.tradeoff import PALETTE, Tradeoff

HOSTILE = "<script>$x_1$ & co"


def of_normals(distance: float, *, name: str = "a") -> Tradeoff:
    """Of normal scores of one deviation."""
    thresholds = np.linspace(-4, 4 + distance, 200)
    fmr, fnmr = norm.sf(thresholds), norm.cdf(thresholds, distance)
    return Tradeoff(name, fmr.tolist(), fnmr.tolist(), float(norm.cdf(-distance / 2)), PALETTE[0])


def test_normal_scores_give_a_straight_line() -> None:
    """With normal deviates on both axes, FNMR = Φ(Φ⁻¹(1 − FMR) − d′) is a line of slope −1, and EER lies on it."""
    figure = Det("det", "", (of_normals(2.0),))
    drawn = figure.plotly()
    line, mark = drawn.data
    inside = [(x, y) for x, y in zip(line.x, line.y, strict=True) if -2.5 < x < -0.1 and -2.5 < y < -0.1]
    assert len(inside) > 20
    assert all(x + y == pytest.approx(-2.0, abs=1e-6) for x, y in inside)
    assert (mark.x[0], mark.y[0]) == (pytest.approx(-1), pytest.approx(-1))
    assert line.name == "a: EER 15.87 %"


def test_ticks_stand_where_their_rates_are() -> None:
    axis = Det("det", "", (of_normals(3.0),)).plotly().layout.xaxis
    where = dict(zip(axis.ticktext, axis.tickvals, strict=True))
    assert where["1 %"] == pytest.approx(norm.ppf(0.01))
    assert where["0.01 %"] == pytest.approx(norm.ppf(1e-4))
    assert where["10⁻⁵"] == pytest.approx(norm.ppf(1e-5))
    assert axis.range[1] == pytest.approx(norm.ppf(0.5))


def test_a_line_ends_where_one_kind_of_error_ends() -> None:
    line = Tradeoff("a", [1, 0.5, 0.01, 0.01, 0], [0, 0.1, 0.2, 0.3, 1], None, "#000000")
    (drawn,) = Det("det", "", (line,)).plotly().data
    assert [norm.cdf(x) for x in drawn.x] == pytest.approx([0.5, 0.01, 0.01])
    assert drawn.text == ("FMR 50 %, FNMR 10 %", "FMR 1 %, FNMR 20 %", "FMR 1 %, FNMR 30 %")
    perfect = Det("det", "", (Tradeoff("b", [1, 0, 0], [0, 0, 1], 0.0, "#000000"),)).plotly()
    assert all(math.isfinite(value) for trace in perfect.data for value in (*trace.x, *trace.y))


def test_poor_recognizers_have_room() -> None:
    assert Det("det", "", (of_normals(0.2),)).plotly().layout.xaxis.range[1] == pytest.approx(norm.ppf(0.99))


def test_the_roc_has_the_share_that_matches() -> None:
    line = of_normals(2.0)
    drawn = Roc("roc", "", (line,)).plotly()
    points = dict(zip(drawn.data[0].x, drawn.data[0].y, strict=True))
    nearest = min(points, key=lambda fmr: abs(fmr - 0.1))
    assert points[nearest] == pytest.approx(norm.sf(norm.isf(nearest) - 2))
    assert drawn.layout.xaxis.type == "log"


@pytest.mark.parametrize("figure", [Det, Roc])
def test_drawn_twice_with_any_name(figure: type[Det] | type[Roc], tmp_path: Path) -> None:
    made: Figure = figure("drawn", HOSTILE, (of_normals(2.0, name=HOSTILE), of_normals(9.0, name="_b")))
    html = to_html(made)
    assert "<script>$" not in html
    assert min(Image.open(io.BytesIO(to_png(made, tmp_path).read_bytes())).size) > 500
    to_png(figure("nothing", "", ()), tmp_path)
