import json
import re
from pathlib import Path

import numpy as np
import pytest
from tests.annotators import card_of
from tests.conftest import MakeSet
from tests.labels import annotate
from tests.report.drawn import assert_links_lead_somewhere

from facegap.base.errors import FaceSetError
from facegap.compare import LabeledSet
from facegap.compare.attributes.score_shares import estimate_score_shares
from facegap.compare.attributes.shares import describe_shares
from facegap.compare.attributes.tally import Tally
from facegap.compare.validity import Validity
from facegap.faceset import FaceSet
from facegap.models import AnnotatorCard, AttributeCard
from facegap.report.annotation.label_shares import label_shares_section
from facegap.report.annotation.report import vocabulary_of, write_annotation
from facegap.report.page.attribute_groups import group_attributes
from facegap.report.page.section import Section

PEOPLE = {f"p{number}": 2 for number in range(6)}
CARD = card_of(
    AnnotatorCard(
        vocabulary="maad47",
        dropout=0.5,
        limits=("It never saw <hats>.",),
        attributes=(
            AttributeCard(name="Bald", positive=0.5, negative=0.5, balanced_accuracy=0.876, right=0.93),
            AttributeCard(name="Bangs"),
        ),
    )
)


@pytest.fixture
def faceset(make_set: MakeSet) -> FaceSet:
    """Bald on the first six images, with Bangs on the second of them; the last image has no labels."""
    made = make_set(PEOPLE, shard_rows=5)
    scores = [number / 11 for number in range(11)]
    return annotate(
        made,
        {
            "Bald": [*([1] * 6), *([-1] * 5), None],
            "Bangs": [-1, 1, *([-1] * 9), None],
            "Goatee": [*([0] * 11), None],
        },
        layer="attributes/net",
        numbers={
            f"{name}{ending}": [*scores, None]
            for name in ("Bald", "Bangs", "Goatee")
            for ending in ("_score", "_reliability")
        },
    )


def test_a_page_of_an_annotator(faceset: FaceSet, tmp_path: Path) -> None:
    report = write_annotation(faceset, "net", tmp_path / "out", card=CARD, most=3)
    assert report.page == tmp_path / "out" / "annotation.html"
    page = report.page.read_text(encoding="utf-8")
    assert "12, of which 11 have labels" in page
    assert "3 of the 47 of the vocabulary maad47" in page
    assert "It never saw &lt;hats&gt;." in page
    assert "Never answered, because no threshold was precise enough on the validation people: Bangs." in page
    assert "0.88" in page
    assert "93.0 %" in page
    assert re.search(r"On 1 of 11 images .* labels contradict each other", page)
    assert "Bald and Bangs, both positive" in page
    results = json.loads(report.results.read_text(encoding="utf-8"))
    assert report.results.name == "annotation.json"
    most_confident = results["most_confident"]
    # Of the two images of each person, the surer; p2/1 is the last that is Bald.
    assert [one["image_id"] for one in most_confident["Bald"]["yes"]] == ["p2/1", "p1/1", "p0/1"]
    assert [one["image_id"] for one in most_confident["Bald"]["no"]] == ["p5/0", "p4/1", "p3/1"]
    assert [one["image_id"] for one in most_confident["Bald"]["borderline"]] == ["p0/0", "p1/0", "p2/0"]
    assert most_confident["Goatee"]["yes"] == []
    assert "no image" in page
    assert [png.name for png in report.pngs] == ["labels.png"]
    assert_links_lead_somewhere(report.page)
    assert page.count('xlink:href="#faces-') == 2 * 3
    assert "Bald: yes" in page
    assert "score 0.455, reliability 0.455" in page


def section(validity: Validity, *, men: tuple[int, ...] = (1, 1, -1, -1)) -> Section:
    """Eight people, half of them men by labels; Black is never answered yes."""
    labels = np.array([[man, -1] for man in men * 2], dtype=np.int8)
    rows = np.arange(len(labels))
    scores = np.where(labels > 0, 0.9, 0.1).astype(np.float32)
    made = LabeledSet("attributes/net", ("Male", "Black"), labels, rows, 0, 0, rows, scores=scores, validity=validity)
    described = describe_shares(made, Tally(made, seed=0), estimate_score_shares(made, seed=0))
    shares = dict(zip(made.attributes, described, strict=True))
    groups = group_attributes(made.attributes, {})
    return label_shares_section("faces", shares, groups, validity=validity, card=CARD.annotator, sheet=None)


def cells(body: str, name: str) -> list[str]:
    """What the row of an attribute says."""
    row = next(row for row in re.findall(r"<tr.*?</tr>", body, re.DOTALL) if f">{name}</a>" in row)
    return [re.sub(r"<[^>]*>|\s+", " ", cell).strip() for cell in re.findall(r"<td.*?</td>", row, re.DOTALL)]


def test_what_is_not_validated_is_no_share() -> None:
    made = section(Validity("net", "generated", priors={"Male": 0.5, "Black": 0.5}))
    assert made.body.count('<div class="banner"') == 1
    assert "never validated on generated images" in made.body
    assert [figure.name for figure in made.figures] == ["labels"]
    assert made.body.count('<tr class="unclear">') == 2
    assert cells(made.body, "Male")[:3] == ["not validated", "50.0 %", "50.0 %"]
    # Never answered yes is not 0 %, and no interval says that it is sure.
    assert cells(made.body, "Black") == ["not validated", "none", "100.0 %", "0.0 %", *["not measurable"] * 2]
    assert "<small>[" not in made.body
    # The card's accuracy is of other images.
    assert "Balanced accuracy" not in made.body


def test_shares_by_calibrated_scores_come_first_with_the_error_of_the_annotator() -> None:
    names = frozenset({"Male"})
    known = {"data": "labeled faces", "priors": {"Male": 0.5}, "share_errors": {"Male": 0.1}}
    made = section(Validity("net", "photographs", validated=names, **known))
    assert [figure.name for figure in made.figures] == ["shares", "labels"]
    assert made.body.index("by calibrated scores") < made.body.index("What the labels are")
    assert re.fullmatch(r"\d+\.\d % \[\d+\.\d, \d+\.\d\]", cells(made.body, "Male")[0])
    assert cells(made.body, "Male")[1] == "50.0 %"
    assert cells(made.body, "Black")[0] == "not validated"


def test_labels_without_scores(make_set: MakeSet, tmp_path: Path) -> None:
    hostile = "<b>$x$</b>"
    made = annotate(make_set(PEOPLE), {hostile: [1, -1, 0] * 4})
    page = write_annotation(made, "truth", tmp_path / "out").page.read_text(encoding="utf-8")
    assert "drawn at random" in page
    assert "most confident" not in page.partition("<main>")[2]
    assert "contradict" not in page.partition("<main>")[2]
    assert hostile not in page
    assert "figcaption>" not in page.partition("<main>")[2]


def test_a_layer_that_is_not_there(faceset: FaceSet, tmp_path: Path) -> None:
    with pytest.raises(FaceSetError, match="no complete layer 'mac'"):
        write_annotation(faceset, "mac", tmp_path)


def test_attributes_find_their_vocabulary_and_groups() -> None:
    found = vocabulary_of(("Smiling", "Obstructed_Forehead"))
    assert found is not None
    assert found.name == "maad47"
    assert vocabulary_of(("Smiling", "horns")) is None
    smaller = vocabulary_of(("Smiling",))
    assert smaller is not None
    assert smaller.name == "celeba40"
    groups = group_attributes(("b", "c", "a"), {"first_two": ("a", "b"), "empty": ("z",)})
    assert groups == (("first two", ("a", "b")), ("others", ("c",)))
    assert group_attributes(("b",), {}) == (("", ("b",)),)
