"""Whether a reliability tells right answers from wrong ones."""

from concurrent.futures import ThreadPoolExecutor

import numpy as np
import numpy.typing as npt

from facegap.annotate.trust.ranking import rank_areas
from facegap.engine import available_cores
from facegap.estimates import PeopleGroups

Scores = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]


def sorting_areas(
    reliability: Scores, *, right: npt.NDArray[np.bool_], counts: npt.NDArray[np.bool_], groups: PeopleGroups
) -> Floats:
    """AUROC of right answers by their reliability, float64 (1 + groups, attributes), as ``rank_areas`` gives it.

    Args:
        reliability: float32 (images, attributes), higher is surer.
        right: bool (images, attributes).
        counts: bool (images, attributes), the answers that count.
        groups: of the images' people.
    """

    def area(attribute: int) -> Floats:
        at = np.flatnonzero(counts[:, attribute])
        return rank_areas(
            reliability[at, attribute], right[at, attribute], groups=groups.of[at], count=groups.count
        ).auroc

    with ThreadPoolExecutor(available_cores()) as pool:
        return np.array(list(pool.map(area, range(reliability.shape[1])))).reshape(-1, 1 + groups.count).T
