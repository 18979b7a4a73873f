"""People in embeddings for the tests of identities."""

import numpy as np

from facegap.matching import EmbeddedSet


def unit(seed: int, images: int, dimensions: int = 16) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((images, dimensions)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def embedded(vectors: np.ndarray, people: np.ndarray) -> EmbeddedSet:
    return EmbeddedSet(vectors, people, 0, 0)


def around(seed: int, people: int, images: int, *, noise: float, dimensions: int = 16) -> EmbeddedSet:
    """Images around a direction of each person at random; with noise 0 they are all the same."""
    rng = np.random.default_rng(seed)
    centers = np.repeat(unit(seed, people, dimensions), images, axis=0)
    vectors = centers + noise * rng.standard_normal(centers.shape) / np.sqrt(dimensions)
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    return embedded(vectors, np.repeat(np.arange(people), images))
