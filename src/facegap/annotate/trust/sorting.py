"""Whether a reliability tells right answers from wrong ones, and which of several does so best."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.annotate.trust.intervals import intervals, mean_interval
from facegap.annotate.trust.ranking import rank_areas
from facegap.engine import available_cores
from facegap.estimates import Estimate, Estimates, PeopleGroups, group_people

Scores = npt.NDArray[np.float32]
Labels = npt.NDArray[np.int8]
Floats = npt.NDArray[np.float64]

PLAIN = "score"
"""The name of what every reliability is compared with: how far the score is from a half, |score − 0.5|."""


@dataclass(frozen=True)
class Sorting:
    """How well a reliability puts right answers before wrong ones.

    Attributes:
        areas: the chance that a right answer has the higher reliability than a wrong one (AUROC), of each attribute;
            0 to 1, 0.5 is no better than chance, NaN where no answer is wrong or none right.
        mean: over the attributes that have a value.
        gain: that mean less the mean of |score − 0.5|, −1 to 1, above 0 where the reliability sorts better; the
            interval is of the difference, on the same people.
    """

    areas: Estimates
    mean: Estimate
    gain: Estimate


def sort_errors(
    scores: Scores,
    *,
    reliabilities: dict[str, Scores],
    truth: Labels,
    people: npt.NDArray[np.int64],
    seed: int = 0,
) -> dict[str, Sorting]:
    """Judge reliabilities by how well they put right answers before wrong ones: what thresholds on them live from.

    An answer is positive where the score is at least 0.5. It counts where its true label is decided and no
    reliability is NaN, so that all are judged by the same answers.

    Args:
        scores: float32 (images, attributes), chances of a positive label.
        reliabilities: float32 (images, attributes) by name, such as of stochastic passes and of an ensemble.
        truth: int8 (images, attributes), 1, −1, or 0 where undefined.
        people: int64 (images,), a number for each image's person.
        seed: of the groups of people for intervals.

    Returns:
        By name; the plain |score − 0.5| is added as ``score``.

    Raises:
        ValueError: no image, shapes that don't fit, or a reliability named ``score``.
    """
    if PLAIN in reliabilities:
        msg = f"{PLAIN!r} is the name of |score - 0.5|; give the reliability another"
        raise ValueError(msg)
    if not len(people) or {truth.shape, *(sure.shape for sure in reliabilities.values())} != {scores.shape}:
        msg = "there is no image, or truth and reliabilities have not the shape of the scores"
        raise ValueError(msg)
    groups = group_people(np.unique(people, return_inverse=True)[1], seed=seed)
    named = {PLAIN: np.abs(scores - np.float32(0.5)), **reliabilities}
    counts = (truth != 0) & ~np.any([np.isnan(sure) for sure in named.values()], axis=0)
    right = (scores >= 0.5) == (truth == 1)
    areas = {name: sorting_areas(sure, right=right, counts=counts, groups=groups) for name, sure in named.items()}
    return {
        name: Sorting(intervals(area), mean_interval(area), mean_interval(area - areas[PLAIN], least=-1.0))
        for name, area in areas.items()
    }


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
