"""A CSV in MAAD-Face's layout of all 3,308,040 rows: read, and written back the same, beside polars and pandas."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pandas as pd
import polars as pl

from benchmarks.measure import Row, measured
from facegap.annotate.tables.layouts.maad import read_maad, write_maad_csv
from facegap.annotate.vocabulary import Vocabulary
from facegap.faceset import sha256

ROWS, PEOPLE = 3_308_040, 9_131
_BLOCK = 262_144


def make(path: Path, rows: int = ROWS, people: int = PEOPLE) -> None:
    """Write labels by chance, a fifth of them undefined, and one identity that is damaged as in the published file."""
    names = Vocabulary.load("maad47").attributes
    random = np.random.default_rng(0)
    with path.open("wb") as file:
        for start in range(0, rows, _BLOCK):
            row = np.arange(start, min(start + _BLOCK, rows))
            person, image = row * people // rows + 1, row % 500
            keys = pl.DataFrame({"person": person, "image": image}).select(
                pl.format("n{}/{}_01.jpg", _digits("person", 6), _digits("image", 4)).alias("Filename"),
                pl.col("person").cast(pl.String).alias("Identity"),
            )
            labels = random.choice(np.array([-1, -1, 0, 1, 1], dtype=np.int8), (len(names), len(row)))
            damaged = (pl.col("Identity") == "713") & pl.col("Identity").shift(1).eq("712")
            keys = keys.with_columns(Identity=pl.when(damaged).then(pl.lit("713\\")).otherwise("Identity"))
            block = keys.with_columns(pl.Series(name, column) for name, column in zip(names, labels, strict=True))
            block.write_csv(file, include_header=start == 0)


def _digits(column: str, width: int) -> pl.Expr:
    return pl.col(column).cast(pl.String).str.zfill(width)


def read(path: Path) -> int:
    return len(read_maad(path))


def there_and_back(path: Path, copy: Path) -> int:
    annotations = read_maad(path)
    write_maad_csv(annotations, copy)
    return annotations.malformed.cells if annotations.malformed else 0


def read_polars(path: Path) -> int:
    kinds = {**dict.fromkeys(("Filename", "Identity"), pl.String)}
    names = Vocabulary.load("maad47").attributes
    return len(pl.read_csv(path, schema={**kinds, **dict.fromkeys(names, pl.Int8)}))


def read_pandas(path: Path) -> int:
    names = Vocabulary.load("maad47").attributes
    return len(pd.read_csv(path, dtype={**dict.fromkeys(names, "int8"), "Identity": "str"}))


def rows() -> Iterator[Row]:
    """Each reads the file in a process of its own."""
    with tempfile.TemporaryDirectory() as folder:
        path, copy = Path(folder) / "MAAD_Face.csv", Path(folder) / "copy.csv"
        measured(make, path)
        work = f"read MAAD_Face.csv ({ROWS:,} rows, {path.stat().st_size >> 20} MB)"
        plain = measured(read_polars, path)
        pandas = measured(read_pandas, path)
        ours = measured(read, path)
        both = measured(there_and_back, path, copy)
        same = sha256(path) == sha256(copy)
    yield Row(work, f"polars {pl.__version__}", plain.seconds, f"{ROWS / plain.seconds / 1e6:.2f} M/s", plain.peak_mb)
    yield Row(
        work, f"pandas {pd.__version__}", pandas.seconds, f"{ROWS / pandas.seconds / 1e6:.2f} M/s", pandas.peak_mb
    )
    ratio = f"{ours.seconds / plain.seconds:.2f}× the time of polars"
    yield Row(work, "facegap", ours.seconds, f"{ROWS / ours.seconds / 1e6:.2f} M/s", ours.peak_mb, ratio)
    yield Row(
        "read it and write it back",
        "facegap",
        both.seconds,
        f"{ROWS / both.seconds / 1e6:.2f} M/s",
        both.peak_mb,
        f"{'identical' if same else 'NOT THE SAME'}; damaged identities: {both.result}",
    )
