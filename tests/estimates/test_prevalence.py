import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quapy.method.aggregative import EMQ

from facegap.base.arrays import Float32Array, Float64Array
from facegap.estimates import ODDS_BINS, estimate_prevalence, odds_bin


def calibrated(share: float, *, prior: float, images: int, apart: float, seed: int) -> Float32Array:
    """Scores of a set in which ``share`` are positive, calibrated where ``prior`` were."""
    rng = np.random.default_rng(seed)
    positive = rng.random(images) < share
    seen = rng.normal(np.where(positive, apart, -apart), 1)
    odds = 2 * apart * seen + np.log(prior / (1 - prior))
    return (1 / (1 + np.exp(-odds))).astype(np.float32)


def counted(scores: Float32Array) -> Float64Array:
    return np.bincount(odds_bin(scores), minlength=ODDS_BINS).astype(np.float64)


@pytest.mark.parametrize(("share", "prior"), [(0.15, 0.4), (0.8, 0.3), (0.02, 0.5)])
def test_it_is_where_the_em_algorithm_of_quapy_ends(share: float, prior: float) -> None:
    scores = calibrated(share, prior=prior, images=3000, apart=0.9, seed=1)
    posterior = np.stack([1 - scores, scores], axis=1).astype(np.float64)
    expected = EMQ.EM(np.array([1 - prior, prior]), posterior, epsilon=1e-9)[0][1]
    assert estimate_prevalence(counted(scores), prior=prior) == pytest.approx(expected, abs=2e-3)
    assert expected == pytest.approx(share, abs=0.04)


@given(share=st.floats(0, 1), prior=st.floats(0.05, 0.95), seed=st.integers(0, 99))
def test_no_other_share_is_likelier(share: float, prior: float, seed: int) -> None:
    counts = counted(calibrated(share, prior=prior, images=200, apart=0.7, seed=seed))
    estimate = float(estimate_prevalence(counts, prior=prior))
    middles = (np.arange(ODDS_BINS) + 0.5) * 16 / ODDS_BINS - 8
    ratio = np.exp(middles) * (1 - prior) / prior
    likelihood = [np.sum(counts * np.log1p(value * (ratio - 1))) for value in (estimate, *np.linspace(0, 1, 101))]
    assert likelihood[0] >= max(likelihood) - 1e-6


def test_bounds_missing_scores_and_nonsense() -> None:
    sure = np.array([0.999] * 9 + [np.nan], dtype=np.float32)
    assert odds_bin(sure).tolist() == [odds_bin(sure[:1])[0]] * 9 + [-1]
    assert estimate_prevalence(counted(sure[:9]), prior=0.5) == 1
    assert np.isnan(estimate_prevalence(np.zeros(ODDS_BINS), prior=0.5))
    with pytest.raises(ValueError, match="prior of 1"):
        estimate_prevalence(np.ones(ODDS_BINS), prior=1.0)
