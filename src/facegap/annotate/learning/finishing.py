"""From trained networks to an annotator: one file, its calibration and thresholds, and what it is worth."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch import nn

from facegap.annotate.learning.answering import answers_for
from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.examples import Examples
from facegap.annotate.learning.inputs import Inputs
from facegap.annotate.learning.methods import HeldOut, compare_methods
from facegap.annotate.learning.networks import Ensemble
from facegap.annotate.learning.task import logits_of
from facegap.annotate.network.judgment import calibration_of
from facegap.annotate.trust import Assessment, assess, choose_thresholds, demographic_groups, fit_calibration
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int8Array, Int64Array
from facegap.faceset import sha256
from facegap.models import (
    MEASURES,
    AnnotatorCard,
    AttributeCard,
    EmbeddingContract,
    InputContract,
    Model,
    ModelCard,
    SoftmaxFamily,
    write_card,
)
from facegap.training import TEST, VALIDATION, MicroBatch, export_onnx

_DIGITS = 4


@dataclass(frozen=True)
class Finished:
    """An annotator, and what it is worth.

    Attributes:
        model: its file and card.
        assessment: on the test people, whom nothing was fitted to.
        methods: the same with other ways to say how far an answer can be trusted, see ``compare_methods``.
        learnt: bool (A,), the attributes whose training labels have both classes; the others are never answered.
    """

    model: Model
    assessment: Assessment
    methods: dict[str, Assessment]
    learnt: BoolArray


def finish(
    config: AttributeTraining,
    examples: Examples,
    inputs: Inputs,
    networks: Sequence[nn.Module],
    *,
    learnt: BoolArray,
    families: tuple[SoftmaxFamily, ...],
    vocabulary: Vocabulary,
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
        vocabulary: of the attributes.
        folder: for the files.
    """
    path = folder / f"{config.name}.onnx"
    network = networks[0] if len(networks) == 1 else Ensemble(networks)
    parts = {part: examples.of_part(part) for part in (VALIDATION, TEST)}
    example = next(inputs.batches(None, iter([MicroBatch(0, parts[VALIDATION][:2])])))
    export_onnx(network, inputs.tensor(example), path, input_name=inputs.name, output_names=["logits", "parts"])
    digest = sha256(path)
    card = _card(config, examples, inputs, digest, families, vocabulary.name)

    truth = np.where(learnt, examples.labels, np.int8(0))
    logits = {part: _logits(network, inputs, rows, members=len(networks)) for part, rows in parts.items()}
    calibration = fit_calibration(
        logits[VALIDATION].mean(axis=1), truth[parts[VALIDATION]], families=calibration_of(card.answers).families
    )
    shares = _shares(truth[parts[VALIDATION]])
    card = _with(card, temperature=calibration.temperature, bias=calibration.bias, share=shares)

    def held_out(part: int) -> HeldOut:
        rows = parts[part]
        answers = answers_for(Model(card, path, digest), inputs, rows)
        return HeldOut(answers, logits[part], truth[rows], examples.people[rows])

    validation = held_out(VALIDATION)
    thresholds = choose_thresholds(
        validation.answers.scores, validation.answers.reliability, validation.truth, people=validation.people,
        precision=config.trust.precision,
    )  # fmt: skip
    card = _with(card, positive=thresholds.positive, negative=thresholds.negative)
    test = held_out(TEST)
    assessment = assess(
        test.answers.scores, test.answers.reliability, given=test.answers.labels, truth=test.truth, people=test.people,
        shares=shares, groups=demographic_groups(test.truth, examples.attributes, vocabulary=vocabulary),
    )  # fmt: skip
    card = _with(card, **{name: getattr(assessment, name).value for name in MEASURES})
    write_card(card, path)
    methods = compare_methods(
        validation, test, calibration_of(card.answers), alpha=config.trust.alpha, precision=config.trust.precision,
        shares=shares,
    )  # fmt: skip
    return Finished(Model(card, path, digest), assessment, methods, learnt)


def _logits(network: nn.Module, inputs: Inputs, rows: Int64Array, *, members: int) -> Float32Array:
    """Float32 (n, members, A)."""
    return logits_of(network, inputs, rows).reshape(len(rows), members, -1)


def _card(
    config: AttributeTraining,
    examples: Examples,
    inputs: Inputs,
    digest: str,
    families: tuple[SoftmaxFamily, ...],
    vocabulary: str,
) -> ModelCard:
    contract = inputs.contract
    names = ", ".join(faceset.info.name for faceset in examples.sets)
    trust = config.trust
    return ModelCard(
        name=config.name,
        role="annotator",
        file=f"{config.name}.onnx",
        sha256=digest,
        summary=config.summary or f"{len(examples.attributes)} attributes of {vocabulary}, by facegap",
        **config.card_terms(),
        training_data=config.training_data or names,
        input=contract if isinstance(contract, InputContract) else None,
        embeddings=contract if isinstance(contract, EmbeddingContract) else None,
        annotator=AnnotatorCard(
            vocabulary=vocabulary,
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


def _with(card: ModelCard, **columns: Float64Array) -> ModelCard:
    """The card with more numbers of its attributes; numbers that aren't known are left out."""
    answers = card.answers
    attributes = tuple(
        one.model_copy(update={name: _rounded(values[at]) for name, values in columns.items()})
        for at, one in enumerate(answers.attributes)
    )
    return card.model_copy(update={"annotator": answers.model_copy(update={"attributes": attributes})})


def _rounded(value: float) -> float | None:
    # Rounded before anything is computed with it, so that what is measured is what the card says.
    return None if np.isnan(value) else round(float(value), _DIGITS)


def _shares(labels: Int8Array) -> Float64Array:
    """Share of positive among the decided labels, as the card has it; a half where there are none."""
    decided = (labels != 0).sum(axis=0)
    shares = np.full(len(decided), 0.5)
    np.divide((labels > 0).sum(axis=0), decided, out=shares, where=decided > 0)
    return shares.round(_DIGITS)
