"""How a table of labels is to be read, and how people write these options on the command line."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from facegap.base.errors import ConfigError

Bounds = tuple[float, ...]
"""The lower bounds of the bins of a column of numbers, rising."""

Words = tuple[str, ...]
"""All words that a column may hold."""

Zero = Literal["negative", "undefined"]
"""What 0 means in a column of labels without −1."""

RowOf = Literal["image", "identity"]
"""Whether a row describes one image or one identity, that is, all of its images."""


@dataclass(frozen=True)
class TableOptions:
    """How a table of labels is to be read.

    Attributes:
        key: The column that says which image or identity a row describes; by default the first with a usual name, such
            as ``filename`` or ``identity``.
        by: Whether a row describes an image or an identity, that is, all images of that person.
        columns: The columns to take; by default all that can be attributes.
        zero: What 0 means in a column that has no −1.
        bins: The columns of numbers that are cut into bins, each with the lower bounds of its bins.
        words: The columns of words whose words are all known, each with these words.
    """

    key: str | None = None
    by: RowOf = "image"
    columns: tuple[str, ...] | None = None
    zero: Zero | None = None
    bins: tuple[tuple[str, Bounds], ...] = ()
    words: tuple[tuple[str, Words], ...] = ()


def parse_bins(options: Sequence[str]) -> dict[str, Bounds]:
    """Parse bins as they are written on the command line: a column and the rising lower bounds of its bins.

    >>> parse_bins(["age=0,20,40"])
    {'age': (0.0, 20.0, 40.0)}

    Raises:
        ConfigError: An option is not written so, or a column is named twice.
    """
    bins: dict[str, Bounds] = {}
    for option in options:
        column, _, text = option.rpartition("=")
        try:
            bounds = tuple(float(bound) for bound in text.split(","))
        except ValueError:
            bounds = ()
        rising = all(low < high for low, high in itertools.pairwise(bounds))
        if not column or not bounds or not rising or column in bins:
            why = "the column is there twice" if column in bins else "write a column and rising bounds: age=0,20,40,60"
            msg = f"--bins {option}: {why}"
            raise ConfigError(msg)
        bins[column] = bounds
    return bins


def parse_words(options: Sequence[str]) -> dict[str, Words]:
    """Parse words as they are written on the command line: a column and all words that it may hold.

    >>> parse_words(["age=0-2,3-9,10-19"])
    {'age': ('0-2', '3-9', '10-19')}

    Raises:
        ConfigError: An option is not written so, or a column or a word is named twice.
    """
    words_of: dict[str, Words] = {}
    for option in options:
        column, _, text = option.partition("=")
        words = tuple(word.strip() for word in text.split(","))
        if not column or not all(words) or len(set(words)) < len(words) or column in words_of:
            why = "the column is there twice" if column in words_of else "write a column and its words: age=0-2,3-9"
            msg = f"--words {option}: {why}"
            raise ConfigError(msg)
        words_of[column] = words
    return words_of
