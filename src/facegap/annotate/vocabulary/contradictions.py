"""Labels that can't all be true; they are counted, and nothing is changed."""

import itertools
from dataclasses import dataclass
from typing import Literal

import numpy as np

from facegap.annotate.vocabulary.vocabulary import Vocabulary
from facegap.base.arrays import Int8Array

_BLOCK = 65_536


@dataclass(frozen=True)
class Contradiction:
    """One way in which labels contradict each other.

    Attributes:
        attributes: whose labels: a pair, or a whole family.
        why: ``both`` of the pair are positive, or ``none`` of an exhaustive family is, though all are decided.
        images: how many images have such labels.
        example: the first of them, its row in the labels.
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
    """All the contradictions among the labels of some images.

    Attributes:
        images: how many images there are.
        contradicted: how many of them have at least one contradiction.
        found: those that there are, the most frequent first.
    """

    images: int
    contradicted: int
    found: tuple[Contradiction, ...]


def contradictions(labels: Int8Array, vocabulary: Vocabulary) -> Contradictions:
    """Count the labels that contradict each other.

    Args:
        labels: int8 (images, attributes of the vocabulary): 1 positive, −1 negative, 0 undefined.
        vocabulary: its families and contradictions say what excludes what.
    """
    within = [pair for family in vocabulary.families for pair in itertools.combinations(family.members, 2)]
    pairs = list(dict.fromkeys([*within, *vocabulary.contradictions]))
    exhaustive = [family.members for family in vocabulary.families if family.exhaustive]
    checks: list[tuple[Literal["both", "none"], tuple[str, ...]]] = [
        *(("both", pair) for pair in pairs),
        *(("none", members) for members in exhaustive),
    ]
    at = [vocabulary.columns(names) for _, names in checks]
    counts, first = [0] * len(checks), [-1] * len(checks)
    contradicted = 0
    for start in range(0, len(labels), _BLOCK):
        columns = np.ascontiguousarray(labels[start : start + _BLOCK].T)
        positive, negative = columns > 0, columns < 0
        some = np.zeros(columns.shape[1], dtype=np.bool_)
        for number, (why, _) in enumerate(checks):
            wrong = (positive if why == "both" else negative)[at[number]].all(axis=0)
            count = int(np.count_nonzero(wrong))
            if count and not counts[number]:
                first[number] = start + int(np.argmax(wrong))
            counts[number] += count
            some |= wrong
        contradicted += int(np.count_nonzero(some))
    found = [
        Contradiction(names, why, count, example)
        for (why, names), count, example in zip(checks, counts, first, strict=True)
        if count
    ]
    return Contradictions(len(labels), contradicted, tuple(sorted(found, key=lambda one: -one.images)))
