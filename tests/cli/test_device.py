"""``--device`` on the commands that run networks."""

from pathlib import Path

import pytest
from tests.conftest import MakeSet, write_card, write_embedder
from typer.testing import CliRunner

from facegap.cli.app import app
from facegap.faceset import FaceSet


def fails(*words: object) -> str:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 2, result.output
    return result.stderr


def test_a_gpu_that_is_not_there_is_an_error_and_leaves_nothing(tmp_path: Path, make_set: MakeSet) -> None:
    faceset = make_set({"ann": 2}, side=8, alignment="arcface-112")
    write_card(write_embedder(tmp_path / "net.onnx")[0])
    assert "--device cuda:63: ONNX Runtime" in fails(
        "embed", faceset.path, "--model", tmp_path / "net.onnx", "--device", "cuda:63"
    )
    assert faceset.layers() == ["images"]


@pytest.mark.parametrize("device", ["gpu", "cuda:0,cpu"])
def test_what_is_no_device_is_refused(device: str, tmp_path: Path, make_set: MakeSet) -> None:
    assert "device" in fails("embed", make_set({"ann": 1}).path, "--device", device)


def test_a_device_is_refused_where_no_network_runs(tmp_path: Path, make_set: MakeSet) -> None:
    path = make_set({"ann": 1}).path
    said = "add --model, or leave --device out"
    assert said in fails("compare", path, path, "--out", tmp_path / "out", "--device", "cuda")
    assert said in fails("audit", path, "--against", path, "--out", tmp_path / "out", "--device", "cuda")
    assert "add --align" in fails("import", path, tmp_path / "out", "--kind", "real", "--device", "cuda")
    assert "does nothing" in fails("annotate", path, "--labels", tmp_path / "x.csv", "--device", "cuda")


def test_embed_adds_the_mean_of_each_person(tmp_path: Path, make_set: MakeSet) -> None:
    path = make_set({"ann": 2, "bob": 1}, side=8, alignment="arcface-112").path
    write_card(write_embedder(tmp_path / "net.onnx")[0])
    result = CliRunner().invoke(app, ["embed", str(path), "--model", str(tmp_path / "net.onnx"), "--people"])
    assert result.exit_code == 0, result.output
    assert "people/linear" in result.stdout
    assert FaceSet.open(path).people("linear").collect()["identity"].to_list() == ["ann", "bob"]
