"""``facegap compare --attributes``: as people use it."""

import json
from pathlib import Path

import pytest
from tests.cli.test_cli import facegap
from tests.conftest import MakeSet, write_card, write_embedder
from tests.labels import annotate

from facegap.faceset import FaceSet

REAL = {"Male": [1, 1, -1, -1, 0], "Bald": [-1, -1, -1, -1, 1]}
SYNTHETIC = {"Male": [1, 1, 1, 1, 0], "Bald": [-1, 1, 1, 1, -1]}


@pytest.fixture
def sets(make_set: MakeSet) -> tuple[FaceSet, FaceSet]:
    made = (make_set({"ann": 2, "bob": 2, "eve": 1}, name=name, side=8, alignment="arcface-112") for name in "ab")
    real, synthetic = made
    return annotate(real, REAL), annotate(synthetic, SYNTHETIC)


def test_attributes_need_no_network(sets: tuple[FaceSet, FaceSet], tmp_path: Path) -> None:
    arguments = ["compare", sets[0].path, sets[1].path, "--attributes", "truth", "--out", tmp_path / "out"]
    ended = facegap(*arguments, "--json")
    result = json.loads(ended.stdout)
    assert "comparing a and b: all attributes together, by four estimators" in ended.stderr
    (pair,) = result["pairs"]
    assert (pair["embeddings"], result["embedding"], pair["real"]["missing"]) == (None, None, None)
    compared = pair["attributes"]["each"]["compared"]
    assert [attribute["name"] for attribute in compared] == ["Male", "Bald"]
    assert compared[0]["difference"]["positive"]["value"] == 0.5
    assert (tmp_path / "out/attributes.png").is_file()
    assert json.loads((tmp_path / "out/results.json").read_text())["comparison"] | {"checks": []} == result
    assert "of 2 attributes" in facegap(*arguments).stdout


def test_attributes_and_scores_of_several_sets(sets: tuple[FaceSet, FaceSet], tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    write_card(model)
    paths = [sets[0].path, sets[1].path, sets[1].path]
    arguments = [*paths, "--attributes", "truth", "--model", model.path, "--out", tmp_path / "out", "--workers", 1]
    result = json.loads(facegap("compare", *arguments, "--json").stdout)
    assert result["embedding"] == "linear"
    assert [described["name"] for described in result["sets"]] == ["a", "b (set 2)", "b (set 3)"]
    assert result["pairs"][0]["embeddings"]["scores"]["real"]["mated"]["comparisons"] == 2
    assert len(result["matrix"]) == 6
    page = (tmp_path / "out/b-set-2/report.html").read_text()
    assert all(f'<section id="{anchor}">' in page for anchor in ("score-distributions", "attributes", "fidelity"))


def test_a_layer_of_labels_goes_by_its_short_name(sets: tuple[FaceSet, FaceSet], tmp_path: Path) -> None:
    for faceset, labels in zip(sets, (REAL, SYNTHETIC), strict=True):
        annotate(faceset, labels, layer="attributes/mac")
    arguments = [sets[0].path, sets[1].path, "--attributes", "mac", "--out", tmp_path / "out"]
    (pair,) = json.loads(facegap("compare", *arguments, "--json").stdout)["pairs"]
    assert pair["attributes"]["each"]["real"]["layer"] == "attributes/mac"


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--attributes", "trut"], "no set has attributes 'trut'; did you mean 'truth'? (a has: truth; b has: truth)"),
        (["--attributes", "images"], "the layer 'images' has no attributes"),
        (["--attributes", "other/names"], "no attribute in common"),
        (["--attributes", "../truth"], "can't be the name of a layer"),
        (["--attributes", "truth", "--embedding", "sface"], "a has no embeddings/sface; run `facegap embed "),
        (["--embedding", "sfaec"], "no set has embeddings 'sfaec'; did you mean 'sface'? (a has: none; b has: none)"),
        (["--no-attributes"], "embeddings are not compared: no set has any; `facegap embed SET`, or --model MODEL,"),
    ],
)
def test_messages_say_what_is_wrong(
    options: list[str], message: str, sets: tuple[FaceSet, FaceSet], tmp_path: Path
) -> None:
    annotate(sets[0], {"Senior": [1, 1, 0, 0, 0]}, layer="other/names")
    annotate(sets[1], {"Old": [1, 1, 0, 0, 0]}, layer="other/names")
    ended = facegap("compare", sets[0].path, sets[1].path, *options, "--out", tmp_path / "out", code=1)
    assert message in ended.stderr
    assert not (tmp_path / "out").exists()
