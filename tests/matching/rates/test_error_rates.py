import numpy as np
import pytest
import scipy.optimize
import sklearn.metrics
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.stats import norm

from facegap.matching.rates.error_rates import ErrorRates

CONTINUOUS = arrays(np.float32, st.integers(1, 40), elements=st.floats(-1, 1, width=32))
TIED = arrays(np.float64, st.integers(1, 40), elements=st.sampled_from([-0.5, 0.0, 0.25, 0.3, 1.0]))
SCORES = st.tuples(CONTINUOUS, CONTINUOUS) | st.tuples(TIED, TIED)
LEVEL = st.sampled_from([0.5, 0.29, 0.1, 0.05, 0.01])

BOTH_SAME, APART, REVERSED = ([0.3] * 5, [0.3] * 7), ([0.8, 0.9], [0.1, 0.2, 0.3]), ([0.1, 0.2], [0.7, 0.9])


def of(mated: object, non_mated: object) -> ErrorRates:
    return ErrorRates.of(mated=np.asarray(mated), non_mated=np.asarray(non_mated))


def naive(mated: np.ndarray, non_mated: np.ndarray) -> list[tuple[float, float, float]]:
    """Threshold, FMR and FNMR at each score and above all, in a loop."""
    thresholds = [*sorted({float(score) for score in (*mated, *non_mated)}), np.inf]
    return [
        (t, sum(s >= t for s in non_mated) / len(non_mated), sum(s < t for s in mated) / len(mated)) for t in thresholds
    ]


@given(SCORES)
def test_rates_are_those_of_a_loop(scores: tuple[np.ndarray, np.ndarray]) -> None:
    thresholds, fmr, fnmr = zip(*naive(*scores), strict=True)
    rates = of(*scores)
    assert rates.fmr(thresholds).tolist() == list(fmr)
    assert rates.fnmr(thresholds).tolist() == list(fnmr)


@given(SCORES, LEVEL)
def test_fnmr_is_the_lowest_at_which_fmr_is_low_enough(scores: tuple[np.ndarray, np.ndarray], level: float) -> None:
    rates = of(*scores)
    threshold = rates.threshold(fmr=level)
    if level * len(scores[1]) < 1 - 1e-9:
        assert (threshold, rates.fnmr_at(fmr=level), rates.tar_at(far=level)) == (None, None, None)
        return
    assert threshold is not None
    assert rates.fmr(threshold) <= level
    below = np.nextafter(scores[1].dtype.type(threshold), scores[1].dtype.type(-np.inf))
    assert rates.fmr(below) > level
    lowest = min(fnmr for _, fmr, fnmr in naive(*scores) if fmr <= level)
    assert rates.fnmr_at(fmr=level) == lowest
    assert rates.tar_at(far=level) == 1 - lowest


@given(SCORES)
def test_the_area_is_scikit_learns(scores: tuple[np.ndarray, np.ndarray]) -> None:
    labels = np.repeat([1, 0], [len(scores[0]), len(scores[1])])
    expected = sklearn.metrics.roc_auc_score(labels, np.concatenate(scores))
    assert of(*scores).auc() == pytest.approx(expected, abs=1e-12)


@given(SCORES)
def test_the_equal_error_rate_is_on_the_line_across_the_jump(scores: tuple[np.ndarray, np.ndarray]) -> None:
    """From the last threshold at which FNMR is below FMR to the next, on the whole curve."""
    curve = naive(*scores)
    past = next(at for at, (_, fmr, fnmr) in enumerate(curve) if fnmr >= fmr)
    (_, fmr_before, fnmr_before), (_, fmr, fnmr) = curve[past - 1], curve[past]
    share = (fmr_before - fnmr_before) / (fmr_before - fnmr_before + fnmr - fmr)
    assert of(*scores).eer() == pytest.approx(fnmr_before + share * (fnmr - fnmr_before), abs=1e-12)


@given(SCORES)
def test_nothing_changes_when_both_ends_are_exchanged(scores: tuple[np.ndarray, np.ndarray]) -> None:
    """Distances instead of likenesses: the roles of mated and non-mated scores change places."""
    rates, turned = of(*scores), of(-scores[1], -scores[0])
    assert turned.eer() == pytest.approx(rates.eer(), abs=1e-12)
    assert turned.auc() == pytest.approx(rates.auc(), abs=1e-12)


def test_the_equal_error_rate_is_where_scikit_learns_curve_crosses() -> None:
    rng = np.random.default_rng(0)
    mated, non_mated = rng.normal(0.5, 0.15, 2000), rng.normal(0.1, 0.1, 3000)
    labels = np.repeat([1, 0], [2000, 3000])
    fmr, tar, _ = sklearn.metrics.roc_curve(labels, np.r_[mated, non_mated], drop_intermediate=False)
    crossing = scipy.optimize.brentq(lambda x: 1 - x - np.interp(x, fmr, tar), 0, 1)
    assert of(mated, non_mated).eer() == pytest.approx(crossing, abs=1e-9)


@pytest.mark.parametrize("distance", [1, 2, 3])
def test_two_normals(distance: float) -> None:
    """d′ apart: EER = Φ(−d′/2), AUC = Φ(d′/√2), and FNMR at a threshold is a normal's."""
    quantiles = norm.ppf((np.arange(200_000) + 0.5) / 200_000)
    rates = of(0.1 * (quantiles + distance), 0.1 * quantiles)
    assert rates.d_prime == pytest.approx(distance, abs=1e-3)
    assert rates.fisher_ratio == pytest.approx(distance**2 / 2, abs=1e-3)
    assert rates.eer() == pytest.approx(norm.cdf(-distance / 2), abs=1e-5)
    assert rates.auc() == pytest.approx(norm.cdf(distance / 2**0.5), abs=1e-5)
    assert rates.fnmr_at(fmr=1e-3) == pytest.approx(norm.cdf(norm.isf(1e-3) - distance), abs=1e-3)


@pytest.mark.parametrize(("scores", "eer", "auc"), [(BOTH_SAME, 0.5, 0.5), (APART, 0, 1), (REVERSED, 1, 0)])
def test_extremes(scores: tuple[list[float], list[float]], eer: float, auc: float) -> None:
    rates = of(*scores)
    assert (rates.eer(), rates.auc()) == (eer, auc)
    curve = rates.det()
    assert (curve.fmr[0], curve.fmr[-1]) == (1, 0)


def test_ties_at_the_threshold_are_all_rejected() -> None:
    rates = of([0.4, 0.9], [0.5] * 3 + [0.1] * 7)
    assert rates.threshold(fmr=0.2) == np.nextafter(0.5, 1)
    assert rates.fmr(rates.threshold(fmr=0.2)) == 0
    assert rates.threshold(fmr=0.3) == np.nextafter(0.1, 1)
    assert rates.fnmr_at(fmr=0.2) == 0.5


def test_single_floats_are_compared_with_double_thresholds_as_they_are() -> None:
    score = np.float32(0.1)  # a little above the double 0.1
    rates = of(np.array([score]), np.array([score]))
    assert rates.mated.dtype == np.float32
    assert rates.fmr([0.1, float(score), np.nextafter(float(score), 1)]).tolist() == [1, 1, 0]


def test_the_curve_is_thinned_evenly_on_the_axis_of_normal_deviates() -> None:
    rng = np.random.default_rng(1)
    rates = of(rng.normal(0.5, 0.15, 5000), rng.normal(0, 0.1, 100_000))
    curve = rates.det()
    assert 300 < len(curve.fmr) <= 500
    np.testing.assert_array_equal(curve.fmr, rates.fmr(curve.threshold))
    np.testing.assert_array_equal(curve.fnmr, rates.fnmr(curve.threshold))
    assert np.all(np.diff(curve.fmr) < 0)
    assert np.all(np.diff(curve.fnmr) >= 0)
    assert curve.fmr[-2] == 1e-5
    seldom = curve.fmr[(curve.fmr > 1e-4) & (curve.fmr < 0.999)]
    assert np.abs(np.diff(norm.ppf(seldom))).max() < 0.06


def test_constants_have_no_distance() -> None:
    assert np.isnan(of([0.5, 0.5], [0.1]).d_prime)


@pytest.mark.parametrize(
    ("mated", "non_mated", "message"),
    [
        ([0.5, np.nan], [0.1], "1 of 2 mated scores are not finite"),
        ([0.5], [-np.inf], "1 of 1 non-mated scores are not finite"),
        ([], [0.1], "mated scores of shape"),
        ([0.5], [[0.1]], "non-mated scores of shape"),
    ],
)
def test_scores_that_are_none(mated: list[float], non_mated: list[float], message: str) -> None:
    with pytest.raises(ValueError, match=message):
        of(mated, non_mated)


@pytest.mark.parametrize("level", [0, 1, -1, float("nan")])
def test_levels_that_are_none(level: float) -> None:
    with pytest.raises(ValueError, match="above 0 and below 1"):
        of([0.5], [0.1]).threshold(fmr=level)
