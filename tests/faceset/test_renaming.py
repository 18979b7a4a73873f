"""A set has another name, and sets that were made from it still know where it is."""

import json
from pathlib import Path

import pytest
from tests.cli.commands import facegap
from tests.conftest import MakeSet
from tests.guarantees.test_kill import files

import facegap as fg
from facegap.base.errors import FaceSetError
from facegap.faceset import FaceSet, lineage_of


@pytest.fixture
def family(make_set: MakeSet, tmp_path: Path) -> FaceSet:
    """A set ``set``, ``few`` made from it, ``fewer`` made from that, and ``far/few`` in another folder."""
    faceset = make_set({"ann": 3, "bob": 3})
    fg.select(faceset, tmp_path / "few", where="identity == 'ann'", workers=1)
    fg.select(tmp_path / "few", tmp_path / "fewer", ids=["ann/0"], workers=1)
    fg.select(faceset, tmp_path / "far" / "few", ids=["ann/1"], workers=1)
    return faceset


def test_a_name_changes_nothing_else(family: FaceSet, tmp_path: Path) -> None:
    before = files(family.path)
    renamed = fg.rename(family.path, "Männer & Frauen")
    after = files(family.path)
    assert after.keys() == before.keys()
    assert [name for name in after if after[name] != before[name]] == ["faceset.json"]
    assert FaceSet.open(family.path).info == family.info.model_copy(update={"name": "Männer & Frauen"})
    assert (renamed.old_name, renamed.updated) == ("set", ())
    for name in ("set", "few", "fewer"):
        assert not fg.verify(tmp_path / name).problems
        assert not fg.verify(tmp_path / name).absent_parents
    assert lineage_of(FaceSet.open(tmp_path / "few")).parents[0].name == "set"  # as it was then


def test_a_folder_is_found_by_the_sets_beside_it(family: FaceSet, tmp_path: Path) -> None:
    layers = {name: files(tmp_path / name) for name in ("few", "fewer")}
    renamed = fg.rename(family, "people", folder=True)
    assert (renamed.faceset.path, renamed.faceset.info.name) == (tmp_path / "people", "people")
    assert not family.path.exists()
    assert sorted(path.name for path in renamed.updated) == ["few", "fewer"]
    for name, before in layers.items():
        verified = fg.verify(tmp_path / name)
        assert (verified.problems, verified.absent_parents) == ((), ())
        after = files(tmp_path / name)
        assert [each for each in after if after[each] != before[each]] == ["faceset.json"]
    grandparent = lineage_of(FaceSet.open(tmp_path / "fewer")).parents[0].parents[0]
    assert (grandparent.name, grandparent.state) == ("set", "unchanged")
    # A set elsewhere isn't looked for: it says that it no longer finds this one.
    (absent,) = fg.verify(tmp_path / "far" / "few").absent_parents
    assert "was made from set, which is no longer in" in absent
    # A set in the middle of a lineage moves too.
    fg.rename(tmp_path / "few", "women", folder=True)
    line = lineage_of(FaceSet.open(tmp_path / "fewer")).parents[0]
    assert (line.state, line.parents[0].state) == ("unchanged", "unchanged")
    # An import that is run again finds all as it was.
    again = fg.import_faces(tmp_path / "set-source", tmp_path / "people", kind="real", shard_rows=2, workers=1)
    assert again.runs[0].made == 0


def test_as_a_command(family: FaceSet, tmp_path: Path) -> None:
    told = facegap("rename", family.path, "people", "--json")
    assert json.loads(told.stdout) == {
        "face_set": str(family.path),
        "name": "people",
        "old_name": "set",
        "updated": [],
    }
    assert "people" in facegap("info", family.path).stdout
    moved = facegap("rename", family.path, "people", "--folder")
    assert str(tmp_path / "few") in moved.stdout
    assert "sets elsewhere that were made from it no longer find it" in moved.stderr
    facegap("verify", tmp_path / "few")


@pytest.mark.parametrize(
    ("name", "folder", "message"),
    [
        ("", False, "can't be the name of a face set"),
        ("  ", False, "can't be the name of a face set"),
        ("two\nlines", False, "can't be the name of a face set"),
        ("up/../down", True, "can't be the name of a folder"),
        ("..", True, "can't be the name of a folder"),
        (".hidden", True, "can't be the name of a folder"),
        ("few", True, "few exists; name another folder"),
    ],
)
def test_names_that_cannot_be(name: str, folder: bool, message: str, family: FaceSet, tmp_path: Path) -> None:
    before = files(tmp_path)
    with pytest.raises(FaceSetError, match=message):
        fg.rename(family.path, name, folder=folder)
    assert files(tmp_path) == before


def test_what_is_no_face_set_or_a_link_to_one(family: FaceSet, tmp_path: Path) -> None:
    with pytest.raises(FaceSetError, match="is not a face set"):
        fg.rename(tmp_path / "set-source", "people")
    (tmp_path / "link").symlink_to(family.path)
    with pytest.raises(FaceSetError, match="is a link to"):
        fg.rename(tmp_path / "link", "people", folder=True)
    fg.rename(tmp_path / "link", "people")
    assert FaceSet.open(family.path).info.name == "people"


def test_a_set_in_use_stays_where_it_is(family: FaceSet) -> None:
    import fcntl

    work = family.path / ".work" / "embeddings.a-0123456789abcdef"
    work.mkdir(parents=True)
    with (work / "lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(FaceSetError, match=r"a run is writing embeddings\.a"):
            fg.rename(family, "people", folder=True)
    assert family.path.exists()
