"""From trained networks to an annotator: one file, its calibration and thresholds, and what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from torch import nn

from facegap.annotate.learning.answering import answers_for
from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.examples import Examples
from facegap.annotate.learning.exporting import export_onnx
from facegap.annotate.learning.inputs import Inputs
from facegap.annotate.learning.networks import Ensemble
from facegap.annotate.learning.task import logits_of
from facegap.annotate.network.judgement import Answers, calibration_of
from facegap.annotate.trust import (
    Assessment,
    Calibration,
    Sorting,
    Thresholds,
    assess,
    choose_thresholds,
    demographic_groups,
    fit_calibration,
    sort_errors,
)
from facegap.estimates import Estimates
from facegap.faceset import sha256
from facegap.models import (
    AnnotatorCard,
    AttributeCard,
    EmbeddingContract,
    InputContract,
    Model,
    ModelCard,
    SoftmaxFamily,
    write_card,
)
from facegap.training import TEST, VALIDATION, Piece

_DIGITS = 4


@dataclass(frozen=True)
class Finished:
    """An annotator, and what it is worth.

    Attributes:
        model: its file and card.
        assessment: on the test people, whom nothing was fitted to.
        sortings: how well reliabilities sort right answers from wrong ones, by name.
        learnt: bool (A,), the attributes whose training labels have both classes; the others are never answered.
    """

    model: Model
    assessment: Assessment
    sortings: dict[str, Sorting]
    learnt: npt.NDArray[np.bool_]


def finish(
    config: AttributeTraining,
    examples: Examples,
    inputs: Inputs,
    networks: Sequence[nn.Module],
    *,
    learnt: npt.NDArray[np.bool_],
    families: tuple[SoftmaxFamily, ...],
    folder: Path,
) -> Finished:
    """Write ``NAME.onnx`` and its card.

    Calibration and thresholds are of the validation people, the numbers of the test people.

    Args:
        config: of the training.
        examples: with everyone's labels.
        inputs: of the examples.
        networks: one, or the members of an ensemble.
        learnt: as in the result.
        families: those that were learnt by a softmax.
        folder: for the files.
    """
    path = folder / f"{config.name}.onnx"
    network = networks[0] if len(networks) == 1 else Ensemble(networks)
    held_out, last = examples.of_part(VALIDATION), examples.of_part(TEST)
    example = next(inputs.batches(None, iter([Piece(0, held_out[:2])])))
    export_onnx(network, inputs.tensor(example), path, input_name=inputs.name)
    card = _card(config, examples, inputs, sha256(path), families)

    labels = np.where(learnt, examples.labels, np.int8(0))
    logits = logits_of(network, inputs, held_out).reshape(len(held_out), len(networks), -1)
    calibration = fit_calibration(
        logits.reshape(-1, logits.shape[-1]), np.repeat(labels[held_out], len(networks), axis=0),
        families=calibration_of(card.answers).families,
    )  # fmt: skip
    shares = _shares(labels[held_out])
    card = _with(card, calibration=calibration, shares=shares)
    answers = answers_for(Model(card, path, card.sha256 or ""), inputs, held_out)
    thresholds = choose_thresholds(
        answers.scores, answers.reliability, labels[held_out], people=examples.people[held_out],
        precision=config.trust.precision,
    )  # fmt: skip
    card = _with(card, thresholds=thresholds)
    model = Model(card, path, card.sha256 or "")
    answers = answers_for(model, inputs, last)
    assessment = assess(
        answers.scores, answers.reliability, given=answers.labels, truth=labels[last], people=examples.people[last],
        shares=shares, groups=demographic_groups(examples.labels[last], examples.attributes),
    )  # fmt: skip
    card = _with(card, assessment=assessment)
    write_card(card, path)
    sortings = _sort(answers, labels[last], examples.people[last])
    return Finished(Model(card, path, model.sha256), assessment, sortings, learnt)


def _sort(answers: Answers, truth: npt.NDArray[np.int8], people: npt.NDArray[np.int64]) -> dict[str, Sorting]:
    return sort_errors(answers.scores, reliabilities={"passes": answers.reliability}, truth=truth, people=people)


def _card(
    config: AttributeTraining, examples: Examples, inputs: Inputs, digest: str, families: tuple[SoftmaxFamily, ...]
) -> ModelCard:
    contract = inputs.contract
    names = ", ".join(faceset.info.name for faceset in examples.sets)
    trust = config.trust
    return ModelCard(
        name=config.name,
        role="annotator",
        file=f"{config.name}.onnx",
        sha256=digest,
        summary=config.summary or f"{len(examples.attributes)} attributes of {config.vocabulary}, by facegap",
        source="trained by facegap",
        licence=config.licence,
        terms=config.terms,
        commercial_use=config.commercial_use,
        training_data=config.training_data or names,
        input=contract if isinstance(contract, InputContract) else None,
        embeddings=contract if isinstance(contract, EmbeddingContract) else None,
        annotator=AnnotatorCard(
            vocabulary=config.vocabulary,
            dropout=config.network.dropout,
            passes=trust.passes,
            alpha=trust.alpha,
            precision=trust.precision,
            seed=config.seed,
            families=families,
            limits=config.limits,
            attributes=tuple(AttributeCard(name=name) for name in examples.attributes),
        ),
    )


def _with(
    card: ModelCard,
    *,
    calibration: Calibration | None = None,
    shares: npt.NDArray[np.float64] | None = None,
    thresholds: Thresholds | None = None,
    assessment: Assessment | None = None,
) -> ModelCard:
    """The card with more numbers of its attributes; numbers that aren't known are left out."""
    columns: dict[str, npt.NDArray[np.float64]] = {}
    if calibration is not None:
        columns |= {"temperature": calibration.temperature, "bias": calibration.bias}
    if shares is not None:
        columns |= {"share": shares}
    if thresholds is not None:
        columns |= {"positive": thresholds.positive, "negative": thresholds.negative}
    if assessment is not None:
        measured = ("balanced_accuracy", "auroc", "average_precision", "calibration_error", "coverage", "right")
        columns |= {name: _values(getattr(assessment, name)) for name in measured}
    answers = card.answers
    attributes = tuple(
        one.model_copy(update={name: _rounded(values[at]) for name, values in columns.items()})
        for at, one in enumerate(answers.attributes)
    )
    return card.model_copy(update={"annotator": answers.model_copy(update={"attributes": attributes})})


def _values(estimates: Estimates) -> npt.NDArray[np.float64]:
    return np.asarray(estimates.value, dtype=np.float64)


def _rounded(value: float) -> float | None:
    # Rounded before anything is computed with it, so that what is measured is what the card says.
    return None if np.isnan(value) else round(float(value), _DIGITS)


def _shares(labels: npt.NDArray[np.int8]) -> npt.NDArray[np.float64]:
    """Share of positive among the decided labels; a half where there are none."""
    decided = (labels != 0).sum(axis=0)
    shares = np.full(len(decided), 0.5)
    np.divide((labels > 0).sum(axis=0), decided, out=shares, where=decided > 0)
    return shares
