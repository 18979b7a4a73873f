"""Copies of sets: the same bytes and layers, verified, with a lineage."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import MakeSet, write_embedder, write_pictures
from tests.stages import Brightness, WithTruth

from facegap.base.errors import FaceSetError
from facegap.engine import LocalRunner, create, run
from facegap.faceset import (
    CopySource,
    FaceSet,
    FaceSetInfo,
    Part,
    absent_parents,
    carried_layers,
    find_problems,
    lineage_of,
    merged_info,
    merged_parts,
)
from facegap.matching import Embed

ONE = LocalRunner(1)
ROWS = np.array([0, 2, 3, 5])


def with_truth(folder: Path, *, factor: float = 1.0, people: tuple[str, ...] = ("ann", "bob")) -> FaceSet:
    """Six images with the layers truth and embeddings/linear."""
    write_pictures(folder / "photos", dict.fromkeys(people, 3), side=8)
    info = FaceSetInfo(name=folder.name, kind="synthetic", license="CC0", alignment="arcface-112")
    faceset, _ = create(WithTruth(folder / "photos", factor=factor), folder / "set", info, runner=ONE)
    run(Embed(write_embedder(folder / "net.onnx")[0]), faceset, runner=ONE)
    return faceset


def copied(parts: tuple[Part, ...], out: Path, info: FaceSetInfo, *, shard_rows: int = 3) -> tuple[FaceSet, dict]:
    source = CopySource(parts, {"source": "copy"}, shard_rows=shard_rows)
    stages, left = carried_layers(source)
    faceset, _ = create(source, out, info, runner=ONE)
    for stage in stages:
        run(stage, faceset, runner=ONE)
    return faceset, left


def columns(faceset: FaceSet) -> dict[str, list]:
    frame = faceset.scan(*faceset.layers()).collect()
    return {name: frame[name].to_list() for name in frame.columns}


def test_a_selection_has_the_same_images_and_layers(tmp_path: Path) -> None:
    parent = with_truth(tmp_path / "one")
    made, left = copied((Part(parent.path, ROWS),), tmp_path / "copy", parent.info)
    assert (made.layers(), left) == (["images", "embeddings/linear", "truth"], {})
    assert columns(made) == {name: [values[row] for row in ROWS] for name, values in columns(parent).items()}
    assert find_problems(made) == []


def test_embedding_a_selection_anew_finds_the_layer_there(tmp_path: Path) -> None:
    parent = with_truth(tmp_path / "one")
    made, _ = copied((Part(parent.path, ROWS),), tmp_path / "copy", parent.info)
    model, _ = write_embedder(tmp_path / "net.onnx")
    assert run(Embed(model), made, runner=ONE).made == 0
    shutil.rmtree(made.path / "embeddings")
    carried = columns(copied((Part(parent.path, ROWS),), tmp_path / "again", parent.info)[0])
    run(Embed(model), made, runner=ONE)
    assert columns(made) == carried


def test_merging_never_mixes_people_of_one_name(tmp_path: Path) -> None:
    first = with_truth(tmp_path / "one")
    second = with_truth(tmp_path / "two", factor=2.0, people=("bob", "carl"))
    merged = merged_parts([first, second])
    assert (merged.identities_prefixed, merged.ids_prefixed) == (("one", "two"), ("one", "two"))
    made, left = copied(merged.parts, tmp_path / "both", merged_info([first, second], "both"))
    assert (len(made), made.identities(), left) == (12, 4, {})
    assert set(made.column("images", "identity")) == {"one/ann", "one/bob", "two/bob", "two/carl"}
    assert made.column("images", "image_id")[6] == "two/bob/0"
    both = [columns(first), columns(second)]
    for name, values in columns(made).items():
        if name not in ("image_id", "identity"):
            assert values == both[0][name] + both[1][name]
    assert find_problems(made) == []
    assert (made.info.kind, made.info.license, made.info.alignment) == ("synthetic", "CC0", "arcface-112")


def test_parts_of_one_set_can_be_put_together_again(tmp_path: Path) -> None:
    whole = with_truth(tmp_path / "one")
    halves = [
        copied((Part(whole.path, rows),), tmp_path / name, FaceSetInfo(name=name, kind=None, alignment="arcface-112"))[
            0
        ]
        for name, rows in (("a", np.array([0, 3])), ("b", np.array([1, 2, 4, 5])))
    ]
    assert merged_parts(halves).identities_prefixed == ("a", "b")
    merged = merged_parts(halves, shared_identities=True)
    assert (merged.identities_prefixed, merged.ids_prefixed) == ((), ())
    made, _ = copied(merged.parts, tmp_path / "c", merged_info(halves, "c"))
    assert (len(made), made.identities()) == (6, 2)
    assert find_problems(made) == []


def test_layers_that_not_all_sets_have_alike_are_left_behind_and_told(tmp_path: Path, make_set: MakeSet) -> None:
    first, second = make_set({"ann": 2}, name="first"), make_set({"bob": 2}, name="second")
    run(Brightness(), first, runner=ONE)
    run(Brightness(2.0), second, runner=ONE)
    network, _ = write_embedder(tmp_path / "net.onnx", side=24)
    run(Embed(network), first, runner=ONE)
    made, left = copied(merged_parts([first, second]).parts, tmp_path / "both", FaceSetInfo(name="both", kind="real"))
    assert made.layers() == ["images"]
    assert left == {
        "embeddings/linear": "second has no such layer",
        "quality/brightness": "the sets have it with different settings or columns",
    }


def test_sets_that_are_aligned_in_different_ways_are_not_merged(make_set: MakeSet) -> None:
    sets = [make_set({"ann": 1}, name="a"), make_set({"bob": 1}, name="b", alignment="arcface-112")]
    with pytest.raises(FaceSetError, match="a: not aligned; b: arcface-112"):
        merged_info(sets, "both")


def test_a_copy_knows_its_parents_and_verify_follows_them(tmp_path: Path) -> None:
    grandparent = with_truth(tmp_path / "one")
    parent, _ = copied((Part(grandparent.path, ROWS),), tmp_path / "parent", FaceSetInfo(name="parent", kind=None))
    child, _ = copied((Part(parent.path, np.array([1])),), tmp_path / "child", FaceSetInfo(name="child", kind=None))
    lineage = lineage_of(child)
    assert [network.license for network in lineage.networks] == ["Apache-2.0"]
    (father,) = lineage.parents
    (grandfather,) = father.parents
    assert (father.name, father.state) == ("parent", "unchanged")
    assert (grandfather.name, grandfather.license, grandfather.state) == ("one", "CC0", "unchanged")
    assert json.loads((child.path / "faceset.json").read_text())["parents"][0]["path"] == "../parent"

    aside = parent.path.rename(tmp_path / "aside")
    assert find_problems(child) == []
    assert "parent" in absent_parents(child)[0]
    assert [each.state for each in lineage_of(child).parents] == ["absent"]

    shutil.copytree(grandparent.path, tmp_path / "parent")
    (problem,) = (problem for problem in find_problems(child) if "images" in problem.what)
    assert "images of parent, which the set was made from, no longer holds" in problem.what
    assert [each.state for each in lineage_of(child).parents] == ["changed"]
    shutil.rmtree(tmp_path / "parent")
    aside.rename(tmp_path / "parent")
    assert find_problems(child) == []


def test_a_set_of_which_other_rows_are_wanted_is_left_alone(tmp_path: Path) -> None:
    parent = with_truth(tmp_path / "one")
    copied((Part(parent.path, ROWS),), tmp_path / "copy", parent.info)
    with pytest.raises(FaceSetError, match="made another way"):
        copied((Part(parent.path, ROWS[:2]),), tmp_path / "copy", parent.info)


def test_a_set_without_parents_says_nothing_of_them(make_set: MakeSet) -> None:
    """So that its files are the same as before there were any."""
    faceset = make_set({"ann": 1})
    assert "parents" not in json.loads((faceset.path / "faceset.json").read_text())
    assert "networks" not in json.loads((faceset.path / "images/layer.json").read_text())
