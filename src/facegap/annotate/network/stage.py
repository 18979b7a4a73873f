"""The stage from images, or embeddings, to a layer of attributes."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from facegap.annotate.network.annotator import Annotator
from facegap.annotate.network.inputs import AnnotatorInput, decode_faces, embedding_layer, read_embeddings
from facegap.annotate.network.postprocessing import Predictions
from facegap.base.arrays import Float32Array
from facegap.base.errors import ConfigError, ContractError
from facegap.base.suggestions import hint
from facegap.base.worker import Worker
from facegap.faceset import IMAGES, RELIABILITY, SCORE, FaceSet, NetworkUse, check_layer_name
from facegap.models import Model, ModelCard, check_contract


@dataclass(frozen=True)
class Annotate:
    """The stage that writes an annotator's predictions to the layer ``attributes/<name>``.

    The layer has three columns for each attribute ``A``: the label ``A``, int8; ``A_score``, float32; and
    ``A_reliability``, float32. See ``Predictions`` for what they mean. ``Annotate.of`` makes the stage for a face set.

    Attributes:
        model: The annotator.
        source: The layer that it reads: ``images``, or one of embeddings.
        name: The name of the layer, without ``attributes/``; the annotator's name if it is None.
        attributes: The attributes that are written, in this order; all of the annotator's if it is None.
        domain: The domain for which the model's card was calibrated; None where it is as it comes.
    """

    model: Model
    source: str = IMAGES
    name: str | None = None
    attributes: tuple[str, ...] | None = None
    domain: str | None = None

    version = 2

    @classmethod
    def of(
        cls,
        model: Model,
        faceset: FaceSet,
        *,
        name: str | None = None,
        attributes: Sequence[str] | None = None,
        domain: str | None = None,
    ) -> "Annotate":
        """Make the stage for a face set, after checking that the set holds what the annotator takes.

        Args:
            model: The annotator.
            faceset: The face set that is to be annotated.
            name: The name of the layer, without ``attributes/``; by default that of the annotator.
            attributes: The attributes that are written, in this order; by default all of the annotator's.
            domain: The domain for which the model's card was calibrated; None where it is as it comes.

        Raises:
            ConfigError: The annotator doesn't have one of the attributes.
            ContractError: The images are aligned in another way, or there are no embeddings that the annotator takes.
            FaceSetError: The name can't be that of a layer.
        """
        check_layer_name(f"attributes/{name or model.card.name}")
        check_attribute_names(model.card, attributes or ())
        if model.card.embeddings:
            source = embedding_layer(faceset, model.card.name, model.card.embeddings)
        else:
            check_contract(faceset, model.card)
            source = IMAGES
        return cls(model, source, name, tuple(attributes) if attributes else None, domain)

    @property
    def layer(self) -> str:
        return f"attributes/{self.name or self.model.card.name}"

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.source,)

    @property
    def written(self) -> tuple[str, ...]:
        """The names of the attributes that are written."""
        return self.attributes or self.model.card.answers.names

    @property
    def networks(self) -> tuple[NetworkUse, ...]:
        return (self.model.use,)

    def settings(self) -> dict[str, Any]:
        card = self.model.card
        return ({"domain": self.domain} if self.domain else {}) | {
            "stage": "annotate",
            "version": self.version,
            "model": card.name,
            "model_sha256": self.model.sha256,
            "takes": (card.embeddings or card.image_contract).for_fingerprint(),
            "annotator": card.answers.fingerprint(),
            "attributes": list(self.written),
        }

    def start(self, worker: Worker) -> Callable[[pa.Table], pa.Table]:
        annotator = Annotator(self.model, worker=worker)
        names = self.model.card.answers.names
        columns = [names.index(name) for name in self.written]

        def annotate(rows: pa.Table) -> pa.Table:
            inputs = decode_faces(rows) if self.source == IMAGES else read_embeddings(rows, self.source)
            prepared = [prepare_or_say_why(annotator, each) for each in inputs]
            predictions = annotator.predict([values for values in prepared if not isinstance(values, str)])
            errors = [values if isinstance(values, str) else None for values in prepared]
            return _to_table(self.written, columns, predictions, errors)

        return annotate


def check_attribute_names(card: ModelCard, names: Sequence[str]) -> None:
    """Check that an annotator has all attributes that are asked for, and that none is asked for twice.

    Raises:
        ConfigError: The annotator doesn't have one of them, or one is there twice; the message names the nearest one
            that it has.
    """
    known = card.answers.names
    for name in names:
        if name not in known:
            vocabulary = card.answers.vocabulary
            msg = f"{card.name} has no attribute {name!r} (its vocabulary is {vocabulary!r}); {hint(name, known)}"
            raise ConfigError(msg)
    if repeated := sorted({name for name in names if names.count(name) > 1}):
        msg = f"attributes that were asked for twice: {', '.join(repeated)}; name each once"
        raise ConfigError(msg)


def prepare_or_say_why(annotator: Annotator, annotator_input: AnnotatorInput | str) -> Float32Array | str:
    """The values that go into the network, or why there are none."""
    if isinstance(annotator_input, str):
        return annotator_input
    try:
        return annotator.prepare(annotator_input)
    except ContractError as problem:
        return str(problem)


def _to_table(
    names: Sequence[str], columns: Sequence[int], predictions: Predictions, errors: list[str | None]
) -> pa.Table:
    """A row for each image: predictions for those without an error, in their order, and nulls for the others.

    Args:
        names: The attributes that are written.
        columns: The column of each in the predictions.
        predictions: Those of the images without an error.
        errors: For each image, why it has no prediction.
    """
    finite = np.isfinite(predictions.scores + predictions.reliability).all(axis=1)
    row_of_image: list[int | None] = []
    next_row = itertools.count()
    for image, error in enumerate(errors):
        row = next(next_row) if error is None else None
        if row is not None and not finite[row]:
            errors[image], row = "the network's output is not a number", None
        row_of_image.append(row)
    rows = pa.array(row_of_image, pa.int32())
    arrays = (("", predictions.labels), (SCORE, predictions.scores), (RELIABILITY, predictions.reliability))
    by_name = {
        f"{name}{ending}": pa.array(values[:, column]).take(rows)
        for name, column in zip(names, columns, strict=True)
        for ending, values in arrays
    }
    return pa.table(by_name | {"error": pa.array(errors, pa.string())})
