import numpy as np
import pytest
import scipy.stats

from facegap.base.errors import BenchmarkError
from facegap.benchmark.leakage.tail import ScoreTail, calibrate_scores

BINS = 16_384


def histogram(scores: np.ndarray) -> np.ndarray:
    return np.histogram(scores, bins=BINS, range=(-1, 1))[0]


@pytest.mark.parametrize(("total", "counted"), [(4_000_000, 1e-4), (20_000, 1.5e-3)])
def test_of_a_normal_distribution_the_line_gives_its_quantiles(total: int, counted: float) -> None:
    """A closed form: whatever the rate, the threshold is a quantile of the normal distribution."""
    scores = scipy.stats.norm.ppf((np.arange(total) + 0.5) / total, 0.05, 0.1)
    tail = ScoreTail.of(histogram(scores))
    assert tail.counted == pytest.approx(counted, rel=0.02)
    for fmr in (0.3, 1e-2, 1e-3, 1e-5, 1e-7, 1e-10):
        exact = scipy.stats.norm.isf(fmr, 0.05, 0.1)
        assert tail.threshold(fmr) == pytest.approx(exact, abs=0.002)
        assert tail.fmr(tail.threshold(fmr)) == pytest.approx(fmr, rel=0.01)


def test_what_is_counted_is_that_share() -> None:
    scores = np.random.default_rng(0).beta(4, 6, 50_000) * 2 - 1
    tail = ScoreTail.of(histogram(scores))
    for fmr in (0.5, 0.05, 0.002):
        threshold = tail.threshold(fmr)
        assert np.mean(scores >= threshold) == pytest.approx(tail.fmr(threshold), abs=1e-12)
        assert np.mean(scores >= threshold) <= fmr < np.mean(scores >= threshold - 2 / BINS) + 1e-12
    rates = tail.fmr(np.linspace(-1, 1, 5000))
    assert (np.diff(rates) <= 0).all()
    assert rates[0] == 1


def test_a_few_people_with_two_names_hardly_move_it() -> None:
    scores = scipy.stats.norm.ppf((np.arange(1_000_000) + 0.5) / 1_000_000, 0, 0.1)
    wrong = np.r_[scores, np.full(20, 0.8)]
    clean, dirty = (ScoreTail.of(histogram(each)).threshold(1e-8) for each in (scores, wrong))
    assert dirty == pytest.approx(clean, abs=0.02)


def test_too_few_or_constant_scores_are_an_error() -> None:
    with pytest.raises(BenchmarkError, match="2,999 comparisons of different people are too few"):
        ScoreTail.of(histogram(np.zeros(2999)))
    with pytest.raises(BenchmarkError, match="all the same"):
        ScoreTail.of(histogram(np.zeros(3000)))


def test_left_out_people_are_left_out() -> None:
    vectors = np.random.default_rng(1).standard_normal((300, 12)).astype(np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    people = np.arange(300) // 2
    calibration = calibrate_scores(vectors, people)
    assert calibration.tail.comparisons == 300 * 299 // 2 - 150
    assert len(calibration.left_out) == 20
    # 150 people in 20 groups: of 7 or 8 people, that is 14 or 16 images, all with those of others.
    expected = {(300 - n) * (299 - n) // 2 - (300 - n) // 2 for n in (14, 16)}
    assert {tail.comparisons for tail in calibration.left_out} == expected
    found = calibration.threshold(1e-3)
    assert found.low < found.value < found.high
