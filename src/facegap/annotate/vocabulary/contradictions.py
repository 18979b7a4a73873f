"""Labels that can't all be true. They are counted and reported, and never changed."""

import itertools
from dataclasses import dataclass
from typing import Literal

import numpy as np

from facegap.annotate.vocabulary.vocabulary import Vocabulary
from facegap.base.arrays import Int8Array

_BLOCK = 65_536


@dataclass(frozen=True)
class Contradiction:
    """One way in which labels contradict each other, and how often it occurs.

    Attributes:
        attributes: The attributes that contradict each other: a pair, or all members of a family.
        why: ``both`` if both of a pair are positive; ``none`` if all members of an exhaustive family are negative.
        images: The number of images with such labels.
        example: The row of the first such image in the labels.
    """

    attributes: tuple[str, ...]
    why: Literal["both", "none"]
    images: int
    example: int

    def __str__(self) -> str:
        if self.why == "both":
            return f"{' and '.join(self.attributes)}, both positive"
        return f"none of {', '.join(self.attributes)}"


@dataclass(frozen=True)
class Contradictions:
    """All contradictions among the labels of some images.

    Attributes:
        images: The number of images.
        contradicted: The number of images with at least one contradiction.
        kinds: The contradictions that occur, the most frequent first.
    """

    images: int
    contradicted: int
    kinds: tuple[Contradiction, ...]


def find_contradictions(labels: Int8Array, vocabulary: Vocabulary) -> Contradictions:
    """Count the labels that contradict each other, according to the vocabulary's families and contradictions.

    >>> vocabulary = Vocabulary.load("maad47")
    >>> labels = np.zeros((3, 47), dtype=np.int8)
    >>> labels[1, vocabulary.columns(["Bald", "Bangs"])] = 1
    >>> result = find_contradictions(labels, vocabulary)
    >>> result.contradicted, str(result.kinds[0]), result.kinds[0].example
    (1, 'Bald and Bangs, both positive', 1)

    Args:
        labels: int8 (images, attributes of the vocabulary): 1 positive, −1 negative, 0 undefined.
        vocabulary: Names the columns of the labels and says what excludes what.
    """
    within = [pair for family in vocabulary.families for pair in itertools.combinations(family.members, 2)]
    pairs = list(dict.fromkeys([*within, *vocabulary.contradictions]))
    exhaustive = [family.members for family in vocabulary.families if family.exhaustive]
    checks: list[tuple[Literal["both", "none"], tuple[str, ...]]] = [
        *(("both", pair) for pair in pairs),
        *(("none", members) for members in exhaustive),
    ]
    columns_of_check = [vocabulary.columns(names) for _, names in checks]
    counts, first_rows = [0] * len(checks), [-1] * len(checks)
    contradicted = 0
    for start in range(0, len(labels), _BLOCK):
        columns = np.ascontiguousarray(labels[start : start + _BLOCK].T)
        positive, negative = columns > 0, columns < 0
        any_wrong = np.zeros(columns.shape[1], dtype=np.bool_)
        for number, (why, _) in enumerate(checks):
            wrong = (positive if why == "both" else negative)[columns_of_check[number]].all(axis=0)
            count = int(np.count_nonzero(wrong))
            if count and not counts[number]:
                first_rows[number] = start + int(np.argmax(wrong))
            counts[number] += count
            any_wrong |= wrong
        contradicted += int(np.count_nonzero(any_wrong))
    kinds = [
        Contradiction(names, why, count, first_row)
        for (why, names), count, first_row in zip(checks, counts, first_rows, strict=True)
        if count
    ]
    by_frequency = sorted(kinds, key=lambda contradiction: -contradiction.images)
    return Contradictions(len(labels), contradicted, tuple(by_frequency))
