"""The compiled inner loop of areas under curves: once down the scores, for everyone and without each group of people.

The function has no annotations because numba compiles it for the types that it is called with.
"""

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def add_areas(falling, positive, groups, ordered_pairs, precision, positives, negatives):  # type: ignore[no-untyped-def]
    """Add up, down the falling scores, what AUROC and average precision are computed from.

    Args:
        falling: float32 (images,), the scores from the highest to the lowest.
        positive: bool (images,), the truth.
        groups: int64 (images,), the group of each image's person, from 0.
        ordered_pairs: float64 (1 + groups,) of zeros, as are all that follow, everyone's first; gets the number of
            pairs of a positive and a negative image in the right order, ties counting half.
        precision: Gets the sum of the precision over all positive images.
        positives: Gets the number of positive images.
        negatives: Gets the number of negative images.
    """
    images, samples = len(falling), len(positives)
    new_positives, new_negatives = np.zeros(samples), np.zeros(samples)
    begin = 0
    while begin < images:
        end = begin
        while end < images and falling[end] == falling[begin]:
            new = new_positives if positive[end] else new_negatives
            new[0] += 1
            new[1 + groups[end]] -= 1
            end += 1
        all_positives, all_negatives = new_positives[0], new_negatives[0]
        new_positives[0] = new_negatives[0] = 0.0
        for sample in range(samples):
            # What was subtracted for a group is what everyone has more than everyone without it.
            plus, minus = all_positives + new_positives[sample], all_negatives + new_negatives[sample]
            new_positives[sample] = new_negatives[sample] = 0.0
            ordered_pairs[sample] += minus * (positives[sample] + plus / 2)
            positives[sample] += plus
            negatives[sample] += minus
            if plus > 0:
                precision[sample] += plus * positives[sample] / (positives[sample] + negatives[sample])
        begin = end
