import numpy as np
import pytest
from quapy.method.aggregative import EMQ

from facegap.base.arrays import Float32Array, Float64Array
from facegap.estimates import ExclusiveScores, estimate_class_shares, people_units

PRIORS = np.array([0.4, 0.5, 0.1])


def calibrated(shares: Float64Array, *, priors: Float64Array, images: int, seed: int) -> Float32Array:
    """Scores of a set in which classes have ``shares``, calibrated where they had ``priors``: seen along two axes."""
    rng = np.random.default_rng(seed)
    middles = np.array([[-1.4, 0.0], [0.0, 1.0], [1.4, 0.0], [0.0, -1.2]])[: len(priors)]
    seen = rng.normal(middles[rng.choice(len(shares), images, p=shares)], 0.8)
    densities = np.exp(-((seen[:, None] - middles) ** 2).sum(axis=-1) / (2 * 0.8**2)) * priors
    return (densities / densities.sum(axis=1, keepdims=True)).astype(np.float32)


def shares_of(scores: ExclusiveScores) -> Float64Array:
    units = people_units(np.arange(len(scores.values)), seed=0)
    return scores.shares(units, np.ones((1, units.count)))[0]


@pytest.mark.parametrize("exhaustive", [True, False])
def test_it_is_where_the_em_algorithm_of_quapy_ends(exhaustive: bool) -> None:
    priors = PRIORS if exhaustive else np.array([0.3, 0.4, 0.1, 0.2])
    truth = np.array([0.75, 0.05, 0.2]) if exhaustive else np.array([0.1, 0.15, 0.25, 0.5])
    posteriors = calibrated(truth, priors=priors, images=4000, seed=1)
    expected = EMQ.EM(priors, posteriors.astype(np.float64), epsilon=1e-9)[0]
    shares = shares_of(ExclusiveScores(posteriors[:, :3], priors[:3], exhaustive))
    assert shares == pytest.approx(expected[:3], abs=4e-3)
    assert shares == pytest.approx(truth[:3], abs=0.04)


def test_a_member_between_two_others_is_only_found_with_them() -> None:
    """Alone, "not in the middle" mixes the others, whose proportions are no longer those of the calibration."""
    posteriors = calibrated(np.array([0.0, 0.0, 1.0]), priors=PRIORS, images=3000, seed=2)
    assert shares_of(ExclusiveScores(posteriors, PRIORS, exhaustive=True))[1] < 0.02
    assert shares_of(ExclusiveScores.alone(posteriors[:, 1], prior=0.5))[0] > 0.05


def test_two_members_are_as_one_attribute_alone_and_as_one_with_none() -> None:
    posteriors = calibrated(np.array([0.8, 0.2]), priors=np.array([0.3, 0.7]), images=2000, seed=3)
    alone = shares_of(ExclusiveScores.alone(posteriors[:, 0], prior=0.3))
    both = shares_of(ExclusiveScores(posteriors, np.array([0.3, 0.7]), exhaustive=True))
    assert alone[0] == pytest.approx(both[0], abs=2e-3)
    binned = np.clip(posteriors.astype(np.float64), 0, 1)
    none = estimate_class_shares(np.ones(2000), posteriors=binned, priors=np.array([0.3, 0.7]))
    assert alone[0] == pytest.approx(none[0], abs=2e-3)


def test_closed_form_of_classes_that_are_told_apart_by_a_confusion_matrix() -> None:
    """With as many answers as classes, the likeliest shares π solve answers = P(answer | class) · π."""
    confusion = np.array([[0.8, 0.15, 0.05], [0.1, 0.7, 0.2], [0.05, 0.15, 0.8]])
    joint = confusion * PRIORS[:, None]
    posteriors = (joint / joint.sum(axis=0)).T
    truth = np.array([[0.6, 0.1, 0.3], [0.2, 0.2, 0.6]])
    counts = np.vstack([1000 * truth @ confusion, np.zeros((1, 3))])
    shares = estimate_class_shares(counts, posteriors=posteriors, priors=PRIORS)
    assert shares[:2] == pytest.approx(truth, abs=1e-3)
    assert np.isnan(shares[2]).all()


def test_units_are_weighed_and_many_faces_share_cells() -> None:
    truth, priors = np.array([0.3, 0.3, 0.2, 0.2]), np.array([0.25, 0.25, 0.25, 0.25])
    posteriors = calibrated(truth, priors=priors, images=20000, seed=4)
    scores = ExclusiveScores(posteriors[:, :3], priors[:3])
    units = people_units(np.repeat(np.arange(200), 100), seed=0)
    first = np.arange(200) < 50
    shares = scores.shares(units, np.vstack([np.ones(200), first]))
    assert shares[0] == pytest.approx(EMQ.EM(priors, posteriors.astype(np.float64), epsilon=1e-9)[0][:3], abs=4e-3)
    assert shares[1] == pytest.approx(shares_of(scores.of_images(first[units.of])), abs=2e-3)


def test_missing_scores_and_nonsense() -> None:
    sure = np.array([[1, 0, 0], [0, 1, 0], [0, np.nan, 1]], dtype=np.float32)
    scores = ExclusiveScores(sure, PRIORS, exhaustive=True)
    assert scores.known.tolist() == [True, True, False]
    assert shares_of(scores) == pytest.approx([0.5, 0.5, 0], abs=2e-3)
    assert np.isnan(shares_of(scores.of_images(~scores.known))).all()
    for priors in (np.array([0.0, 0.5, 0.5]), np.array([0.4, 0.5, 0.3])):
        with pytest.raises(ValueError, match="priors of"):
            shares_of(ExclusiveScores(sure, priors))
