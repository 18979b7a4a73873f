"""Embedding networks on ONNX Runtime, with the input contract of their card enforced."""

from collections.abc import Sequence

import numpy as np
import onnxruntime as ort

from facegap.base.arrays import Float32Array
from facegap.base.errors import ContractError, ModelError
from facegap.base.worker import Worker
from facegap.faceset import FaceSet, Pixels
from facegap.models.card import Features, ModelCard
from facegap.models.find import Model
from facegap.models.session import Normalize, check_image_input, open_session


def check_contract(faceset: FaceSet, card: ModelCard) -> None:
    """Check that the images of a face set are what a network takes.

    Raises:
        ContractError: The images are aligned another way or not at all, or have another size.
    """
    contract = card.image_contract
    has, wants = faceset.info.alignment, contract.alignment
    if has != wants:
        msg = (
            f"{faceset.path} holds {_described(has)}, and {card.name} takes {_described(wants)}; its scores would be "
            "wrong. Import the photographs with --align DETECTOR, or, if they are crops made that way by others, with "
            f"--aligned {wants}"
        )
        raise ContractError(msg)
    size = (contract.width, contract.height)
    if None not in size and faceset.info.image_size != size:
        image_size = faceset.info.image_size
        sizes = "of different sizes" if image_size is None else f"{image_size[0]}×{image_size[1]}"
        msg = f"{faceset.path}: images are {sizes}, and {card.name} takes {size[0]}×{size[1]}; import them with --align"
        raise ContractError(msg)


_ON_CPU = Worker()


class Embedder:
    """A network from aligned faces to embeddings, or to its features before them.

    Always as many faces go in together, the last ones with repetitions, so that an embedding never depends on how many
    others it was computed with: the number that the card fixes, or else that of the worker; by default one on the CPU,
    where more are no faster, and 32 on a GPU (ours). Embeddings by different numbers differ by rounding.
    """

    def __init__(self, model: Model, features: Features | None = None, *, worker: Worker = _ON_CPU) -> None:
        """Load the network.

        Args:
            model: The network.
            features: The layer that is wanted in place of the embedding.
            worker: Says on which device it runs, and how many faces go in together.

        Raises:
            ConfigError: The worker's device is a GPU that can't be used.
            ModelError: The network can't be loaded or is not what its card says.
        """
        contract = model.card.image_contract
        self._session = open_session(model.path, worker=worker, output=features.output if features else None)
        check_image_input(self._session, model.card)
        _check_dimensions(self._session, model.card)
        self._features = features
        self._output = self._session.get_outputs()[-1 if features else 0].name
        self._batch = contract.batch or worker.batch_size(cpu=1, gpu=32)
        self._input = self._session.get_inputs()[0].name
        self._normalize = Normalize(contract)

    def __call__(self, faces: Sequence[Pixels]) -> Float32Array:
        """Embed some faces.

        Args:
            faces: One or more faces, each uint8, (height, width, 3), RGB, aligned as the card says.

        Returns:
            The embeddings, float32, (faces, dimensions), not normalized.

        Raises:
            ContractError: A face has another shape or type.
            ModelError: The features have other dimensions than the card says.
        """
        values = [self._normalize(face) for face in faces]
        values += [values[-1]] * (-len(values) % self._batch)
        outputs = [
            self._session.run([self._output], {self._input: np.stack(values[at : at + self._batch])})[0]
            for at in range(0, len(values), self._batch)
        ]
        output = np.concatenate(outputs, dtype=np.float32)[: len(faces)]
        return output.reshape(len(faces), -1) if self._features is None else _averaged(output, self._features)


def _averaged(maps: Float32Array, features: Features) -> Float32Array:
    """Features (faces, dimensions) of maps (faces, dimensions, …)."""
    if maps.ndim < 2 or maps.shape[1] != features.dimensions:
        msg = f"{features.output!r} has the shape {maps.shape}, its card says {features.dimensions} dimensions"
        raise ModelError(msg)
    averaged: Float32Array = maps.reshape(*maps.shape[:2], -1).mean(axis=2)
    return averaged


def _check_dimensions(session: ort.InferenceSession, card: ModelCard) -> None:
    dimensions = session.get_outputs()[0].shape[-1]
    if isinstance(dimensions, int) and dimensions != card.dimensions:
        msg = f"the network {card.name!r} gives {dimensions} dimensions, its card says {card.dimensions}: correct it"
        raise ModelError(msg)


def _described(alignment: str | None) -> str:
    return f"crops aligned to {alignment}" if alignment else "photographs that are not aligned"
