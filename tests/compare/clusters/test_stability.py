import numpy as np
import pytest
from sklearn.metrics import adjusted_rand_score

from facegap.compare.clusters.centers import assign
from facegap.compare.clusters.stability import Stability, agreement, choose_k


def test_agreement_is_the_adjusted_rand_index() -> None:
    rng = np.random.default_rng(0)
    one = rng.integers(0, 5, 20_000)
    other = np.where(rng.random(20_000) < 0.7, one, rng.integers(0, 7, 20_000))
    rand, weakest = agreement(one, other, np.full(20_000, 1 / 20_000))
    assert rand == pytest.approx(adjusted_rand_score(one, other), abs=1e-3)
    sets = [[{*np.flatnonzero(found == label)} for label in range(7)] for found in (one, other)]
    jaccard = np.array([[len(a & b) / len(a | b) for b in sets[1]] for a in sets[0] if a])
    assert weakest == pytest.approx(min(jaccard.max(axis=0).min(), jaccard.max(axis=1).min()))


def test_agreement_weighs_images_as_if_they_were_there_more_often() -> None:
    rng = np.random.default_rng(1)
    one, other, times = rng.integers(0, 3, 300), rng.integers(0, 4, 300), rng.integers(1, 4, 300)
    repeated = agreement(np.repeat(one, times), np.repeat(other, times), np.full(times.sum(), 1 / times.sum()))
    assert agreement(one, other, times / times.sum()) == pytest.approx(repeated)


def test_the_same_clusters_under_other_names_agree() -> None:
    one, weights = np.array([0, 0, 1, 1, 2]), np.full(5, 0.2)
    assert agreement(one, np.array([2, 2, 0, 0, 1]), weights) == pytest.approx((1, 1))
    assert agreement(np.zeros(5, dtype=int), np.zeros(5, dtype=int), weights) == (1, 1)


def test_the_largest_stable_number_is_chosen() -> None:
    curve = [Stability(2, 0.9, 0.9), Stability(3, 0.7, 0.9), Stability(4, 0.85, 0.8), Stability(5, 0.9, 0.5)]
    assert choose_k(curve) == curve[2]
    assert choose_k([curve[1], curve[3]]) == curve[1]
    assert choose_k([]) is None


def test_points_go_to_the_nearest_center() -> None:
    rng = np.random.default_rng(0)
    points, centers = (rng.standard_normal((count, 5)).astype(np.float32) for count in (1500, 7))
    nearest, distances = assign(points, centers)
    exact = ((points[:, None].astype(float) - centers) ** 2).sum(axis=2)
    assert np.array_equal(nearest, exact.argmin(axis=1))
    assert np.allclose(distances, exact.min(axis=1), atol=1e-5)
