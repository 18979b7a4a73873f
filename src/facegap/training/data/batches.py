"""An epoch's order divided into batches, and these into what one device works through at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

import torch

from facegap.base.arrays import Int64Array

Batch = dict[str, torch.Tensor]
"""Tensors of one micro-batch, by name; the loop moves them to the device."""


@dataclass(frozen=True)
class MicroBatch:
    """Neighbors in an epoch's order that one device works through at a time.

    Attributes:
        start: place of the first in the order; with the epoch it names each use of an image, once.
        rows: their row numbers, int64 (n,).
    """

    start: int
    rows: Int64Array


@dataclass(frozen=True)
class BatchPlan:
    """How batches are divided; together, all devices' micro-batches of a step are the same whatever their numbers.

    Attributes:
        batch_size: images of a step.
        accumulate: micro-batches of each device in a step.
        device: number of this one, from 0.
        devices: how many there are.
    """

    batch_size: int
    accumulate: int
    device: int = 0
    devices: int = 1

    def steps(self, order: Int64Array) -> int:
        """Count the whole batches of an order; what is left over at the end is not used."""
        return len(order) // self.batch_size

    def batch(self, order: Int64Array, step: int) -> Int64Array:
        """Give all rows of a step of the epoch."""
        return order[step * self.batch_size : (step + 1) * self.batch_size]

    def micro_batches(self, order: Int64Array, *, start: int) -> Iterator[MicroBatch]:
        """Give this device's micro-batches from step ``start`` of the epoch on.

        >>> import numpy as np
        >>> plan = BatchPlan(batch_size=4, accumulate=2)
        >>> [batch.rows.tolist() for batch in plan.micro_batches(np.arange(10), start=1)]
        [[4, 5], [6, 7]]
        """
        size = self.batch_size // (self.accumulate * self.devices)
        for step in range(start, self.steps(order)):
            for number in range(self.accumulate):
                at = step * self.batch_size + (number * self.devices + self.device) * size
                yield MicroBatch(at, order[at : at + size])
