"""Whether a reliability tells right answers from wrong ones."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np

from facegap.annotate.trust.ranking import rank_areas
from facegap.base.arrays import BoolArray, Float32Array, Float64Array
from facegap.engine import available_cores
from facegap.estimates import PeopleGroups


def sorting_areas(
    reliability: Float32Array, *, right: BoolArray, counts: BoolArray, groups: PeopleGroups
) -> Float64Array:
    """AUROC of right answers by their reliability, float64 (1 + groups, attributes), as ``rank_areas`` gives it.

    Args:
        reliability: float32 (images, attributes), higher is surer.
        right: bool (images, attributes).
        counts: bool (images, attributes), the answers that count.
        groups: of the images' people.
    """

    def area(attribute: int) -> Float64Array:
        at = np.flatnonzero(counts[:, attribute])
        return rank_areas(
            reliability[at, attribute], right[at, attribute], groups=groups.of[at], count=groups.count
        ).auroc

    with ThreadPoolExecutor(available_cores()) as pool:
        return np.array(list(pool.map(area, range(reliability.shape[1])))).reshape(-1, 1 + groups.count).T
