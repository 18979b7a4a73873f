"""How well scores put positive images before negative ones: areas under curves, also with groups of people left out."""

from typing import NamedTuple

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array


class RankAreas(NamedTuple):
    """AUROC and average precision, each float64 (1 + groups,), 0 to 1: of everyone, then without each group."""

    auroc: Float64Array
    average_precision: Float64Array


def rank_areas(
    scores: Float32Array,
    positive: BoolArray,
    *,
    groups: Int64Array,
    count: int,
) -> RankAreas:
    """AUROC and average precision of everyone, and with each group of people left out.

    AUROC is the chance that a positive image has the higher score than a negative one, a tie counting half. Average
    precision is Σ (R_k − R_{k−1}) P_k of recall and precision at each score from the highest, without interpolation.

    Args:
        scores: (images,), higher is more positive.
        positive: bool (images,).
        groups: int64 (images,), the group of each image's person, from 0.
        count: groups.

    Returns:
        The areas; NaN where there are no images of one of the classes.
    """
    # Here, since compiled code takes long to import.
    from facegap.annotate.trust.rank_kernel import add_areas

    order = np.argsort(-scores, kind="stable")
    ordered_pairs, precision, found, false = np.zeros((4, 1 + count))
    add_areas(scores[order], positive[order], groups[order], ordered_pairs, precision, found, false)
    with np.errstate(invalid="ignore", divide="ignore"):
        return RankAreas(ordered_pairs / (found * false), np.where(false > 0, precision / found, np.nan))
