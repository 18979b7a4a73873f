"""Sets of embedded people for the tests of fidelity."""

import numpy as np

from facegap.compare.fidelity import EmbeddedPair, get_metric
from facegap.estimates import EstimateWithFloor
from facegap.matching import EmbeddedSet


def people(
    count: int, images: int, *, seed: int, noise: float = 0.6, dimensions: int = 16, shift: float = 0.0, wide: float = 1
) -> EmbeddedSet:
    """People at random, with ``noise`` within a person.

    ``shift`` moves all people along one axis, and all but two axes are ``wide`` times as wide: near 0, the people are
    few kinds.
    """
    rng = np.random.default_rng(seed)
    centers = rng.standard_normal((count, dimensions))
    centers[:, 2:] *= wide
    centers[:, 0] += shift
    vectors = np.repeat(centers, images, axis=0) + noise * wide * rng.standard_normal((count * images, dimensions))
    return unit(vectors, np.repeat(np.arange(count), images))


def unit(vectors: np.ndarray, owners: np.ndarray) -> EmbeddedSet:
    """Vectors at unit length, as a set."""
    lengths = np.linalg.norm(vectors, axis=1, keepdims=True)
    return EmbeddedSet((vectors / lengths).astype(np.float32), np.asarray(owners, dtype=np.int64), 0, 0)


def pair_of(real: EmbeddedSet, synthetic: EmbeddedSet, *, seed: int = 0) -> EmbeddedPair:
    """The sets as metrics take them."""
    return EmbeddedPair(real=real, synthetic=synthetic, seed=seed)


def measured(name: str, real: EmbeddedSet, synthetic: EmbeddedSet, *, seed: int = 0) -> EstimateWithFloor:
    """One metric of two sets."""
    return get_metric(name).of(pair_of(real, synthetic, seed=seed))
