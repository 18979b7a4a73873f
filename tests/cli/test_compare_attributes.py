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
    result = json.loads(facegap(*arguments, "--json").stdout)
    assert (result["scores"], result["embedder"], result["real"]["missing"]) == (None, None, None)
    assert [attribute["name"] for attribute in result["attributes"]["compared"]] == ["Male", "Bald"]
    male = result["attributes"]["compared"][0]
    assert male["difference"]["positive"]["value"] == 0.5
    assert (tmp_path / "out/attributes.png").is_file()
    assert json.loads((tmp_path / "out/results.json").read_text())["comparison"] == result
    assert "of 2 attributes" in facegap(*arguments).stdout


def test_attributes_and_scores_in_one_report(sets: tuple[FaceSet, FaceSet], tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    write_card(model)
    both = [sets[0].path, sets[1].path, "--attributes", "truth", "--model", model.path]
    result = json.loads(facegap("compare", *both, "--out", tmp_path / "out", "--workers", 1, "--json").stdout)
    assert result["embedder"] == "linear"
    assert result["scores"]["real"]["mated"]["comparisons"] == 2
    assert len(result["attributes"]["compared"]) == 2
    page = (tmp_path / "out/report.html").read_text()
    assert all(f'<section id="{anchor}">' in page for anchor in ("scores", "attributes"))


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (["--attributes", "trut"], "has no complete layer 'trut'; it has: images, other/names, truth"),
        (["--attributes", "images"], "the layer 'images' has no attributes"),
        (["--attributes", "other/names"], "no attribute in common"),
        (["--attributes", "../truth"], "can't be the name of a layer"),
        (["--attributes", "truth", "--embedding", "sface"], "no complete layer 'embeddings/sface'"),
        ([], "to compare attributes only, name the layer with their labels: --attributes LAYER"),
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
