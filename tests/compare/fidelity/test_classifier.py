import numpy as np
import pytest
import scipy.stats
import sklearn.linear_model
import sklearn.metrics
from tests.compare.fidelity.people_sets import measured, people, unit

from facegap.compare.fidelity import classifier_auc
from facegap.matching import EmbeddedSet


def by_scikit_learn(real: EmbeddedSet, synthetic: EmbeddedSet) -> float:
    """Of sets of five people: as both are dealt alike, each fold holds one person of either, of the same number."""
    right = compared = 0
    for held_out in range(5):
        train, test = (
            [embedded.embeddings[(embedded.people == held_out) == own] for embedded in (real, synthetic)]
            for own in (False, True)
        )
        labels = [np.repeat([0, 1], list(map(len, of))) for of in (train, test)]
        model = sklearn.linear_model.LogisticRegression(C=1, class_weight="balanced", tol=1e-10, max_iter=10_000)
        odds = model.fit(np.concatenate(train), labels[0]).decision_function(np.concatenate(test))
        pairs = len(test[0]) * len(test[1])
        right += pairs * sklearn.metrics.roc_auc_score(labels[1], odds)
        compared += pairs
    return right / compared


@pytest.mark.parametrize("shift", [0, 0.5, 2])
def test_as_by_scikit_learn(shift: float) -> None:
    real, synthetic = people(5, 60, seed=1, noise=2), people(5, 25, seed=2, noise=2, shift=shift)
    found = classifier_auc(
        real=real.embeddings,
        synthetic=synthetic.embeddings,
        real_people=real.people,
        synthetic_people=synthetic.people,
    )
    assert found == pytest.approx(by_scikit_learn(real, synthetic), abs=1e-6)


@pytest.mark.parametrize("apart", [0, 1, 3])
def test_normal_distributions_have_a_closed_form(apart: float) -> None:
    """No classifier can do better than the line between the means, Φ(apart / √2), and this one comes near it."""
    rng = np.random.default_rng(3)
    real, synthetic = (rng.standard_normal((2000, 6)).astype(np.float32) for _ in range(2))
    synthetic[:, 2] += apart
    best = scipy.stats.norm.cdf(apart / 2**0.5)
    assert classifier_auc(real=real, synthetic=synthetic) == pytest.approx(best, abs=0.02)


def test_it_judges_people_that_it_has_not_seen() -> None:
    """Who has learnt the faces of people tells their other images apart, and those of nobody else."""
    real, synthetic = (people(20, 10, seed=seed, noise=0.1, dimensions=32) for seed in (1, 2))
    strangers = measured("classifier_auc", real, synthetic)
    assert strangers.estimate.low < 0.5 < strangers.estimate.high
    everybody = classifier_auc(real=real.embeddings, synthetic=synthetic.embeddings)  # each image a person of its own
    assert everybody > 0.95


def test_sets_of_one_world_can_not_be_told_apart_and_others_can() -> None:
    one_world = [measured("classifier_auc", people(50, 3, seed=s), people(50, 3, seed=s + 50)) for s in range(6)]
    assert np.mean([found.estimate.value for found in one_world]) == pytest.approx(0.5, abs=0.08)
    assert np.mean([found.floor for found in one_world]) == pytest.approx(0.5, abs=0.08)
    assert all(found.estimate.low <= 0.5 <= found.estimate.high for found in one_world)
    apart = measured("classifier_auc", people(50, 3, seed=0), people(30, 5, seed=1, shift=3))
    assert apart.floor + 0.1 < apart.estimate.low < apart.estimate.value < apart.estimate.high <= 1


def test_what_can_not_be_judged_is_told() -> None:
    points = np.eye(4, dtype=np.float32)
    with pytest.raises(ValueError, match="two people in each set"):
        classifier_auc(real=points, synthetic=points, real_people=np.zeros(4, dtype=np.int64))
    with pytest.raises(ValueError, match="as many columns"):
        classifier_auc(real=points, synthetic=points[:, :3])
    one_person = unit(points, np.zeros(4))
    with pytest.raises(ValueError, match="Classifier's AUC needs 2 people in each set"):
        measured("classifier_auc", one_person, unit(points, np.arange(4)))
    near, of_two = np.array([[1, 0], [0.8, 0.6], [1, 0], [0.6, 0.8]]), np.array([0, 0, 1, 1])
    found = measured("classifier_auc", unit(near, of_two), unit(-near, of_two))
    assert found.estimate.value == 1
    assert np.isnan([found.estimate.low, found.floor]).all()  # too few people for an interval, or for a floor
