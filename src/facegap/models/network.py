"""Embedding networks on ONNX Runtime, with the input contract of their card enforced."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from facegap.errors import ContractError, ModelError
from facegap.faceset import FaceSet, Pixels
from facegap.models.card import ModelCard
from facegap.models.find import Model


def check_contract(faceset: FaceSet, card: ModelCard) -> None:
    """See that the images of a face set are what a network takes.

    Raises:
        ContractError: they are aligned another way or not at all, or have another size.
    """
    has, wants = faceset.info.alignment, card.input.alignment
    if has != wants:
        msg = (
            f"{faceset.path} holds {_described(has)}, and {card.name} takes {_described(wants)}; its scores would be "
            "wrong. Import the photographs with --align DETECTOR, or, if they are crops made that way by others, with "
            f"--aligned {wants}"
        )
        raise ContractError(msg)
    size = (card.input.width, card.input.height)
    if None not in size and faceset.info.image_size != size:
        found = "of different sizes" if faceset.info.image_size is None else "×".join(map(str, faceset.info.image_size))
        msg = f"{faceset.path}: images are {found}, and {card.name} takes {size[0]}×{size[1]}; import them with --align"
        raise ContractError(msg)


class Embedder:
    """A network from aligned faces to embeddings.

    Faces go in one at a time, or as many at a time as the card fixes, so that an embedding never depends on how many
    others it was computed with.
    """

    def __init__(self, model: Model) -> None:
        contract = model.card.input
        options = ort.SessionOptions()
        options.intra_op_num_threads = 1
        options.inter_op_num_threads = 1
        options.log_severity_level = 3
        try:
            self._session = ort.InferenceSession(str(model.path), options, providers=["CPUExecutionProvider"])
        except Exception as error:  # ONNX Runtime's own errors have no common class
            msg = f"{model.path}: ONNX Runtime can't load it: {error}"
            raise ModelError(msg) from error
        _check_shapes(self._session, model.card)
        self._batch = contract.batch or 1
        self._shape = (contract.height, contract.width, 3)
        self._bgr = contract.colour == "BGR"
        self._input = self._session.get_inputs()[0].name
        std = np.array(contract.std, dtype=np.float32)[:, None, None]
        mean = np.array(contract.mean, dtype=np.float32)[:, None, None]
        self._scale = np.float32(1) / (np.float32(255) * std)
        self._shift = -mean / std

    def __call__(self, faces: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        """Embed some faces.

        Args:
            faces: one or more, each uint8, (height, width, 3), RGB, aligned as the card says.

        Returns:
            float32, (faces, dimensions), not normalised.

        Raises:
            ContractError: a face has another shape or type.
        """
        values = [self._normalised(face) for face in faces]
        values += [values[-1]] * (-len(values) % self._batch)
        outputs = [
            self._session.run(None, {self._input: np.stack(values[at : at + self._batch])})[0]
            for at in range(0, len(values), self._batch)
        ]
        return np.concatenate(outputs, dtype=np.float32).reshape(len(values), -1)[: len(faces)]

    def _normalised(self, face: Pixels) -> npt.NDArray[np.float32]:
        if face.shape != self._shape or face.dtype != np.uint8:
            msg = f"a face of {face.dtype} {face.shape}, where the network takes uint8 {self._shape}"
            raise ContractError(msg)
        channels = (face[..., ::-1] if self._bgr else face).transpose(2, 0, 1)
        values = np.ascontiguousarray(channels).astype(
            np.float32
        )  # made contiguous while it is small: six times faster
        values *= self._scale
        values += self._shift
        return values


def _check_shapes(session: ort.InferenceSession, card: ModelCard) -> None:
    shape = session.get_inputs()[0].shape
    card_shape = (card.input.batch, 3, card.input.height, card.input.width)
    wrong = [
        (found, said)
        for found, said in zip(shape, card_shape, strict=False)
        if isinstance(found, int) and found != (said or found)
    ]
    unsaid = isinstance(shape[0], int) and card.input.batch is None
    dimensions = session.get_outputs()[0].shape[-1]
    if len(shape) != 4 or wrong or unsaid:
        msg = f"the network {card.name!r} takes {shape}, its card says {list(card_shape)}: correct the card"
        raise ModelError(msg)
    if isinstance(dimensions, int) and dimensions != card.dimensions:
        msg = f"the network {card.name!r} gives {dimensions} dimensions, its card says {card.dimensions}: correct it"
        raise ModelError(msg)


def _described(alignment: str | None) -> str:
    return f"crops aligned to {alignment}" if alignment else "photographs that are not aligned"
