"""MAAD-Face's layout: a CSV of Filename, Identity and 47 columns of labels; read, and written the same."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.tables.annotations import Annotations, Malformed
from facegap.annotate.tables.columns import read_columns, wrong_names
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import ConfigError, FormatError
from facegap.faceset import FaceSet, atomic_write

KEYS = ("Filename", "Identity")
_ROWS = 262_144


def is_maad(header: list[str]) -> bool:
    """Whether a first line is that of MAAD-Face's layout, though a few columns may be missing."""
    known = set(maad47().attributes)
    return tuple(header[:2]) == KEYS and len(known & set(header)) > len(known) / 2


def maad47() -> Vocabulary:
    """MAAD-Face's vocabulary."""
    return Vocabulary.load("maad47")


def read_maad(path: Path) -> Annotations:
    """Read a CSV in MAAD-Face's layout.

    The identity of an image in a folder such as ``n000713`` is that folder, whatever the cell says, since a cell of
    the published file is damaged; elsewhere it is the cell. Cells that are neither the folder nor its number are
    counted as malformed, and all are kept to be written back as they were.

    Raises:
        FormatError: a column is missing or unknown, a row has another number of cells, or a label isn't −1, 0 or 1.
    """
    vocabulary = maad47()
    with path.open("rb") as file:
        names = next(csv.reader([file.readline().decode("utf-8-sig", errors="replace")]), [])
    if wrong := wrong_names(names, [*KEYS, *vocabulary.attributes]):
        msg = f"{path}: MAAD-Face's layout has the columns {', '.join(KEYS)} and the 47 attributes of maad47; {wrong}"
        raise FormatError(msg)
    (files, cells), labels = read_columns(path, path, text=KEYS, labels=names[2:])
    if tuple(names[2:]) != vocabulary.attributes:
        labels = np.ascontiguousarray(labels[:, [names[2:].index(name) for name in vocabulary.attributes]])
    if files.null_count():
        msg = f"{path}, line {files.is_null().arg_true()[0] + 2}: an empty Filename"
        raise FormatError(msg)
    identities, malformed = _identities(path, files, cells)
    return Annotations(
        path,
        vocabulary,
        files.alias("image_id"),
        labels,
        identities=identities,
        malformed=malformed,
        identity_cells=cells,
    )


def write_maad_csv(annotations: Annotations, path: Path) -> None:
    """Write a CSV in MAAD-Face's layout; one that was read so and has plain cells and line feeds comes out the same.

    An identity that is MAAD-Face's, such as ``n000713``, is written as its number; one that isn't known is empty.

    Raises:
        ConfigError: the labels are in another vocabulary.
    """
    vocabulary = maad47()
    if annotations.vocabulary.attributes != vocabulary.attributes:
        msg = (
            f"MAAD-Face's layout has the attributes of maad47; these are labels in {annotations.vocabulary.name!r}: "
            "map them first"
        )
        raise ConfigError(msg)
    cells = _cells(annotations)
    header = io.StringIO()
    csv.writer(header, lineterminator="\n").writerow([*KEYS, *vocabulary.attributes])
    with atomic_write(path) as temporary, temporary.open("wb") as file:
        file.write(header.getvalue().encode())
        for start in range(0, len(annotations), _ROWS):
            rows = slice(start, start + _ROWS)
            columns = np.ascontiguousarray(annotations.labels[rows].T)
            block = [annotations.image_ids[rows].alias("Filename"), cells[rows].alias("Identity")]
            block += [pl.Series(name, column) for name, column in zip(vocabulary.attributes, columns, strict=True)]
            pl.DataFrame(block).write_csv(file, include_header=False)


@dataclass(frozen=True)
class Written:
    """What was written of a face set.

    Attributes:
        rows: images that have labels, a row each.
        without: images without any label, which have no row.
        absent: attributes of MAAD-Face that the layer has not; they are 0, undefined, in all rows.
    """

    rows: int
    without: int
    absent: tuple[str, ...]


def write_maad(faceset: FaceSet, layer: str, path: Path) -> Written:
    """Write the labels of a layer as a CSV in MAAD-Face's layout.

    ``Filename`` is the image id, which has no ending; ``Identity`` is empty where it isn't known.

    Raises:
        FaceSetError: there is no such layer, or no attribute of MAAD-Face in it.
    """
    annotations = Annotations.of_layer(faceset, layer, maad47())
    write_maad_csv(annotations, path)
    schema = faceset.scan(layer).collect_schema()
    absent = tuple(name for name in annotations.vocabulary.attributes if schema.get(f"{layer}.{name}") != pl.Int8)
    return Written(len(annotations), len(faceset) - len(annotations), absent)


def _identities(path: Path, files: pl.Series, cells: pl.Series) -> tuple[pl.Series, Malformed | None]:
    """Identities from folders, or else cells; and the cells that say something else than their folder."""
    folder, number = (pl.col("file").str.extract(pattern) for pattern in (r"^(n\d+)/", r"^n0*(\d+)/"))
    cell = pl.col("cell")
    wrong = folder.is_not_null() & ~(cell.eq(folder) | cell.eq(number)).fill_null(value=False)
    found = pl.DataFrame({"file": files, "cell": cells}).select(
        pl.coalesce(folder, cell).alias("identity"), wrong.alias("wrong")
    )
    rows = found["wrong"].arg_true()
    if not len(rows):
        return found["identity"], None
    row = rows[0]
    example = (
        f"{path}, line {row + 2}: the identity of {files[row]} reads {cells[row] or ''!r}; "
        f"{found['identity'][row]} was taken, its folder"
    )
    return found["identity"], Malformed(len(rows), example)


def _cells(annotations: Annotations) -> pl.Series:
    """What stands in the column of identities."""
    if annotations.identity_cells is not None:
        return annotations.identity_cells
    if annotations.identities is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(annotations))
    numbers = pl.col("identity").str.extract(r"^n0*(\d+)$")
    ours = pl.col("file").str.starts_with(pl.concat_str("identity", pl.lit("/")))
    rows = pl.DataFrame({"file": annotations.image_ids, "identity": annotations.identities})
    return rows.select(pl.when(ours).then(pl.coalesce(numbers, "identity")).otherwise("identity").alias("cell"))["cell"]
