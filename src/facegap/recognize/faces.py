"""The images that a recognizer learns from, decoded on the way."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np
import torch

from facegap.base.arrays import Int64Array
from facegap.base.errors import ContractError
from facegap.models import InputContract
from facegap.recognize.augmentation import Augmentation
from facegap.recognize.people import People
from facegap.training import Batch, EncodedImages, Loader, MicroBatch


class Faces:
    """Aligned faces of all sets.

    Args:
        people: whose images they are.
        augmentation: of training.
        side: pixels across that the backbone takes.
        seed: of the augmentation.

    Attributes:
        contract: what the card says that the network takes.

    Raises:
        ContractError: the sets are aligned differently or not at all, or their images have another size.
    """

    def __init__(self, people: People, augmentation: Augmentation, *, side: int, seed: int) -> None:
        found = {(one.info.alignment, one.info.image_size) for one in people.sets}
        alignment, size = next(iter(found))
        if len(found) > 1 or alignment is None or size != (side, side):
            each = ", ".join(f"{one.path}: {one.info.alignment}, {one.info.image_size}" for one in people.sets)
            msg = (
                f"a recognizer learns from faces of {side}×{side} pixels that are all aligned the same way, not from "
                f"({each}); import them with --align DETECTOR, or say with --aligned how they are"
            )
            raise ContractError(msg)
        self.contract = InputContract(
            width=side, height=side, color="RGB", mean=(0.5,) * 3, std=(0.5,) * 3, alignment=alignment
        )
        self._person = torch.from_numpy(people.person)
        self._encoded = EncodedImages(*people.sets)
        self._rows = self._encoded.starts[people.source] + people.rows
        self._plain = Loader(self._encoded, (side, side), seed, pin=torch.cuda.is_available(), numbering=self._rows)
        self._varied = replace(self._plain, per_image=augmentation)

    def batches(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        """For each micro-batch ``images``, varied, uint8 (n, side, side, 3), and ``people``, int64 (n,)."""
        for batch in self._varied.batches(epoch, micro_batches):
            yield {"images": batch["images"], "people": self._person[batch["rows"]]}

    def plain(self, numbers: Int64Array, *, at_a_time: int) -> Iterator[torch.Tensor]:
        """The images as they are, a batch after another, uint8 (n, side, side, 3)."""
        micro_batches = (
            MicroBatch(start, numbers[start : start + at_a_time]) for start in range(0, len(numbers), at_a_time)
        )
        for batch in self._plain.batches(0, micro_batches):
            yield batch["images"]

    def image_ids(self, numbers: Int64Array) -> list[str]:
        """For messages."""
        return self._encoded.image_ids(np.asarray(self._rows[numbers]))

    def close(self) -> None:
        """Close what is read from."""
        self._encoded.close()
