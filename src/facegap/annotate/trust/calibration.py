"""Logits to chances that hold: a temperature and a bias for each attribute, softmax within exclusive families."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import scipy.optimize
import scipy.special
import threadpoolctl

from facegap.annotate.trust.event import Families, allowed_classes, check_families
from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int8Array
from facegap.engine import available_cores

LOG_TEMPERATURE_SPREAD = 1.0
"""Standard deviation of the normal prior on the log of a temperature, about 0 (ours)."""
BIAS_SPREAD = 3.0
"""Standard deviation of the normal prior on a bias, about 0 (ours)."""
_MOST = 5.0
"""No log of a temperature is sought beyond this, so that nothing overflows on the way."""


@dataclass(frozen=True)
class Calibration:
    """What turns logits into chances: calibrated logit = logit / temperature + bias.

    Attributes:
        temperature: float64 (attributes,), above 0; above 1 it makes answers less sure.
        bias: float64 (attributes,), added after the division.
        families: the exclusive ones, each as (places of its members, whether it is exhaustive); see ``event``.
    """

    temperature: Float64Array
    bias: Float64Array
    families: Families = ()

    def __post_init__(self) -> None:
        if self.temperature.shape != self.bias.shape or self.temperature.ndim != 1:
            msg = f"temperature and bias are to be (attributes,), not {self.temperature.shape} and {self.bias.shape}"
            raise ValueError(msg)
        if not np.all(self.temperature > 0):
            msg = f"temperatures are to be above 0, not {self.temperature.min()}"
            raise ValueError(msg)
        check_families(self.families, attributes=len(self.temperature))


def scores(logits: Float32Array, calibration: Calibration) -> Float32Array:
    """The chance of a positive label, 0 to 1.

    The sigmoid of the calibrated logit; for the members of a family their softmax, with one more class "none" of
    logit 0 unless it is exhaustive.

    Args:
        logits: float32 (..., attributes), of one pass, or of many such as (images, passes, attributes).
        calibration: of as many attributes.

    Returns:
        float32, of the same shape; NaN where the logit is.

    Raises:
        ValueError: another number of attributes.
    """
    if logits.shape[-1] != len(calibration.bias):
        msg = f"logits of {logits.shape[-1]} attributes, but a calibration of {len(calibration.bias)}"
        raise ValueError(msg)
    calibrated = logits * (1 / calibration.temperature).astype(np.float32) + calibration.bias.astype(np.float32)
    found = np.asarray(scipy.special.expit(calibrated))
    for members, exhaustive in calibration.families:
        found[..., list(members)] = _softmax(calibrated[..., list(members)], exhaustive=exhaustive)
    return found


def fit_calibration(logits: Float32Array, labels: Int8Array, *, families: Families = ()) -> Calibration:
    """The temperatures and biases under which decided labels are likeliest (Platt, 1999; Guo and others, 2017).

    Families are fitted jointly, a partly labeled face with the chance of the event that its labels allow, see
    ``allowed_classes``. A weak prior (ours: log temperature normal of deviation 1, bias of 3, which a hundred labels
    outweigh) keeps both finite where an attribute has one class only, few labels, or labels that the logits separate
    perfectly. An attribute of which no label is decided has temperature 1 and bias 0: its scores are uncalibrated.

    Args:
        logits: float32 (images, attributes), of people that the network did not learn from.
        labels: int8 (images, attributes), 1 positive, −1 negative, 0 undefined.
        families: exclusive ones, as in ``Calibration``.

    Raises:
        ValueError: shapes that don't fit, labels other than −1, 0, 1, logits of decided labels that aren't finite.
    """
    _check(logits, labels)
    attributes = logits.shape[1]
    check_families(families, attributes=attributes)
    alone = set(range(attributes)) - {member for members, _ in families for member in members}
    temperature, bias = np.ones(attributes), np.zeros(attributes)

    def fit(family: tuple[tuple[int, ...], bool]) -> None:
        at = list(family[0])
        allowed = allowed_classes(labels[:, at], exhaustive=family[1])
        tells = ~allowed.all(axis=0) & np.isfinite(logits[:, at]).all(axis=1)
        temperature[at], bias[at] = _fit(logits[tells][:, at].T.astype(np.float64), allowed[:, tells])

    # The search calls a BLAS for vectors of two numbers, whose threads would only wait for each other.
    with threadpoolctl.threadpool_limits(1), ThreadPoolExecutor(available_cores()) as pool:
        list(pool.map(fit, (*families, *(((attribute,), False) for attribute in sorted(alone)))))
    return Calibration(temperature, bias, families)


def _fit(logits: Float64Array, allowed: BoolArray) -> tuple[Float64Array, Float64Array]:
    """Temperatures and biases of a family, from logits (members, images) and allowed classes (classes, images)."""
    members = len(logits)
    none = np.zeros((len(allowed) - members, logits.shape[1]))
    tightness = np.repeat([LOG_TEMPERATURE_SPREAD**-2, BIAS_SPREAD**-2], members)

    def loss(parameters: Float64Array) -> tuple[float, Float64Array]:
        scaled = logits * np.exp(-parameters[:members, None])
        classes = np.vstack([scaled + parameters[members:, None], none])
        everything, chance = _log_sum(classes)
        event, posterior = _log_sum(np.where(allowed, classes, -np.inf))
        pull = (chance - posterior)[:members]
        gradient = np.concatenate([-np.sum(pull * scaled, axis=1), pull.sum(axis=1)])
        value = np.sum(everything - event) + np.sum(tightness * parameters**2) / 2
        return float(value), gradient + tightness * parameters

    bounds = [(-_MOST, _MOST)] * members + [(None, None)] * members
    found = scipy.optimize.minimize(loss, np.zeros(2 * members), jac=True, method="L-BFGS-B", bounds=bounds).x
    return np.exp(found[:members]), found[members:]


def _log_sum(classes: Float64Array) -> tuple[Float64Array, Float64Array]:
    """The log of the sum of exponentials, (images,), and the share of each class in it, (classes, images)."""
    most = classes.max(axis=0)
    share = np.exp(classes - most)
    total = share.sum(axis=0)
    return most + np.log(total), share / total


def _softmax(logits: Float32Array, *, exhaustive: bool) -> Float32Array:
    most = logits.max(axis=-1, keepdims=True)
    if exhaustive:
        share = np.exp(logits - most)
        return np.asarray(share / share.sum(axis=-1, keepdims=True))
    most = np.maximum(most, 0)
    share = np.exp(logits - most)
    return np.asarray(share / (share.sum(axis=-1, keepdims=True) + np.exp(-most)))


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
