import numpy as np
import pytest
import scipy.special
from sklearn.linear_model import LogisticRegression

from facegap.annotate.trust import LogitCalibration, allowed_classes, calibrated_scores, fit_calibration


def drawn(rng: np.random.Generator, chances: np.ndarray) -> np.ndarray:
    """Labels of a family of the first k classes, of which the last may stand for none."""
    return (chances.cumsum(axis=1) > rng.random((len(chances), 1))).argmax(axis=1)


def test_scores_are_a_sigmoid_and_a_softmax() -> None:
    logits = np.random.default_rng(0).normal(0, 3, (5, 4, 6)).astype(np.float32)
    families = (((1, 2), True), ((4, 5), False))
    calibration = LogitCalibration(np.array([2.0, 1, 1, 1, 0.5, 1]), np.array([0.3, 0, 1, 0, 0, -1]), families)
    z = logits / calibration.temperature + calibration.bias
    found = calibrated_scores(logits, calibration)
    assert found.dtype == np.float32
    np.testing.assert_allclose(found[..., [0, 3]], scipy.special.expit(z[..., [0, 3]]), rtol=1e-5)
    np.testing.assert_allclose(found[..., [1, 2]], scipy.special.softmax(z[..., [1, 2]], axis=-1), rtol=1e-5)
    with_none = np.concatenate([z[..., [4, 5]], np.zeros((5, 4, 1))], axis=-1)
    np.testing.assert_allclose(found[..., [4, 5]], scipy.special.softmax(with_none, axis=-1)[..., :2], rtol=1e-5)
    huge = calibrated_scores(np.full((1, 6), 1e30, dtype=np.float32), calibration)
    assert np.isfinite(huge).all()


def test_fit_is_logistic_regression() -> None:
    rng = np.random.default_rng(1)
    logits = rng.normal(0, 2, (4000, 3)).astype(np.float32)
    truth = LogitCalibration(np.array([2.0, 0.6, 1.0]), np.array([-1.5, 0.5, 2.0]))
    labels = np.where(rng.random(logits.shape) < calibrated_scores(logits, truth), 1, -1).astype(np.int8)
    labels[rng.random(labels.shape) < 0.3] = 0
    found = fit_calibration(logits, labels)
    for attribute in range(3):
        at = labels[:, attribute] != 0
        peer = LogisticRegression(C=np.inf).fit(logits[at, attribute, None], labels[at, attribute])
        assert 1 / found.temperature[attribute] == pytest.approx(peer.coef_[0, 0], rel=0.01)
        assert found.bias[attribute] == pytest.approx(peer.intercept_[0], abs=0.01)


@pytest.mark.parametrize("exhaustive", [True, False])
def test_a_partly_labeled_family_is_recovered(exhaustive: bool) -> None:
    rng = np.random.default_rng(2)
    logits = rng.normal(0, 2, (20_000, 3)).astype(np.float32)
    families = (((0, 1, 2), exhaustive),)
    truth = LogitCalibration(np.array([2.0, 1.5, 0.8]), np.array([0.5, -0.5, 0.0]), families)
    chances = calibrated_scores(logits, truth).astype(np.float64)
    chances = chances if exhaustive else np.c_[chances, 1 - chances.sum(axis=1)]
    classes = drawn(rng, chances)
    labels = np.where(classes[:, None] == np.arange(3), 1, -1).astype(np.int8)
    labels[rng.random(labels.shape) < 0.5] = 0
    found = fit_calibration(logits, labels, families=families)
    np.testing.assert_allclose(found.temperature, truth.temperature, rtol=0.1)
    # Biases of an exhaustive family are known up to a common constant.
    constant = (found.bias - truth.bias).mean() if exhaustive else 0
    np.testing.assert_allclose(found.bias - constant, truth.bias, atol=0.1)


@pytest.mark.parametrize(
    ("labels", "exhaustive", "allowed"),
    [
        ([1, 0, 0], False, [1, 0, 0, 0]),
        ([1, -1, 1], False, [1, 0, 1, 0]),
        ([0, -1, 0], False, [1, 0, 1, 1]),
        ([-1, -1, -1], False, [0, 0, 0, 1]),
        ([0, 0, 0], False, [1, 1, 1, 1]),
        ([0, -1, 0], True, [1, 0, 1]),
        ([-1, -1, -1], True, [1, 1, 1]),
    ],
)
def test_the_event_of_some_labels(labels: list[int], exhaustive: bool, allowed: list[int]) -> None:
    found = allowed_classes(np.array([labels], dtype=np.int8), exhaustive=exhaustive)
    assert found[:, 0].tolist() == [bool(one) for one in allowed]


def test_few_one_sided_and_separated_labels_stay_finite() -> None:
    rng = np.random.default_rng(3)
    logits = rng.normal(0, 200, (1000, 5)).astype(np.float32)
    labels = np.zeros((1000, 5), dtype=np.int8)
    labels[:, 1] = -1
    labels[:, 2] = np.sign(logits[:, 2])
    labels[:3, 3] = 1, -1, 1
    labels[:, 4] = -np.sign(logits[:, 4])
    found = fit_calibration(logits, labels)
    assert found.temperature[0] == 1
    assert found.bias[0] == 0
    chances = calibrated_scores(logits, found)
    assert np.isfinite(chances).all()
    assert chances[labels[:, 1] == -1, 1].mean() < 0.05
    assert np.mean((chances[:, 2] > 0.5) == (labels[:, 2] == 1)) > 0.99
    # What is wrong everywhere is as good as a guess, not turned round.
    assert abs(chances[:, 4].mean() - np.mean(labels[:, 4] == 1)) < 0.05
    empty = fit_calibration(logits[:0], labels[:0], families=(((0, 1), True),))
    assert empty.temperature.tolist() == [1] * 5


def test_bad_input_is_named() -> None:
    logits, labels = np.zeros((2, 3), dtype=np.float32), np.ones((2, 3), dtype=np.int8)
    with pytest.raises(ValueError, match="not 2"):
        fit_calibration(logits, 2 * labels)
    with pytest.raises(ValueError, match="image 0, attribute 0 is nan"):
        fit_calibration(logits * np.nan, labels)
    with pytest.raises(ValueError, match="once at most"):
        fit_calibration(logits, labels, families=(((0, 1), True), ((1, 2), True)))
    with pytest.raises(ValueError, match="above 0"):
        LogitCalibration(np.zeros(2), np.zeros(2))
    with pytest.raises(ValueError, match="a calibration of 2"):
        calibrated_scores(logits, LogitCalibration(np.ones(2), np.zeros(2)))
