"""From logits to calibrated probabilities: a temperature and a bias for each attribute, a softmax within families."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.optimize
import scipy.special
import threadpoolctl

from facegap.annotate.trust.exclusive_families import (
    ExclusiveFamilies,
    allowed_classes,
    check_families,
    class_probabilities,
)
from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int8Array
from facegap.engine import available_cores

LOG_TEMPERATURE_SD = 1.0
"""Standard deviation of the normal prior on the logarithm of a temperature, about 0 (ours)."""
BIAS_SD = 3.0
"""Standard deviation of the normal prior on a bias, about 0 (ours)."""
_LOG_TEMPERATURE_LIMIT = 5.0
"""No logarithm of a temperature is searched beyond this, so that nothing overflows on the way."""


@dataclass(frozen=True)
class LogitCalibration:
    """The numbers that turn logits into calibrated ones: calibrated logit = logit / temperature + bias.

    Attributes:
        temperature: float64 (attributes,), above 0; a temperature above 1 makes predictions less certain.
        bias: float64 (attributes,), added after the division.
        families: The exclusive families, each as the column numbers of its members and whether it is exhaustive.
    """

    temperature: Float64Array
    bias: Float64Array
    families: ExclusiveFamilies = ()

    def __post_init__(self) -> None:
        if self.temperature.shape != self.bias.shape or self.temperature.ndim != 1:
            msg = f"temperature and bias are to be (attributes,), not {self.temperature.shape} and {self.bias.shape}"
            raise ValueError(msg)
        if not np.all(self.temperature > 0):
            msg = f"temperatures are to be above 0, not {self.temperature.min()}"
            raise ValueError(msg)
        check_families(self.families, attributes=len(self.temperature))


def calibrated_scores(logits: Float32Array, calibration: LogitCalibration) -> Float32Array:
    """Return the calibrated probability that each attribute is positive.

    For an attribute on its own it is the sigmoid of the calibrated logit. For the members of a family it is their
    softmax, with one more class "none" of logit 0 unless the family is exhaustive.

    >>> calibration = LogitCalibration(temperature=np.array([1.0, 2.0]), bias=np.array([0.0, 1.0]))
    >>> calibrated_scores(np.array([[0.0, -2.0]], dtype=np.float32), calibration).tolist()
    [[0.5, 0.5]]

    Args:
        logits: float32 (..., attributes), of one pass, or of several such as (images, passes, attributes).
        calibration: The calibration of as many attributes.

    Returns:
        float32 of the same shape, 0 to 1; NaN where the logit is.

    Raises:
        ValueError: The calibration has another number of attributes.
    """
    if logits.shape[-1] != len(calibration.bias):
        msg = f"logits of {logits.shape[-1]} attributes, but a calibration of {len(calibration.bias)}"
        raise ValueError(msg)
    calibrated = logits * (1 / calibration.temperature).astype(np.float32) + calibration.bias.astype(np.float32)
    scores = np.asarray(scipy.special.expit(calibrated))
    for members, exhaustive in calibration.families:
        scores[..., list(members)] = class_probabilities(calibrated[..., list(members)], exhaustive=exhaustive)
    return scores


def fit_calibration(logits: Float32Array, labels: Int8Array, *, families: ExclusiveFamilies = ()) -> LogitCalibration:
    """Fit the temperatures and biases under which the decided labels are most likely (Platt, 1999; Guo et al., 2017).

    The members of a family are fitted jointly; a partly labeled face counts with the probability of the classes that
    its labels allow, see ``allowed_classes``. A weak prior keeps both numbers finite where an attribute has labels of
    one class only, few labels, or labels that the logits separate perfectly (ours: the logarithm of the temperature is
    normal with standard deviation 1, the bias with 3; a hundred labels outweigh it). An attribute without any decided
    label gets temperature 1 and bias 0: its scores are uncalibrated.

    Logits that are twice as large as they should be need a temperature of 2:

    >>> rng = np.random.default_rng(0)
    >>> honest = rng.normal(0, 2, (20_000, 1))
    >>> labels = np.where(rng.random((20_000, 1)) < 1 / (1 + np.exp(-honest)), 1, -1).astype(np.int8)
    >>> fitted = fit_calibration((2 * honest).astype(np.float32), labels)
    >>> round(float(fitted.temperature[0]), 1), round(abs(float(fitted.bias[0])), 1)
    (2.0, 0.0)

    Args:
        logits: float32 (images, attributes), of people that the network was not trained on.
        labels: int8 (images, attributes): 1 positive, −1 negative, 0 undefined.
        families: The exclusive families, as in ``LogitCalibration``.

    Raises:
        ValueError: The shapes differ, a label isn't −1, 0 or 1, or the logit of a decided label isn't finite.
    """
    _check(logits, labels)
    attributes = logits.shape[1]
    check_families(families, attributes=attributes)
    alone = set(range(attributes)) - {member for members, _ in families for member in members}
    temperature, bias = np.ones(attributes), np.zeros(attributes)

    def fit(family: tuple[tuple[int, ...], bool]) -> None:
        columns = list(family[0])
        allowed = allowed_classes(labels[:, columns], exhaustive=family[1])
        informative = ~allowed.all(axis=0) & np.isfinite(logits[:, columns]).all(axis=1)
        family_logits = logits[informative][:, columns].T.astype(np.float64)
        temperature[columns], bias[columns] = _fit_family(family_logits, allowed[:, informative])

    # The search calls a BLAS for vectors of two numbers, whose threads would only wait for each other.
    with threadpoolctl.threadpool_limits(1), ThreadPoolExecutor(available_cores()) as pool:
        list(pool.map(fit, (*families, *(((attribute,), False) for attribute in sorted(alone)))))
    return LogitCalibration(temperature, bias, families)


def _fit_family(logits: Float64Array, allowed: BoolArray) -> tuple[Float64Array, Float64Array]:
    """Temperatures and biases of a family, from logits (members, images) and allowed classes (classes, images)."""
    members = len(logits)
    none = np.zeros((len(allowed) - members, logits.shape[1]))
    precision = np.repeat([LOG_TEMPERATURE_SD**-2, BIAS_SD**-2], members)

    def loss(parameters: Float64Array) -> tuple[float, Float64Array]:
        scaled = logits * np.exp(-parameters[:members, None])
        classes = np.vstack([scaled + parameters[members:, None], none])
        log_total, probability = log_sum(classes)
        log_allowed, posterior = log_sum(np.where(allowed, classes, -np.inf))
        pull = (probability - posterior)[:members]
        gradient = np.concatenate([-np.sum(pull * scaled, axis=1), pull.sum(axis=1)])
        value = np.sum(log_total - log_allowed) + np.sum(precision * parameters**2) / 2
        return float(value), gradient + precision * parameters

    bounds = [(-_LOG_TEMPERATURE_LIMIT, _LOG_TEMPERATURE_LIMIT)] * members + [(None, None)] * members
    optimum = scipy.optimize.minimize(loss, np.zeros(2 * members), jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.exp(optimum[:members]), optimum[members:]


def log_sum(classes: Float64Array) -> tuple[Float64Array, Float64Array]:
    """The logarithm of the sum of exponentials, (images,), and the share of each class in it, (classes, images)."""
    largest = classes.max(axis=0)
    weights = np.exp(classes - largest)
    total = weights.sum(axis=0)
    return largest + np.log(total), weights / total


def _check(logits: Float32Array, labels: Int8Array) -> None:
    if logits.ndim != 2 or logits.shape != labels.shape:
        msg = f"logits and labels are to be (images, attributes) both, not {logits.shape} and {labels.shape}"
        raise ValueError(msg)
    if not np.isin(labels, (-1, 0, 1)).all():
        msg = f"labels are to be 1, -1 or 0, not {labels[~np.isin(labels, (-1, 0, 1))][0]}"
        raise ValueError(msg)
    if not np.all(np.isfinite(logits) | (labels == 0)):
        image, attribute = np.argwhere(~np.isfinite(logits) & (labels != 0))[0]
        msg = f"the logit of image {image}, attribute {attribute} is {logits[image, attribute]}: leave such images out"
        raise ValueError(msg)
