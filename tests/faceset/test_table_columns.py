"""Columns of tables: which are kept and as what, and what is wrong with their names."""

from collections.abc import Callable
from pathlib import Path

import datasets
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from tests.conftest import write_pictures

from facegap.base.errors import ConfigError, FormatError
from facegap.faceset import Columns, open_reader


def test_text_and_categories_of_a_table_are_kept(tmp_path: Path) -> None:
    """As polars writes them; pandas writes text so too."""
    images = write_pictures(tmp_path, {"ann": 6})
    columns = {
        "image": [{"bytes": encoded, "path": f"{key}.png"} for key, encoded in images.items()],
        "identity": pl.Series(["ann", "bob", "bob", None, None, "ann"], dtype=pl.Categorical),
        "place": ["home", None, "away", "home", "home", "home"],
        "light": pl.Series(["day", "day", "night", "day", None, "day"], dtype=pl.Categorical),
        "ages": [[1, 2]] * len(images),
    }
    pl.DataFrame(columns).write_parquet(tmp_path / "images.parquet")
    reader = open_reader(tmp_path / "images.parquet")
    index = reader.index()
    assert [reader.start()(row) for row in index.to_pylist()] == list(images.values())
    for name in ("identity", "place", "light"):
        assert index[name].type == pa.string()
        assert index[name].to_pylist() == list(columns[name])
    assert "ages" not in index.column_names


def test_a_negative_class_label_is_none(tmp_path: Path) -> None:
    """Hugging Face's convention for a test set whose labels aren't told."""
    images = write_pictures(tmp_path, {"ann": 6})
    features = datasets.Features({"photo": datasets.Image(), "identity": datasets.ClassLabel(names=["ann", "bob"])})
    rows = {"photo": [{"bytes": encoded, "path": None} for encoded in images.values()], "identity": [1, -1, 0] * 2}
    datasets.Dataset.from_dict(rows, features=features).save_to_disk(str(tmp_path / "saved"))
    assert open_reader(tmp_path / "saved").index()["identity"].to_pylist() == ["bob", None, "ann"] * 2


def as_csv(path: Path) -> None:
    path.write_text("path,age,age\nann/0.png,20,30\n")


def as_parquet(path: Path) -> None:
    pq.write_table(pa.table([[b"png"], [20], [30]], names=["image", "age", "age"]), path)


@pytest.mark.parametrize(("name", "write"), [("twice.csv", as_csv), ("twice.parquet", as_parquet)])
def test_two_columns_of_one_name(name: str, write: Callable[[Path], None], tmp_path: Path) -> None:
    write(tmp_path / name)
    with pytest.raises(FormatError, match=rf"{name}: two columns are called 'age'"):
        open_reader(tmp_path / name).index()


def test_columns_of_what_has_none(tmp_path: Path) -> None:
    write_pictures(tmp_path / "in", {"ann": 1})
    with pytest.raises(ConfigError, match=r"in is read as folder, which has no columns; .* csv, huggingface, parquet"):
        open_reader(tmp_path / "in", columns=Columns(identity="who"))
