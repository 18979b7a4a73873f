import numpy as np
import pytest
import scipy.linalg
from tests.compare.fidelity.people_sets import measured, people

from facegap.compare.fidelity import frechet_distance


def exactly(mean: list[float], deviations: list[float], seed: int) -> np.ndarray:
    """Points whose sample mean and covariance are just these."""
    drawn = np.random.default_rng(seed).standard_normal((400, len(mean)))
    drawn -= drawn.mean(axis=0)
    white = drawn @ np.linalg.inv(np.linalg.cholesky(np.cov(drawn.T))).T
    return (white * deviations + mean).astype(np.float32)


def test_two_normal_distributions_of_known_moments() -> None:
    real, synthetic = exactly([0, 0, 1], [1, 2, 3], 0), exactly([1, 2, 1], [2, 2, 0.5], 1)
    expected = (1 + 4) + (1 + 0 + 2.5**2)
    assert frechet_distance(real=real, synthetic=synthetic) == pytest.approx(expected, rel=1e-5)


def test_as_by_the_matrix_root_of_scipy() -> None:
    rng = np.random.default_rng(2)
    real = (rng.standard_normal((300, 20)) @ rng.standard_normal((20, 20)) + 5).astype(np.float32)
    synthetic = (rng.standard_normal((200, 20)) @ rng.standard_normal((20, 20))).astype(np.float32)
    of_real, of_synthetic = np.cov(real.astype(float).T), np.cov(synthetic.astype(float).T)
    apart = np.sum((real.astype(float).mean(axis=0) - synthetic.astype(float).mean(axis=0)) ** 2)
    expected = apart + np.trace(of_real + of_synthetic - 2 * scipy.linalg.sqrtm(of_real @ of_synthetic).real)
    assert frechet_distance(real=real, synthetic=synthetic) == pytest.approx(expected, rel=1e-9)
    assert frechet_distance(real=synthetic, synthetic=real) == pytest.approx(expected, rel=1e-9)


def test_fewer_points_than_dimensions_are_as_exact() -> None:
    """Turned into more dimensions, points are as far apart as they were."""
    rng = np.random.default_rng(3)
    real, synthetic = rng.standard_normal((30, 4)), 2 * rng.standard_normal((20, 4)) + 1
    turn = np.linalg.qr(rng.standard_normal((200, 4)))[0]
    flat = frechet_distance(real=real.astype(np.float32), synthetic=synthetic.astype(np.float32))
    turned = [(points @ turn.T).astype(np.float32) for points in (real, synthetic)]
    assert frechet_distance(real=turned[0], synthetic=turned[1]) == pytest.approx(flat, rel=1e-5)
    assert frechet_distance(real=turned[0], synthetic=turned[0]) == pytest.approx(0, abs=1e-12)


def test_interval_and_floor_are_over_people() -> None:
    real, synthetic = people(60, 3, seed=0), people(60, 3, seed=1, shift=4)
    found = measured("frechet", real, synthetic)
    value = frechet_distance(real=real.embeddings, synthetic=synthetic.embeddings)
    assert found.estimate.value == pytest.approx(value)
    assert 0 < found.floor < found.estimate.low < value < found.estimate.high
    # To take all images for people of their own makes one believe in more than there is.
    alone = people(180, 1, seed=0).people
    loose = measured("frechet", type(real)(real.embeddings, alone, 0, 0), synthetic)
    assert loose.floor < found.floor


def test_one_point_has_no_covariance() -> None:
    with pytest.raises(ValueError, match="1 synthetic points; at least 2"):
        frechet_distance(real=np.eye(3, dtype=np.float32), synthetic=np.ones((1, 3), dtype=np.float32))
