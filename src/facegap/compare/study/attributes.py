"""How often each attribute is there in each of several sets."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.short_repr import ShortRepr
from facegap.compare.attributes import AttributeShares, SetLabels
from facegap.compare.attributes.score_shares import estimate_score_shares
from facegap.compare.attributes.shares import describe_shares
from facegap.compare.attributes.tally import Tally
from facegap.compare.labels import LabeledSet, in_common


@dataclass(frozen=True)
class AttributeInSets(ShortRepr):
    """One attribute in several sets.

    Attributes:
        name: The name of the attribute.
        shares: Its shares in each set, in the order of the sets.
    """

    name: str
    shares: tuple[AttributeShares, ...]


@dataclass(frozen=True)
class AttributesInSets(ShortRepr):
    """The attributes that several sets have, in each of them.

    Attributes:
        sets: The labeled images of each set.
        several: Whether each set has a person who is known to be on several images; without one, a share over people is
            the share over images, or isn't known.
        compared: The attributes that all sets have, in the order of the first set.
        left_out: The names of the attributes that only some of the sets have.
    """

    sets: tuple[SetLabels, ...]
    several: tuple[bool, ...]
    compared: tuple[AttributeInSets, ...]
    left_out: tuple[str, ...]


def attributes_in_sets(sets: Sequence[LabeledSet], *, seed: int = 0) -> AttributesInSets:
    """Find the shares of each attribute that all sets have, over images and over people.

    Args:
        sets: One set at least.
        seed: The seed of the people's weights in the bootstrap.

    Raises:
        FaceSetError: The sets have no attribute in common.

    >>> import numpy as np
    >>> from facegap.compare import LabeledSet
    >>> def people(smiling: int) -> LabeledSet:
    ...     labels = np.repeat([[1], [-1]], [smiling, 50 - smiling], axis=0).astype(np.int8)
    ...     people = np.arange(50)
    ...     return LabeledSet("attributes/mine", ("Smiling",), labels, people, unknown=0, missing=0, rows=people)
    >>> smiling = attributes_in_sets([people(20), people(45), people(5)]).compared[0]
    >>> [shares.positive_of_defined.value for shares in smiling.shares]
    [0.4, 0.9, 0.1]
    """
    common = in_common(*sets)
    shared = [labeled.only(common) for labeled in sets]
    described = [
        describe_shares(labeled, Tally(labeled, seed=seed), estimate_score_shares(labeled, seed=seed))
        for labeled in shared
    ]
    everything = dict.fromkeys(name for labeled in sets for name in labeled.attributes)
    return AttributesInSets(
        sets=tuple(SetLabels.of(labeled) for labeled in sets),
        several=tuple(_several(labeled) for labeled in sets),
        compared=tuple(
            AttributeInSets(name, shares) for name, shares in zip(common, zip(*described, strict=True), strict=True)
        ),
        left_out=tuple(name for name in everything if name not in common),
    )


def _several(labeled: LabeledSet) -> bool:
    return len(np.unique(labeled.people)) < len(labeled.people)
