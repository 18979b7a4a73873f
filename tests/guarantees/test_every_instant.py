"""Stopped before each single change of the disk in turn, and started again: the same bytes in the end.

The tests of kills stop real processes at chance moments; this one misses no moment, such as the one between the
renames of two finished layers.
"""

import os
import shutil
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from tests.conftest import write_pictures
from tests.guarantees.test_kill import files
from tests.stages import Adapters, Brightness, WithTruth

from facegap.base.errors import FaceSetError
from facegap.engine import LocalRunner, create, run, run_people
from facegap.faceset import FaceSet, FaceSetInfo, find_problems

CHANGES = ("fsync", "mkdir", "rename", "replace", "rmdir", "unlink")


class Killed(BaseException):
    """Nothing of the program catches it, and no change of the disk succeeds after it."""


def make(photos: Path, out: Path) -> int:
    """Make the set; return the number of rows made."""
    return create(WithTruth(photos), out, FaceSetInfo(name="set", kind="real"), runner=LocalRunner(1))[1].made


def add_layers(out: Path) -> int:
    """Add a layer over the images of the set and one over its people; return the number of rows made."""
    faceset, runner = FaceSet.open(out), LocalRunner(1)
    return run(Brightness(), faceset, runner=runner).made + run_people(Adapters(), faceset, runner=runner).made


def killed_before(change: int, work: Callable[[], int]) -> bool:
    """Do the work, killed before the change of that number; false where there are fewer changes."""
    count = 0

    def counted(function):
        def call(*arguments, **options):
            nonlocal count
            count += 1
            if count > change:
                raise Killed
            return function(*arguments, **options)

        return call

    with pytest.MonkeyPatch.context() as patch:
        for name in CHANGES:
            patch.setattr(os, name, counted(getattr(os, name)))
        try:
            work()
        except Killed:
            return True
    return False


@pytest.mark.parametrize("lost", [None, "images/00000.parquet", "truth/00001.parquet"])
def test_stopped_before_every_change(lost: str | None, tmp_path: Path) -> None:
    """A new set, and one from which a shard was deleted."""
    photos, whole = tmp_path / "photos", tmp_path / "whole"
    write_pictures(photos, {"ann": 4}, side=8)
    make(photos, whole)
    reference = files(whole)
    made_after: list[int] = []
    killed = True
    while killed:
        out = tmp_path / f"{len(made_after)}"
        if lost:
            shutil.copytree(whole, out)
            (out / lost).unlink()
        killed = killed_before(len(made_after), partial(make, photos, out))
        assert seen(out) in ("no set", [], [lost])
        made_after.append(make(photos, out))
        assert files(out) == reference
    assert len(made_after) > 30
    assert made_after == sorted(made_after, reverse=True), "work that was finished is done again"
    assert (made_after[0], made_after[-1]) == (2 if lost else 4, 0)


def test_layers_stopped_before_every_change(tmp_path: Path) -> None:
    """A layer over images and one over people, added to a set that is whole."""
    photos, whole = tmp_path / "photos", tmp_path / "whole"
    write_pictures(photos, {"ann": 2, "bob": 1, "cid": 1}, side=8)
    make(photos, whole)
    bare = tmp_path / "bare"
    shutil.copytree(whole, bare)
    rows = add_layers(whole)
    reference = files(whole)
    made_after: list[int] = []
    killed = True
    while killed:
        out = tmp_path / f"{len(made_after)}"
        shutil.copytree(bare, out)
        killed = killed_before(len(made_after), partial(add_layers, out))
        assert find_problems(FaceSet.open(out)) == []
        made_after.append(add_layers(out))
        assert files(out) == reference
    assert len(made_after) > 30
    assert made_after == sorted(made_after, reverse=True), "work that was finished is done again"
    assert (made_after[0], made_after[-1]) == (rows, 0)


def test_a_replacement_stopped_before_every_change(tmp_path: Path) -> None:
    """The old set is whole, or there is none that opens, or the new one is whole: never a part of each."""
    photos, old, new = tmp_path / "photos", tmp_path / "old", tmp_path / "new"
    write_pictures(photos, {"ann": 2, "bob": 1, "cid": 1}, side=8)
    make(photos, old)
    add_layers(old)
    replaced_by(photos, new)
    before, reference = files(old), files(new)
    made_after: list[int] = []
    killed = True
    while killed:
        out = tmp_path / f"{len(made_after)}"
        shutil.copytree(old, out)
        killed = killed_before(len(made_after), partial(replaced_by, photos, out))
        in_place = {name: data for name, data in files(out).items() if not name.startswith(".work")}
        assert in_place in (before, reference) or "faceset.json" not in in_place
        made_after.append(replaced_by(photos, out))
        assert files(out) == reference
    assert len(made_after) > 30
    assert made_after == sorted(made_after, reverse=True), "work that was finished is done again"
    assert (made_after[0], made_after[-1]) == (4, 0)


def replaced_by(photos: Path, out: Path) -> int:
    """Make another set, in the place of whatever set is there; return the number of rows made."""
    info = FaceSetInfo(name="another", kind="synthetic")
    return create(WithTruth(photos, factor=2.0), out, info, runner=LocalRunner(1), replace=True)[1].made


def seen(folder: Path) -> str | list[str]:
    """Where a set that opens has problems; it must have both its layers."""
    try:
        faceset = FaceSet.open(folder)
    except FaceSetError:
        return "no set"
    assert faceset.layers() == ["images", "truth"]
    return [problem.where for problem in find_problems(faceset)]
