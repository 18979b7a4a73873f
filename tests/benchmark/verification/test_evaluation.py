from dataclasses import replace

import numpy as np
import pytest
from tests.benchmark.verification.people_who_score import draw

from facegap.base.errors import BenchmarkError
from facegap.benchmark.protocol import Verification
from facegap.benchmark.verification.evaluation import evaluate_verification
from facegap.matching.rates.step_rates import FMR_LEVELS

LIST = draw("list", 200, seed=1)


def test_rates_are_counts_of_the_pairs() -> None:
    found = evaluate_verification(LIST.task, LIST.scores, people=LIST.people, replicates=64)
    mated, non_mated = LIST.scores[LIST.task.mated], LIST.scores[~LIST.task.mated]
    assert (found.task, found.mated, found.non_mated, found.skipped) == ("list", 100, 100, 0)
    assert [point.level for point in found.points] == list(FMR_LEVELS)
    for point in found.points[:2]:
        assert point.threshold is not None
        assert point.fmr
        assert point.fnmr
        assert point.fmr.value == np.mean(non_mated >= point.threshold) == point.level
        assert point.fnmr.value == np.mean(mated < point.threshold)
        assert point.fnmr.low <= point.fnmr.value <= point.fnmr.high
        assert point.fmr.low < point.fmr.value < point.fmr.high
    assert found.auc.value == np.mean(mated[:, None] > non_mated)
    assert (found.mated_scores.total, found.non_mated_scores.total) == (100, 100)
    assert found.mated_scores.mean == pytest.approx(mated.mean(), abs=1e-4)
    assert found.d_prime.value**2 / 2 == pytest.approx(found.fisher_ratio.value)
    spread = ((mated.var() + non_mated.var()) / 2) ** 0.5
    assert found.d_prime.value == pytest.approx((mated.mean() - non_mated.mean()) / spread)
    assert found.mated_mean.value == pytest.approx(mated.mean())
    assert found.non_mated_mean.value == pytest.approx(non_mated.mean())
    assert 0 < found.d_prime.low < found.d_prime.value < found.d_prime.high


def test_rates_that_so_few_pairs_cannot_show_are_left_out() -> None:
    found = evaluate_verification(LIST.task, LIST.scores, people=LIST.people, replicates=64)
    for point in found.points[2:]:
        assert (point.threshold, point.fmr, point.fnmr) == (None, None, None)


def test_accuracy_tells_of_its_folds() -> None:
    accuracy = evaluate_verification(LIST.task, LIST.scores, replicates=64).accuracy
    assert accuracy
    assert accuracy.folds == tuple(range(10))
    assert accuracy.pairs == (20,) * 10
    assert accuracy.mean.value == pytest.approx(np.mean(accuracy.accuracies))
    assert accuracy.standard_error == pytest.approx(np.std(accuracy.accuracies, ddof=1) / 10**0.5)
    assert accuracy.mean.low < accuracy.mean.value < accuracy.mean.high
    assert evaluate_verification(replace(LIST.task, folds=None), LIST.scores, replicates=64).accuracy is None


def test_pairs_without_a_score_count_nowhere() -> None:
    kept = np.random.default_rng(0).random(len(LIST.scores)) < 0.8
    kept[LIST.task.folds == 3] = False
    holes = evaluate_verification(LIST.task, np.where(kept, LIST.scores, np.nan), people=LIST.people, replicates=64)
    assert LIST.task.folds is not None
    part = Verification("list", *(of[kept] for of in (LIST.task.first, LIST.task.second, LIST.task.mated)))
    whole = evaluate_verification(
        replace(part, folds=LIST.task.folds[kept]), LIST.scores[kept], people=LIST.people, replicates=64
    )
    assert holes.skipped == np.sum(~kept)
    assert (holes.eer, holes.auc) == (whole.eer, whole.auc)
    assert holes.accuracy
    assert whole.accuracy
    assert replace(holes.accuracy, of_all=whole.accuracy.of_all) == whole.accuracy
    assert holes.accuracy.folds == (0, 1, 2, 4, 5, 6, 7, 8, 9)
    assert len(set(holes.accuracy.pairs)) > 1


def test_of_all_pairs_those_without_a_score_are_wrong() -> None:
    """Against counts: each fold at its own threshold, one fold without any score, and others with some."""
    kept = np.random.default_rng(0).random(len(LIST.scores)) < 0.8
    kept[LIST.task.folds == 3] = False
    found = evaluate_verification(LIST.task, np.where(kept, LIST.scores, np.nan), people=LIST.people, replicates=256)
    mated, folds = LIST.task.mated, LIST.task.folds
    assert (found.skipped, found.skipped_mated) == (np.sum(~kept), np.sum(~kept & mated))
    assert found.accuracy
    thresholds = dict(zip(found.accuracy.folds, found.accuracy.thresholds, strict=True))
    right = kept & ((LIST.scores >= [thresholds.get(fold, 2) for fold in folds]) == mated)
    of_all = found.accuracy.of_all
    assert of_all.value == pytest.approx(np.mean([right[folds == fold].mean() for fold in range(10)]))
    assert of_all.low < of_all.value < of_all.high < found.accuracy.mean.value
    for point in found.points[:1]:
        assert point.fnmr_of_all
        missed = ~kept | (LIST.scores < point.threshold)
        assert point.fnmr_of_all.value == pytest.approx(missed[mated].mean())
        assert point.fnmr
        assert point.fnmr.value < point.fnmr_of_all.low < point.fnmr_of_all.value < point.fnmr_of_all.high
    assert found.points[-1].fnmr_of_all is None


@pytest.mark.parametrize("folds", [None, np.arange(12) % 2])
def test_of_few_pairs_no_rate_may_be_seen_but_skipped_ones_count(folds: np.ndarray | None) -> None:
    mated = np.arange(12) < 6
    scores = np.where(np.arange(12) == 3, np.nan, np.where(mated, 0.8, 0.1))
    found = evaluate_verification(Verification("few", np.arange(12), np.arange(12), mated, folds), scores)
    assert (found.skipped, found.skipped_mated) == (1, 1)
    assert [point.fnmr_of_all for point in found.points] == [None] * len(FMR_LEVELS)
    assert (found.accuracy is None) == (folds is None)
    if found.accuracy:
        assert (found.accuracy.mean.value, found.accuracy.of_all.value) == (1, pytest.approx(11 / 12))


def test_where_every_pair_has_a_score_all_pairs_are_the_same() -> None:
    found = evaluate_verification(LIST.task, LIST.scores, people=LIST.people, replicates=64)
    assert found.accuracy
    assert found.accuracy.of_all == found.accuracy.mean
    assert all(point.fnmr_of_all == point.fnmr for point in found.points)


def test_the_doubt_of_all_pairs_is_that_of_a_share_where_pairs_are_independent() -> None:
    rng = np.random.default_rng(5)
    mated = np.arange(4000) < 2000
    task = Verification("free", np.arange(4000), np.arange(4000), mated, np.arange(4000) % 10)
    scores = np.where(rng.random(4000) < 0.1, np.nan, rng.normal(np.where(mated, 0.6, 0), 0.1).clip(-1, 1))
    accuracy = evaluate_verification(task, scores).accuracy
    assert accuracy
    of_all = accuracy.of_all
    assert of_all.value == pytest.approx(0.9, abs=0.02)
    assert (of_all.high - of_all.low) / 2 == pytest.approx(1.96 * (0.1 * 0.9 / 4000) ** 0.5, rel=0.15)


def test_where_people_are_not_known_pairs_are_resampled() -> None:
    """Of all pairs of a few people, which are far from independent, the interval is then much too narrow."""
    drawn = draw("all pairs", 40, seed=2)
    known = evaluate_verification(drawn.task, drawn.scores, people=drawn.people, replicates=256)
    unknown = evaluate_verification(drawn.task, drawn.scores, replicates=256)
    assert (known.resampled, unknown.resampled) == ("people", "pairs")
    assert known.eer.value == unknown.eer.value
    assert known.points[0].fmr
    assert unknown.points[0].fmr
    wide, narrow = (of.points[0].fmr.high - of.points[0].fmr.low for of in (known, unknown))  # type: ignore[union-attr]
    assert wide > 2 * narrow


def test_no_error_among_few_people_is_not_no_error_at_all() -> None:
    """Ten people, with a hundred mated pairs each that are all right: at most about 0.31 of people are worse."""
    people = np.arange(10)
    own = np.repeat(people, 100)
    one, other = np.triu_indices(10, 1)
    mated = np.arange(len(own) + len(one)) < len(own)
    task = Verification("few", np.r_[own, one], np.r_[own, other], mated)
    found = evaluate_verification(
        task, np.where(mated, 0.9, np.linspace(-0.1, 0.1, len(mated))), people=people, replicates=64
    )
    fnmr = found.points[0].fnmr
    assert fnmr
    assert (fnmr.value, fnmr.low) == (0, 0)
    assert fnmr.high == pytest.approx(1 - 0.025 ** (1 / 10))
    assert (found.eer.value, found.auc.value, found.auc.high) == (0, 1, 1)
    assert found.eer.high > 0.3


def test_no_false_match_at_all_has_a_bound_too() -> None:
    """Ten non-mated scores tie at the top: at FMR 0.1 of 50, five may match, so that none does."""
    scores = np.r_[np.linspace(0.3, 0.9, 50), np.full(10, 0.5), np.linspace(-0.1, 0.1, 40)]
    task = Verification("ties", np.arange(100), 100 + np.arange(100), np.arange(100) < 50)
    people = np.r_[np.arange(100), np.arange(50), 100 + np.arange(50)]
    point = evaluate_verification(task, scores, people=people, replicates=256).points[0]
    assert point.fmr
    assert point.fnmr
    assert (point.fmr.value, point.fmr.low) == (0, 0)
    assert point.fmr.high == pytest.approx(1 - 0.025 ** (1 / 50))
    assert 0 < point.fnmr.low < point.fnmr.value == 0.34 < point.fnmr.high < 1


def test_people_too_few_for_an_interval() -> None:
    task = Verification("two", np.array([0, 1, 0]), np.array([0, 1, 1]), np.array([True, True, False]))
    found = evaluate_verification(task, np.array([0.9, 0.2, 0.3]), people=np.arange(2), replicates=64)
    assert found.eer.value == 0.5  # FNMR is ½ on either side of the jump of FMR
    assert np.isnan([found.eer.low, found.eer.high]).all()


def test_the_seed_moves_intervals_only() -> None:
    one, again, other = (
        evaluate_verification(LIST.task, LIST.scores, people=LIST.people, seed=seed, replicates=64)
        for seed in (1, 1, 2)
    )
    assert one.eer == again.eer != other.eer
    assert one.eer.value == other.eer.value


@pytest.mark.parametrize(("kind", "mated"), [("non-mated", True), ("mated", False)])
def test_one_kind_only(kind: str, mated: bool) -> None:
    with pytest.raises(BenchmarkError, match=f"list: none of the 100 {kind} pairs has a score"):
        evaluate_verification(LIST.task, np.where(LIST.task.mated == mated, LIST.scores, np.nan))


@pytest.mark.parametrize(
    ("scores", "message"),
    [
        (LIST.scores[:-1], "each pair needs one score"),
        (LIST.scores * 10, "from −1 to 1"),
        (np.where(np.arange(200) == 5, np.inf, LIST.scores), "a score of inf"),
    ],
)
def test_scores_that_do_not_fit(scores: np.ndarray, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        evaluate_verification(LIST.task, scores)
