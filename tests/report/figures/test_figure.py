"""What all figures do, whatever they show."""

import importlib
import pkgutil
import re
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PIL import Image
from tests.report.drawn import axes_of, hover_texts, words

from facegap.estimates import Estimate
from facegap.report import figures
from facegap.report.figures.curves import Curves, Line
from facegap.report.figures.epochs import EpochLine, Epochs
from facegap.report.figures.error_rates import Det, Roc, Tradeoff
from facegap.report.figures.figure import REAL, Canvas, Figure
from facegap.report.figures.heatmap import Heatmap
from facegap.report.figures.rows.bars import Bars
from facegap.report.figures.rows.dumbbells import Dumbbells
from facegap.report.figures.rows.forest import Forest
from facegap.report.figures.rows.intervals import Intervals, IntervalSeries
from facegap.report.figures.rows.set_shares import SetShares
from facegap.report.figures.rows.share_rows import ShareRows
from facegap.report.figures.rows.split_bars import SplitBar, SplitBars
from facegap.report.figures.set_matrix import SetMatrix, SetMatrixCell
from facegap.report.figures.signed_matrix import SignedMatrix

NAN = float("nan")
NAME = "<script>$x_1$ & \x07名"
KNOWN, BARE, NOTHING = Estimate(0.5, 0.4, 0.7), Estimate(0.2, NAN, NAN), Estimate(NAN, NAN, NAN)
SHARES = ShareRows(NAME, "#112233", (KNOWN, BARE, NOTHING))
SERIES = IntervalSeries(NAME, "#112233", SHARES.estimates, (True, False, True))
ROWS = (NAME, "_hidden", "c" * 90)
CELL = SetMatrixCell(-0.1, "$x$", NAME)
WHOLE = SplitBar(KNOWN, BARE, BARE)
LINE = Tradeoff(NAME, [1, 0.5, 0.01, 0], [0, 0.01, 0.2, 1], 0.1, "#112233")
FIGURES: list[Figure] = [
    Bars("bars", NAME, "x", ROWS, (SHARES, SHARES)),
    Curves("curves", NAME, "x", "y", (Line(NAME, [0, 1, 2], [0, NAN, 1], "#112233", dashed=True),)),
    Det("det", NAME, (LINE,)),
    Dumbbells("dumbbells", NAME, "x", ROWS, (SHARES, SHARES), (("0.1", "–"),) * 3, "reliability"),
    Epochs("epochs", NAME, (EpochLine(NAME, [1.0, NAN, 0.5], "#112233", loss=True, chosen=2),), "auroc"),
    Forest("forest", NAME, "x", ROWS, (SHARES, SHARES, SHARES), 0.5, NAME),
    Heatmap("heat", NAME, NAME, (NAME, "_b"), ((KNOWN, None), (BARE, KNOWN))),
    Intervals("intervals", NAME, "x", ROWS, (SERIES, SERIES), (0.1, NAN, 0.2)),
    Roc("roc", NAME, (LINE,)),
    SetMatrix("set-matrix", NAME, NAME, (NAME, "_b"), ((CELL, CELL), (SetMatrixCell(None, "?", NAME), CELL))),
    SetShares("set-shares", NAME, "x", ROWS, (SERIES, SERIES, SERIES)),
    SignedMatrix("matrix", NAME, NAME, (NAME, "_b"), ((None, 0.5), (-0.5, None)), (("", NAME), (NAME, ""))),
    SplitBars(
        "split-bars",
        NAME,
        "x",
        ROWS,
        ("yes", "?", "no"),
        (SplitBar(KNOWN, BARE, BARE), *[SplitBar(NOTHING, NOTHING, NOTHING)] * 2),
    ),
]


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_any_name_is_drawn_as_it_stands(figure: Figure) -> None:
    """Neither read as HTML, as a formula or as a name to be hidden, nor cut, and said to those who can't see it."""
    html = figure.to_html()
    assert "<script>" not in html
    shown = NAME.replace("\x07", "")
    assert shown in words(figure) or any(shown in text for text in hover_texts(figure))
    root = ET.fromstring(figure.to_svg())
    assert root.get("role") == "img"
    assert root.get("aria-label") == shown
    identifiers = re.findall(r' id="([^"]*)"', html)
    assert len(identifiers) == len(set(identifiers))
    assert set(re.findall(r"""(?:url\(|href=")#([^)"]*)""", html)) <= set(identifiers)


@pytest.mark.parametrize("figure", FIGURES, ids=lambda figure: figure.name)
def test_wide_drawings_say_something_under_the_pointer_and_narrow_ones_nothing(figure: Figure) -> None:
    texts = hover_texts(figure)
    assert texts, f"{type(figure).__name__}: say something under the pointer with canvas.hover"
    assert not [text for text in texts if re.search(r"\bnan\b", text)]
    assert "<title>" not in figure.to_svg(narrow=True)


def test_notebooks_show_the_drawing_and_png_is_for_print(tmp_path: Path) -> None:
    figure = FIGURES[0]
    assert figure._repr_svg_() == figure.to_svg()
    figure.to_png(tmp_path / "bars.png")
    with Image.open(tmp_path / "bars.png") as image:
        assert image.width == pytest.approx(860 / 72 * 200, abs=1)


def test_the_same_figure_is_the_same_drawing() -> None:
    made = [Bars("bars", "a", "x", ("r",), (ShareRows("s", "#112233", (KNOWN,)),)).to_svg() for _ in range(2)]
    assert made[0] == made[1]


def test_intervals_that_are_not_known_are_not_drawn() -> None:
    axes = axes_of(FIGURES[0])[0]
    assert len(axes.patches) == 4
    assert [len(lines.get_segments()) for lines in axes.collections] == [1, 1]


def test_texts_are_as_many_as_shapes() -> None:
    class Wrong(Figure):
        def draw(self, canvas: Canvas) -> None:
            canvas.hover(canvas.axes(height=100).scatter([1, 2], [1, 2], c=["red", "blue"]), ["one"])

    with pytest.raises(ValueError, match="shorter"):
        Wrong("wrong", "").to_svg()


LINKED: list[Figure] = [
    Bars("bars", "", "x", ("a", "b"), (ShareRows("s", "#112233", (KNOWN, NOTHING)),), ("#faces-0", "")),
    Dumbbells(
        "dumbbells", "", "x", ("a", "b"), (ShareRows("s", "#112233", (KNOWN, KNOWN)),) * 2, links=("#faces-0", "")
    ),
    SplitBars("split-bars", "", "x", ("a", "b"), ("yes", "?", "no"), (WHOLE, WHOLE), ("#faces-0", "")),
]


@pytest.mark.parametrize("figure", LINKED, ids=lambda figure: figure.name)
def test_rows_lead_to_their_faces_on_a_page_only(figure: Figure) -> None:
    """Wide and narrow, and as wide as the row is, in the same place of the page; files have no links."""
    html = figure.to_html()
    links = re.findall(r'<a xlink:href="#faces-0"><path d="([^"]*)" style="([^"]*)"><title>([^<]*)', html)
    assert len(re.findall("<a ", html)) == 2
    assert len(links) == 1
    path, style, text = links[0]
    numbers = [float(number) for number in re.findall(r"-?[\d.]+", path)]
    assert min(numbers[::2]) <= 0
    assert max(numbers[::2]) >= 860
    assert "fill:none" not in style
    assert text.startswith("a")
    assert "50.0 %" in text
    assert "<a " not in figure.to_svg()
    assert "<a " not in figure.to_svg(narrow=True)


def test_links_are_as_many_as_rows() -> None:
    with pytest.raises(ValueError, match="zip"):
        Bars("bars", "", "x", ("a", "b", "c"), (SHARES,), ("#a",)).to_svg()


def test_a_page_gives_the_colors_and_a_file_has_its_own() -> None:
    figure = Bars("bars", "", "x", ("a",), (ShareRows("#1f6f8b", REAL, (KNOWN,)),))
    assert f"fill:var(--real,{REAL})" in figure.to_html()
    assert "stroke:var(--line,#dfe5ea)" in figure.to_html()
    assert ">#1f6f8b</text>" in figure.to_html()
    assert "background:#fff" not in figure.to_html()
    assert "var(" not in figure.to_svg()
    assert "background:#fff" in figure.to_svg()


def kinds() -> set[type[Figure]]:
    """All kinds of figures."""
    modules = [name for _, name, _ in pkgutil.walk_packages(figures.__path__, f"{figures.__name__}.")]
    defined = [kind for name in modules for kind in vars(importlib.import_module(name)).values()]
    return {kind for kind in defined if isinstance(kind, type) and issubclass(kind, Figure) and kind is not Figure}


def test_every_kind_of_figure_is_tested_here() -> None:
    missing = kinds() - {type(figure) for figure in FIGURES}
    assert not missing, f"add it to FIGURES: {', '.join(sorted(kind.__name__ for kind in missing))}"


def test_every_kind_of_figure_is_shown() -> None:
    folder = Path(figures.__path__[0])
    sections = [path for path in folder.parent.rglob("*.py") if not path.is_relative_to(folder)]
    texts = [path.read_text(encoding="utf-8") for path in sections]
    for kind in kinds():
        used = any(re.search(rf"\b{kind.__name__}\(", text) for text in texts)
        assert used, f"show {kind.__name__} in a section"
