import io
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from PIL import Image
from tests.conftest import MakeSet
from tests.labels import Labels, labelled, random_set

from facegap.compare import AttributeComparison, Comparison, SetDescription, compare_attributes
from facegap.estimates import Estimate
from facegap.report import findings, write_report
from facegap.report.numbers import points, stacked
from facegap.report.sections import attributes, method

HOSTILE = "<script>$x$</script>"


def described(name: str) -> SetDescription:
    return SetDescription(name, "synthetic", None, "arcface-112", 12, 4, 0)


def compared(found: AttributeComparison) -> Comparison:
    return Comparison(None, described("ours"), described("theirs"), attributes=found)


def of_labels(real: Labels, synthetic: Labels) -> Comparison:
    count = len(next(iter(real.values())))
    found = compare_attributes(real=labelled(real, range(count)), synthetic=labelled(synthetic, range(count)))
    return compared(found)


@pytest.fixture
def comparison() -> Comparison:
    """60 people: of ``Bald`` and the hostile name much more in the second set, of ``Young`` about as much."""
    shares = {"Young": 0.5, "Bald": 0.1, HOSTILE: 0.2}
    real = random_set(shares, people=60, images=2, alike=0.3, seed=0)
    synthetic = random_set(shares | {"Bald": 0.8, HOSTILE: 0.6}, people=60, images=2, alike=0.3, seed=1)
    return compared(compare_attributes(real=real, synthetic=synthetic))


def test_a_report_of_attributes_alone(comparison: Comparison, make_set: MakeSet, tmp_path: Path) -> None:
    sets = make_set({"ann": 3}, name="real"), make_set({"bob": 2}, name="synthetic")
    report = write_report(comparison, real=sets[0], synthetic=sets[1], folder=tmp_path / "out")
    text = report.page.read_text()
    body = re.sub(r"<script[^>]*>.*?</script>", "", text, flags=re.DOTALL)
    assert re.findall(r'<section id="(\w+)">', body) == ["overview", "examples", "attributes", "method"]
    assert "&lt;script&gt;$x$" in body
    assert "<script" not in body
    assert "cosine" not in body
    assert "without an embedding" not in body
    assert "Images without labels" in body
    results = json.loads(report.results.read_text())["comparison"]
    assert (results["scores"], results["embedder"]) == (None, None)
    bald = results["attributes"]["compared"][1]
    assert bald["name"] == "Bald"
    assert bald["difference"]["positive"]["low"] > 0.3
    assert set(bald["difference"]) >= {"kl_real_synthetic", "kl_synthetic_real", "positive_floor", "kl_floor"}
    assert {path.name for path in report.pngs} == {"attributes.png", "examples-real.png", "examples-synthetic.png"}
    assert min(Image.open(io.BytesIO((tmp_path / "out/attributes.png").read_bytes())).size) > 100


def test_the_table_is_ranked_and_what_is_no_clear_difference_is_grey(comparison: Comparison) -> None:
    assert comparison.attributes
    body = attributes(comparison, comparison.attributes).body
    rows = re.findall(r"<tr( class=\"unclear\")?><th>(.*?)</th>", body)[1:]
    assert [name for _, name in rows] == ["Bald", "&lt;script&gt;$x$&lt;/script&gt;", "Young"]
    assert [bool(grey) for grey, _ in rows] == [False, False, True]


def test_the_overview_names_what_differs_most(comparison: Comparison) -> None:
    (sentence,) = findings(comparison)
    assert sentence.startswith("2 of 3 attributes differ clearly between the sets, most of all Bald (")
    assert "Young" not in sentence
    assert re.search(r"Bald \(\d+% of images in ours, \d+% in theirs\) and <script>", sentence)


def test_the_overview_says_when_nothing_differs_or_nothing_is_known() -> None:
    alike = {"Male": [1, -1, 1, -1, 1, -1]}
    assert findings(of_labels(alike, alike))[0].startswith("None of 1 attributes differs clearly")
    one = labelled({"Male": [1, -1]}, [0, 0])
    nobody = compared(compare_attributes(real=one, synthetic=one))
    assert findings(nobody)[0].startswith("There are too few people to say which of 1 attributes differ")
    assert findings(of_labels(alike, {"Male": [0] * 6})) == []


def test_what_can_not_be_compared_is_said() -> None:
    comparison = of_labels({"x": [0] * 4, "y": [1, 1, 0, -1], "z": [1] * 4}, {"x": [1] * 4, "y": [1, 1, 1, 1]})
    assert comparison.attributes
    section = attributes(comparison, comparison.attributes)
    assert re.search(r"undefined on every image of a set:\s*x\.", section.body)
    assert "Only ours has labels of: z." in section.body
    nothing = of_labels({"x": [0] * 4}, {"x": [1] * 4})
    assert nothing.attributes
    assert attributes(nothing, nothing.attributes).figures == ()


def test_images_without_identity_are_told(comparison: Comparison) -> None:
    assert comparison.attributes
    real = replace(comparison.attributes.real, unknown=7)
    body = method(compared(replace(comparison.attributes, real=real))).body
    assert "7 images of <strong>ours</strong> have no identity" in body
    assert "intervals of shares are too narrow" in body
    assert "have no identity" not in method(comparison).body


def test_shares_without_an_interval_are_drawn(tmp_path: Path) -> None:
    one = labelled({"a": [1, -1, -1], "_b$": [1, 1, 1]}, [0, 0, 0])
    found = compare_attributes(real=one, synthetic=one)
    (figure,) = attributes(compared(found), found).figures
    drawn = figure.plotly()
    assert list(drawn.layout.yaxis.ticktext) == ["a", "_b$"]
    assert [trace.name for trace in drawn.data if trace.showlegend is None] == ["ours", "theirs"]
    assert "a: 33.3 %" in drawn.data[-1].text


def test_differences_are_in_points() -> None:
    assert points(Estimate(-0.1234, -0.2, 0.1)) == "−12.3 [−20.0, +10.0]"
    assert points(None) == "–"
    assert stacked("2.7 [0.1, ∞]") == "2.7<small>[0.1, ∞]</small>"
    assert stacked("<b>") == "&lt;b&gt;"
