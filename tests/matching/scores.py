"""Embeddings to compare, and their scores by the plainest of loops."""

from typing import NamedTuple

import numpy as np


def unit(rng: np.random.Generator, images: int, dimensions: int) -> np.ndarray:
    return scaled(rng.standard_normal((images, dimensions)))


def scaled(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def alike(rng: np.random.Generator, people: np.ndarray, dimensions: int, noise: float = 0.6) -> np.ndarray:
    """Embeddings that are nearer to those of the same person."""
    of_people = rng.standard_normal((int(people.max(initial=0)) + 1, dimensions))
    return scaled(of_people[people] + noise * rng.standard_normal((len(people), dimensions)))


class Pairs(NamedTuple):
    """All pairs that count: the images, the groups in order, whether mated, and the score."""

    i: np.ndarray
    j: np.ndarray
    low_group: np.ndarray
    high_group: np.ndarray
    mated: np.ndarray
    score: np.ndarray
    excluded: int


def naive(
    embeddings: np.ndarray, people: np.ndarray, groups: np.ndarray | None = None, sources: np.ndarray | None = None
) -> Pairs:
    """One pair at a time, as far from the fast way as can be."""
    groups = np.zeros(len(people), dtype=int) if groups is None else groups
    sources = np.arange(len(people)) if sources is None else sources
    rows, excluded = [], 0
    for i in range(len(people)):
        for j in range(i + 1, len(people)):
            if sources[i] == sources[j]:
                excluded += 1
                continue
            low, high = sorted((groups[i], groups[j]))
            score = float(np.dot(embeddings[i].astype(np.float64), embeddings[j].astype(np.float64)))
            rows.append((i, j, low, high, people[i] == people[j], score))
    columns = [np.array(column) for column in zip(*rows, strict=True)] or [np.zeros(0, dtype=int)] * 6
    return Pairs(columns[0], columns[1], columns[2], columns[3], columns[4].astype(bool), columns[5], excluded)


def naive_histograms(pairs: Pairs, groups: int, bins: int) -> np.ndarray:
    """(2, groups, groups, bins), mated and non-mated."""
    counts = np.zeros((2, groups, groups, bins), dtype=int)
    at = np.clip(((pairs.score + 1) * bins / 2).astype(int), 0, bins - 1)
    np.add.at(counts, ((~pairs.mated).astype(int), pairs.low_group, pairs.high_group, at), 1)
    return counts
