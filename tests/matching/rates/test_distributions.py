from collections.abc import Callable

import numpy as np
import pytest
import sklearn.metrics
from scipy.spatial.distance import jensenshannon
from scipy.stats import norm, wasserstein_distance

from facegap.matching import (
    ScoreDistribution,
    d_prime,
    equal_error_rate,
    false_non_match_rate,
    fisher_ratio,
    jensen_shannon,
    kl_scores,
    overlap,
    wasserstein,
)

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
    """For two normals of one deviation, d′ apart: EER = Φ(−d′/2), overlap 2Φ(−d′/2), FNMR = Φ(Φ⁻¹(1 − FMR) − d′)."""
    mated, non_mated = normal(0.05 * distance, 0.1), normal(-0.05 * distance, 0.1)
    assert d_prime(mated, non_mated) == pytest.approx(distance, rel=1e-4)
    assert fisher_ratio(mated, non_mated) == pytest.approx(distance**2 / 2, rel=1e-4)
    for fmr in (0.1, 0.01, 1e-3):
        fnmr = norm.cdf(norm.isf(fmr) - distance)
        assert false_non_match_rate(mated, non_mated, fmr=fmr) == pytest.approx(fnmr, abs=5e-4)
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
    assert np.isnan(d_prime(nothing, of(np.zeros(3))))
    for distance in (wasserstein, jensen_shannon, lambda a, b: kl_scores(p=a, q=b)):
        assert np.isnan(distance(nothing, nothing))


def test_what_does_not_vary_has_no_distance_in_deviations() -> None:
    assert np.isnan(d_prime(of(np.full(3, 0.5)), of(np.full(3, 0.1))))
    assert np.isnan(fisher_ratio(of(np.full(3, 0.5)), of(np.full(3, 0.5))))


def test_of_two_deviations_their_mean_square_counts() -> None:
    """By hand: the Fisher ratio is 0.4² / (0.1² + 0.2²), and d′ is the root of its double."""
    mated, non_mated = normal(0.3, 0.2), normal(-0.1, 0.1)
    assert fisher_ratio(mated, non_mated) == pytest.approx(3.2, rel=2e-3)
    assert d_prime(mated, non_mated) == pytest.approx(0.4 / np.sqrt(0.025), rel=1e-3)


def test_the_rate_at_a_level_is_that_of_a_loop() -> None:
    """On scores that repeat; thresholds are the bounds of bins, so that scores in the middle of bins lose nothing."""
    rng = np.random.default_rng(2)
    centers = (EDGES[1:] + EDGES[:-1]) / 2
    mated, non_mated = (centers[rng.integers(low, 16_000, count)] for low, count in ((8_200, 100), (8_000, 200)))
    for fmr in (0.5, 0.29, 0.1, 0.01, 0.005):
        threshold = next(t for t in EDGES if np.mean(non_mated >= t) <= fmr)
        expected = np.mean(mated < threshold)
        assert false_non_match_rate(of(mated), of(non_mated), fmr=fmr) == pytest.approx(expected)


def test_a_level_of_less_than_one_comparison_is_not_known() -> None:
    scores = of(np.linspace(-0.5, 0.5, 100))
    assert np.isfinite(false_non_match_rate(scores, scores, fmr=0.01))
    assert np.isnan(false_non_match_rate(scores, scores, fmr=0.0099))


def test_distances_are_those_of_scipy() -> None:
    rng = np.random.default_rng(3)
    a, b = rng.normal(0.3, 0.1, 3000), rng.normal(0.2, 0.2, 5000).clip(-1, 1)
    p, q = (np.histogram(scores, np.linspace(-1, 1, 201))[0] for scores in (a, b))
    assert wasserstein(of(a), of(b)) == pytest.approx(wasserstein_distance(a, b), abs=1e-4)
    # A score on a bound of 0.01 may fall on either side of it: one in a hundred bins of the histogram.
    assert jensen_shannon(of(a), of(b)) == pytest.approx(jensenshannon(p, q) ** 2, abs=2e-3)


@pytest.mark.parametrize(("distance", "apart"), [(wasserstein, 1.4), (jensen_shannon, np.log(2))])
def test_distances_are_symmetric_and_know_their_ends(
    distance: Callable[[ScoreDistribution, ScoreDistribution], float], apart: float
) -> None:
    high, low = of(np.full(10, 0.9)), of(np.full(30, -0.5))
    assert distance(high, high) == 0
    assert distance(high, low) == pytest.approx(apart, abs=1e-3)
    assert distance(high, low) == distance(low, high)


def test_divergence_of_normals_is_known() -> None:
    """KL(P‖Q) = ln(σq/σp) + (σp² + (μp − μq)²) / 2σq² − ½, P the data and Q the model."""
    p, q = normal(0.2, 0.1), normal(0.1, 0.15)
    assert kl_scores(p=p, q=q) == pytest.approx(np.log(1.5) + (0.01 + 0.01) / 0.045 - 0.5, abs=1e-3)
    assert kl_scores(p=q, q=p) == pytest.approx(-np.log(1.5) + (0.0225 + 0.01) / 0.02 - 0.5, abs=4e-3)
    assert wasserstein(p, normal(0.27, 0.1)) == pytest.approx(0.07, abs=1e-4)


def test_what_the_model_lacks_costs_a_finite_amount() -> None:
    """By hand, with a half more in each of the two bins that are used."""
    real, synthetic = of(np.r_[np.full(50, 0.105), np.full(50, 0.115)]), of(np.full(100, 0.105))
    forth = 0.5 * np.log(0.5 * 101 / 100.5) + 0.5 * np.log(0.5 * 101 / 0.5)
    back = 100.5 / 101 * np.log(100.5 / 50.5) + 0.5 / 101 * np.log(0.5 / 50.5)
    assert kl_scores(p=real, q=synthetic) == pytest.approx(forth)
    assert kl_scores(p=synthetic, q=real) == pytest.approx(back)
    assert forth > 2 * back


def test_distributions_of_other_bins_are_refused() -> None:
    with pytest.raises(ValueError, match="of 16384 and 10 bins"):
        wasserstein(of(np.zeros(3)), ScoreDistribution(np.ones(10, dtype=np.int64)))
