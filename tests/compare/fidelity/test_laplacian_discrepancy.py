import numpy as np
import pytest
from sklearn.metrics import pairwise_distances
from tests.compare.fidelity.people_sets import measured, people

from facegap.compare.fidelity import kernel_distance, laplacian_discrepancy


def naive(real: np.ndarray, synthetic: np.ndarray, scale: float, owners: list[np.ndarray]) -> float:
    """All pairs at once in double precision, without those of one person."""
    sides = [real.astype(np.float64), synthetic.astype(np.float64)]
    within = [
        np.exp(-pairwise_distances(points) / scale)[who[:, None] != who].mean()
        for points, who in zip(sides, owners, strict=True)
    ]
    return float(sum(within) - 2 * np.exp(-pairwise_distances(*sides) / scale).mean())


@pytest.mark.parametrize("scale", [0.5, 3.0])
def test_all_pairs_as_by_a_naive_sum_on_any_features(scale: float) -> None:
    rng = np.random.default_rng(0)
    real = rng.standard_normal((700, 24), dtype=np.float32) + 1
    synthetic = 1.5 * rng.standard_normal((530, 24), dtype=np.float32)
    expected = naive(real, synthetic, scale, [np.arange(700), np.arange(530)])
    found = laplacian_discrepancy(real=real, synthetic=synthetic, scale=scale)
    assert found == pytest.approx(expected, rel=1e-4, abs=1e-7)


def test_sets_of_one_point_each() -> None:
    """1 + 1 − 2 exp(−5 / 2) of points that are 5 apart."""
    real, synthetic = (np.repeat(np.float32([point]), 10, axis=0) for point in ([0, 0], [3, 4]))
    found = laplacian_discrepancy(real=real, synthetic=synthetic, scale=2)
    assert found == pytest.approx(2 - 2 * np.exp(-2.5), rel=1e-6)


def test_images_of_one_person_are_not_paired() -> None:
    real, synthetic = people(60, 12, seed=0), people(40, 3, seed=1, shift=4)
    found = measured("laplacian_discrepancy", real, synthetic)
    expected = naive(real.embeddings, synthetic.embeddings, 1.0, [real.people, synthetic.people])
    assert found.estimate.value == pytest.approx(expected, abs=1e-6)
    assert found.estimate.low < expected < found.estimate.high
    assert 0 < found.floor < found.estimate.low


def test_what_differs_beyond_the_third_moment_is_seen() -> None:
    """A sum of four coins and a normal distribution have mean, variance and skewness in common."""
    rng = np.random.default_rng(4)
    coins = rng.choice([-1, 1], size=(2000, 1)).astype(np.float32)
    normal = rng.standard_normal((2000, 1), dtype=np.float32)
    again = rng.standard_normal((2000, 1), dtype=np.float32)
    coins -= coins.mean()
    same = abs(laplacian_discrepancy(real=normal, synthetic=again))
    assert laplacian_discrepancy(real=normal, synthetic=coins) > 20 * same
    cubic_same = abs(kernel_distance(real=normal, synthetic=again))
    assert kernel_distance(real=normal, synthetic=coins) < 20 * cubic_same
