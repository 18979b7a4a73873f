"""Other ways to say how far an answer can be trusted, judged on the same answers."""

from dataclasses import dataclass

import numpy as np

from facegap.annotate.network.judgment import Answers
from facegap.annotate.trust import (
    Assessment,
    Calibration,
    assess,
    choose_thresholds,
    ensemble_reliability,
    labels_at,
    scores,
)
from facegap.base.arrays import Float32Array, Float64Array, Int8Array, Int64Array

PASSES, SCORE, MEMBERS = "stochastic passes", "score", "members of the ensemble"


@dataclass(frozen=True)
class HeldOut:
    """Answers for people whom the networks didn't learn from, and the truth.

    Attributes:
        answers: of the annotator.
        logits: float32 (n, members, A).
        truth: int8 (n, A).
        people: int64 (n,).
    """

    answers: Answers
    logits: Float32Array
    truth: Int8Array
    people: Int64Array


def compare_methods(
    validation: HeldOut, test: HeldOut, calibration: Calibration, *, alpha: float, precision: float,
    shares: Float64Array,
) -> dict[str, Assessment]:  # fmt: skip
    """Judge reliabilities by several methods, each with thresholds of its own for the same precision.

    Stochastic passes (of all members, where there are several), the distance of the score from a half, and, of an
    ensemble, how far its members agree.

    Args:
        validation: for the thresholds.
        test: for the numbers.
        calibration: of the logits.
        alpha: weight of the spread of the members.
        precision: asked of kept labels.
        shares: as ``assess`` takes them.
    """

    def by(method: str, of: HeldOut) -> Float32Array:
        if method == PASSES:
            return of.answers.reliability
        if method == SCORE:
            return np.abs(2 * of.answers.scores - 1)
        chances = scores(of.logits, calibration).transpose(1, 0, 2)
        return ensemble_reliability(chances, winners=of.answers.scores >= 0.5, alpha=alpha)

    several = test.logits.shape[1] > 1
    found = {}
    for method in (PASSES, SCORE, *([MEMBERS] if several else [])):
        thresholds = choose_thresholds(
            validation.answers.scores, by(method, validation), validation.truth, people=validation.people,
            precision=precision,
        )  # fmt: skip
        sure = by(method, test)
        kept = labels_at(test.answers.scores, sure, thresholds)
        found[method] = assess(
            test.answers.scores, sure, given=kept, truth=test.truth, people=test.people, shares=shares
        )
    return found
