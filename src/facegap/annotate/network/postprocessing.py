"""From a network's outputs to predictions: calibrated scores, their reliability, and the labels that are kept."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from facegap.annotate.trust.calibration import LogitCalibration, calibrated_scores
from facegap.annotate.trust.reliability import dropout_masks, prediction_reliability, stochastic_logits
from facegap.annotate.trust.thresholds import Thresholds, labels_at
from facegap.annotate.trust.weighted_parts import WeightedParts
from facegap.base.arrays import Float32Array, Int8Array
from facegap.models import AnnotatorCard


@dataclass(frozen=True)
class Predictions:
    """What an annotator predicts of some faces.

    Attributes:
        scores: float32 (faces, attributes), the calibrated probability that the attribute is positive, 0 to 1.
        reliability: float32 (faces, attributes), how far the more probable label can be trusted, 0 to 1.
        labels: int8 (faces, attributes): 1 positive, −1 negative, 0 undefined because the prediction is not reliable
            enough.
    """

    scores: Float32Array
    reliability: Float32Array
    labels: Int8Array

    @classmethod
    def joined(cls, parts: "list[Predictions]", *, attributes: int) -> "Predictions":
        """Put the predictions of several batches of faces one after the other.

        Args:
            parts: The predictions of each batch; there may be none.
            attributes: The number of attributes.
        """
        no_numbers = np.empty((0, attributes), dtype=np.float32)
        return cls(
            np.concatenate([no_numbers, *(part.scores for part in parts)]),
            np.concatenate([no_numbers, *(part.reliability for part in parts)]),
            np.concatenate([no_numbers.astype(np.int8), *(part.labels for part in parts)]),
        )


class PostProcessor:
    """Turns the outputs of an annotator's network into predictions, by the numbers in its card.

    Args:
        card: The annotator's part of its card: calibration, thresholds, dropout, passes and seed.
        members: The number of networks in the ensemble; 1 for a single network.
        hidden: The number of hidden units of each attribute's branch, whose products with their weights are the parts
            of a logit.
    """

    def __init__(self, card: AnnotatorCard, *, members: int, hidden: int) -> None:
        self._calibration = calibration_from_card(card)
        self._thresholds = thresholds_from_card(card)
        self._weighted = weighted_parts_from_card(card)
        self._dropout, self._alpha = card.dropout, card.alpha
        shape = {"passes": card.passes, "attributes": len(card.attributes), "hidden": hidden}
        masks = dropout_masks(card.seed, **shape, dropout=card.dropout).astype(np.float32)
        self._masks: list[npt.NDArray[Any]] = [masks[member::members] for member in range(members)]

    def __call__(self, logits: Float32Array, parts: Float32Array) -> Predictions:
        """Turn the outputs for some faces into predictions.

        The score of an ensemble comes from the mean logit of its members. The stochastic passes of its reliability are
        shared out among the members, so that the reliability is also low where members disagree (ours).

        Args:
            logits: float32 (faces, members, attributes).
            parts: float32 (faces, members, attributes, hidden), which sum to the logits but for an offset.
        """
        mean_logits = logits.mean(axis=1)
        passes = [
            stochastic_logits(logits[:, member], parts[:, member], masks, dropout=self._dropout)
            for member, masks in enumerate(self._masks)
        ]
        if self._weighted:
            mean_logits[:, self._weighted.columns] = self._weighted.logits(parts.mean(axis=1))
            for member, (pass_logits, masks) in enumerate(zip(passes, self._masks, strict=True)):
                pass_logits[..., self._weighted.columns] = self._weighted.stochastic_logits(
                    parts[:, member], masks, dropout=self._dropout
                )
        scores = calibrated_scores(mean_logits, self._calibration)
        all_passes = passes[0] if len(passes) == 1 else np.concatenate(passes, axis=1)
        pass_scores = calibrated_scores(all_passes, self._calibration)
        reliability = prediction_reliability(pass_scores, winners=scores >= 0.5, alpha=self._alpha)
        return Predictions(scores, reliability, labels_at(scores, reliability, self._thresholds))


def calibration_from_card(card: AnnotatorCard) -> LogitCalibration:
    """Return the calibration that is written in a card."""
    column_of = {name: column for column, name in enumerate(card.names)}
    return LogitCalibration(
        np.array([attribute.temperature for attribute in card.attributes]),
        np.array([attribute.bias for attribute in card.attributes]),
        tuple((tuple(column_of[name] for name in family.members), family.exhaustive) for family in card.families),
    )


def weighted_parts_from_card(card: AnnotatorCard) -> WeightedParts | None:
    """Return the weights of parts that are written in a card; None where no attribute has any."""
    columns = [column for column, attribute in enumerate(card.attributes) if attribute.weights is not None]
    if not columns:
        return None
    weights = [np.asarray(card.attributes[column].weights, dtype=np.float32).ravel() for column in columns]
    return WeightedParts(np.array(columns), np.stack(weights))


def thresholds_from_card(card: AnnotatorCard) -> Thresholds:
    """Return the reliability thresholds that are written in a card; NaN where a side is never labeled."""
    return Thresholds(
        np.array([attribute.positive for attribute in card.attributes], dtype=np.float64),
        np.array([attribute.negative for attribute in card.attributes], dtype=np.float64),
    )
