"""A calibration of an annotator for another domain, fitted to few labels there; the network stays as it is."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy.optimize

from facegap.annotate.domains.labeled_outputs import LabeledOutputs
from facegap.annotate.network.postprocessing import calibration_from_card
from facegap.annotate.trust.calibration import fit_calibration, log_sum
from facegap.annotate.trust.exclusive_families import allowed_classes, class_probabilities
from facegap.base.arrays import BoolArray, Float64Array, Int8Array
from facegap.models import AnnotatorCard, AttributeCard

LEAST_LABELED_PEOPLE = 20
"""Fewer people of either class, and an attribute keeps the numbers of its card (ours)."""
WEIGHT_SD = 0.03
"""Standard deviation of the normal prior on the weight of a standardized part, about that of the card (ours).

A weaker prior would be right a little more often on FairFace, and less often elsewhere: with 0.1 the share of men of
FRLL would come out as 40 % in place of 54 %, where 52 % are.
"""
_BIAS_SD = 3.0
_MOST_STEPS = 150
_DIGITS = 5


@dataclass(frozen=True)
class _Family:
    """Attributes that are fitted together: an exclusive family, or one attribute on its own."""

    columns: list[int]
    exhaustive: bool


def fit_to_domain(card: AnnotatorCard, outputs: LabeledOutputs) -> tuple[AttributeCard, ...]:
    """Fit temperature, bias and weights of parts to the labels of a domain, for the attributes that these decide.

    First a temperature and a bias are fitted to the network's own logit. Then the parts of all logits get weights:
    calibrated logit = logit / temperature + bias + Σ weight · part, where parts are standardized and the weights have a
    prior of standard deviation ``WEIGHT_SD``. So with few labels little but temperature and bias moves, and with many
    the network's knowledge of beards and lipstick also decides who is a man (matrix scaling, Guo et al., "On
    calibration of modern neural networks", 2017, of parts in place of logits; the prior is ours).

    Args:
        card: The annotator's part of its card; its families are fitted jointly.
        outputs: The labeled faces.

    Returns:
        For each attribute with enough people of either class, its numbers for the domain, without thresholds. A family
        is left out where one of its members has too few.
    """
    logits = outputs.logits.mean(axis=1)
    parts = outputs.parts.mean(axis=1).reshape(len(outputs), -1).astype(np.float64)
    mean, deviation = parts.mean(axis=0), parts.std(axis=0)
    deviation = np.where(deviation > 1e-6, deviation, np.inf)
    standardized = (parts - mean) / deviation
    fitted = []
    for family in _families(card, outputs):
        labels = outputs.labels[:, family.columns]
        plain = fit_calibration(
            logits[:, family.columns],
            labels,
            families=((tuple(range(len(family.columns))), family.exhaustive),) if len(family.columns) > 1 else (),
        )
        base = logits[:, family.columns] / plain.temperature + plain.bias
        weights, bias = _fit_weights(base.T, standardized, labels, exhaustive=family.exhaustive)
        calibrated = base + standardized @ weights.T + bias
        # Not the share of positive labels: where labels leave open which class it is, these are of other faces.
        shares = class_probabilities(calibrated.astype(np.float32), exhaustive=family.exhaustive).mean(axis=0)
        for place, column in enumerate(family.columns):
            shape = (len(card.attributes), -1)
            of_parts = (weights[place] / deviation).reshape(shape)
            own = outputs.parts[:, :, column].mean(axis=1).sum(axis=1)
            offset = float(np.mean(logits[:, column] - own))  # which the branch adds to the sum of its parts
            of_parts[column] += 1 / plain.temperature[place]
            constant = plain.bias[place] + bias[place] + offset / plain.temperature[place]
            constant -= float(np.sum(weights[place] / deviation * mean))
            fitted.append(
                AttributeCard(
                    name=card.names[column],
                    bias=round(float(constant), _DIGITS),
                    weights=tuple(tuple(round(float(weight), _DIGITS) for weight in row) for row in of_parts),
                    share=round(float(shares[place]), _DIGITS),
                )
            )
    return tuple(fitted)


def _families(card: AnnotatorCard, outputs: LabeledOutputs) -> Iterator[_Family]:
    """The families, and attributes on their own, of which all members have enough people of either class."""
    families = [_Family(list(columns), exhaustive) for columns, exhaustive in calibration_from_card(card).families]
    members = {column for family in families for column in family.columns}
    alone = [_Family([column], exhaustive=False) for column in range(len(card.attributes)) if column not in members]
    for family in (*alone, *families):
        if all(_has_enough(outputs, column) for column in family.columns):
            yield family


def _has_enough(outputs: LabeledOutputs, column: int) -> bool:
    people = [len(np.unique(outputs.people[outputs.labels[:, column] == label])) for label in (1, -1)]
    return min(people) >= LEAST_LABELED_PEOPLE


def _fit_weights(
    base: Float64Array, parts: Float64Array, labels: Int8Array, *, exhaustive: bool
) -> tuple[Float64Array, Float64Array]:
    """Weights (members, parts) and biases (members,) that are added to logits (members, images)."""
    allowed = allowed_classes(labels, exhaustive=exhaustive)
    informative = ~allowed.all(axis=0)
    base, parts, allowed = base[:, informative], parts[informative], allowed[:, informative]
    members, count = len(base), parts.shape[1]
    precision = np.concatenate([np.full(members * count, WEIGHT_SD**-2), np.full(members, _BIAS_SD**-2)])

    def loss(parameters: Float64Array) -> tuple[float, Float64Array]:
        weights, bias = parameters[: members * count].reshape(members, count), parameters[members * count :]
        classes = _with_none(base + weights @ parts.T + bias[:, None], allowed)
        log_total, probability = log_sum(classes)
        log_allowed, posterior = log_sum(np.where(allowed, classes, -np.inf))
        pull = (probability - posterior)[:members]
        gradient = np.concatenate([(pull @ parts).ravel(), pull.sum(axis=1)])
        value = np.sum(log_total - log_allowed) + np.sum(precision * parameters**2) / 2
        return float(value), gradient + precision * parameters

    start = np.zeros(members * (count + 1))
    optimum = scipy.optimize.minimize(loss, start, jac=True, method="L-BFGS-B", options={"maxiter": _MOST_STEPS}).x
    return optimum[: members * count].reshape(members, count), optimum[members * count :]


def _with_none(logits: Float64Array, allowed: BoolArray) -> Float64Array:
    """The logits of all classes: those of the members, and 0 for "none" where there is such a class."""
    return np.vstack([logits, np.zeros((len(allowed) - len(logits), logits.shape[1]))])
