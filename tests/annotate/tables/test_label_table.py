from pathlib import Path

import pytest
from tests.conftest import SHARED, MakeSet

from facegap.annotate import LabelTable, TableOptions
from facegap.base.errors import ConfigError, FaceSetError
from facegap.compare.labels import LabeledSet
from facegap.engine import LocalRunner, create, run
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, find_problems, open_reader


@pytest.fixture
def faces(make_set: MakeSet) -> FaceSet:
    return make_set({"ann": 2, "bob": 3})


def write(path: Path, text: str) -> Path:
    path.write_text(text)
    return path


def test_a_table_becomes_a_layer(faces: FaceSet, tmp_path: Path) -> None:
    text = "file,Male,Male_score,Hat,unused\nx/bob/2.png,1,0.75,yes,p\nx/ann/0.png,-1,,no,q\nx/zoe/9.png,1,1,no,r\n"
    path = write(tmp_path / "mine.csv", text)
    stage = LabelTable.read(path, faces, options=TableOptions(columns=("Male", "Male_score", "Hat")))
    summary = run(stage, faces, runner=LocalRunner(2))
    assert (summary.errors, summary.reasons, stage.unmatched_rows) == (3, ("no row in mine.csv (3)",), 1)
    assert summary.too_many_errors
    rows = faces.scan("images", "attributes/mine").collect()
    assert rows["image_id"].to_list() == ["ann/0", "ann/1", "bob/0", "bob/1", "bob/2"]
    assert rows["attributes/mine.Male"].to_list() == [-1, None, None, None, 1]
    assert rows["attributes/mine.Male_score"].to_list() == [None, None, None, None, 0.75]
    assert rows["attributes/mine.Hat"].to_list() == [-1, None, None, None, 1]
    assert rows["attributes/mine.error"].is_null().to_list() == [True, False, False, False, True]
    found = LabeledSet.load(faces, "attributes/mine")
    assert (found.attributes, found.missing) == (("Male", "Hat"), 3)
    assert find_problems(faces) == []


def test_a_row_of_a_person_is_for_all_their_images(faces: FaceSet, tmp_path: Path) -> None:
    path = write(tmp_path / "people.csv", "person,age,sex\nann,31,f\nbob,NA,m\n")
    options = TableOptions(by="identity", bins=(("age", (0.0, 30.0)),))
    stage = LabelTable.read(path, faces, name="people-1", options=options)
    assert stage.attributes == ["age: 0–29", "age: 30 or more", "sex: f", "sex: m"]
    run(stage, faces, runner=LocalRunner(1))
    labels = LabeledSet.load(faces, "attributes/people-1").labels
    assert labels[:, 1].tolist() == [1, 1, 0, 0, 0]
    assert labels[:, 3].tolist() == [-1, -1, 1, 1, 1]


def test_another_table_or_other_options_are_another_layer(faces: FaceSet, tmp_path: Path) -> None:
    ids = ("ann/0", "ann/1", "bob/0", "bob/1", "bob/2")
    path = write(tmp_path / "t.csv", "\n".join(["file,Male", *(f"{name},1" for name in ids)]))
    run(LabelTable.read(path, faces), faces, runner=LocalRunner(1))
    assert run(LabelTable.read(path, faces), faces, runner=LocalRunner(1)).made == 0
    other = LabelTable.read(path, faces, options=TableOptions(zero="negative"))
    with pytest.raises(FaceSetError, match="zero was None, is 'negative'"):
        run(other, faces, runner=LocalRunner(1))
    write(path, path.read_text().replace("bob/2,1", "bob/2,-1"))
    with pytest.raises(FaceSetError, match="table_sha256 was"):
        run(LabelTable.read(path, faces), faces, runner=LocalRunner(1))
    run(LabelTable.read(path, faces), faces, runner=LocalRunner(1), replace=True)
    assert LabeledSet.load(faces, "attributes/t").labels[:, 0].tolist() == [1, 1, 1, 1, -1]


def test_images_in_error_have_no_labels(tmp_path: Path) -> None:
    plan = ImportSource(open_reader(write(tmp_path / "photos.csv", "file\ngone.jpg\n")))
    faces, _ = create(plan, tmp_path / "set", FaceSetInfo(name="set", kind="real"), runner=LocalRunner(1))
    path = write(tmp_path / "t.csv", "file,Male\ngone.jpg,1\n")
    run(LabelTable.read(path, faces), faces, runner=LocalRunner(1))
    assert faces.column("attributes/t", "error")[0].startswith("no image: gone.jpg: No such file")
    assert faces.column("attributes/t", "Male").to_list() == [None]


@pytest.mark.parametrize(
    ("options", "message"),
    [
        (TableOptions(columns=("Bald",)), "no column 'Bald'; it has file, Male, age"),
        (TableOptions(bins=(("years", (0.0,)),)), "no column 'years'"),
        (TableOptions(columns=("Male",), bins=(("age", (0.0,)),)), "--bins names 'age', which is not among"),
    ],
)
def test_columns_that_are_not_there(options: TableOptions, message: str, faces: FaceSet, tmp_path: Path) -> None:
    path = write(tmp_path / "t.csv", "file,Male,age\nann/0,1,3\n")
    with pytest.raises(ConfigError, match=message):
        LabelTable.read(path, faces, options=options)


def test_a_table_without_attributes_and_a_name_that_is_none(faces: FaceSet, tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="no column can be an attribute \\(age: has 2 different numbers"):
        LabelTable.read(write(tmp_path / "t.csv", "file,age\nann/0,3\nann/1,4\n"), faces)
    with pytest.raises(ConfigError, match="there is none beside the keys"):
        LabelTable.read(write(tmp_path / "t.csv", "file\nann/0\n"), faces)
    with pytest.raises(FaceSetError, match="can't be the name of a layer"):
        LabelTable.read(write(tmp_path / "my labels.csv", "file,x\nann/0,1\n"), faces)


@pytest.mark.shared_data
def test_labels_of_fairface(tmp_path: Path, shared_data: Path) -> None:
    """The table names files in ``val/``, the set is imported from that folder, where there is none."""
    (tmp_path / "val").mkdir()
    for number in range(1, 41):
        (tmp_path / f"val/{number}.jpg").symlink_to(SHARED / f"fairface/val/{number}.jpg")
    plan = ImportSource(open_reader(tmp_path / "val"), identity="none")
    faces, _ = create(plan, tmp_path / "set", FaceSetInfo(name="set", kind="real"), runner=LocalRunner(1))
    stage = LabelTable.read(shared_data / "fairface/labels_val.csv", faces)
    assert (len(stage.attributes), stage.unmatched_rows) == (9 + 2 + 7, 1960)
    assert run(stage, faces, runner=LocalRunner(1)).errors == 0
    row = faces.scan("images", stage.layer).collect().row(by_predicate=None, index=0, named=True)
    assert row["image_id"] == "1"
    assert (row[f"{stage.layer}.age: 3-9"], row[f"{stage.layer}.race: East Asian"]) == (1, 1)
    assert row[f"{stage.layer}.gender: Female"] == -1
