import io
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.conftest import MakeSet

from facegap.compare import Comparison, SetDescription, compare_scores
from facegap.estimates import Estimate
from facegap.faceset import FaceSet
from facegap.matching import EmbeddedSet
from facegap.report import findings, to_json, to_plain, write_report
from facegap.report.images import choose_examples
from facegap.report.numbers import estimate, percent

HOSTILE = "<script>alert('x')</script>".replace("/", "∕")


def embedded(images: int, people: int, seed: int) -> EmbeddedSet:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((images, 8)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return EmbeddedSet(vectors, np.arange(images) % people, 0, 0)


def described(name: str) -> SetDescription:
    return SetDescription(name, "real", None, "arcface-112", 12, 4, 0, 0)


@pytest.fixture
def comparison() -> Comparison:
    scores = compare_scores(real=embedded(12, 4, 0), synthetic=embedded(6, 6, 1))
    return Comparison(HOSTILE, described(HOSTILE), described("b & c"), scores)


@pytest.fixture
def sets(make_set: MakeSet) -> tuple[FaceSet, FaceSet]:
    return make_set({HOSTILE: 3, "ann": 5}, name="real"), make_set({"bob": 2}, name="synthetic")


class Links(HTMLParser):
    """What a page would load, and the scripts in it."""

    def __init__(self) -> None:
        super().__init__()
        self.loads: list[str] = []
        self.tags: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.loads += [
            value or "" for key, value in attrs if key in ("src", "href") and not (value or "").startswith("#")
        ]


def test_the_page_loads_nothing_and_runs_no_name(
    comparison: Comparison, sets: tuple[FaceSet, FaceSet], tmp_path: Path
) -> None:
    report = write_report(comparison, real=sets[0], synthetic=sets[1], folder=tmp_path / "out")
    text = report.page.read_text()
    page = Links()
    page.feed(text)
    assert page.loads
    assert all(link.startswith("data:image/jpeg;base64,") for link in page.loads)
    assert page.tags.count("img") == 10
    assert page.tags.count("section") == 4
    body = re.sub(r"<script[^>]*>.*?</script>", "", text, flags=re.DOTALL)
    assert "<script" not in body
    assert "&lt;script&gt;" in body
    assert "alert('x')" not in re.sub(r"&#39;", "'", body.replace("&lt;script&gt;alert(&#39;x&#39;)", ""))


def test_results_are_json_and_pngs_are_images(
    comparison: Comparison, sets: tuple[FaceSet, FaceSet], tmp_path: Path
) -> None:
    report = write_report(comparison, real=sets[0], synthetic=sets[1], folder=tmp_path / "out")
    results = json.loads(report.results.read_text())["comparison"]
    assert results["scores"]["real"]["mated"]["comparisons"] == 12
    assert sum(results["scores"]["real"]["mated"]["shares"]) == pytest.approx(1)
    assert results["scores"]["synthetic"]["eer"] is None
    assert {path.name for path in report.pngs} == {"scores.png", "examples-real.png", "examples-synthetic.png"}
    for path in report.pngs:
        assert min(Image.open(io.BytesIO(path.read_bytes())).size) > 100


def test_findings_are_sentences(comparison: Comparison) -> None:
    sentences = findings(comparison)
    assert len(sentences) == 3
    assert all(sentence.endswith(".") for sentence in sentences)
    assert "b & c has no two images known to be of one person" in sentences[-1]


def test_two_sets_of_one_name_are_told_apart(comparison: Comparison) -> None:
    same = Comparison("net", described("images"), described("images"), comparison.scores)
    assert (same.real.name, same.synthetic.name) == ("images (real)", "images (synthetic)")


def test_examples_are_of_different_people_first(make_set: MakeSet) -> None:
    faceset = make_set({"ann": 20, "bob": 1, "carl": 1}, shard_rows=5)
    assert sorted(str(example.identity) for example in choose_examples(faceset, 3)) == ["ann", "bob", "carl"]
    assert len(choose_examples(faceset, 50)) == 22
    assert [e.image_id for e in choose_examples(faceset, 6)] == [e.image_id for e in choose_examples(faceset, 6)]


def test_numbers_read_well() -> None:
    assert estimate(Estimate(-0.1234, -0.2, 0.1), signed=True) == "−0.123 [−0.200, +0.100]"
    assert estimate(Estimate(0.5, float("nan"), float("nan"))) == "0.500"
    assert percent(Estimate(0.0146, 0.0115, 0.0176)) == "1.46 % [1.15, 1.76]"
    assert (estimate(None), percent(None)) == ("–", "–")


def test_json_has_no_nan() -> None:
    assert to_plain({"a": float("nan"), "b": np.float32(1), "c": (Path("x"),)}) == {"a": None, "b": 1.0, "c": ["x"]}
    assert json.loads(to_json([np.arange(2), "ü"])) == [[0, 1], "ü"]
