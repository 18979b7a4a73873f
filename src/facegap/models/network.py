"""Embedding networks on ONNX Runtime, with the input contract of their card enforced."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import onnxruntime as ort

from facegap.errors import ContractError, ModelError
from facegap.faceset import FaceSet, Pixels
from facegap.models.card import ModelCard
from facegap.models.find import Model
from facegap.models.session import Normalise, check_image_input, open_session


def check_contract(faceset: FaceSet, card: ModelCard) -> None:
    """See that the images of a face set are what a network takes.

    Raises:
        ContractError: they are aligned another way or not at all, or have another size.
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
        found = "of different sizes" if faceset.info.image_size is None else "×".join(map(str, faceset.info.image_size))
        msg = f"{faceset.path}: images are {found}, and {card.name} takes {size[0]}×{size[1]}; import them with --align"
        raise ContractError(msg)


class Embedder:
    """A network from aligned faces to embeddings.

    Faces go in one at a time, or as many at a time as the card fixes, so that an embedding never depends on how many
    others it was computed with.
    """

    def __init__(self, model: Model) -> None:
        contract = model.card.image_contract
        self._session = open_session(model.path)
        check_image_input(self._session, model.card)
        _check_dimensions(self._session, model.card)
        self._batch = contract.batch or 1
        self._input = self._session.get_inputs()[0].name
        self._normalise = Normalise(contract)

    def __call__(self, faces: Sequence[Pixels]) -> npt.NDArray[np.float32]:
        """Embed some faces.

        Args:
            faces: one or more, each uint8, (height, width, 3), RGB, aligned as the card says.

        Returns:
            float32, (faces, dimensions), not normalised.

        Raises:
            ContractError: a face has another shape or type.
        """
        values = [self._normalise(face) for face in faces]
        values += [values[-1]] * (-len(values) % self._batch)
        outputs = [
            self._session.run(None, {self._input: np.stack(values[at : at + self._batch])})[0]
            for at in range(0, len(values), self._batch)
        ]
        return np.concatenate(outputs, dtype=np.float32).reshape(len(values), -1)[: len(faces)]


def _check_dimensions(session: ort.InferenceSession, card: ModelCard) -> None:
    dimensions = session.get_outputs()[0].shape[-1]
    if isinstance(dimensions, int) and dimensions != card.dimensions:
        msg = f"the network {card.name!r} gives {dimensions} dimensions, its card says {card.dimensions}: correct it"
        raise ModelError(msg)


def _described(alignment: str | None) -> str:
    return f"crops aligned to {alignment}" if alignment else "photographs that are not aligned"
