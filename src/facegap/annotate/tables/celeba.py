"""CelebA's layout: ``list_attr_celeba.txt``, and the files of identities and of the partition that come with it."""

import re
from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.tables.annotations import Annotations
from facegap.annotate.tables.columns import read_columns, wrong_names
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import FormatError

IDENTITIES, PARTITION = "identity_CelebA.txt", "list_eval_partition.txt"
_PARTS = {"0": "train", "1": "validation", "2": "test"}
_HEADER = 2
_BLANKS = re.compile(rb"[ \t]+")
_ENDS = re.compile(rb"^[ \t]+|[ \t\r]+$", re.MULTILINE)


def is_celeba(first: str, second: str) -> bool:
    """Whether two lines are the first of CelebA's layout: a count, and names of which most are CelebA's."""
    known = set(Vocabulary.load("celeba40").attributes)
    return first.strip().isdecimal() and len(known & set(second.split())) > len(known) / 2


def read_celeba(path: Path) -> Annotations:
    """Read CelebA's attributes: a line with the number of images, one with the names, then a line for each image.

    Identities come from ``identity_CelebA.txt``, a file and the number of a person in each line, and the partition from
    ``list_eval_partition.txt``, a file and 0 (train), 1 (validation) or 2 (test) in each; each is looked for beside the
    attributes and in ``Eval`` beside their folder, and may be missing.

    Args:
        path: ``list_attr_celeba.txt``.

    Raises:
        FormatError: the number of images or the names are wrong, a line has another number of cells, a label isn't −1,
            0 or 1, or the three files aren't of the same images.
    """
    vocabulary = Vocabulary.load("celeba40")
    content = _commas(_read(path))
    first, second, rest, *_ = *content.split(b"\n", 2), b"", b""
    names = [name for name in second.decode(errors="replace").split(",") if name]
    if wrong := wrong_names(names, vocabulary.attributes):
        msg = f"{path}, line 2: CelebA's layout has the 40 attributes of celeba40; {wrong}"
        raise FormatError(msg)
    if not rest.strip():
        msg = f"{path}: has names, but no image"
        raise FormatError(msg)
    (files,), labels = read_columns(content, path, text=("file",), labels=names, header=_HEADER, split=str.split)
    if first != b"%d" % len(files):
        msg = f"{path}: its first line says {first.decode(errors='replace')} images, and it has {len(files)}"
        raise FormatError(msg)
    persons, parts = _beside(path, IDENTITIES), _beside(path, PARTITION)
    return Annotations(
        path,
        vocabulary,
        files.alias("image_id"),
        np.ascontiguousarray(labels[:, [names.index(name) for name in vocabulary.attributes]]),
        identities=None if persons is None else _column(persons, path, files).alias("identity"),
        partition=None if parts is None else _partition(parts, path, files),
        first_line=_HEADER + 1,
    )


def _beside(path: Path, name: str) -> Path | None:
    places = (path.parent / name, path.parent.parent / "Eval" / name)
    return next((place for place in places if place.is_file()), None)


def _partition(path: Path, attributes: Path, files: pl.Series) -> pl.Series:
    column = _column(path, attributes, files)
    wrong = column.is_in(list(_PARTS)).not_().arg_true()
    if len(wrong):
        msg = f"{path}: {column[wrong[0]]!r}, of {files[wrong[0]]}, is no part; they are 0, 1 and 2"
        raise FormatError(msg)
    return column.replace_strict(_PARTS, return_dtype=pl.String).alias("partition")


def _column(path: Path, attributes: Path, files: pl.Series) -> pl.Series:
    """The second cell of each line, in the order of the attributes' files."""
    numbers: dict[str, str] = {}
    for line, text in enumerate(_read(path).decode(errors="replace").splitlines(), start=1):
        cells = text.split()
        if len(cells) not in (0, 2):
            msg = f"{path}, line {line}: {len(cells)} cells where a file and a number should be"
            raise FormatError(msg)
        if cells and cells[0] in numbers:
            msg = f"{path}, line {line}: {cells[0]} is there twice"
            raise FormatError(msg)
        if cells:
            numbers[cells[0]] = cells[1]
    known = set(files.to_list())
    for one, other, names in (
        (attributes, path, [name for name in files if name not in numbers]),
        (path, attributes, [name for name in numbers if name not in known]),
    ):
        if names:
            msg = f"{other}: has no line of {len(names)} images that {one} has, such as {names[0]}"
            raise FormatError(msg)
    return pl.Series([numbers[name] for name in files], dtype=pl.String)


def _read(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror or error}"
        raise FormatError(msg) from error


def _commas(content: bytes) -> bytes:
    """With a comma for each run of blanks within a line."""
    return _BLANKS.sub(b",", _ENDS.sub(b"", content))
