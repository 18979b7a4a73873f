"""MAAD-Face's layout: a CSV of Filename, Identity and 47 columns of labels; read, and written the same."""

import csv
import io
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.tables.layouts.annotations import Annotations, MalformedCells
from facegap.annotate.tables.layouts.label_csv import column_differences, read_label_csv
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import ConfigError, FormatError
from facegap.faceset import FaceSet, atomic_write

KEYS = ("Filename", "Identity")
_ROWS_AT_A_TIME = 262_144


def is_maad(header: list[str]) -> bool:
    """Say whether a first line is that of MAAD-Face's layout, even if a few columns are missing."""
    attributes = set(maad47().attributes)
    return tuple(header[:2]) == KEYS and len(attributes & set(header)) > len(attributes) / 2


def maad47() -> Vocabulary:
    """Return MAAD-Face's vocabulary."""
    return Vocabulary.load("maad47")


def read_maad(path: Path) -> Annotations:
    """Read a CSV file in MAAD-Face's layout.

    The identity of an image in a folder such as ``n000713`` is that folder, whatever the cell says, because a cell of
    the published file is damaged. Elsewhere it is the cell. Cells that hold neither the folder nor its number are
    counted as malformed. All cells are kept, to be written back unchanged.

    Raises:
        FormatError: A column is missing or unknown, a row has another number of cells, or a label isn't −1, 0 or 1.
    """
    vocabulary = maad47()
    with path.open("rb") as file:
        names = next(csv.reader([file.readline().decode("utf-8-sig", errors="replace")]), [])
    if differences := column_differences(names, [*KEYS, *vocabulary.attributes]):
        msg = (
            f"{path}: MAAD-Face's layout has the columns {', '.join(KEYS)} and the 47 attributes of maad47; "
            f"{differences}"
        )
        raise FormatError(msg)
    (files, cells), labels = read_label_csv(path, path, text=KEYS, labels=names[2:])
    if tuple(names[2:]) != vocabulary.attributes:
        labels = np.ascontiguousarray(labels[:, [names[2:].index(name) for name in vocabulary.attributes]])
    if files.null_count():
        msg = f"{path}, line {files.is_null().arg_true()[0] + 2}: an empty Filename"
        raise FormatError(msg)
    identities, malformed = _read_identities(path, files, cells)
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
    """Write a CSV file in MAAD-Face's layout.

    A file that was read by ``read_maad``, and has unquoted cells and line feeds, comes out byte for byte the same. An
    identity of MAAD-Face's, such as ``n000713``, is written as its number; an unknown one is an empty cell.

    Args:
        annotations: The labels, in the vocabulary ``maad47``.
        path: The file to write; an existing one is replaced.

    Raises:
        ConfigError: The labels are in another vocabulary.
    """
    vocabulary = maad47()
    if annotations.vocabulary.attributes != vocabulary.attributes:
        msg = (
            f"MAAD-Face's layout has the attributes of maad47; these are labels in {annotations.vocabulary.name!r}: "
            "map them first"
        )
        raise ConfigError(msg)
    cells = _identity_cells(annotations)
    header = io.StringIO()
    csv.writer(header, lineterminator="\n").writerow([*KEYS, *vocabulary.attributes])
    with atomic_write(path) as temporary, temporary.open("wb") as file:
        file.write(header.getvalue().encode())
        for start in range(0, len(annotations), _ROWS_AT_A_TIME):
            rows = slice(start, start + _ROWS_AT_A_TIME)
            columns = np.ascontiguousarray(annotations.labels[rows].T)
            block = [annotations.image_ids[rows].alias("Filename"), cells[rows].alias("Identity")]
            block += [pl.Series(name, column) for name, column in zip(vocabulary.attributes, columns, strict=True)]
            pl.DataFrame(block).write_csv(file, include_header=False)


@dataclass(frozen=True)
class WrittenLabels:
    """What was written of a face set's labels.

    Attributes:
        rows: The number of images that have labels; each is a row.
        without_labels: The number of images without any label, which have no row.
        absent: The attributes of MAAD-Face that the layer lacks; they are 0, undefined, in all rows.
    """

    rows: int
    without_labels: int
    absent: tuple[str, ...]


def write_maad(faceset: FaceSet, layer: str, path: Path) -> WrittenLabels:
    """Write the labels of a layer as a CSV file in MAAD-Face's layout.

    ``Filename`` is the image id, which has no file ending; ``Identity`` is empty where it is unknown.

    Args:
        faceset: The face set.
        layer: The name of the layer: ``truth`` or ``attributes/NAME``.
        path: The file to write; an existing one is replaced.

    Raises:
        FaceSetError: There is no such layer, or it has no attribute of MAAD-Face.
    """
    annotations = Annotations.from_layer(faceset, layer, maad47())
    write_maad_csv(annotations, path)
    schema = faceset.scan(layer).collect_schema()
    absent = tuple(name for name in annotations.vocabulary.attributes if schema.get(f"{layer}.{name}") != pl.Int8)
    return WrittenLabels(len(annotations), len(faceset) - len(annotations), absent)


def _read_identities(path: Path, files: pl.Series, cells: pl.Series) -> tuple[pl.Series, MalformedCells | None]:
    """Identities from folders, or else cells; and the cells that say something else than their folder."""
    folder, number = (pl.col("file").str.extract(pattern) for pattern in (r"^(n\d+)/", r"^n0*(\d+)/"))
    cell = pl.col("cell")
    wrong = folder.is_not_null() & ~(cell.eq(folder) | cell.eq(number)).fill_null(value=False)
    table = pl.DataFrame({"file": files, "cell": cells}).select(
        pl.coalesce(folder, cell).alias("identity"), wrong.alias("wrong")
    )
    wrong_rows = table["wrong"].arg_true()
    if not len(wrong_rows):
        return table["identity"], None
    row = wrong_rows[0]
    example = (
        f"{path}, line {row + 2}: the identity of {files[row]} reads {cells[row] or ''!r}; "
        f"{table['identity'][row]} was taken, its folder"
    )
    return table["identity"], MalformedCells(len(wrong_rows), example)


def _identity_cells(annotations: Annotations) -> pl.Series:
    """What is written into the column of identities."""
    if annotations.identity_cells is not None:
        return annotations.identity_cells
    if annotations.identities is None:
        return pl.Series([None], dtype=pl.String).new_from_index(0, len(annotations))
    number = pl.col("identity").str.extract(r"^n0*(\d+)$")
    is_folder = pl.col("file").str.starts_with(pl.concat_str("identity", pl.lit("/")))
    rows = pl.DataFrame({"file": annotations.image_ids, "identity": annotations.identities})
    cell = pl.when(is_folder).then(pl.coalesce(number, "identity")).otherwise("identity")
    return rows.select(cell.alias("cell"))["cell"]
