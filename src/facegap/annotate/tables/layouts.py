"""The layouts of tables whose columns have a meaning that is known, and how they are told apart."""

import csv
from pathlib import Path
from typing import Literal

from facegap.annotate.tables.annotations import Annotations
from facegap.annotate.tables.celeba import is_celeba, read_celeba
from facegap.annotate.tables.fairface import is_fairface, read_fairface
from facegap.annotate.tables.maad import is_maad, read_maad
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import FormatError

Layout = Literal["maad", "celeba", "fairface"]

_LONGEST = 1 << 16


def layout_of(path: Path) -> Layout | None:
    """The layout that a file's first two lines are of; None where it is none that is known.

    Raises:
        FormatError: the file can't be read.
    """
    try:
        with path.open("rb") as file:
            first, second = (file.readline(_LONGEST).decode("utf-8-sig", errors="replace") for _ in range(2))
    except OSError as error:
        msg = f"{path}: cannot be read: {error.strerror or error}"
        raise FormatError(msg) from error
    header = [name.strip() for name in next(csv.reader([first]), [])]
    if is_maad(header):
        return "maad"
    if is_celeba(first, second):
        return "celeba"
    return "fairface" if is_fairface(header) else None


def read_annotations(path: Path, *, vocabulary: Vocabulary | None = None) -> Annotations:
    """Read a file in the layout of MAAD-Face, CelebA or FairFace.

    Args:
        path: the file.
        vocabulary: which the labels are to be in; by default the layout's own.

    Raises:
        FormatError: the file is in none of the layouts, or is damaged.
        ConfigError: nothing in the layout's vocabulary corresponds to anything in the one that is wanted.
    """
    layout = layout_of(path)
    if layout is None:
        msg = f"{path}: its first lines are not those of MAAD-Face's, CelebA's or FairFace's layout"
        raise FormatError(msg)
    found = {"maad": read_maad, "celeba": read_celeba, "fairface": read_fairface}[layout](path)
    return found.mapped_onto(vocabulary) if vocabulary else found
