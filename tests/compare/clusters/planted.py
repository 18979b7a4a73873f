"""Images of planted clusters for the tests of clusters."""

from collections.abc import Sequence

import numpy as np
from tests.labels import labelled

from facegap.compare import LabelledSet


def planted(
    masses: Sequence[float], *, people: int, seed: int, images: int = 3, attributes: int = 24, noise: float = 0.08
) -> LabelledSet:
    """People who are each of one cluster, whose labels are those of the cluster but for some noise."""
    rng = np.random.default_rng(seed)
    centres = np.random.default_rng(7).choice([-1, 1], (len(masses), attributes))
    of = np.repeat(rng.choice(len(masses), people, p=masses), images)
    labels = centres[of] * np.where(rng.random((len(of), attributes)) < noise, -1, 1)
    return labelled(
        {f"a{number}": column.tolist() for number, column in enumerate(labels.T)}, np.repeat(np.arange(people), images)
    )
