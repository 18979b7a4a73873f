"""An annotator on ONNX Runtime: faces, or their embeddings, to answers about attributes."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnxruntime as ort

from facegap.annotate.network.inputs import Given
from facegap.annotate.network.judgment import Answers, Judgment
from facegap.base.arrays import Float32Array
from facegap.base.errors import ContractError, ModelError
from facegap.base.worker import Worker
from facegap.models import EmbeddingContract, Model, ModelCard, Normalize, check_image_input, open_session

OUTPUTS = ["logits", "parts"]

_AT_ONCE = {"cpu": 8, "gpu": 32}
"""Faces that go through the network together: on the CPU a fifth faster than one, and hardly slower than more."""

_ON_CPU = Worker()


class Annotator:
    """A network from aligned faces, or from embeddings, to answers.

    The file holds one network, whose outputs are ``logits``, float32 (n, attributes), and ``parts``, float32
    (n, attributes, hidden), of which each logit is the sum but for an offset; or an ensemble of several in one graph,
    with an axis ``members`` after the first. Always as many faces go in at a time, the last ones with repetitions, so
    that an answer never depends on how many others it was computed with.

    Args:
        model: the network.
        worker: where it runs, and how many faces go in together.

    Raises:
        ConfigError: the worker's device is a GPU that can't be used.
        ModelError: the card is that of no annotator, or doesn't fit the network.
    """

    def __init__(self, model: Model, *, worker: Worker = _ON_CPU) -> None:
        card = model.card
        answers = card.answers
        self._at_once = worker.batch_size(**_AT_ONCE)
        self._session = open_session(model.path, worker=worker)
        members, hidden = _check_outputs(self._session, card)
        self.prepare: Callable[[Any], Float32Array] = _preparation(self._session, card)
        self._input = self._session.get_inputs()[0].name
        self._judge = Judgment(answers, members=members, hidden=hidden)
        self._shape = (members, len(answers.attributes), hidden)

    def __call__(self, given: Sequence[Given]) -> Answers:
        """Answer for some faces.

        Args:
            given: each a face, uint8 (height, width, 3), RGB, aligned as the card says; or, where the annotator takes
                embeddings, each a unit vector, float32 (dimensions,), such as the rows of a matrix.

        Raises:
            ContractError: one has another shape or type.
        """
        return self.answer([self.prepare(one) for one in given])

    def answer(self, values: Sequence[Float32Array]) -> Answers:
        """Answer for what ``prepare`` made of some faces."""
        answers = Answers.empty(len(values), self._shape[1])
        if not values:
            return answers
        together = np.empty((self._at_once, *values[0].shape), dtype=np.float32)
        for start in range(0, len(values), self._at_once):
            some = values[start : start + self._at_once]
            for place in range(self._at_once):
                together[place] = some[min(place, len(some) - 1)]
            logits, parts = self._session.run(OUTPUTS, {self._input: together})
            logits, parts = logits.reshape(-1, *self._shape[:2]), parts.reshape(-1, *self._shape)
            for place in range(len(some)):
                at = slice(place, place + 1)
                answers.put(start + place, self._judge(logits[at], parts[at]))
        return answers


def _preparation(session: ort.InferenceSession, card: ModelCard) -> Callable[[Any], Float32Array]:
    """From what the annotator is given to the values of its network's input, without the first axis."""
    if card.embeddings:
        _check_embedding_input(session, card.name, card.embeddings)
        return _Vector(card.embeddings.dimensions)
    check_image_input(session, card)
    return Normalize(card.image_contract)


class _Vector:
    """Sees that an embedding is one that the network takes."""

    def __init__(self, dimensions: int) -> None:
        self._shape = (dimensions,)

    def __call__(self, vector: Float32Array) -> Float32Array:
        if vector.shape != self._shape or vector.dtype != np.float32:
            msg = f"an embedding of {vector.dtype} {vector.shape}, where the annotator takes float32 {self._shape}"
            raise ContractError(msg)
        return vector


def _check_embedding_input(session: ort.InferenceSession, name: str, contract: EmbeddingContract) -> None:
    shape = session.get_inputs()[0].shape
    if len(shape) != 2 or shape[1] != contract.dimensions:
        msg = (
            f"the annotator {name!r} takes {shape}, its card says embeddings of {contract.dimensions}: correct the card"
        )
        raise ModelError(msg)


def _check_outputs(session: ort.InferenceSession, card: ModelCard) -> tuple[int, int]:
    """Members and hidden parts of a network whose outputs fit its card.

    Raises:
        ModelError: they don't.
    """
    shapes = {output.name: list(output.shape) for output in session.get_outputs()}
    attributes = len(card.answers.attributes)
    logits, parts = (shapes.get(name, []) for name in OUTPUTS)
    if isinstance(session.get_inputs()[0].shape[0], int):
        msg = f"the annotator {card.name!r} takes {session.get_inputs()[0].shape}; export it for any number of faces"
        raise ModelError(msg)
    members = parts[1:-2] or [1]
    fits = len(parts) in (3, 4) and logits[1:] == parts[1:-1] and logits[-1] == attributes
    if not fits or not all(isinstance(size, int) for size in (members[0], parts[-1])):
        msg = (
            f"the annotator {card.name!r} gives {shapes}; its card has {attributes} attributes, so that it should give "
            f"logits [n, {attributes}] and parts [n, {attributes}, hidden], or both with the members of an ensemble "
            "after n"
        )
        raise ModelError(msg)
    return int(members[0]), int(parts[-1])
