"""Images of planted clusters for the tests of clusters."""

from collections.abc import Sequence

import numpy as np
from tests.labels import labeled

from facegap.compare import LabeledSet


def planted(
    masses: Sequence[float], *, people: int, seed: int, images: int = 3, attributes: int = 24, noise: float = 0.08
) -> LabeledSet:
    """People who are each of one cluster, whose labels are those of the cluster but for some noise."""
    rng = np.random.default_rng(seed)
    centers = np.random.default_rng(7).choice([-1, 1], (len(masses), attributes))
    of = np.repeat(rng.choice(len(masses), people, p=masses), images)
    labels = centers[of] * np.where(rng.random((len(of), attributes)) < noise, -1, 1)
    return labeled(
        {f"a{number}": column.tolist() for number, column in enumerate(labels.T)}, np.repeat(np.arange(people), images)
    )
