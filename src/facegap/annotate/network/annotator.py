"""An annotator on ONNX Runtime: from faces, or their embeddings, to predicted attributes."""

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import onnxruntime as ort

from facegap.annotate.network.inputs import AnnotatorInput
from facegap.annotate.network.postprocessing import PostProcessor, Predictions
from facegap.base.arrays import Float32Array
from facegap.base.errors import ContractError, ModelError
from facegap.base.worker import Worker
from facegap.models import EmbeddingContract, Model, ModelCard, Normalize, check_image_input, open_session

OUTPUTS = ["logits", "parts"]

_BATCH_SIZES = {"cpu": 8, "gpu": 32}
"""Faces that go through the network together: on the CPU a fifth faster than one, and hardly slower than more."""

_ON_CPU = Worker()


class Annotator:
    """A network that predicts attributes of aligned faces, or of embeddings.

    >>> from facegap.models import find_model
    >>> model = find_model("mac-render", role="annotator")
    >>> gray = np.full((112, 112, 3), 128, dtype=np.uint8)
    >>> predictions = Annotator(model)([gray, gray])
    >>> predictions.scores.shape, predictions.labels.dtype
    ((2, 47), dtype('int8'))

    The file holds one network, whose outputs are ``logits``, float32 (n, attributes), and ``parts``, float32
    (n, attributes, hidden), which sum to the logits but for an offset. Or it holds an ensemble in one graph, whose
    outputs have an axis ``members`` after the first. The network always gets the same number of faces at a time, the
    last batch filled up with repetitions, so that a prediction never depends on the other faces.

    Args:
        model: The file of the network and its card.
        worker: Where the network runs, and how many faces go through it together.

    Raises:
        ConfigError: The worker's device is a GPU that can't be used.
        ModelError: The card does not describe an annotator, or does not fit the network.
    """

    def __init__(self, model: Model, *, worker: Worker = _ON_CPU) -> None:
        card = model.card
        annotator_card = card.answers
        self._batch_size = worker.batch_size(**_BATCH_SIZES)
        self._session = open_session(model.path, worker=worker)
        members, hidden = _check_outputs(self._session, card)
        self.prepare: Callable[[Any], Float32Array] = _preparation(self._session, card)
        self._input = self._session.get_inputs()[0].name
        self._postprocess = PostProcessor(annotator_card, members=members, hidden=hidden)
        self._shape = (members, len(annotator_card.attributes), hidden)

    def __call__(self, inputs: Sequence[AnnotatorInput]) -> Predictions:
        """Predict the attributes of some faces.

        Args:
            inputs: Faces, each uint8 (height, width, 3), RGB, aligned as the card says. If the annotator takes
                embeddings, each is a unit vector, float32 (dimensions,), such as a row of a matrix.

        Raises:
            ContractError: An input has another shape or type.
        """
        return self.predict([self.prepare(each) for each in inputs])

    def predict(self, prepared: Sequence[Float32Array]) -> Predictions:
        """Predict the attributes of some faces that ``prepare`` has turned into the network's input values.

        Args:
            prepared: float32 arrays, all of the shape of the network's input without its first axis.
        """
        # Face by face, so that no rounding depends on how many there are.
        predictions = [self._postprocess(logits[None], parts[None]) for logits, parts in self.outputs(prepared)]
        return Predictions.joined(predictions, attributes=self._shape[1])

    def outputs(self, prepared: Sequence[Float32Array]) -> list[tuple[Float32Array, Float32Array]]:
        """Run the network, without calibration or thresholds.

        Args:
            prepared: As ``predict`` takes them.

        Returns:
            For each face the logits, float32 (members, attributes), and their parts, float32 (members, attributes,
            hidden).
        """
        outputs = []
        for start in range(0, len(prepared), self._batch_size):
            batch = prepared[start : start + self._batch_size]
            filled = [batch[min(place, len(batch) - 1)] for place in range(self._batch_size)]
            logits, parts = self._session.run(OUTPUTS, {self._input: np.stack(filled)})
            logits, parts = logits.reshape(-1, *self._shape[:2]), parts.reshape(-1, *self._shape)
            outputs += list(zip(logits, parts, strict=True))[: len(batch)]
        return outputs


def _preparation(session: ort.InferenceSession, card: ModelCard) -> Callable[[Any], Float32Array]:
    """The function from what the annotator takes to the values of the network's input, without the first axis."""
    if not card.embeddings:
        check_image_input(session, card)
        return Normalize(card.image_contract)
    _check_embedding_input(session, card.name, card.embeddings)
    shape = (card.embeddings.dimensions,)

    def check(vector: Float32Array) -> Float32Array:
        if vector.shape != shape or vector.dtype != np.float32:
            msg = f"an embedding of {vector.dtype} {vector.shape}, where the annotator takes float32 {shape}"
            raise ContractError(msg)
        return vector

    return check


def _check_embedding_input(session: ort.InferenceSession, name: str, contract: EmbeddingContract) -> None:
    shape = session.get_inputs()[0].shape
    if len(shape) != 2 or shape[1] != contract.dimensions:
        msg = (
            f"the annotator {name!r} takes {shape}, its card says embeddings of {contract.dimensions}: correct the card"
        )
        raise ModelError(msg)


def _check_outputs(session: ort.InferenceSession, card: ModelCard) -> tuple[int, int]:
    """The number of members and of hidden units of a network whose outputs fit its card.

    Raises:
        ModelError: The outputs don't fit the card.
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
