"""Labels counted by units of people, once over all images."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from enum import IntEnum

import numpy as np

from facegap.base.arrays import Float64Array, Int8Array, Int64Array
from facegap.engine import available_cores
from facegap.estimates import people_units

_PARTS = 8
"""Parts that are counted by themselves, always as many, so that rounding doesn't depend on the number of cores."""


class Column(IntEnum):
    """What is summed for each unit and attribute."""

    POSITIVE = 0  # images
    NEGATIVE = 1
    OWN_POSITIVE = 2  # over people, the share of a person's images
    OWN_NEGATIVE = 3
    OWN_UNDEFINED = 4
    OWN_POSITIVE_OF_DEFINED = 5  # over people who have defined images, the share of those
    KNOWN = 6  # such people


@dataclass(frozen=True)
class LabelCounts:
    """Sums over the images and people of each unit.

    Attributes:
        columns: float64 (units, attributes, columns), the sums of each ``Column``.
        images: float64 (units,), how many images each unit has.
        people: float64 (units,), how many people each unit has.
        image_squares: The sum of the squares of the numbers of each person's images.
        defined_squares: float64 (attributes,), the sum of the squares of the numbers of each person's images for which
            an attribute is defined.
    """

    columns: Float64Array
    images: Float64Array
    people: Float64Array
    image_squares: float
    defined_squares: Float64Array


def count_labels(labels: Int8Array, people: Int64Array, *, seed: int) -> LabelCounts:
    """Count the labels of each attribute by unit of people.

    Args:
        labels: int8 (images, attributes), as of ``LabeledSet``.
        people: int64 (images,), a number from 0 for each image's person.
        seed: The seed of the units that many people are dealt into.
    """
    units = people_units(people, seed=seed)
    # Face sets mostly have the images of a person together; then nothing need be sorted.
    order = None if np.all(people[1:] >= people[:-1]) else np.argsort(people, kind="stable")
    owners = people if order is None else people[order]
    starts = np.flatnonzero(np.r_[True, owners[1:] != owners[:-1], True])
    unit = (units.of if order is None else units.of[order])[starts[:-1]]
    columns, squares = _count(labels, order, starts, unit, units.count)
    own = np.diff(starts).astype(np.float64)
    return LabelCounts(
        columns=columns,
        images=np.bincount(unit, weights=own, minlength=units.count).astype(np.float64),
        people=np.bincount(unit, minlength=units.count).astype(np.float64),
        image_squares=float(np.sum(own**2)),
        defined_squares=squares,
    )


def _count(
    labels: Int8Array, order: Int64Array | None, starts: Int64Array, unit: Int64Array, units: int
) -> tuple[Float64Array, Float64Array]:
    """The columns by unit, and the squares of people's defined images."""
    # Here, since compiled code takes long to import.
    from facegap.compare.attributes.count_kernel import count_labels_of_people

    bounds = np.searchsorted(starts, np.linspace(0, starts[-1], _PARTS + 1))  # as many images to each

    def work(part: int) -> tuple[Float64Array, Float64Array]:
        columns = np.zeros((units, labels.shape[1], len(Column)))
        squares = np.zeros(labels.shape[1])
        count_labels_of_people(labels, order, starts, unit, bounds[part], bounds[part + 1], columns, squares)
        return columns, squares

    with ThreadPoolExecutor(available_cores()) as pool:
        columns, squares = zip(*pool.map(work, range(_PARTS)), strict=True)
    return np.sum(columns, axis=0), np.sum(squares, axis=0)
