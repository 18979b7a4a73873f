"""An epoch's order cut into what one device works through at a time."""

from collections.abc import Iterator
from dataclasses import dataclass

from facegap.base.arrays import Int64Array


@dataclass(frozen=True)
class Piece:
    """Neighbors in an epoch's order.

    Attributes:
        start: place of the first in the order; with the epoch it names each use of an image, once.
        rows: their row numbers.
    """

    start: int
    rows: Int64Array


@dataclass(frozen=True)
class Cut:
    """How batches are cut; the union over devices and pieces is the same whatever their numbers.

    Attributes:
        batch_size: images of a step.
        pieces: pieces of each device.
        device: number of this one.
        devices: how many there are.
    """

    batch_size: int
    pieces: int
    device: int = 0
    devices: int = 1

    def steps(self, order: Int64Array) -> int:
        """Whole batches in an order; what is left over at the end is not used."""
        return len(order) // self.batch_size

    def batch(self, order: Int64Array, step: int) -> Int64Array:
        """All rows of a step of the epoch."""
        return order[step * self.batch_size : (step + 1) * self.batch_size]

    def of(self, order: Int64Array, *, start: int) -> Iterator[Piece]:
        """This device's pieces from step ``start`` of the epoch on."""
        size = self.batch_size // (self.pieces * self.devices)
        for step in range(start, self.steps(order)):
            for piece in range(self.pieces):
                at = step * self.batch_size + (piece * self.devices + self.device) * size
                yield Piece(at, order[at : at + size])
