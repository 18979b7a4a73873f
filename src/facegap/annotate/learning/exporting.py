"""From trained networks to an annotator: one ONNX file and its card, with calibration, thresholds and accuracy."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from torch import nn

from facegap.annotate.learning.architectures import Ensemble
from facegap.annotate.learning.configuration import AttributeTraining
from facegap.annotate.learning.evaluation import HeldOutPredictions, compare_reliability_methods, predict_examples
from facegap.annotate.learning.examples import Examples
from facegap.annotate.learning.inputs import Inputs
from facegap.annotate.learning.task import predict_logits
from facegap.annotate.network.postprocessing import calibration_from_card
from facegap.annotate.trust import Assessment, assess, choose_thresholds, fit_calibration
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.arrays import BoolArray, Float64Array, Int8Array
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
class ExportedAnnotator:
    """An annotator as a file, and how good it is.

    Attributes:
        model: The file and its card.
        assessment: The assessment on the test people, whom nothing was fitted to.
        methods: The same with other ways to judge the reliability, see ``compare_reliability_methods``.
        learnt: bool (A,), whether the training labels of an attribute have both classes; the others are never labeled.
    """

    model: Model
    assessment: Assessment
    methods: dict[str, Assessment]
    learnt: BoolArray


def export_annotator(
    config: AttributeTraining,
    examples: Examples,
    inputs: Inputs,
    networks: Sequence[nn.Module],
    *,
    learnt: BoolArray,
    families: tuple[SoftmaxFamily, ...],
    vocabulary: Vocabulary,
    folder: Path,
) -> ExportedAnnotator:
    """Write ``NAME.onnx`` and its card.

    Calibration and thresholds are fitted to the validation people, and accuracy is measured on the test people.

    Args:
        config: The configuration of the training.
        examples: The examples with everyone's labels.
        inputs: The inputs of the examples.
        networks: The trained network, or the members of an ensemble.
        learnt: bool (A,), as in the result.
        families: The families that were trained with a softmax.
        vocabulary: The vocabulary of the attributes.
        folder: The folder for the files.
    """
    path = folder / f"{config.name}.onnx"
    network = networks[0] if len(networks) == 1 else Ensemble(networks)
    rows = {part: examples.of_part(part) for part in (VALIDATION, TEST)}
    example = next(inputs.batches(None, iter([MicroBatch(0, rows[VALIDATION][:2])])))
    export_onnx(network, inputs.tensor(example), path, input_name=inputs.name, output_names=["logits", "parts"])
    digest = sha256(path)
    card = _new_card(config, examples, inputs, digest, families, vocabulary.name)

    truth = np.where(learnt, examples.labels, np.int8(0))
    logits = {
        part: predict_logits(network, inputs, some).reshape(len(some), len(networks), -1) for part, some in rows.items()
    }
    calibration = fit_calibration(
        logits[VALIDATION].mean(axis=1),
        truth[rows[VALIDATION]],
        families=calibration_from_card(card.answers).families,
    )
    base_rates = _base_rates(truth[rows[VALIDATION]])
    card = _with_numbers(card, temperature=calibration.temperature, bias=calibration.bias, share=base_rates)

    def predict(part: int) -> HeldOutPredictions:
        predictions = predict_examples(Model(card, path, digest), inputs, rows[part])
        return HeldOutPredictions(predictions, logits[part], truth[rows[part]], examples.people[rows[part]])

    validation = predict(VALIDATION)
    thresholds = choose_thresholds(
        validation.predictions.scores,
        validation.predictions.reliability,
        validation.truth,
        people=validation.people,
        precision=config.trust.precision,
    )
    card = _with_numbers(card, positive=thresholds.positive, negative=thresholds.negative)
    test = predict(TEST)
    assessment = assess(
        test.predictions.scores,
        test.predictions.reliability,
        labels=test.predictions.labels,
        truth=test.truth,
        people=test.people,
        base_rates=base_rates,
        groups=vocabulary.demographic_groups(test.truth, examples.attributes),
    )
    card = _with_numbers(card, **{name: getattr(assessment, name).value for name in MEASURES})
    write_card(card, path)
    methods = compare_reliability_methods(
        validation,
        test,
        calibration_from_card(card.answers),
        alpha=config.trust.alpha,
        precision=config.trust.precision,
        base_rates=base_rates,
    )
    return ExportedAnnotator(Model(card, path, digest), assessment, methods, learnt)


def _new_card(
    config: AttributeTraining,
    examples: Examples,
    inputs: Inputs,
    digest: str,
    families: tuple[SoftmaxFamily, ...],
    vocabulary: str,
) -> ModelCard:
    """A card without any number of its attributes."""
    contract = inputs.contract
    set_names = ", ".join(faceset.info.name for faceset in examples.sets)
    trust = config.trust
    return ModelCard(
        name=config.name,
        role="annotator",
        file=f"{config.name}.onnx",
        sha256=digest,
        summary=config.summary or f"{len(examples.attributes)} attributes of {vocabulary}, by facegap",
        **config.card_terms(),
        training_data=config.training_data or set_names,
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


def _with_numbers(card: ModelCard, **columns: Float64Array) -> ModelCard:
    """The card with more numbers of its attributes; numbers that are NaN are left out."""
    # Rounded before anything is computed with them, so that what is measured is what the card says.
    rounded = {
        name: [None if np.isnan(value) else round(float(value), _DIGITS) for value in values]
        for name, values in columns.items()
    }
    attributes = tuple(
        attribute.model_copy(update={name: numbers[column] for name, numbers in rounded.items()})
        for column, attribute in enumerate(card.answers.attributes)
    )
    return card.model_copy(update={"annotator": card.answers.model_copy(update={"attributes": attributes})})


def _base_rates(labels: Int8Array) -> Float64Array:
    """The share of positive among the decided labels, rounded as in the card; a half where there are none."""
    decided = (labels != 0).sum(axis=0)
    base_rates = np.full(len(decided), 0.5)
    np.divide((labels > 0).sum(axis=0), decided, out=base_rates, where=decided > 0)
    return base_rates.round(_DIGITS)
