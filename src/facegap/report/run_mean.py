"""The mean of a number over several trainings."""

from collections.abc import Sequence

import numpy as np

from facegap.estimates import Estimate, jackknife

MEAN = "mean of {} seeds"
"""What a row of means is called."""


def mean_over_runs(values: Sequence[float]) -> Estimate:
    """The mean, and its 95 % interval by Student's t over the runs: what another seed would change.

    The jackknife of a mean is just that; NaN bounds where there is one run, or all agree.
    """
    found = np.asarray(values, dtype=np.float64)
    left_out = [float(np.delete(found, at).mean()) for at in range(len(found))] if len(found) > 1 else [0.0]
    return jackknife(float(found.mean()), [left_out], bounds=(-np.inf, np.inf))
