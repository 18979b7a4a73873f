import io
import json
import re
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.compared import of_labels
from tests.conftest import MakeSet
from tests.labels import Labels, annotate, labeled, random_set
from tests.report.drawn import assert_figures_are_written, assert_links_lead_somewhere, hover_texts, sections_of, words

from facegap.compare import ComparedSet, Comparison, LabeledSet, compare_sets
from facegap.compare.validity import Validity
from facegap.estimates import Estimate
from facegap.report import findings, write_comparisons
from facegap.report.comparison.attributes import attributes_section
from facegap.report.comparison.report import method_section
from facegap.report.numbers import points, stacked
from facegap.report.page.section import Section

HOSTILE = "<script>$x$</script>"


def of(real: Labels, synthetic: Labels) -> Comparison:
    count = len(next(iter(real.values())))
    return of_labels(labeled(real, range(count)), labeled(synthetic, range(count)))


def section(comparison: Comparison) -> Section:
    assert comparison.attributes
    return attributes_section(comparison, comparison.attributes.each)


@pytest.fixture(scope="module")
def comparison() -> Comparison:
    """60 people: of ``Bald`` and the hostile name much more in the second set, of ``Young`` about as much."""
    shares = {"Young": 0.5, "Bald": 0.1, HOSTILE: 0.2}
    real = random_set(shares, people=60, images=2, alike=0.3, seed=0)
    synthetic = random_set(shares | {"Bald": 0.8, HOSTILE: 0.6}, people=60, images=2, alike=0.3, seed=1)
    return of_labels(real, synthetic)


def test_a_report_of_an_annotator_that_is_not_validated_finds_nothing(make_set: MakeSet, tmp_path: Path) -> None:
    labels = {"Male": [1, -1, 1, -1, 1, -1] * 4, "Black": [-1] * 24}
    facesets = [annotate(make_set({f"p{n}": 2 for n in range(12)}, name=name), labels) for name in ("a", "b")]
    sets = [ComparedSet.load(faceset, labels="truth", embedding=None) for faceset in facesets]
    never = Validity("net", "generated")
    sets = [replace(one, people=replace(one.people, labeled=_judged(one, never))) for one in sets]
    made = compare_sets(sets, labels="truth", embedding=None)
    report = write_comparisons(made, facesets=facesets, sets=sets, folder=tmp_path / "out")
    text = report.page.read_text()
    assert text.count('<div class="banner"') == 1
    # What isn't known is said once on the page, in the banner; on a console it comes with the findings.
    assert text.count("never validated on generated images") == 1
    assert "How the attributes of a and b differ isn&#39;t known" in text
    assert findings(made.pairs[0])[0].startswith("What net says of a and b may be wrong")
    for section_id in ("divergence", "combinations", "attribute-pairs"):
        assert f'id="{section_id}"' not in text
    black = next(
        row for row in re.findall(r"<tr.*?</tr>", text, re.DOTALL) if "Black<sup" in re.sub(r"</?a.*?>", "", row)
    )
    assert "<small>[" not in black
    assert "differ clearly" not in text
    assert "Agreement of labels is left out for 2 attributes" in text
    results = json.loads(report.results.read_text())
    assert results["comparison"]["pairs"][0]["attributes"]["validated"] is False


def _judged(compared: ComparedSet, validity: Validity) -> LabeledSet:
    assert compared.people.labeled is not None
    return replace(compared.people.labeled, validity=validity)


def test_a_report_of_attributes_alone(make_set: MakeSet, tmp_path: Path) -> None:
    labels = {"Young": [1, -1, 1, 0, 1, -1], HOSTILE: [1, 1, -1, -1, 1, -1]}
    facesets = [annotate(make_set({"ann": 3, "bob": 3}, name=name), labels) for name in ("real", "synthetic")]
    sets = [ComparedSet.load(faceset, labels="truth", embedding=None) for faceset in facesets]
    found = compare_sets(sets, labels="truth", embedding=None)
    report = write_comparisons(found, facesets=facesets, sets=sets, folder=tmp_path / "out")
    text = report.page.read_text()
    body = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    of_attributes = ["divergence", "attributes", "attribute-faces", "combinations", "attribute-pairs", "clusters"]
    assert sections_of(report.page) == ["overview", "examples", *of_attributes, "identities", "method"]
    assert_figures_are_written(report.page)
    assert_links_lead_somewhere(report.page)
    assert "&lt;script&gt;$x$" in body
    assert "<script" not in text
    assert "cosine" not in body
    assert "without an embedding" not in body
    assert "Images without labels" in body
    results = json.loads(report.results.read_text())["comparison"]
    assert (results["pairs"][0]["embeddings"], results["embedding"]) == (None, None)
    young = results["pairs"][0]["attributes"]["each"]["compared"][0]
    assert young["name"] == "Young"
    assert set(young["difference"]) >= {
        "kl_real_synthetic",
        "kl_synthetic_real",
        "positive_floor",
        "kl_floor",
        "q_value",
    }
    assert min(Image.open(io.BytesIO((tmp_path / "out/attributes.png").read_bytes())).size) > 100
    tables = {"attributes", "divergences", "pairs", "lacking", "added"}
    assert {path.stem for path in (tmp_path / "out").glob("*.csv")} == tables
    assert {path.stem for path in (tmp_path / "out").glob("*.tex")} == tables


def test_the_table_is_ranked_and_what_is_no_clear_difference_is_gray(comparison: Comparison) -> None:
    body = section(comparison).body
    rows = re.findall(r"<tr( class=\"unclear\")?><th>(.*?)</th>", body)[1:]
    assert [name for _, name in rows] == ["Bald", "&lt;script&gt;$x$&lt;/script&gt;", "Young"]
    assert [bool(gray) for gray, _ in rows] == [False, False, True]


def test_the_overview_names_what_differs_most(comparison: Comparison) -> None:
    sentence = findings(comparison)[1]
    assert sentence.startswith("2 of 3 attributes that can be measured differ clearly, most of all Bald (")
    assert "Young" not in sentence
    assert re.search(
        r"Bald \(\d+ % \[\d+, \d+\] of images in ours, \d+ % \[\d+, \d+\] in theirs\) and <script>", sentence
    )


def test_the_overview_says_when_nothing_differs_or_nothing_is_known() -> None:
    alike = {"Male": [1, -1, 1, -1, 1, -1]}
    assert findings(of(alike, alike))[1].startswith("None of 1 attributes differs clearly")
    one = labeled({"Male": [1, -1]}, [0, 0])
    assert findings(of_labels(one, one))[1].startswith("There are too few people to say which of 1 attributes differ")
    assert len(findings(of(alike, {"Male": [0] * 6}))) == 1


def test_what_can_not_be_compared_is_said() -> None:
    found = section(of({"x": [0] * 4, "y": [1, 1, 0, -1], "z": [1] * 4}, {"x": [1] * 4, "y": [1, 1, 1, 1]}))
    assert re.search(r"Not measurable, .*: *\s*x\.", found.body)
    assert "Only ours has labels of: z." in found.body
    assert section(of({"x": [0] * 4}, {"x": [1] * 4})).figures == ()


def test_images_without_identity_are_told(comparison: Comparison) -> None:
    assert comparison.attributes
    each = comparison.attributes.each
    unknown = replace(each, real=replace(each.real, unknown=7))
    told = replace(comparison, attributes=replace(comparison.attributes, each=unknown))
    body = method_section(told, labels="truth", embedding=None).body
    assert "7 images of <strong>ours</strong> have no identity" in body
    assert "intervals of shares are too narrow" in body
    assert "have no identity" not in method_section(comparison, labels="truth", embedding=None).body


def test_shares_without_an_interval_are_drawn() -> None:
    one = labeled({"a": [1, -1, -1], "_b$": [1, 1, 1]}, [0, 0, 0])
    (figure,) = section(of_labels(one, one)).figures
    assert {"a", "_b$", "ours", "theirs"} <= set(words(figure))
    assert "a, theirs: 33.3 %" in hover_texts(figure)


def test_reliability_stands_beside_the_bar_and_scores_have_a_table_of_their_own() -> None:
    """Where the annotator says how far it can be trusted, no bar is shown without it."""
    values = np.random.default_rng(0).random((2, 40, 1)).astype(np.float32)
    real, synthetic = (
        replace(
            labeled({"Male": np.where(scores[:, 0] > 0.5, 1, -1)}, range(40)), scores=scores, reliability=np.array([r])
        )
        for scores, r in zip(values, (0.93, 0.58), strict=True)
    )
    found = section(of_labels(real, synthetic))
    assert {"Male", "reliability", "0.93", "0.58"} <= set(words(found.figures[0]))
    assert "Kolmogorov" in found.body
    assert re.search(r'<div class="synthetic">0\.58</div>', found.body)


def test_what_was_never_seen_is_marked() -> None:
    found = section(of({"hat": [1, -1] * 20, "Male": [1, -1] * 20}, {"hat": [-1] * 40, "Male": [1, -1] * 20}))
    assert re.findall(r"<th>(\w+)<sup", found.body) == ["hat"]
    assert "KL then depends on the prior" in found.body


def test_differences_are_in_points() -> None:
    assert points(Estimate(-0.1234, -0.2, 0.1)) == "−12.3 [−20.0, +10.0]"
    assert points(None) == "–"
    assert stacked("2.7 [0.1, ∞]") == "2.7<small>[0.1, ∞]</small>"
    assert stacked("<b>") == "&lt;b&gt;"
