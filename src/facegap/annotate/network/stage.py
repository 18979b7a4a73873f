"""The stage from images, or embeddings, to a layer of attributes."""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from facegap.annotate.network.annotator import Annotator
from facegap.annotate.network.inputs import Given, embedding_layer, embeddings, faces
from facegap.annotate.network.judgment import Answers
from facegap.annotate.network.names import check_names
from facegap.base.arrays import Float32Array
from facegap.base.errors import ContractError
from facegap.base.worker import Worker
from facegap.faceset import IMAGES, RELIABILITY, SCORE, FaceSet, NetworkUse, check_layer_name
from facegap.models import AnnotatorCard, Model, check_contract


@dataclass(frozen=True)
class Annotate:
    """Writes ``attributes/<name>``: for each attribute ``<A>``, ``<A>_score`` and ``<A>_reliability``.

    Attributes:
        model: the annotator.
        source: the layer that it reads, ``images`` or one of embeddings.
        name: of the layer; by default the annotator's.
        attributes: those to write, in this order; by default all of the annotator's.
    """

    model: Model
    source: str = IMAGES
    name: str | None = None
    attributes: tuple[str, ...] | None = None

    version = 2

    @classmethod
    def of(
        cls, model: Model, faceset: FaceSet, *, name: str | None = None, attributes: Sequence[str] | None = None
    ) -> "Annotate":
        """The stage for a face set, having seen that the set holds what the annotator takes.

        Raises:
            ConfigError: an attribute is asked for that the annotator doesn't have.
            ContractError: the images are aligned another way, or no embeddings are those that it takes.
            FaceSetError: the name can't be that of a layer.
        """
        check_layer_name(f"attributes/{name or model.card.name}")
        check_names(model.card, attributes or ())
        if model.card.embeddings:
            source = embedding_layer(faceset, model.card.name, model.card.embeddings)
        else:
            check_contract(faceset, model.card)
            source = IMAGES
        return cls(model, source, name, tuple(attributes) if attributes else None)

    @property
    def layer(self) -> str:
        return f"attributes/{self.name or self.model.card.name}"

    @property
    def needs(self) -> tuple[str, ...]:
        return (self.source,)

    @property
    def written(self) -> tuple[str, ...]:
        """The attributes of the layer."""
        return self.attributes or self.model.card.answers.names

    @property
    def networks(self) -> tuple[NetworkUse, ...]:
        return (self.model.use,)

    def settings(self) -> dict[str, Any]:
        card = self.model.card
        return {
            "stage": "annotate",
            "version": self.version,
            "model": card.name,
            "model_sha256": self.model.sha256,
            "takes": (card.embeddings or card.image_contract).for_fingerprint(),
            "annotator": _decisive(card.answers),
            "attributes": list(self.written),
        }

    def start(self, worker: Worker) -> Callable[[pa.Table], pa.Table]:
        annotator = Annotator(self.model, worker=worker)
        names = self.model.card.answers.names
        at = [names.index(name) for name in self.written]

        def annotate(rows: pa.Table) -> pa.Table:
            given = faces(rows) if self.source == IMAGES else embeddings(rows, self.source)
            prepared = [_prepared(annotator, one) for one in given]
            answers = annotator.answer([one for one in prepared if not isinstance(one, str)])
            return _table(self.written, at, answers, [one if isinstance(one, str) else None for one in prepared])

        return annotate


def _prepared(annotator: Annotator, given: Given | str) -> Float32Array | str:
    """The values that go into the network, or why there are none."""
    if isinstance(given, str):
        return given
    try:
        return annotator.prepare(given)
    except ContractError as problem:
        return str(problem)


def _table(names: Sequence[str], at: Sequence[int], answers: Answers, errors: list[str | None]) -> pa.Table:
    """A row for each image: the answers in turn to those without an error, nulls to the others.

    Args:
        names: attributes that are written.
        at: where each is in the answers.
        answers: of the images without an error.
        errors: for each image, why it has no answers.
    """
    finite = np.isfinite(answers.scores + answers.reliability).all(axis=1)
    places: list[int | None] = []
    turn = itertools.count()
    for row, error in enumerate(errors):
        place = next(turn) if error is None else None
        if place is not None and not finite[place]:
            errors[row], place = "the network's answer is not a number", None
        places.append(place)
    rows = pa.array(places, pa.int32())
    kinds = (("", answers.labels), (SCORE, answers.scores), (RELIABILITY, answers.reliability))
    columns = {
        f"{name}{ending}": pa.array(values[:, column]).take(rows)
        for name, column in zip(names, at, strict=True)
        for ending, values in kinds
    }
    return pa.table(columns | {"error": pa.array(errors, pa.string())})


def _decisive(card: AnnotatorCard) -> dict[str, Any]:
    """What of an annotator's card its answers depend on."""
    attributes = {
        one.name: one.for_fingerprint(include={"temperature", "bias", "positive", "negative"})
        for one in card.attributes
    }
    return card.for_fingerprint(include={"dropout", "passes", "alpha", "seed", "families"}) | {"attributes": attributes}
