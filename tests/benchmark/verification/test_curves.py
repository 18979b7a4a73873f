import numpy as np
import pytest
import scipy.optimize
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from facegap.benchmark.verification.curves import Cuts
from facegap.matching import ErrorRates
from facegap.matching.rates.step_rates import areas_under_roc, equal_error_rates, fnmr_on_lines

SCORES = arrays(np.float64, st.integers(1, 30), elements=st.sampled_from([-0.5, 0.0, 0.2, 0.3, 1.0]) | st.floats(-1, 1))


def cut(mated: np.ndarray, non_mated: np.ndarray) -> tuple[Cuts, ErrorRates]:
    scores, kinds = np.r_[mated, non_mated], np.repeat([True, False], [len(mated), len(non_mated)])
    rates = ErrorRates.of(mated=mated, non_mated=non_mated)
    return Cuts.of(rates, scores, kinds, [0.25]), rates


def weighed(cuts: Cuts, *weights: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    return cuts.rates(np.stack([np.bincount(cuts.labels, of, cuts.count) for of in weights], axis=1))


@given(SCORES, SCORES)
def test_with_equal_weights_rates_are_those_of_the_scores(mated: np.ndarray, non_mated: np.ndarray) -> None:
    cuts, rates = cut(mated, non_mated)
    fmr, fnmr = weighed(cuts, np.ones(len(mated) + len(non_mated)))
    np.testing.assert_allclose(fmr[1:-1, 0], rates.fmr(cuts.thresholds), atol=1e-12)
    np.testing.assert_allclose(fnmr[1:-1, 0], rates.fnmr(cuts.thresholds), atol=1e-12)
    assert (fmr[0, 0], fmr[-1, 0], fnmr[0, 0], fnmr[-1, 0]) == (1, 0, 0, 1)
    assert fmr[cuts.row(0.25), 0] == pytest.approx(rates.fmr(0.25))
    assert areas_under_roc(fmr, fnmr)[0] == pytest.approx(rates.auc())


@given(SCORES, SCORES, st.integers(0, 1000))
def test_weights_are_repetitions(mated: np.ndarray, non_mated: np.ndarray, seed: int) -> None:
    """The equal error rate and FNMR are on the curve of scikit-learn, which SciPy interpolates."""
    cuts, _ = cut(mated, non_mated)
    labels, scores = np.repeat([1, 0], [len(mated), len(non_mated)]), np.r_[mated, non_mated]
    times = np.random.default_rng(seed).integers(1, 4, len(scores))
    rates = weighed(cuts, np.ones(len(scores)), times)
    fmr, tar, _ = sklearn.metrics.roc_curve(labels.repeat(times), scores.repeat(times), drop_intermediate=False)
    crossing = scipy.optimize.brentq(lambda x: 1 - x - np.interp(x, fmr, tar), 0, 1) if tar[fmr == 0].max() < 1 else 0
    assert equal_error_rates(*rates)[1] == pytest.approx(crossing, abs=1e-9)
    assert areas_under_roc(*rates)[1] == pytest.approx(sklearn.metrics.auc(fmr, tar))


def test_fnmr_at_a_level_is_between_its_neighbors() -> None:
    cuts, rates = cut(np.array([0.1, 0.35, 0.6, 0.8]), np.array([0.0, 0.2, 0.4, 0.5]))
    found = weighed(cuts, np.ones(8))
    assert fnmr_on_lines(*found, level=0.5)[0] == rates.fnmr_at(fmr=0.5) == 0.25
    # The next one that is let in lies at 0.4, with 0.35 between: half way from there to FMR ¼ is FNMR ½.
    assert fnmr_on_lines(*found, level=0.375)[0] == 0.5


def test_very_many_scores_are_cut_where_errors_are_rare() -> None:
    rng = np.random.default_rng(0)
    mated, non_mated = rng.normal(0.5, 0.1, 50_000), rng.normal(0, 0.1, 200_000)
    cuts, rates = cut(mated, non_mated)
    assert len(cuts.thresholds) < 5000
    assert set(rates.non_mated[-50:]) | set(rates.mated[:50]) <= set(cuts.thresholds)
    found = weighed(cuts, np.ones(250_000))
    assert equal_error_rates(*found)[0] == pytest.approx(rates.eer(), rel=2e-3)
    assert areas_under_roc(*found)[0] == pytest.approx(rates.auc(), abs=1e-6)
    for level in (1e-1, 1e-2, 1e-3, 1e-4, 1e-5):
        assert fnmr_on_lines(*found, level=level)[0] == pytest.approx(rates.fnmr_at(fmr=level), rel=0.02)


def test_a_replicate_without_a_kind_has_no_rates() -> None:
    cuts, _ = cut(np.array([0.5, 0.7]), np.array([0.1]))
    found = weighed(cuts, np.array([1.0, 1, 0]))
    assert np.isnan(
        [equal_error_rates(*found)[0], fnmr_on_lines(*found, level=0.5)[0], areas_under_roc(*found)[0]]
    ).all()
