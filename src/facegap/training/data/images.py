"""Aligned faces that networks are trained on: of several sets, checked against each other, decoded on the way."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

import numpy as np
import torch
from torch import Tensor

from facegap.base.arrays import Int64Array
from facegap.base.errors import ContractError
from facegap.faceset import FaceSet
from facegap.models import InputContract
from facegap.training.data.batches import Batch, MicroBatch
from facegap.training.data.encoded import EncodedImages
from facegap.training.data.loading import Loader, PerImage

_GRAY = 127.5


def network_input(images: Tensor) -> Tensor:
    """Turn bytes into what all networks that are trained here take.

    Args:
        images: The faces as bytes, uint8 (n, height, width, 3), RGB.

    Returns:
        Float32 (n, 3, height, width), −1 to 1; in a card, mean and std 0.5.

    >>> network_input(torch.tensor([[[[0, 127, 255]]]], dtype=torch.uint8)).flatten().tolist()
    [-1.0, -0.003921568859368563, 1.0]
    """
    return (images.permute(0, 3, 1, 2).float() - _GRAY) / _GRAY


def batches_of(rows: Int64Array, *, size: int) -> Iterator[MicroBatch]:
    """Go through rows in their order, ``size`` at a time, as for validation."""
    return (MicroBatch(start, rows[start : start + size]) for start in range(0, len(rows), size))


class TrainingImages:
    """Images of several sets under numbers from 0, all aligned the same way and of one size.

    Args:
        sets: The face sets.
        source: The number of each image's set, int64 (n,).
        rows: The row of each image in its set, int64 (n,).
        vary: It changes each image in training; None leaves them as they are.
        seed: The seed of these changes, see ``Loader``.
        side: A network needs faces of so many pixels across and down; None takes any size that all images have.

    Attributes:
        contract: What a card says that the network takes.

    Raises:
        ContractError: the sets are aligned differently, or their images have no common size; or, where there is a
            ``side``, they are not aligned at all, or have another size.
    """

    def __init__(
        self, sets: Sequence[FaceSet], *, source: Int64Array, rows: Int64Array, vary: PerImage | None, seed: int,
        side: int | None = None,
    ) -> None:  # fmt: skip
        self.contract = _contract(sets, side=side)
        self._encoded = EncodedImages(*sets)
        self._rows = self._encoded.starts[source] + rows
        size = (self.contract.height or 0, self.contract.width or 0)
        self._plain = Loader(self._encoded, size, seed, pin=torch.cuda.is_available(), numbering=self._rows)
        self._varied = replace(self._plain, per_image=vary)

    def batches(self, epoch: int | None, micro_batches: Iterable[MicroBatch]) -> Iterator[Batch]:
        """Give ``rows``, int64 (n,), and ``images``, uint8 (n, height, width, 3), RGB, of each micro-batch.

        Args:
            epoch: The number of the epoch, by which images are varied; None leaves them as they are.
            micro_batches: The micro-batches of images' numbers.
        """
        loader = self._plain if epoch is None else self._varied
        return loader.batches(epoch or 0, micro_batches)

    def image_ids(self, numbers: Int64Array) -> list[str]:
        """Say what to call images in a message."""
        return self._encoded.image_ids(np.asarray(self._rows[numbers]))

    def close(self) -> None:
        """Close what is read from."""
        self._encoded.close()


def _contract(sets: Sequence[FaceSet], *, side: int | None) -> InputContract:
    formats = {(faceset.info.alignment, faceset.info.image_size) for faceset in sets}
    alignment, size = next(iter(formats))
    wrong = len(formats) > 1 or size is None
    if wrong or (side is not None and (alignment is None or size != (side, side))):
        each = ", ".join(f"{faceset.path}: {faceset.info.alignment}, {faceset.info.image_size}" for faceset in sets)
        needed = (
            "one size, all aligned the same way" if side is None else f"{side}×{side} pixels, all aligned the same way"
        )
        msg = (
            f"training takes faces of {needed}, not ({each}); import them with --align DETECTOR, or say with "
            "--aligned how they are"
        )
        raise ContractError(msg)
    width, height = size or (0, 0)
    return InputContract(width=width, height=height, color="RGB", mean=(0.5,) * 3, std=(0.5,) * 3, alignment=alignment)
