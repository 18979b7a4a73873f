"""What the exported annotator predicts for held-out people, and ways to judge its reliability, compared."""

from collections import deque
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from facegap.annotate.learning.inputs import Inputs
from facegap.annotate.network.annotator import Annotator
from facegap.annotate.network.inputs import AnnotatorInput
from facegap.annotate.network.postprocessing import Predictions
from facegap.annotate.trust import (
    Assessment,
    LogitCalibration,
    assess,
    calibrated_scores,
    choose_thresholds,
    labels_at,
    prediction_reliability,
)
from facegap.base.arrays import Float32Array, Float64Array, Int8Array, Int64Array
from facegap.engine import available_cores
from facegap.models import Model
from facegap.training import MicroBatch

PASSES, SCORE, MEMBERS = "stochastic passes", "score", "members of the ensemble"

_BATCH_SIZE = 64


def predict_examples(model: Model, inputs: Inputs, rows: Int64Array) -> Predictions:
    """Predict some examples, in their order, exactly as ``facegap annotate`` would: by the exported file.

    Args:
        model: The exported annotator and its card.
        inputs: The inputs of all examples.
        rows: int64 (n,), the numbers of the examples.
    """
    annotator = Annotator(model)
    micro_batches = (MicroBatch(start, rows[start : start + _BATCH_SIZE]) for start in range(0, len(rows), _BATCH_SIZE))

    parts: list[Predictions] = []
    cores = available_cores()
    waiting: deque[Future[Predictions]] = deque()
    # Networks run outside of Python's lock, so threads are as good as processes.
    with ThreadPoolExecutor(cores) as pool:
        for batch in inputs.batches(None, micro_batches):
            annotator_inputs: list[AnnotatorInput] = list(inputs.for_annotator(batch))
            waiting.append(pool.submit(annotator, annotator_inputs))
            if len(waiting) > cores:  # so that few faces are in memory at a time
                parts.append(waiting.popleft().result())
        parts += [future.result() for future in waiting]
    return Predictions.joined(parts, attributes=len(model.card.answers.attributes))


@dataclass(frozen=True)
class HeldOutPredictions:
    """Predictions for people whom the networks were not trained on, and the truth.

    Attributes:
        predictions: The predictions of the annotator.
        logits: float32 (n, members, A), the logits of each member of the ensemble.
        truth: int8 (n, A), the true labels: 1, −1, or 0 where undefined.
        people: int64 (n,), a number for each image's person.
    """

    predictions: Predictions
    logits: Float32Array
    truth: Int8Array
    people: Int64Array


def compare_reliability_methods(
    validation: HeldOutPredictions,
    test: HeldOutPredictions,
    calibration: LogitCalibration,
    *,
    alpha: float,
    precision: float,
    base_rates: Float64Array,
) -> dict[str, Assessment]:
    """Assess the same predictions with reliabilities by several methods, each with thresholds of its own.

    The methods are stochastic passes (of all members, if there are several), the distance of the score from a half, and
    for an ensemble the agreement of its members.

    Args:
        validation: The predictions that thresholds are chosen by.
        test: The predictions that are assessed.
        calibration: The calibration of the logits.
        alpha: The weight of the disagreement between members.
        precision: The share of kept labels that is to be right, the same for all methods.
        base_rates: float64 (A,), as ``assess`` takes them.

    Returns:
        The assessment of each method, by the method's name.
    """

    def reliability(method: str, held_out: HeldOutPredictions) -> Float32Array:
        if method == PASSES:
            return held_out.predictions.reliability
        if method == SCORE:
            return np.abs(2 * held_out.predictions.scores - 1)
        winners = held_out.predictions.scores >= 0.5
        return prediction_reliability(calibrated_scores(held_out.logits, calibration), winners=winners, alpha=alpha)

    is_ensemble = test.logits.shape[1] > 1
    assessments = {}
    for method in (PASSES, SCORE, *([MEMBERS] if is_ensemble else [])):
        thresholds = choose_thresholds(
            validation.predictions.scores,
            reliability(method, validation),
            validation.truth,
            people=validation.people,
            precision=precision,
        )
        test_reliability = reliability(method, test)
        labels = labels_at(test.predictions.scores, test_reliability, thresholds)
        assessments[method] = assess(
            test.predictions.scores,
            test_reliability,
            labels=labels,
            truth=test.truth,
            people=test.people,
            base_rates=base_rates,
        )
    return assessments
