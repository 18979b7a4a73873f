from pathlib import Path

from tests.conftest import MakeSet, write_pictures

from facegap.engine import LocalRunner, open_or_import
from facegap.faceset import FaceSet


def test_a_face_set_is_opened_as_it_is(make_set: MakeSet) -> None:
    faceset = make_set({"ann": 2})
    opened = open_or_import(faceset.path)
    assert (opened.faceset.path, opened.imported) == (faceset.path, None)


def test_anything_else_is_imported_once(tmp_path: Path, home: Path) -> None:
    write_pictures(tmp_path / "photos", {"ann": 2})
    first = open_or_import(tmp_path / "photos", kind="real", runner=LocalRunner(1))
    again = open_or_import(tmp_path / "photos", kind="synthetic", runner=LocalRunner(1))
    assert first.faceset.path.parent == home / "imports"
    assert first.faceset.path == again.faceset.path
    assert [opened.imported.made for opened in (first, again) if opened.imported] == [2, 0]
    kinds = [faceset.info.kind for faceset in (first.faceset, again.faceset, FaceSet.open(first.faceset.path))]
    assert kinds == ["real", "synthetic", None]


def test_a_changed_source_is_another_import(tmp_path: Path) -> None:
    write_pictures(tmp_path / "photos", {"ann": 2})
    first = open_or_import(tmp_path / "photos", runner=LocalRunner(1))
    write_pictures(tmp_path / "photos", {"ann": 3})
    second = open_or_import(tmp_path / "photos", runner=LocalRunner(1))
    assert (len(first.faceset), len(second.faceset)) == (2, 3)
