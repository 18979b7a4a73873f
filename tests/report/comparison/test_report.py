import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from tests.conftest import MakeSet
from tests.given import give
from tests.labels import annotate
from tests.report.drawn import assert_figures_are_written, sections_of

from facegap.compare import ComparedSet, Comparisons, compare_sets
from facegap.estimates import Estimate
from facegap.faceset import FaceSet
from facegap.report import findings, to_json, to_plain, write_comparisons
from facegap.report.numbers import chance, estimate, percent
from facegap.report.page.images import choose_examples

ROLES = re.compile(r".{0,40}\b(?:[Rr]eal|[Ss]ynthetic)\b.{0,40}")
HOSTILE = "<script>alert('x')</script>".replace("/", "∕")

Sets = tuple[list[FaceSet], list[ComparedSet]]


def compared(sets: Sets, *, labels: str | None = None) -> Comparisons:
    return compare_sets(sets[1], labels=labels, embedding="net")


def vectors(images: int, seed: int) -> np.ndarray:
    drawn = np.random.default_rng(seed).standard_normal((images, 8)).astype(np.float32)
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


@pytest.fixture
def sets(make_set: MakeSet) -> Sets:
    """12 images of 4 people, one and all with names that are no names; and 6 of one person each."""
    people = {HOSTILE: 3, "ann": 3, "bob": 3, "eve": 3}
    facesets = [make_set(people, name=HOSTILE), make_set({f"p{n}": 1 for n in range(6)}, name="b & c")]
    for seed, faceset in enumerate(facesets):
        give(faceset, vectors(len(faceset), seed))
    return facesets, [ComparedSet.load(faceset, labels=None, embedding="net") for faceset in facesets]


def visible(page: Path) -> str:
    """What a page says, but for the kinds of the sets, with what is said of figures and under the pointer."""
    text = page.read_text()
    text = re.sub(r"<style>.*?</style>|<tr><th>Kind</th>.*?</tr>|<td>(real|synthetic)</td>", "", text, flags=re.DOTALL)
    told = re.findall(r'(?:title|alt|aria-label)="([^"]*)"', text)
    return re.sub(r"<[^>]+>", " ", text) + " ".join(told)


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


def test_the_page_loads_nothing_and_runs_no_name(sets: Sets, tmp_path: Path) -> None:
    report = write_comparisons(compared(sets), facesets=sets[0], sets=sets[1], folder=tmp_path / "out")
    text = report.page.read_text()
    page = Links()
    page.feed(text)
    assert page.loads
    assert all(link.startswith(("data:image/webp;base64,", "data:image/gif;base64,")) for link in page.loads)
    body = re.sub(r"<svg.*?</svg>", "", text, flags=re.DOTALL)
    assert re.findall(r'<a href="#([\w-]+)">', text) == sections_of(report.page)
    assert {"fidelity", "score-distributions"} <= set(sections_of(report.page))
    assert not {"divergence", "attributes", "combinations", "attribute-pairs"} & set(sections_of(report.page))
    assert "<script" not in text
    assert "&lt;script&gt;" in body
    assert "alert('x')" not in re.sub(r"&#39;", "'", body.replace("&lt;script&gt;alert(&#39;x&#39;)", ""))


def test_no_error_among_few_and_people_that_nobody_named_are_said_to_be_so(sets: Sets) -> None:
    pair = compared(sets).pairs[0]
    assert pair.embeddings
    scores = pair.embeddings.scores
    real, synthetic = replace(scores.real, eer=Estimate(0.0, 0.0, 0.0)), replace(scores.synthetic, unknown=6)
    told = replace(pair, embeddings=replace(pair.embeddings, scores=replace(scores, real=real, synthetic=synthetic)))
    sentences = " ".join(findings(told))
    assert "no error among 12 mated comparisons, too few to say how rare they are" in sentences
    assert "different people (images without identity in b & c taken for different people)" in sentences


def test_results_are_json_and_pngs_are_images(sets: Sets, tmp_path: Path) -> None:
    report = write_comparisons(compared(sets), facesets=sets[0], sets=sets[1], folder=tmp_path / "out")
    result = json.loads(report.results.read_text())["comparison"]
    scores = result["pairs"][0]["embeddings"]["scores"]
    assert scores["real"]["mated"]["comparisons"] == 12
    assert sum(scores["real"]["mated"]["shares"]) == pytest.approx(1)
    assert scores["synthetic"]["eer"] is None
    assert {"scores.png", "examples-real.png", "examples-synthetic.png"} <= {path.name for path in report.pngs}
    assert_figures_are_written(report.page)
    for path in report.pngs:
        assert min(Image.open(io.BytesIO(path.read_bytes())).size) > 100
    for name in ("fidelity.csv", "fidelity.tex"):
        assert "Fréchet distance" in (tmp_path / "out" / name).read_text()


def test_findings_are_sentences(sets: Sets) -> None:
    sentences = findings(compared(sets).pairs[0])
    assert all(sentence.endswith(".") for sentence in sentences)
    assert any("b & c has no two images known to be of one person" in sentence for sentence in sentences)


def test_of_several_sets_each_has_a_folder_with_its_own_report(make_set: MakeSet, tmp_path: Path) -> None:
    names = ["photos", "a/b".replace("/", " "), "a b"]
    facesets = [make_set({"ann": 2, "bob": 2, "eve": 2}, name=f"set{number}") for number in range(3)]
    for seed, faceset in enumerate(facesets):
        give(annotate(faceset, {"Male": [1, 1, -1, -1, 1, 0], "Bald": [1, -1, -1, 1, -1, -1]}), vectors(6, seed))
    sets = [ComparedSet.load(faceset, labels="truth", embedding="net") for faceset in facesets]
    sets = [replace(one, description=replace(one.description, name=n)) for one, n in zip(sets, names, strict=True)]
    found = compared((facesets, sets), labels="truth")
    report = write_comparisons(found, facesets=facesets, sets=sets, folder=tmp_path / "out")
    text = report.page.read_text()
    links = re.findall(r'<a href="([^"#]+)">', text)
    assert links == ["a-b-set-2/report.html", "a-b-set-3/report.html"]
    assert all((tmp_path / "out" / link).is_file() for link in links)
    assert "nats per face: range of the estimators" in text
    assert sections_of(report.page) == ["sets", "study-attributes", "matrix", "contrasts", "clusters"]
    matrix = (tmp_path / "out/matrix.csv").read_text().splitlines()
    assert len(matrix) == 1 + 6
    for name in ("shares", "shares-by-identity", "undefined", "differences"):
        rows = list(csv.DictReader((tmp_path / f"out/{name}.csv").read_text().splitlines()))
        assert {row["attribute"] for row in rows} == {"Male", "Bald"}
    assert [rows[0][name] for name in ("photos → a b (set 2)", "a b (set 2) → a b (set 3)")] == ["0.0", "0.0"]
    assert matrix[1].startswith("photos ‖ a b (set 2),")
    pair = json.loads((tmp_path / "out/a-b-set-2/results.json").read_text())["comparison"]
    assert pair["synthetic"]["name"] == "a b (set 2)"
    assert pair["attributes"]["joint"]
    for page in (report.page, *(tmp_path / "out" / link for link in links)):
        assert_figures_are_written(page)
        assert not ROLES.findall(visible(page)), "sets of one kind are called by their names"


def test_the_folders_of_sets_differ() -> None:
    from facegap.report.comparison.report import folder_names

    assert folder_names(["wild-2", "wild", "Wild", "wild 2", ".."]) == ["wild-2", "wild", "Wild-3", "wild-2-2", "set"]


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
    assert [chance(value) for value in (0.5, 0.031, 0.0004, 1e-9)] == ["50 %", "3.1 %", "0.04 %", "< 0.01 %"]


def test_json_has_no_nan() -> None:
    assert to_plain({"a": float("nan"), "b": np.float32(1), "c": (Path("x"),)}) == {"a": None, "b": 1.0, "c": ["x"]}
    assert json.loads(to_json([np.arange(2), "ü"])) == [[0, 1], "ü"]
