"""CelebA's layout: ``list_attr_celeba.txt``, and the files of identities and of the partition that come with it."""

import re
from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.tables.layouts.annotations import Annotations
from facegap.annotate.tables.layouts.label_csv import column_differences, read_label_csv
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import FormatError

IDENTITIES, PARTITION = "identity_CelebA.txt", "list_eval_partition.txt"
_PARTITION_NAMES = {"0": "train", "1": "validation", "2": "test"}
_HEADER_LINES = 2
_BLANKS = re.compile(rb"[ \t]+")
_LINE_ENDS = re.compile(rb"^[ \t]+|[ \t\r]+$", re.MULTILINE)


def is_celeba(first: str, second: str) -> bool:
    """Say whether two lines are the first ones of CelebA's layout: a count, and names of which most are CelebA's."""
    attributes = set(Vocabulary.load("celeba40").attributes)
    return first.strip().isdecimal() and len(attributes & set(second.split())) > len(attributes) / 2


def read_celeba(path: Path) -> Annotations:
    """Read CelebA's attributes: a line with the number of images, a line with the names, then a line for each image.

    Identities come from ``identity_CelebA.txt``, of which each line holds a file and the number of a person. The
    partition comes from ``list_eval_partition.txt``, of which each line holds a file and 0 (train), 1 (validation) or 2
    (test). Both are looked for beside the attributes and in ``Eval`` beside their folder, and may be missing.

    Args:
        path: The file of attributes, ``list_attr_celeba.txt``.

    Raises:
        FormatError: The number of images or the names are wrong, a line has another number of cells, a label isn't −1,
            0 or 1, or the three files don't list the same images.
    """
    vocabulary = Vocabulary.load("celeba40")
    content = _with_commas(_read_bytes(path))
    first, second, rows, *_ = *content.split(b"\n", 2), b"", b""
    names = [name for name in second.decode(errors="replace").split(",") if name]
    if differences := column_differences(names, vocabulary.attributes):
        msg = f"{path}, line 2: CelebA's layout has the 40 attributes of celeba40; {differences}"
        raise FormatError(msg)
    if not rows.strip():
        msg = f"{path}: has names, but no image"
        raise FormatError(msg)
    (files,), labels = read_label_csv(
        content, path, text=("file",), labels=names, header=_HEADER_LINES, split_line=str.split
    )
    if first != b"%d" % len(files):
        msg = f"{path}: its first line says {first.decode(errors='replace')} images, and it has {len(files)}"
        raise FormatError(msg)
    identity_file, partition_file = _find_beside(path, IDENTITIES), _find_beside(path, PARTITION)
    return Annotations(
        path,
        vocabulary,
        files.alias("image_id"),
        np.ascontiguousarray(labels[:, [names.index(name) for name in vocabulary.attributes]]),
        identities=None if identity_file is None else _read_column(identity_file, path, files).alias("identity"),
        partition=None if partition_file is None else _read_partition(partition_file, path, files),
        first_line=_HEADER_LINES + 1,
    )


def _find_beside(path: Path, name: str) -> Path | None:
    places = (path.parent / name, path.parent.parent / "Eval" / name)
    return next((place for place in places if place.is_file()), None)


def _read_partition(path: Path, attributes: Path, files: pl.Series) -> pl.Series:
    column = _read_column(path, attributes, files)
    wrong = column.is_in(list(_PARTITION_NAMES)).not_().arg_true()
    if len(wrong):
        msg = f"{path}: {column[wrong[0]]!r}, of {files[wrong[0]]}, is no part; they are 0, 1 and 2"
        raise FormatError(msg)
    return column.replace_strict(_PARTITION_NAMES, return_dtype=pl.String).alias("partition")


def _read_column(path: Path, attributes: Path, files: pl.Series) -> pl.Series:
    """The second cell of each line, in the order of the files of the attributes."""
    number_of: dict[str, str] = {}
    for line, text in enumerate(_read_bytes(path).decode(errors="replace").splitlines(), start=1):
        cells = text.split()
        if len(cells) not in (0, 2):
            msg = f"{path}, line {line}: {len(cells)} cells where a file and a number should be"
            raise FormatError(msg)
        if cells and cells[0] in number_of:
            msg = f"{path}, line {line}: {cells[0]} is there twice"
            raise FormatError(msg)
        if cells:
            number_of[cells[0]] = cells[1]
    with_attributes = set(files.to_list())
    for complete, lacking, names in (
        (attributes, path, [name for name in files if name not in number_of]),
        (path, attributes, [name for name in number_of if name not in with_attributes]),
    ):
        if names:
            msg = f"{lacking}: has no line of {len(names)} images that {complete} has, such as {names[0]}"
            raise FormatError(msg)
    return pl.Series([number_of[name] for name in files], dtype=pl.String)


def _read_bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror or error}"
        raise FormatError(msg) from error


def _with_commas(content: bytes) -> bytes:
    """Replace each run of blanks within a line by a comma."""
    return _BLANKS.sub(b",", _LINE_ENDS.sub(b"", content))
