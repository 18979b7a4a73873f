from pathlib import Path

import polars as pl
import pytest

from facegap.annotate.tables.csv_table import CsvTable, read_csv_table
from facegap.annotate.tables.row_matching import MatchedRows, find_key_column, match_identities, match_images
from facegap.base.errors import FormatError


def table(path: Path, keys: list[str], *, header: str = "file") -> CsvTable:
    (path / "labels.csv").write_text("\n".join([f"x,{header}", *(f"1,{key}" for key in keys)]))
    return read_csv_table(path / "labels.csv")


def matched(path: Path, keys: list[str], ids: list[str]) -> dict[str, str]:
    """Image ids and the keys of their rows."""
    found: MatchedRows = match_images(table(path, keys), "file", pl.Series(ids))
    return {image: keys[row] for image, row in zip(found.keys, found.rows, strict=True)}


@pytest.mark.parametrize(
    ("keys", "ids"),
    [
        (["a/1", "a/2"], ["a/1", "a/2"]),
        (["a/1.jpg", "a/2.PNG"], ["a/1", "a/2"]),
        (["./a/1.jpg", "a\\2.jpg"], ["a/1", "a/2"]),
        (["val/a/1.jpg", "val/a/2.jpg"], ["a/1", "a/2"]),
        (["/data/set/1.jpg", "/data/set/2.jpg"], ["1", "2"]),
        (["1.jpg", "2.jpg"], ["deep/a/1", "deep/b/2"]),
        (["x/a/1.jpg", "x/b/1.jpg"], ["y/a/1", "y/b/1"]),
        (["a/1.0.jpg", "a/1.5.jpg"], ["1.0", "1.5"]),
        (["a.jpg", "b.jpg"], ["a.jpg", "b.jpg"]),
    ],
)
def test_paths_are_found(keys: list[str], ids: list[str], tmp_path: Path) -> None:
    assert matched(tmp_path, keys, ids) == dict(zip(ids, keys, strict=True))


def test_rows_and_images_of_nothing_are_left(tmp_path: Path) -> None:
    found = match_images(table(tmp_path, ["a.jpg", "c.jpg", "d.jpg", ""]), "file", pl.Series(["a", "b", "c"]))
    assert found.keys.to_list() == ["a", "c"]
    assert found.rows.to_list() == [0, 1]
    assert found.unmatched == 2


@pytest.mark.parametrize(
    ("keys", "ids", "message"),
    [
        (["a", "b", "a"], ["a", "b"], r"line 2: 'a' and, in line 4, 'a' are both of the image 'a'"),
        (["a.jpg", "a.png"], ["a"], r"'a.jpg' and, in line 3, 'a.png' are both of the image 'a'"),
        (["train/1.jpg", "val/1.jpg"], ["1"], "'val/1.jpg' are both of the image '1'.*as the set's image ids have"),
        (["1.jpg"], ["a/1", "b/1"], r"'1.jpg' could be any of 2 images, such as 'a/1' and 'b/1'; write paths"),
        (
            ["x", "y"],
            ["a", "b"],
            r"no row matches any image of the set; its column 'file' has 'x', 'y', the set has 'a'",
        ),
        ([""], ["a"], "no row matches any image of the set; its column 'file' has none"),
    ],
)
def test_what_is_ambiguous_is_an_error(keys: list[str], ids: list[str], message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=message):
        matched(tmp_path, keys, ids)


@pytest.mark.parametrize(
    ("key", "image_id", "source", "guessed"),
    [
        ("val/1.jpg", "1", "/data/val", False),
        ("train/1.jpg", "1", "/data/val", True),
        ("1.jpg", "a/1", "/data/val", False),
        ("b/1.jpg", "a/1", "/data", True),
        ("val/1.jpg", "1", "", False),
        ("train/1.jpg", "train/1", "/data/val", False),
    ],
)
def test_other_folders_are_told(key: str, image_id: str, source: str, guessed: bool, tmp_path: Path) -> None:
    """So that the labels of FairFace's training images aren't given to its validation images of the same numbers."""
    found = match_images(table(tmp_path, [key]), "file", pl.Series([image_id]), source=source)
    assert found.doubtful_match == ((key, image_id) if guessed else None)


def test_identities_are_found_as_text(tmp_path: Path) -> None:
    people = pl.Series(["001", "001", None, "002", "1"])
    found = match_identities(table(tmp_path, ["001", "002", "003"]), "file", people)
    assert (found.keys.to_list(), found.rows.to_list(), found.unmatched) == (["001", "002"], [0, 1], 1)
    with pytest.raises(FormatError, match="are both of the identity '001'"):
        match_identities(table(tmp_path, ["001", "001"]), "file", people)
    with pytest.raises(FormatError, match="no row matches any identity"):
        match_identities(table(tmp_path, ["7"]), "file", pl.Series([None], dtype=pl.String))


def test_the_column_of_keys(tmp_path: Path) -> None:
    made = table(tmp_path, ["a"], header="Filename")
    assert find_key_column(made, None, identities=False) == "Filename"
    assert find_key_column(made, "x", identities=False) == "x"
    for wanted, identities, message in (
        ("y", False, "no column 'y'; it has x, Filename"),
        (None, True, "no column of keys, such as identity, .*Name the one with the keys with --key"),
    ):
        with pytest.raises(FormatError, match=message):
            find_key_column(made, wanted, identities=identities)
