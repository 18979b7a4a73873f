"""``facegap select`` and ``merge``, and what ``info``, ``verify`` and ``export`` say of their sets."""

import json
import shutil
from pathlib import Path

import pyarrow.parquet as pq
import pytest
from click.testing import Result
from tests.conftest import MakeSet, write_card, write_embedder
from tests.labels import annotate
from typer.testing import CliRunner

from facegap.cli.app import app
from facegap.faceset import FaceSet


def run(*words: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == code, result.output
    return result


@pytest.fixture
def faces(tmp_path: Path, make_set: MakeSet) -> FaceSet:
    """Six images, with labels, embeddings and the mean embedding of each person."""
    faceset = make_set({"ann": 4, "bob": 2}, name="faces", side=8, alignment="arcface-112")
    annotate(faceset, {"Male": [1, -1, 1, 0, 1, -1]}, layer="attributes/mac")
    write_card(write_embedder(tmp_path / "net.onnx")[0])
    run("embed", faceset.path, "--model", tmp_path / "net.onnx", "--people")
    return faceset


def test_a_selection_and_its_lineage(faces: FaceSet, tmp_path: Path) -> None:
    out = tmp_path / "men"
    result = json.loads(run("select", faces.path, out, "--where", "Male == 1 and yaw < 30", "--json").stdout)
    assert (result["images"], result["layers"], result["left_behind"]) == (
        3,
        ["attributes/mac", "embeddings/linear"],
        [],
    )
    assert FaceSet.open(out).column("images", "image_id").to_list() == ["ann/0", "ann/2", "bob/0"]
    assert run("select", faces.path, out, "--where", "Male == 1 and yaw < 30", "--json").stdout.count('"made_now": 0')
    assert (
        "where was 'Male == 1 and yaw < 30', is"
        in run("select", faces.path, out, "--where", "Male == -1", code=1).stderr
    )

    told = run("info", out).stdout
    assert "men: facegap select faces: Male == 1 and yaw < 30; license unknown" in told
    assert "└─ faces (unchanged): " in told
    assert "network linear (SHA-256 " in told
    lineage = json.loads(run("info", out, "--json").stdout)["lineage"]
    assert [network["license"] for network in lineage["networks"]] == ["Apache-2.0"]
    assert [(parent["name"], parent["state"]) for parent in lineage["parents"]] == [("faces", "unchanged")]

    assert run("verify", out).stderr == ""
    shutil.move(faces.path, tmp_path / "elsewhere")
    assert "men was made from faces, which is no longer in" in run("verify", out).stderr
    assert json.loads(run("verify", out, "--json").stdout)["absent_parents"]


def test_ids_people_and_images_are_combined(faces: FaceSet, tmp_path: Path) -> None:
    (tmp_path / "ids.txt").write_text("bob/1\nann/3\n\n ann/0 \n")
    run("select", faces.path, tmp_path / "some", "--ids", tmp_path / "ids.txt", "--images", 2)
    assert FaceSet.open(tmp_path / "some").column("images", "image_id").to_list() == ["ann/0", "ann/3"]
    assert "say which images to take" in run("select", faces.path, tmp_path / "none", code=2).stderr
    message = run("select", faces.path, tmp_path / "none", "--where", "Mail == 1", code=2).stderr
    assert "did you mean 'Male'" in message
    assert not (tmp_path / "none").exists()


def test_merging_tells_what_it_changes(faces: FaceSet, tmp_path: Path, make_set: MakeSet) -> None:
    other = make_set({"bob": 1, "carl": 2}, name="other", side=8, alignment="arcface-112")
    result = run("merge", faces.path, other.path, tmp_path / "both", "--json")
    assert "identities of faces, other collide" in result.stderr
    assert "attributes/mac is left behind: other has no such layer" in result.stderr
    assert json.loads(result.stdout)["images"] == 9
    both = FaceSet.open(tmp_path / "both")
    assert set(both.column("images", "identity")) == {"faces/ann", "faces/bob", "other/bob", "other/carl"}
    assert "└─ other (unchanged)" in run("info", both.path).stdout
    assert "needs two face sets" in run("merge", faces.path, tmp_path / "one", code=1).stderr


def test_export_writes_people(faces: FaceSet, tmp_path: Path) -> None:
    assert "people" in run("export", faces.path, tmp_path / "out", "--people", "linear").stdout
    assert pq.read_table(tmp_path / "out/people.parquet")["identity"].to_pylist() == ["ann", "bob"]
    assert "say what to write" in run("export", faces.path, tmp_path / "other", code=2).stderr


def test_a_set_is_replaced_when_that_is_said(faces: FaceSet, tmp_path: Path) -> None:
    photos, out = tmp_path / "faces-source", tmp_path / "out"
    made = ("import", photos, out, "--kind", "real", "--workers", 1)
    run(*made, "--aligned", "arcface-112")
    run("embed", out, "--model", tmp_path / "net.onnx", "--people")
    # The same images, described another way: layers stay.
    assert "say --replace" in run("import", photos, out, "--kind", "synthetic", code=1).stderr
    assert run("import", photos, out, "--kind", "synthetic", "--replace").stderr == ""
    described = json.loads(run("info", out, "--json").stdout)
    assert (described["kind"], len(described["layers"])) == ("synthetic", 3)
    # Other images: what was made of the old ones goes with them, and is named.
    shutil.rmtree(photos / "bob")
    assert "or say --replace. Nothing was changed" in run("import", photos, out, "--kind", "synthetic", code=1).stderr
    told = run(*made, "--replace")
    assert f"note: embeddings/linear, people/linear went with the images of {out} that were replaced" in told.stderr
    assert json.loads(run("info", out, "--json").stdout)["images"] == 4
    run("verify", out)
    # Parts and mergers likewise; layers that come along are none that went.
    few = ("select", faces.path, tmp_path / "few", "--where")
    run(*few, "identity == 'ann'")
    assert "went with" not in run(*few, "identity == 'bob'", "--replace").stderr
    assert FaceSet.open(tmp_path / "few").layers() == ["images", "attributes/mac", "embeddings/linear"]
    run("verify", tmp_path / "few")
    run("merge", faces.path, tmp_path / "few", out, "--replace")
    assert json.loads(run("info", out, "--json").stdout)["images"] == 8
    run("verify", out)
    told = run("select", faces.path, faces.path, "--where", "identity == 'ann'", "--replace", code=1).stderr
    assert "can't be replaced by a set that is made from it" in told
    told = run("import", faces.path / "images", faces.path, "--kind", "real", "--replace", code=1).stderr
    assert "which would be replaced; name another folder. Nothing was changed" in told
    assert not FaceSet.open(faces.path).unfinished()
