import numpy as np
import pytest
import sklearn.metrics
from scipy.stats import norm

from facegap.matching import ScoreDistribution, equal_error_rate, overlap

EDGES = np.linspace(-1, 1, 16_385)


def of(scores: np.ndarray) -> ScoreDistribution:
    return ScoreDistribution(np.histogram(scores, EDGES)[0])


def normal(mean: float, deviation: float, total: int = 10**9) -> ScoreDistribution:
    """A normal distribution, as exact counts of very many scores."""
    return ScoreDistribution(np.rint(np.diff(norm.cdf(EDGES, mean, deviation)) * total).astype(np.int64))


def test_moments_are_those_of_the_scores() -> None:
    scores = np.random.default_rng(0).normal(0.3, 0.1, 5000)
    assert of(scores).total == 5000
    assert of(scores).mean == pytest.approx(scores.mean(), abs=1e-4)
    assert of(scores).deviation == pytest.approx(scores.std(), abs=1e-4)


@pytest.mark.parametrize("distance", [0.5, 1, 2, 4])
def test_normal_distributions_have_the_known_error_and_overlap(distance: float) -> None:
    """For two normals of one deviation, d′ apart: EER = Φ(−d′/2) and overlap 2Φ(−d′/2)."""
    mated, non_mated = normal(0.05 * distance, 0.1), normal(-0.05 * distance, 0.1)
    assert equal_error_rate(mated, non_mated) == pytest.approx(norm.cdf(-distance / 2), abs=1e-4)
    assert overlap(mated, non_mated) == pytest.approx(2 * norm.cdf(-distance / 2), abs=2e-3)


def test_the_error_rate_is_that_of_scikit_learn() -> None:
    rng = np.random.default_rng(1)
    mated, non_mated = rng.normal(0.5, 0.15, 3000).clip(-1, 1), rng.normal(0.1, 0.1, 20_000)
    labels = np.r_[np.ones(3000), np.zeros(20_000)]
    fmr, tmr, _ = sklearn.metrics.roc_curve(labels, np.r_[mated, non_mated])
    at = np.argmin(np.abs(fmr - (1 - tmr)))
    assert equal_error_rate(of(mated), of(non_mated)) == pytest.approx((fmr[at] + 1 - tmr[at]) / 2, abs=3e-4)


def test_apart_and_turned_round() -> None:
    high, low = of(np.full(10, 0.9)), of(np.full(30, -0.5))
    assert equal_error_rate(high, low) == pytest.approx(0, abs=1e-9)
    assert equal_error_rate(low, high) == pytest.approx(1, abs=1e-9)
    assert equal_error_rate(high, high) == pytest.approx(0.5, abs=1e-9)
    assert (overlap(high, low), overlap(high, high)) == (0, pytest.approx(1))
    assert overlap(high, low) == overlap(low, high)


def test_nothing_has_no_mean_and_no_error_rate() -> None:
    nothing = ScoreDistribution(np.zeros(10, dtype=np.int64))
    assert np.isnan(nothing.mean)
    assert np.isnan(nothing.deviation)
    assert np.isnan(equal_error_rate(nothing, of(np.zeros(3))))
    assert nothing.shares.sum() == 0
