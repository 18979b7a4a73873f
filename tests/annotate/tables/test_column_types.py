from pathlib import Path

import numpy as np
import polars as pl
import pytest

from facegap.annotate.tables.column_types import TypedColumns, type_columns
from facegap.annotate.tables.csv_table import read_csv_table
from facegap.annotate.tables.table_options import parse_bins, parse_words
from facegap.base.errors import ConfigError, FacegapError, FormatError


def made(path: Path, text: str, **options: object) -> TypedColumns:
    (path / "labels.csv").write_text(text)
    table = read_csv_table(path / "labels.csv")
    return type_columns(table, table.cells.columns, **options)  # type: ignore[arg-type]


def plain(found: TypedColumns) -> dict[str, list[int]]:
    return {name: column.to_list() for name, column in found.columns.items()}


def test_labels_are_taken_as_they_stand(tmp_path: Path) -> None:
    found = made(tmp_path, "Male,Bald,Hat\n1,-1, yes\n-1,,NO\n0,1.0,NA\n")
    assert plain(found) == {"Male": [1, -1, 0], "Bald": [-1, 0, 1], "Hat": [1, -1, 0]}
    assert all(column.dtype == pl.Int8 for column in found.columns.values())


def test_zero_without_minus_one_needs_a_word(tmp_path: Path) -> None:
    text = "Male,Bald\n1,1\n0,0\n,-1\n"
    with pytest.raises(ConfigError, match=r"the column 'Male' has 0 and no -1.*--zero negative or --zero undefined"):
        made(tmp_path, text)
    assert plain(made(tmp_path, text, zero="negative")) == {"Male": [1, -1, 0], "Bald": [1, 0, -1]}
    assert plain(made(tmp_path, text, zero="undefined"))["Male"] == [1, 0, 0]


def test_words_become_an_attribute_each_in_the_order_of_people(tmp_path: Path) -> None:
    found = made(tmp_path, "age,sex\n10-19,Male\n3-9,Female\n,Male\nmore than 70,\n")
    assert found.attributes == ["age: 3-9", "age: 10-19", "age: more than 70", "sex: Female", "sex: Male"]
    assert plain(found)["age: 3-9"] == [-1, 1, 0, -1]
    assert plain(found)["sex: Male"] == [1, -1, 1, 0]


def test_what_is_no_attribute_is_left_out_and_told(tmp_path: Path) -> None:
    rows = "".join(f"name-{row},{row},,1\n" for row in range(21))
    found = made(tmp_path, "name,age,empty,Male\n" + rows)
    assert found.attributes == ["Male"]
    assert found.left_out == {
        "name": "has 21 different words, more than 20",
        "age": "has 21 different numbers; cut it with --bins age=…",
        "empty": "all its cells are empty",
    }
    with pytest.raises(FormatError, match="age: has 21 different numbers"):
        made(tmp_path, "name,age,empty,Male\n" + rows, required=True)


def test_numbers_are_cut(tmp_path: Path) -> None:
    ages = np.random.default_rng(0).integers(0, 90, 200)
    text = "age\n" + "".join(f"{age}\n" for age in ages)
    found = made(tmp_path, text, bins=parse_bins(["age=0,20,40"]))
    assert found.attributes == ["age: 0–19", "age: 20–39", "age: 40 or more"]
    labels = np.stack([column.to_numpy() for column in found.columns.values()])
    assert np.array_equal((labels == 1).argmax(axis=0), np.digitize(ages, [20, 40]))
    assert (labels.sum(axis=0) == -1).all()


def test_bins_of_fractions_and_below_the_first_bound(tmp_path: Path) -> None:
    found = made(tmp_path, "yaw\n-3.5\n0.25\nNA\n0.5\n", bins=parse_bins(["yaw=0,0.5"]))
    assert plain(found) == {
        "yaw: under 0": [1, -1, 0, -1],
        "yaw: 0 to under 0.5": [-1, 1, 0, -1],
        "yaw: 0.5 or more": [-1, -1, 0, 1],
    }


def test_scores_stand_beside_their_attribute(tmp_path: Path) -> None:
    text = "Male_score,Male,Male_reliability,Bald_score\n0.75,1,1,0.5\n,-1,0,0.1\n"
    found = made(tmp_path, text)
    assert found.attributes == ["Male"]
    assert found.columns["Male_score"].dtype == pl.Float32
    assert plain(found) == {"Male": [1, -1], "Male_score": [0.75, None], "Male_reliability": [1, 0]}
    assert list(found.left_out) == ["Bald_score"]


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Male\n1\n-1\n2\n", r"labels.csv, line 4: '2' in the column 'Male' is no label"),
        ("Male\n1\nx\n0\n", r"line 3: 'x' in the column 'Male' is no label"),
        ("Male,Male_score\n1,0.5\n-1,1.5\n", r"line 3: '1.5' in the column 'Male_score' isn't a number from 0 to 1"),
        ("error\n1\n-1\n", "an attribute can't be called 'error'"),
        ("a: x,a\n1,x\n-1,y\n", "an attribute can't be called 'a: x'"),
    ],
)
def test_mistakes_are_found(text: str, message: str, tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=message):
        made(tmp_path, text)


def test_bins_need_numbers(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"line 3: 'age' in the column 'age' isn't a number"):
        made(tmp_path, "age\n12\nage\n", bins={"age": (0.0,)})


@pytest.mark.parametrize("option", ["age", "age=", "age=a", "=1,2", "age=20,10", "age=5,5"])
def test_bins_that_are_none(option: str) -> None:
    with pytest.raises(ConfigError, match="write a column and rising bounds"):
        parse_bins([option])
    with pytest.raises(ConfigError, match="the column is there twice"):
        parse_bins(["age=1", "age=2"])


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "is empty"),
        (b"a,b\n", "has a header, but no row"),
        (b"a,a\n1,1\n", "two columns are called 'a'"),
        (b"a,\n1,1\n", "column 2 has no name"),
        (b"a,b\n1,2,3\n", "lines need 2 cells each"),
        (b"a,b\n1,2\n1,2,3\n", "lines need 2 cells each"),
        (b"a\n\xff\n", "cannot be read as CSV"),
        (b"\xff\n1\n", "its first line is not that of a CSV in UTF-8"),
    ],
)
def test_damaged_tables(content: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_bytes(content)
    with pytest.raises(FacegapError, match=message):
        read_csv_table(tmp_path / "labels.csv")
    with pytest.raises(FormatError, match=r"none\.csv: cannot be read: No such file"):
        read_csv_table(tmp_path / "none.csv")


def test_tables_from_a_spreadsheet(tmp_path: Path) -> None:
    (tmp_path / "labels.csv").write_bytes('\ufefffile,note\r\na.jpg,"big, round"\r\n"b.jpg",é\r\n'.encode())
    table = read_csv_table(tmp_path / "labels.csv")
    assert table.cells.columns == ["file", "note"]
    assert table.column("note").to_list() == ["big, round", "é"]


def test_words_that_never_occur_are_attributes_too(tmp_path: Path) -> None:
    found = made(tmp_path, "age\n3-9\n10-19\nNA\n", words=parse_words(["age=0-2,3-9,10-19"]))
    assert {name: column.to_list() for name, column in found.columns.items()} == {
        "age: 0-2": [-1, -1, 0],
        "age: 3-9": [1, -1, 0],
        "age: 10-19": [-1, 1, 0],
    }


def test_a_word_that_is_not_listed_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(FormatError, match=r"line 3: 'age' in the column 'age' is not among its --words: 3-9, 10-19"):
        made(tmp_path, "age\n3-9\nage\n", words=parse_words(["age=3-9,10-19"]))


@pytest.mark.parametrize("option", ["age", "=a,b", "age=", "age=a,,b", "age=a,a"])
def test_words_that_are_none(option: str) -> None:
    with pytest.raises(ConfigError, match="write a column and its words"):
        parse_words([option])
    with pytest.raises(ConfigError, match="there twice"):
        parse_words(["age=1", "age=2"])
