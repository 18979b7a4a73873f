"""The compiled inner loop of areas under curves: once down the scores, for everyone and without each group at a time.

The function has no annotations because numba compiles it for the types that it is called with.
"""

import numba
import numpy as np


@numba.njit(nogil=True, cache=True)
def add_areas(falls, positive, groups, auroc, precision, found, false):  # type: ignore[no-untyped-def]
    """Add up, down the falling scores, what AUROC and average precision are sums of.

    The last four are float64 (1 + groups,) of zeros, everyone's first: pairs of a positive and a negative image in the
    right order, the sum of precision over positives, and images of either class.
    """
    images, samples = len(falls), len(found)
    more, more_false = np.zeros(samples), np.zeros(samples)
    begin = 0
    while begin < images:
        end = begin
        while end < images and falls[end] == falls[begin]:
            ours = more if positive[end] else more_false
            ours[0] += 1
            ours[1 + groups[end]] -= 1
            end += 1
        all_more, all_false = more[0], more_false[0]
        more[0] = more_false[0] = 0.0
        for sample in range(samples):
            # What was subtracted of a group is what everyone has more than everyone without it.
            plus, minus = all_more + more[sample], all_false + more_false[sample]
            more[sample] = more_false[sample] = 0.0
            auroc[sample] += minus * (found[sample] + plus / 2)
            found[sample] += plus
            false[sample] += minus
            if plus > 0:
                precision[sample] += plus * found[sample] / (found[sample] + false[sample])
        begin = end
