import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from facegap.base.errors import BenchmarkError
from facegap.benchmark.verification.folds import Folds


def pairs(count: int, seed: int, *, levels: int | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Scores, kinds and folds of sizes by chance, each fold with both kinds; scores tied if there are few levels."""
    rng = np.random.default_rng(seed)
    mated = np.arange(count) % 2 == 0
    scores = np.where(mated, rng.normal(0.3, 0.2, count), rng.normal(0.1, 0.2, count))
    folds = np.r_[np.repeat(np.arange(3), 2), rng.integers(0, 3, count - 6)]
    return scores if levels is None else np.round(scores * levels) / levels, mated, folds


def ones(folds: Folds) -> np.ndarray:
    return np.ones((1, len(folds.scores)))


@given(st.integers(6, 60), st.integers(0, 10**6), st.sampled_from([None, 2, 5]))
def test_thresholds_are_best_on_the_others(count: int, seed: int, levels: int | None) -> None:
    """Against a loop over every threshold there is."""
    scores, mated, numbers = pairs(count, seed, levels=levels)
    folds = Folds.of(scores, mated, numbers)
    for number, threshold, accuracy in zip(
        range(3), folds.choose(ones(folds))[:, 0], folds.accuracies(ones(folds))[:, 0], strict=True
    ):
        own = numbers == number
        best = max(((scores[~own] >= t) == mated[~own]).sum() for t in [*scores[~own], np.inf])
        assert ((scores[~own] >= threshold) == mated[~own]).sum() == best
        assert accuracy == pytest.approx(((scores[own] >= threshold) == mated[own]).mean())


@given(st.integers(6, 40), st.integers(0, 10**6), st.sampled_from([None, 5]))
def test_weights_are_repetitions(count: int, seed: int, levels: int | None) -> None:
    scores, mated, numbers = pairs(count, seed, levels=levels)
    times = np.random.default_rng(seed).integers(1, 4, count)
    plain = Folds.of(scores, mated, numbers)
    repeated = Folds.of(scores.repeat(times), mated.repeat(times), numbers.repeat(times))
    weights = np.stack([np.ones(count), times / 2])  # halves, as replicates have them
    np.testing.assert_array_equal(plain.choose(weights)[:, 1], repeated.choose(ones(repeated))[:, 0])
    np.testing.assert_allclose(plain.accuracies(weights)[:, 1], repeated.accuracies(ones(repeated))[:, 0])


def test_of_equally_good_thresholds_it_is_the_middle_of_the_widest_gap() -> None:
    others = ([0.1, 0.2, 0.3, 0.5, 0.6, 0.9], [False, False, True, False, True, True])
    scores, mated = np.array([*others[0], 0.0, 1.0]), np.array([*others[1], False, True])
    folds = Folds.of(scores, mated, np.array([0] * 6 + [1, 1]))
    # Above 0.2 and above 0.5 one of the others is wrong; these gaps are both of 0.1, and the first one counts.
    assert folds.choose(ones(folds))[1, 0] == pytest.approx(0.25)
    scores[3] = 0.55
    folds = Folds.of(scores, mated, np.array([0] * 6 + [1, 1]))
    assert folds.choose(ones(folds))[1, 0] == pytest.approx(0.25)
    scores[3], scores[2] = 0.4, 0.25
    folds = Folds.of(scores, mated, np.array([0] * 6 + [1, 1]))
    assert folds.choose(ones(folds))[1, 0] == pytest.approx(0.5)


def test_a_fold_has_no_say_in_its_own_threshold() -> None:
    scores, mated, numbers = pairs(60, seed=1)
    changed = np.where(numbers == 1, np.random.default_rng(2).uniform(-1, 1, 60), scores)
    thresholds = [Folds.of(of, mated, numbers) for of in (scores, changed)]
    before, after = (folds.choose(ones(folds))[:, 0] for folds in thresholds)
    assert before[1] == after[1]
    assert before[0] != after[0]


def test_single_floats_next_to_each_other_are_told_apart() -> None:
    low = np.float32(0.1)
    scores = np.tile([low, np.nextafter(low, np.float32(1))], 2).astype(np.float32)
    folds = Folds.of(scores, np.array([False, True] * 2), np.array([0, 0, 1, 1]))
    assert folds.accuracies(ones(folds))[:, 0].tolist() == [1, 1]


def test_all_scores_the_same() -> None:
    folds = Folds.of(np.full(8, 0.5), np.arange(8) % 2 == 0, np.arange(8) // 4)
    assert folds.accuracies(ones(folds))[:, 0].tolist() == [0.5, 0.5]


def test_a_fold_of_one_kind_is_judged_by_the_others() -> None:
    scores, mated = np.array([0.9, 0.8, 0.1, 0.9, 0.2, 0.7]), np.array([True, True, False, True, False, True])
    folds = Folds.of(scores, mated, np.array([7, 7, 8, 8, 9, 9]))
    assert [fold.number for fold in folds.folds] == [7, 8, 9]
    assert folds.accuracies(ones(folds))[:, 0].tolist() == [1, 1, 1]


def test_a_fold_without_weight_has_no_accuracy() -> None:
    folds = Folds.of(np.array([0.9, 0.1, 0.8, 0.2]), np.array([True, False] * 2), np.array([0, 0, 1, 1]))
    found = folds.accuracies(np.array([[1.0, 1, 0, 0]]))[:, 0]
    assert found[0] >= 0
    assert np.isnan(found[1])


@pytest.mark.parametrize(
    ("mated", "numbers", "message"),
    [
        ([True, False, True, False], [4, 4, 4, 4], r"in 1 fold\(s\): two are needed"),
        ([True, False, True, True], [0, 0, 1, 1], "no non-mated pair outside fold 0"),
        ([False, False, True, False], [0, 0, 1, 1], "no mated pair outside fold 1"),
    ],
)
def test_folds_that_allow_no_threshold(mated: list[bool], numbers: list[int], message: str) -> None:
    with pytest.raises(BenchmarkError, match=message):
        Folds.of(np.array([0.9, 0.1, 0.8, 0.2]), np.array(mated), np.array(numbers))
