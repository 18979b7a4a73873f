import numpy as np
import pytest
import scipy.stats
from tests.benchmark.verification.people_who_score import draw

from facegap.base.errors import BenchmarkError
from facegap.benchmark.protocol import Verification
from facegap.benchmark.verification.evaluation import evaluate_verification
from facegap.benchmark.verification.paired import compare_recognizers

LIST = draw("list", 400, seed=3)


def worse(scores: np.ndarray, noise: float) -> np.ndarray:
    return np.clip(scores + np.random.default_rng(4).normal(0, noise, len(scores)), -1, 1)


def test_differences_are_second_minus_first() -> None:
    other = worse(LIST.scores, 0.2)
    found = compare_recognizers(LIST.task, first=LIST.scores, second=other, people=LIST.people, replicates=256)
    one, two = (evaluate_verification(LIST.task, of, people=LIST.people, replicates=64) for of in (LIST.scores, other))
    assert one.accuracy
    assert two.accuracy
    assert found.accuracy
    assert found.eer.estimate.value == pytest.approx(two.eer.value - one.eer.value)
    assert found.auc.estimate.value == pytest.approx(two.auc.value - one.auc.value)
    assert found.accuracy.estimate.value == pytest.approx(two.accuracy.mean.value - one.accuracy.mean.value)
    assert list(found.fnmr) == [1e-1, 1e-2]
    assert found.eer.p < 0.01
    assert found.eer.estimate.low > 0 > found.accuracy.estimate.high
    back = compare_recognizers(LIST.task, first=other, second=LIST.scores, people=LIST.people, replicates=256)
    assert back.eer.estimate.value == -found.eer.estimate.value
    assert back.eer.p == pytest.approx(found.eer.p)


def test_what_is_hard_for_both_cancels() -> None:
    other = worse(LIST.scores, 0.01)
    found = compare_recognizers(LIST.task, first=LIST.scores, second=other, people=LIST.people, replicates=256)
    alone = evaluate_verification(LIST.task, LIST.scores, people=LIST.people, replicates=256).eer
    assert found.eer.estimate.high - found.eer.estimate.low < 0.7 * (alone.high - alone.low)


def test_of_independent_pairs_it_is_mcnemars_test() -> None:
    """At a threshold that both share, an FNMR's difference is that of the discordant pairs: z² = (b − c)² / (b + c)."""
    count, rng = 2000, np.random.default_rng(5)
    mated = np.arange(count) < count // 2
    task = Verification("apart", np.arange(count), count + np.arange(count), mated)
    non_mated = rng.uniform(-1, 0, count // 2)
    first, second = (np.r_[rng.choice([0.5, -0.9], count // 2, p=[0.9, 0.1]), non_mated] for _ in range(2))
    second[: count // 2 : 9] = -0.9
    found = compare_recognizers(task, first=first, second=second, replicates=4096).fnmr[1e-2]
    b, c = (np.sum((one < 0) & (other > 0) & mated) for one, other in ((first, second), (second, first)))
    assert found.estimate.value == (c - b) / 1000
    z = scipy.stats.norm.isf(found.p / 2)
    assert z**2 == pytest.approx((b - c) ** 2 / (b + c - (b - c) ** 2 / 1000), rel=0.15)


def test_the_same_scores_do_not_differ() -> None:
    found = compare_recognizers(LIST.task, first=LIST.scores, second=LIST.scores, people=LIST.people, replicates=64)
    assert (found.eer.estimate.value, found.eer.p) == (0, 1)
    assert 0 < found.eer.estimate.high < 0.05
    assert found.eer.estimate.low == -found.eer.estimate.high


def test_the_same_great_difference_whoever_is_drawn_is_clear() -> None:
    right = np.where(LIST.task.mated, 0.5, -0.5)
    found = compare_recognizers(LIST.task, first=-right, second=right, people=LIST.people, replicates=64)
    assert (found.auc.estimate.value, found.eer.estimate.value) == (1, -1)
    assert 0.9 < found.auc.estimate.low < 1
    assert max(found.auc.p, found.eer.p) < 1e-6


def test_only_pairs_that_both_have_count() -> None:
    first, second = LIST.scores.copy(), worse(LIST.scores, 0.1)
    first[:3] = second[2:7] = np.nan
    found = compare_recognizers(LIST.task, first=first, second=second, replicates=64)
    assert (found.pairs, found.skipped, found.resampled) == (393, 7, "pairs")
    with pytest.raises(BenchmarkError, match="none of the 200 mated pairs"):
        compare_recognizers(LIST.task, first=np.where(LIST.task.mated, np.nan, first), second=second)
    with pytest.raises(ValueError, match="has 400 pairs"):
        compare_recognizers(LIST.task, first=first[:-1], second=second[:-1])
