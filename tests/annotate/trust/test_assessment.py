import numpy as np
import pytest
from sklearn.metrics import average_precision_score, balanced_accuracy_score, roc_auc_score

from facegap.annotate.trust import Assessment, assess
from facegap.annotate.trust.measures import BINS, calibration_error, rank_areas
from facegap.estimates import Estimates


def answers(seed: int, people: int = 200) -> tuple[np.ndarray, ...]:
    """Scores in steps, so that many are equal, reliabilities, truth with gaps, people of five images each."""
    rng = np.random.default_rng(seed)
    who = np.repeat(np.arange(people), 5)
    scores = (rng.integers(0, 51, (len(who), 4)) / 50).astype(np.float32)
    truth = np.where(rng.random(scores.shape) < scores, 1, -1).astype(np.int8)
    truth[rng.random(truth.shape) < 0.2] = 0
    return scores, np.abs(scores - np.float32(0.5)) * 2, truth, who


def judged(scores: np.ndarray, sure: np.ndarray, truth: np.ndarray, who: np.ndarray, **more: object) -> Assessment:
    given = np.where(sure > 0.6, np.where(scores >= 0.5, 1, -1), 0).astype(np.int8)
    return assess(scores, sure, labels=given, truth=truth, people=who, base_rates=np.full(4, 0.3), **more)  # type: ignore[arg-type]


def test_values_are_those_of_scikit_learn() -> None:
    scores, sure, truth, who = answers(0)
    found = judged(scores, sure, truth, who)
    for attribute in range(4):
        at = truth[:, attribute] != 0
        score, label = scores[at, attribute], truth[at, attribute]
        assert found.auroc.value[attribute] == pytest.approx(roc_auc_score(label, score))
        assert found.average_precision.value[attribute] == pytest.approx(average_precision_score(label, score))
        balanced = balanced_accuracy_score(label, np.where(score >= np.float32(0.3), 1, -1))
        assert found.balanced_accuracy.value[attribute] == pytest.approx(balanced)
        right = (score >= 0.5) == (label == 1)
        assert found.sorting.value[attribute] == pytest.approx(roc_auc_score(right, sure[at, attribute]))
        kept = sure[at, attribute] > 0.6
        assert found.coverage.value[attribute] == pytest.approx(kept.mean())
        assert found.right.value[attribute] == pytest.approx(right[kept].mean())
        positive = kept & (score >= 0.5)
        assert found.right_positive.value[attribute] == pytest.approx(right[positive].mean())
        assert found.positive_images[attribute] == (label == 1).sum()
        assert found.negative_people[attribute] == len(np.unique(who[at][label == -1]))
    assert found.means["auroc"].value == pytest.approx(found.auroc.value.mean())


def test_areas_without_a_group_are_those_of_scikit_learn_with_weights() -> None:
    scores, _, truth, who = answers(1)
    score, positive, groups = scores[:, 0], truth[:, 0] == 1, who % 7
    found = rank_areas(score, positive, groups=groups, count=7)
    for group in range(7):
        weights = (groups != group).astype(float)
        assert found.auroc[1 + group] == pytest.approx(roc_auc_score(positive, score, sample_weight=weights))
        average = average_precision_score(positive, score, sample_weight=weights)
        assert found.average_precision[1 + group] == pytest.approx(average)


def test_calibration_error_is_that_of_a_loop_and_zero_scores_share_a_bin() -> None:
    scores, _, truth, who = answers(2)
    scores[:400] = 0
    score, positive, groups = scores[:, 0], truth[:, 0] == 1, who % 7
    errors, floor = calibration_error(score, positive, groups=groups, count=7)
    bins = np.array([np.sum(score < one) for one in score]) * BINS // len(score)
    for row, kept in enumerate([groups >= 0, *(groups != group for group in range(7))]):
        gaps = [abs(np.sum(score[kept & (bins == b)] - positive[kept & (bins == b)])) for b in range(BINS)]
        assert errors[row] == pytest.approx(sum(gaps) / kept.sum(), rel=1e-5)
    rng = np.random.default_rng(0)
    perfect = [
        calibration_error(score, rng.random(len(score)) < score, groups=groups, count=7)[0][0] for _ in range(50)
    ]
    assert np.mean(perfect) == pytest.approx(floor, rel=0.1)


def test_perfect_and_worst_answers() -> None:
    truth = np.tile(np.array([1, -1], dtype=np.int8), 100)[:, None].repeat(4, axis=1)
    scores = np.where(truth == 1, 1, 0).astype(np.float32)
    scores[:, 1] = 1 - scores[:, 1]
    scores[:, 2], truth[:, 3] = 0.5, 1
    found = judged(scores, np.ones_like(scores), truth, np.arange(200) // 4)
    np.testing.assert_allclose(found.auroc.value, [1, 0, 0.5, np.nan])
    np.testing.assert_allclose(found.average_precision.value, [1, 0.5, 0.5, np.nan])
    np.testing.assert_allclose(found.balanced_accuracy.value, [1, 0, 0.5, np.nan])
    np.testing.assert_allclose(found.calibration_error.value[:3], [0, 1, 0])
    np.testing.assert_allclose(found.right.value[:3], [1, 0, 0.5])
    # Fifty people without an error: the exact interval is known, (tail)^(1 / people).
    assert found.right.low[0] == pytest.approx(0.025 ** (1 / 50))
    assert np.isnan(found.auroc.low[0])
    assert found.means["auroc"].value == pytest.approx(0.5)


def test_intervals_cover_the_truth() -> None:
    """Scores are calibrated by construction, so that what each measure tends to is known from a large set."""
    large = judged(*answers(3, people=20_000))
    names = ("balanced_accuracy", "auroc", "average_precision", "coverage", "right", "sorting")
    above = []
    covered = []
    for seed in range(4, 24):
        found = judged(*answers(seed, people=60))
        for name in names:
            estimates: Estimates = getattr(found, name)
            true = getattr(large, name).value
            covered.extend((estimates.low <= true) & (true <= estimates.high))
        above.extend(found.calibration_error.low > 0)
    assert 0.92 < np.mean(covered) < 0.99
    assert np.mean(above) < 0.05


def test_groups_are_judged_as_if_alone() -> None:
    scores, sure, truth, who = answers(5)
    at = truth[:, 0] == -1
    found = judged(scores, sure, truth, who, groups={"Male": truth[:, 0] == 1, "not Male": at})
    alone = judged(scores[at], sure[at], truth[at], who[at])
    np.testing.assert_array_equal(found.groups["not Male"].auroc.value, alone.auroc.value)
    assert found.groups["not Male"].images == at.sum()
    assert np.isnan(found.groups["Male"].auroc.value[0])


def test_images_without_a_score_are_not_answered() -> None:
    scores, sure, truth, who = answers(6)
    whole = judged(scores, sure, truth, who)
    lost = np.arange(len(who)) % 4 == 0
    scores[lost], sure[lost] = np.nan, np.nan
    found = judged(scores, sure, truth, who)
    at = ~lost & (truth[:, 0] != 0)
    assert found.auroc.value[0] == pytest.approx(roc_auc_score(truth[at, 0], scores[at, 0]))
    assert found.coverage.value[0] == pytest.approx(whole.coverage.value[0] * 0.75, abs=0.03)
    assert found.positive_images[0] == (truth[~lost, 0] == 1).sum()


def test_one_person_and_no_image() -> None:
    scores, sure, truth, _ = answers(7, people=2)
    found = judged(scores, sure, truth, np.zeros(10, dtype=np.int64))
    assert found.people == 1
    assert np.isnan(found.auroc.low).all()
    assert np.isnan(found.coverage.low).all()
    with pytest.raises(ValueError, match="no image"):
        judged(scores[:0], sure[:0], truth[:0], np.arange(0))
    with pytest.raises(ValueError, match="don't fit"):
        judged(scores, sure[:, :3].repeat(2, axis=1)[:, :4], truth[:5], np.arange(10))
