"""Who is in each of several sets: the shares of groups by several attributes at once: sex, ancestry and age."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product

import numpy as np

from facegap.base.arrays import Int8Array, Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.compare.attributes import AttributeShares
from facegap.compare.attributes.shares import describe_shares
from facegap.compare.attributes.tally import Tally
from facegap.compare.labels import LabeledSet, in_common
from facegap.compare.validity import GIVEN_LABELS, Validity
from facegap.estimates import Estimate

Axis = tuple[str, ...]
"""One attribute that is there or not; or several of which at most one is."""

_UNDECIDED = -1
_LEAST_DECIDED = 0.5
"""An axis that the labels of some set decide on fewer of its images than this is left out (ours)."""


@dataclass(frozen=True)
class DemographicGroup(ShortRepr):
    """The people of one kind, in several sets.

    Attributes:
        values: What they are on each axis, such as ``("not Male", "Asian", "Young")``; ``none of these`` is who is
            none of an axis' several attributes.
        shares: Their shares in each set, of the images on which all axes are decided; None where the labels of a set
            never say one of the values of any image, so that nobody can tell whether there are none.
    """

    values: tuple[str, ...]
    shares: tuple[AttributeShares | None, ...]

    @property
    def name(self) -> str:
        """The values in words."""
        return ", ".join(self.values)


@dataclass(frozen=True)
class Demographics(ShortRepr):
    """The groups that several sets show.

    Attributes:
        axes: The attributes of each axis.
        left_out: Axes that the labels of some set decide on fewer than half of its images, with the share of each set's
            images on which they do, 0 to 1: groups would be of a selection.
        decided: The share of each set's labeled images on which all of ``axes`` are decided, 0 to 1.
        never: What the labels of each set never say of any image, such as ``Black``.
        groups: The groups that any set shows, in the order of the axes; none where fewer than two axes are left.
    """

    axes: tuple[Axis, ...]
    left_out: tuple[tuple[Axis, tuple[float, ...]], ...]
    decided: tuple[Estimate, ...]
    never: tuple[tuple[str, ...], ...]
    groups: tuple[DemographicGroup, ...]


def demographics_in_sets(sets: Sequence[LabeledSet], *, axes: Sequence[Axis], seed: int = 0) -> Demographics | None:
    """Find the joint shares of demographic groups in each of several sets, with intervals over people.

    An image is decided on an axis of one attribute where that is defined. On one of several attributes it is where
    exactly one is positive, or all are negative. The groups are of the images that are decided on all axes; an axis on
    which few images of a set are isn't among them.

    Args:
        sets: One set at least.
        axes: The attributes of each axis; those that not all sets have are left out.
        seed: The seed of the people's weights in the bootstrap.

    Returns:
        The groups; None where the sets have attributes of fewer than two axes in common.

    >>> import numpy as np
    >>> from facegap.compare import LabeledSet
    >>> labels = np.array([[1, 1, -1]] * 6 + [[-1, -1, 1]] * 3 + [[-1, -1, -1]], dtype=np.int8)
    >>> everyone = np.arange(10)
    >>> mine = LabeledSet("mine", ("Male", "Young", "Senior"), labels, everyone, 0, 0, everyone)
    >>> found = demographics_in_sets([mine], axes=[("Male",), ("Young", "Senior")])
    >>> [(group.name, group.shares[0].positive_of_defined.value) for group in found.groups]
    [('Male, Young', 0.6), ('not Male, Senior', 0.3), ('not Male, none of these', 0.1)]
    """
    common = set(in_common(*sets))
    present = tuple(kept for axis in axes if (kept := tuple(name for name in axis if name in common)))
    if len(present) < 2:
        return None
    every = [[_places(labeled, axis) for labeled in sets] for axis in present]
    decided = [tuple(float(np.mean(own != _UNDECIDED)) for own in by_set) for by_set in every]
    kept_axes = tuple(axis for axis, shares in zip(present, decided, strict=True) if min(shares) >= _LEAST_DECIDED)
    left_out = tuple(pair for pair in zip(present, decided, strict=True) if pair[0] not in kept_axes)
    if len(kept_axes) < 2:
        return Demographics(kept_axes, left_out, (), ((),) * len(sets), ())
    values = [_values(axis) for axis in kept_axes]
    groups = list(product(*(range(len(names)) for names in values)))
    chosen = [by_set for axis, by_set in zip(present, every, strict=True) if axis in kept_axes]
    places = [np.stack(of_set) for of_set in zip(*chosen, strict=True)]
    described = [_describe(labeled, kept_axes, own, groups, seed) for labeled, own in zip(sets, places, strict=True)]
    never = [_never(own, values) for own in places]
    present_groups = []
    for at, group in enumerate(groups):
        names = tuple(own[place] for own, place in zip(values, group, strict=True))
        shares = tuple(
            None if set(names) & unsaid else one[at] for one, unsaid in zip(described, map(set, never), strict=True)
        )
        if any(share and share.positive.value > 0 for share in shares):
            present_groups.append(DemographicGroup(names, shares))
    return Demographics(
        kept_axes, left_out, tuple(_decided(one[0]) for one in described), tuple(never), tuple(present_groups)
    )


def _values(axis: Axis) -> tuple[str, ...]:
    return (axis[0], f"not {axis[0]}") if len(axis) == 1 else (*axis, "none of these")


def _places(labeled: LabeledSet, axis: Axis) -> Int64Array:
    """Which value of the axis each image has, int64 (images,); −1 where that isn't decided."""
    labels = labeled.only(axis).labels
    positive, negative = labels == 1, labels == -1
    if len(axis) == 1:
        return np.asarray(np.select([positive[:, 0], negative[:, 0]], [0, 1], default=_UNDECIDED), dtype=np.int64)
    single = positive.sum(axis=1) == 1
    conditions = [single, negative.all(axis=1)]
    choices = [positive.argmax(axis=1), len(axis)]
    return np.asarray(np.select(conditions, choices, default=_UNDECIDED), dtype=np.int64)


def _describe(
    labeled: LabeledSet, axes: Sequence[Axis], places: Int64Array, groups: Sequence[tuple[int, ...]], seed: int
) -> list[AttributeShares]:
    """The shares of each group, as if belonging to it were an attribute."""
    decided = (places != _UNDECIDED).all(axis=0)
    columns: list[Int8Array] = [
        np.where(decided, np.where((places == np.array(group)[:, None]).all(axis=0), 1, -1), 0).astype(np.int8)
        for group in groups
    ]
    names = tuple(str(number) for number in range(len(groups)))
    # As if belonging to a group were an attribute, which may be relied on where all that it is made of may.
    relied_on = all(labeled.validity.trusts(name) for axis in axes for name in axis)
    validity = GIVEN_LABELS if relied_on else Validity(labeled.validity.annotator, labeled.validity.domain)
    grouped = replace(
        labeled, attributes=names, labels=np.stack(columns, axis=1), scores=None, reliability=None, validity=validity
    )
    return describe_shares(grouped, Tally(grouped, seed=seed), None)


def _never(places: Int64Array, values: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(
        name
        for own, names in zip(places, values, strict=True)
        for number, name in enumerate(names)
        if not np.any(own == number)
    )


def _decided(shares: AttributeShares) -> Estimate:
    undefined = shares.undefined
    return Estimate(1 - undefined.value, 1 - undefined.high, 1 - undefined.low)
