"""Bad input to an import: a clear error or a counted row, and nothing lost."""

import io
import os
import pickle
import tarfile
from pathlib import Path

import numpy as np
import pytest
from tests.conftest import MakeSet, picture, write_pictures

from facegap.base.errors import FaceSetError, FormatError
from facegap.engine import LocalRunner, RunSummary, create
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, export_images, open_reader


def import_images(source: Path, out: Path) -> tuple[FaceSet, RunSummary]:
    return create(
        ImportSource(open_reader(source), shard_rows=4), out, FaceSetInfo(name="x", kind="real"), runner=LocalRunner(1)
    )


def write_tar(path: Path, members: dict[str, bytes]) -> Path:
    with tarfile.open(path, "w") as tar:
        for name, content in members.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            tar.addfile(member, io.BytesIO(content))
    return path


def test_an_empty_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(FormatError, match="holds no image"):
        import_images(tmp_path / "empty", tmp_path / "set")
    assert not (tmp_path / "set").exists()


def test_a_path_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match="no such file"):
        open_reader(tmp_path / "nothing")


def test_a_file_of_no_known_format(tmp_path: Path) -> None:
    (tmp_path / "faces.xyz").touch()
    with pytest.raises(FormatError, match=r"Known: .*rec \(InsightFace's train\.rec"):
        open_reader(tmp_path / "faces.xyz")


def test_bad_images_are_counted_rows_with_their_reason(tmp_path: Path) -> None:
    images = write_pictures(tmp_path / "in", {"ann": 6})
    (tmp_path / "in/ann/truncated.png").write_bytes(images["ann/0"][:200])
    (tmp_path / "in/ann/text.jpg").write_text("hello")
    (tmp_path / "in/ann/empty.jpg").touch()
    (tmp_path / "in/ann/gone.jpg").symlink_to(tmp_path / "nowhere.jpg")
    faceset, summary = import_images(tmp_path / "in", tmp_path / "set")
    assert (summary.rows, summary.errors) == (10, 4)
    assert summary.too_many_errors
    errors = {row["image_id"]: row for row in faceset.scan().collect().iter_rows(named=True) if row["error"]}
    assert sorted(errors) == ["ann/empty", "ann/gone", "ann/text", "ann/truncated"]
    assert "ann/truncated.png" in errors["ann/truncated"]["error"]
    assert "No such file" in errors["ann/gone"]["error"]
    assert all(row["image"] is None and row["width"] is None for row in errors.values())
    assert all(row["identity"] == "ann" for row in errors.values())


@pytest.mark.parametrize(
    "name",
    ["two words", 'o\'neil "x"', "<script>alert(1)</script>".replace("/", "_"), "Zoë Łuczak", "名前", "a.b.c", "-rf"],
)
def test_any_name_survives_import_and_export(name: str, tmp_path: Path) -> None:
    write_pictures(tmp_path / "in", {name: 2})
    faceset, _ = import_images(tmp_path / "in", tmp_path / "set")
    assert faceset.column("images", "identity").to_list() == [name, name]
    export_images(faceset, tmp_path / "out", format_name="folder")
    assert (tmp_path / "out" / name / "1.png").read_bytes() == (tmp_path / "in" / name / "1.png").read_bytes()


def test_a_name_that_is_no_text_is_escaped(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/in/\xff\xfe"
    os.makedirs(folder)
    write_pictures(tmp_path / "plain", {".": 1})
    with open(folder + b"/0.png", "wb") as file:
        file.write((tmp_path / "plain/0.png").read_bytes())
    faceset, summary = import_images(tmp_path / "in", tmp_path / "set")
    assert summary.errors == 0
    assert faceset.column("images", "image_id").to_list() == ["\\xff\\xfe/0"]


def test_two_files_with_one_id(tmp_path: Path) -> None:
    write_pictures(tmp_path / "in", {"ann": 1})
    (tmp_path / "in/ann/0.jpg").write_bytes(b"x")
    with pytest.raises(FormatError, match=r"'ann/0' is the id of 'ann/0\.jpg' and 'ann/0\.png'"):
        import_images(tmp_path / "in", tmp_path / "set")


@pytest.mark.parametrize("name", ["../out.png", "/etc/out.png", "a/../../out.png"])
def test_a_tar_that_leads_out_of_itself(name: str, tmp_path: Path) -> None:
    write_tar(tmp_path / "bad.tar", {"good.png": b"x", name: b"x"})
    with pytest.raises(FormatError, match="leads out"):
        import_images(tmp_path / "bad.tar", tmp_path / "set")
    assert not (tmp_path / "set").exists()


def test_a_tar_that_is_cut(tmp_path: Path) -> None:
    images = write_pictures(tmp_path / "in", {"a": 3})
    whole = write_tar(tmp_path / "x.tar", {f"{key}.png": encoded for key, encoded in images.items()})
    reader = open_reader(whole)
    index = reader.index().to_pylist()
    whole.write_bytes(whole.read_bytes()[: index[2]["_offset"] + 10])
    with pytest.raises(Exception, match="is cut"):
        reader.start()(index[2])


class Hostile:
    def __reduce__(self) -> tuple[object, tuple[str]]:
        return os.system, ("touch hostile-was-here",)


@pytest.mark.parametrize(
    "content",
    [
        Hostile(),
        ([Hostile()], [True]),
        ([b"a", b"b"], [Hostile()]),
        ([b"a"], [True]),
        {"a": 1},
        ([1, 2], [True]),
        ([np.zeros(3), np.zeros(3)], [True]),
    ],
)
def test_a_hostile_or_wrong_verification_pickle(
    content: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "bad.bin").write_bytes(pickle.dumps(content))
    with pytest.raises(FormatError, match="not a verification set"):
        import_images(tmp_path / "bad.bin", tmp_path / "set")
    assert not (tmp_path / "hostile-was-here").exists()


def test_a_pickle_that_is_cut(tmp_path: Path) -> None:
    (tmp_path / "cut.bin").write_bytes(pickle.dumps(([b"a" * 50, b"b"], [True]))[:40])
    with pytest.raises(FormatError, match="not a verification set"):
        open_reader(tmp_path / "cut.bin").index()


def test_a_rec_without_its_index(tmp_path: Path) -> None:
    (tmp_path / "train.rec").touch()
    with pytest.raises(FormatError, match=r"train\.idx"):
        open_reader(tmp_path).index()


def test_a_csv_with_a_missing_file_and_an_unknown_column(tmp_path: Path) -> None:
    write_pictures(tmp_path / "in", {"ann": 1})
    (tmp_path / "in/list.csv").write_text("file,age\nann/0.png,age\nann/none.png,20\n")
    _, summary = import_images(tmp_path / "in/list.csv", tmp_path / "set")
    assert (summary.rows, summary.errors) == (2, 1)
    (tmp_path / "in/other.csv").write_text("picture,age\nann/0.png,20\n")
    with pytest.raises(FormatError, match="no column of image paths among picture, age"):
        open_reader(tmp_path / "in/other.csv").index()


def test_a_csv_of_files_elsewhere_has_ids_below_their_common_folder(tmp_path: Path) -> None:
    write_pictures(tmp_path / "in", {"ann": 1, "bob": 1})
    (tmp_path / "lists").mkdir()
    absolute = tmp_path / "lists/absolute.csv"
    absolute.write_text(f"path\n{tmp_path}/in/ann/0.png\n{tmp_path}/in/bob/0.png\n")
    (tmp_path / "lists/relative.csv").write_text("path\n../in/ann/0.png\n../in/bob/0.png\n")
    for number, path in enumerate((absolute, tmp_path / "lists/relative.csv")):
        faceset, summary = import_images(path, tmp_path / f"set {number}")
        assert summary.errors == 0
        assert faceset.column("images", "image_id").to_list() == ["ann/0", "bob/0"]


def test_rows_without_a_path_or_an_id(tmp_path: Path) -> None:
    """What is written beside the list doesn't make it another one."""
    write_pictures(tmp_path / "in", {"ann": 1})
    (tmp_path / "in/list.csv").write_text("path,age\nann/0.png,1\n,2\n,3\n")
    faceset, summary = import_images(tmp_path / "in/list.csv", tmp_path / "set")
    assert summary.errors == 2
    assert faceset.column("images", "image_id").to_list() == ["ann/0", "row-1", "row-2"]
    (tmp_path / "in/notes.txt").touch()
    assert import_images(tmp_path / "in/list.csv", tmp_path / "set")[1].made == 0
    (tmp_path / "in/list.csv").write_text("path,id\nann/0.png,\n")
    with pytest.raises(FormatError, match="row 0 has no image id"):
        open_reader(tmp_path / "in/list.csv").index()


def test_a_parquet_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "x.parquet").write_bytes(b"PAR1 no")
    with pytest.raises(FormatError, match="cannot be read as Parquet"):
        open_reader(tmp_path / "x.parquet").index()


def test_a_folder_that_is_something_else_is_left_alone(tmp_path: Path) -> None:
    write_pictures(tmp_path / "in", {"ann": 1})
    write_pictures(tmp_path / "mine/images", {"bob": 1})
    with pytest.raises(FaceSetError, match="is not a face set"):
        import_images(tmp_path / "in", tmp_path / "mine")
    assert (tmp_path / "mine/images/bob/0.png").is_file()


def test_an_export_writes_over_nothing_and_nowhere_else(tmp_path: Path, make_set: MakeSet) -> None:
    faceset = make_set({"ann": 1})
    (tmp_path / "there").mkdir()
    with pytest.raises(FormatError, match="exists"):
        export_images(faceset, tmp_path / "there", format_name="folder")


def test_large_pictures_of_one_pixel_wide(tmp_path: Path) -> None:
    from facegap.faceset import encode_png

    (tmp_path / "in").mkdir()
    (tmp_path / "in/thin.png").write_bytes(encode_png(picture(0, side=64)[:, :1]))
    faceset, summary = import_images(tmp_path / "in", tmp_path / "set")
    assert summary.errors == 0
    assert faceset.info.image_size == (1, 64)
