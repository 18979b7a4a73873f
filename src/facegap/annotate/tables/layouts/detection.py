"""Recognizing the layout of a file of labels, and reading it accordingly."""

import csv
from pathlib import Path
from typing import Literal

from facegap.annotate.tables.layouts.annotations import Annotations
from facegap.annotate.tables.layouts.celeba import is_celeba, read_celeba
from facegap.annotate.tables.layouts.fairface import is_fairface, read_fairface
from facegap.annotate.tables.layouts.maad import is_maad, read_maad
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import FormatError

Layout = Literal["maad", "celeba", "fairface"]

_LONGEST_LINE = 1 << 16


def detect_layout(path: Path) -> Layout | None:
    """Return the layout of a file by its first two lines, or None if they are in no known layout.

    Raises:
        FormatError: The file can't be read.
    """
    try:
        with path.open("rb") as file:
            first, second = (file.readline(_LONGEST_LINE).decode("utf-8-sig", errors="replace") for _ in range(2))
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
    r"""Read a file of labels in the layout of MAAD-Face, CelebA or FairFace.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     path = Path(folder) / "fairface_label_val.csv"
    ...     _ = path.write_text("file,age,gender,race\nval/1.jpg,20-29,Female,East Asian\n")
    ...     annotations = read_annotations(path, vocabulary=Vocabulary.load("maad47"))
    >>> columns = annotations.vocabulary.columns(["Male", "Young", "Asian", "Smiling"])
    >>> annotations.labels[0, columns].tolist()
    [-1, 1, 1, 0]

    Args:
        path: The file.
        vocabulary: The vocabulary that the labels are mapped to; by default they stay in the layout's own.

    Raises:
        FormatError: The file is in none of these layouts, or is damaged.
        ConfigError: No attribute of the layout's vocabulary corresponds to one of ``vocabulary``.
    """
    layout = detect_layout(path)
    if layout is None:
        msg = f"{path}: its first lines are not those of MAAD-Face's, CelebA's or FairFace's layout"
        raise FormatError(msg)
    annotations = {"maad": read_maad, "celeba": read_celeba, "fairface": read_fairface}[layout](path)
    return annotations.mapped_to(vocabulary) if vocabulary else annotations
