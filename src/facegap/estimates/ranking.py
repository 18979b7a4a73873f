"""How often the values of one sample are above those of another: what areas under ROC curves are made of."""

import numpy as np

from facegap.base.arrays import Float64Array, Int64Array


def wins(
    p: Float64Array, q: Float64Array, *, p_groups: Int64Array, q_groups: Int64Array, counts: tuple[int, int]
) -> Float64Array:
    """How many images of Q each group's images of P are above, a tie as half of one.

    Args:
        p: The values of P's images, float64 (images of P,), in any unit.
        q: The values of Q's images, float64 (images of Q,), in the same unit.
        p_groups: int64 (images of P,), the group of each image of P, from 0.
        q_groups: int64 (images of Q,), the group of each image of Q, from 0.
        counts: How many groups P and Q have.

    Returns:
        float64 (groups of P, groups of Q); all together over all pairs is the area under the ROC curve. NaN where an
        image has no value.

    >>> import numpy as np
    >>> one, two = np.array([3.0, 1.0]), np.array([1.0, 2.0, 0.0])
    >>> wins(one, two, p_groups=np.array([0, 1]), q_groups=np.array([0, 0, 1]), counts=(2, 2)).tolist()
    [[2.0, 1.0], [0.5, 1.0]]
    """
    if np.isnan(p).any() or np.isnan(q).any():
        return np.full(counts, np.nan)
    won: Float64Array = np.zeros(counts)
    for group in range(counts[1]):
        q_of_group = np.sort(q[q_groups == group])
        above = (np.searchsorted(q_of_group, p, "left") + np.searchsorted(q_of_group, p, "right")) / 2
        won[:, group] = np.bincount(p_groups, above, minlength=counts[0])
    return won
