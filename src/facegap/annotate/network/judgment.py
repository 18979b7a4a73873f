"""From a network's outputs to answers: calibrated scores, their reliability, and the labels that are kept."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from facegap.annotate.trust.calibration import Calibration, scores
from facegap.annotate.trust.reliability import dropout_masks, reliability, stochastic_logits
from facegap.annotate.trust.thresholds import Thresholds, labels_at
from facegap.base.arrays import Float32Array, Int8Array
from facegap.models import AnnotatorCard


@dataclass(frozen=True)
class Answers:
    """What an annotator says of some faces.

    Attributes:
        scores: float32 (faces, attributes), the chance of positive, 0 to 1.
        reliability: float32 (faces, attributes), how far the score's side can be trusted, 0 to 1.
        labels: int8 (faces, attributes), 1 positive, −1 negative, 0 undefined: not reliable enough.
    """

    scores: Float32Array
    reliability: Float32Array
    labels: Int8Array

    @classmethod
    def empty(cls, faces: int, attributes: int) -> "Answers":
        """Room for the answers of some faces."""
        scores, reliability = (np.empty((faces, attributes), dtype=np.float32) for _ in range(2))
        return cls(scores, reliability, np.empty((faces, attributes), dtype=np.int8))

    def put(self, row: int, one: "Answers") -> None:
        """Take in the answers of one face."""
        self.scores[row], self.reliability[row], self.labels[row] = one.scores, one.reliability, one.labels


class Judgment:
    """What a card makes of its network's outputs.

    Args:
        card: of the annotator.
        members: networks in the ensemble; 1 for a single one.
        hidden: parts of each logit.
    """

    def __init__(self, card: AnnotatorCard, *, members: int, hidden: int) -> None:
        self._calibration = calibration_of(card)
        self._thresholds = thresholds_of(card)
        self._dropout, self._alpha = card.dropout, card.alpha
        shape = {"passes": card.passes, "attributes": len(card.attributes), "hidden": hidden}
        masks = dropout_masks(card.seed, **shape, dropout=card.dropout).astype(np.float32)
        self._masks: list[npt.NDArray[Any]] = [masks[member::members] for member in range(members)]

    def __call__(self, logits: Float32Array, parts: Float32Array) -> Answers:
        """Judge the outputs for some faces.

        The score of an ensemble is that of its members' mean logit, and the stochastic passes of its reliability are
        shared out among them, so that it is low where they disagree too (ours).

        Args:
            logits: float32 (faces, members, attributes).
            parts: float32 (faces, members, attributes, hidden).
        """
        found = scores(logits.mean(axis=1), self._calibration)
        passes = [
            stochastic_logits(logits[:, member], parts[:, member], masks, dropout=self._dropout)
            for member, masks in enumerate(self._masks)
        ]
        chances = scores(passes[0] if len(passes) == 1 else np.concatenate(passes, axis=1), self._calibration)
        sure = reliability(chances, winners=found >= 0.5, alpha=self._alpha)
        return Answers(found, sure, labels_at(found, sure, self._thresholds))


def calibration_of(card: AnnotatorCard) -> Calibration:
    """The calibration that a card holds."""
    place = {name: at for at, name in enumerate(card.names)}
    return Calibration(
        np.array([one.temperature for one in card.attributes]),
        np.array([one.bias for one in card.attributes]),
        tuple((tuple(place[name] for name in family.members), family.exhaustive) for family in card.families),
    )


def thresholds_of(card: AnnotatorCard) -> Thresholds:
    """The thresholds that a card holds."""
    return Thresholds(
        np.array([one.positive for one in card.attributes], dtype=np.float64),
        np.array([one.negative for one in card.attributes], dtype=np.float64),
    )
