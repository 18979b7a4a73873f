import numpy as np
import pytest

from facegap.matching import find_near_duplicates
from facegap.matching.neighbors import near_duplicates
from facegap.matching.pairs.sweep import triangle


def near_clusters(seed: int, rows: int) -> np.ndarray:
    """Unit vectors around a few directions, so that some pairs are alike and clusters join over others."""
    rng = np.random.default_rng(seed)
    centers = rng.standard_normal((rows // 4, 12))
    vectors = (centers[rng.integers(0, len(centers), rows)] + 0.5 * rng.standard_normal((rows, 12))).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def naive_clusters(rows: int, pairs: list[tuple[int, int]]) -> list[int]:
    cluster = list(range(rows))
    for first, second in pairs:
        old, new = cluster[second], cluster[first]
        cluster = [new if number == old else number for number in cluster]
    return cluster


@pytest.mark.parametrize("block", [512, 13, 1])
def test_pairs_and_clusters_are_those_of_a_naive_loop(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(near_duplicates, "triangle", lambda bounds: triangle(bounds, block=block))
    vectors = near_clusters(0, 120)
    scores = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    pairs = [(i, j) for i in range(120) for j in range(i + 1, 120) if scores[i, j] >= 0.85]
    assert 20 < len(pairs) < 400
    found = find_near_duplicates(vectors, threshold=0.85, keep=15)
    assert found.count == len(pairs)
    best = sorted(pairs, key=lambda pair: -scores[pair])[:15]
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == best
    assert found.scores == pytest.approx([scores[pair] for pair in best], abs=1e-6)
    expected = naive_clusters(120, pairs)
    assert found.clusters == len(set(expected))
    assert len(set(zip(found.cluster.tolist(), expected, strict=True))) == len(set(expected))


def test_nothing_alike_and_all_alike() -> None:
    apart = find_near_duplicates(np.eye(5, dtype=np.float32), threshold=0.5, keep=9)
    assert (apart.count, apart.clusters, len(apart.first)) == (0, 5, 0)
    same = find_near_duplicates(np.ones((5, 1), dtype=np.float32), threshold=0.99, keep=3)
    assert (same.count, same.clusters) == (10, 1)
    assert list(zip(same.first.tolist(), same.second.tolist(), strict=True)) == [(0, 1), (0, 2), (0, 3)]


def test_thresholds_of_groups_are_those_of_a_naive_loop() -> None:
    vectors, groups = near_clusters(1, 120), np.random.default_rng(1).integers(0, 3, 120)
    limits = np.array([[0.8, 0.9, 0.85], [0.9, 0.95, 0.92], [0.85, 0.92, 0.7]])
    scores = vectors.astype(np.float64) @ vectors.T.astype(np.float64)
    above = scores - limits[groups[:, None], groups]
    pairs = [(i, j) for i in range(120) for j in range(i + 1, 120) if above[i, j] >= 0]
    found = find_near_duplicates(vectors, threshold=limits, groups=groups, keep=10)
    best = sorted(pairs, key=lambda pair: -above[pair])[:10]
    assert list(zip(found.first.tolist(), found.second.tolist(), strict=True)) == best
    assert (found.count, found.clusters) == (len(pairs), len(set(naive_clusters(120, pairs))))
    assert found.pairs_of.tolist() == [sum(row in pair for pair in pairs) for row in range(120)]
    between = np.zeros((3, 3), dtype=np.int64)
    for i, j in pairs:
        between[min(groups[i], groups[j]), max(groups[i], groups[j])] += 1
    assert found.between.tolist() == between.tolist()
    for wrong in (limits[:2], limits[:2, :2], np.triu(limits)):
        with pytest.raises(ValueError, match="symmetric matrix with a row for each group"):
            find_near_duplicates(vectors, threshold=wrong, groups=groups, keep=1)
