"""Sets of simulated people, with scores like those of a face network."""

from dataclasses import replace

import numpy as np
import polars as pl

from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings
from facegap.matching import EmbeddedSet, person_numbers

DIMENSIONS = 128


def people(seed: int, count: int) -> np.ndarray:
    """A direction for each person; the cosine of two is 0.05 ± 0.09."""
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSIONS)) + 0.23
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def images(centers: np.ndarray, each: int, *, seed: int, alike: float = 0.65) -> np.ndarray:
    """Images of each person, with mated scores of about ``alike`` ± 0.1."""
    rng = np.random.default_rng(seed)
    repeated = np.repeat(centers, each, axis=0)
    # The length of the noise makes the mated score: 1 / (1 + n²), with n of its own for each image.
    length = np.sqrt(1 / np.clip(rng.normal(alike, 0.08, len(repeated)), 0.3, 0.95) - 1)
    vectors = repeated + length[:, None] * rng.standard_normal(repeated.shape) / np.sqrt(DIMENSIONS)
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def audited(name: str, vectors: np.ndarray, identities: list[str | None]) -> NamedEmbeddings:
    """A set of embeddings whose image ids are the name of the set and a number."""
    numbers = person_numbers(pl.Series("identity", identities, dtype=pl.String))
    unknown = sum(identity is None for identity in identities)
    ids = [f"{name}/{row}" for row in range(len(vectors))]
    return NamedEmbeddings(
        name, EmbeddedSet(np.asarray(vectors, dtype=np.float32), numbers, unknown, 0), ids, identities
    )


def named(name: str, count: int, each: int) -> list[str | None]:
    """Identities ``name 0``, ``name 1`` …, of so many images each."""
    return [f"{name} {person}" for person in range(count) for _ in range(each)]


def alike_people(seed: int, count: int) -> np.ndarray:
    """Directions of people whom a network takes for alike: the cosine of two is 0.53 ± 0.06."""
    drawn = np.random.default_rng(seed).standard_normal((count, DIMENSIONS))
    drawn[:, :16] += 3
    return drawn / np.linalg.norm(drawn, axis=1, keepdims=True)


def grouped(name: str, plain: int, alike: int, *, seed: int, each: int = 1) -> NamedEmbeddings:
    """People of two groups, of which the network takes one for alike."""
    centers = np.concatenate([people(seed, plain), alike_people(seed + 1, alike)])
    vectors = centers if each == 1 else images(centers, each, seed=seed)
    groups = ["plain"] * (plain * each) + ["alike"] * (alike * each)
    return replace(audited(name, vectors, named(name, plain + alike, each)), groups=groups)
