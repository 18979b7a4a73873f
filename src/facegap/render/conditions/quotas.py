"""Which demographic cell each person belongs to, so that every cell has its share among the first people of a set."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from math import ceil

from facegap.base.seeds import generator

_DENOMINATOR = 10**6  # shares are as people write them, with up to six decimals


@dataclass(frozen=True)
class Quotas:
    """An order of cells in which each has its share of the first n people, for every n.

    Of the first n people a cell of share s has n · s rounded down or up, so exactly n · s where that is a whole number
    for all cells: a set of a multiple of 8 people has as many of each of 8 equal cells. Where it isn't, it is left open
    which cells are rounded up, as a set must begin as a smaller one of the same seed does, and largest remainders of n
    don't.

    The j-th person of a cell comes among the places from (j − 1) / s to j / s, the earliest deadline first: the windows
    of proportionate progress (Baruah, Cohen, Plaxton & Varvel, 1996, "Proportionate progress: a notion of fairness in
    resource allocation"), which on a single machine this order keeps. Of equal deadlines, chance decides.

    Attributes:
        shares: Of the cells, each at least 0; they are scaled to sum to 1.

    >>> order = [Quotas((0.5, 0.25, 0.25)).cell(person, seed=1) for person in range(8)]
    >>> [order.count(cell) for cell in range(3)]
    [4, 2, 2]
    """

    shares: tuple[float, ...]

    def cell(self, person: int, *, seed: int) -> int:
        """The number of the cell of a person, from 0; the same for the same seed, whoever asks."""
        order, coming = self._orders.setdefault(seed, ([], self._order(seed)))
        while len(order) <= person:
            order.append(next(coming))
        return order[person]

    @cached_property
    def _orders(self) -> dict[int, tuple[list[int], Iterator[int]]]:
        """By seed, the order as far as it was asked for, and what makes the rest."""
        return {}

    def __getstate__(self) -> dict[str, Sequence[float]]:
        return {"shares": self.shares}  # an order in the making can't go to another process; it is made again there

    def _order(self, seed: int) -> Iterator[int]:
        whole = [Fraction(share).limit_denominator(_DENOMINATOR) for share in self.shares]
        shares = {cell: share / sum(whole) for cell, share in enumerate(whole) if share}
        taken = dict.fromkeys(shares, 0)
        chance = {cell: self._chance(seed, cell, 0) for cell in shares}
        place = 0
        while True:
            due = [
                (ceil((taken[cell] + 1) / share), chance[cell], cell)
                for cell, share in shares.items()
                if taken[cell] < share * (place + 1)
            ]
            *_, cell = min(due)
            yield cell
            taken[cell] += 1
            chance[cell] = self._chance(seed, cell, taken[cell])
            place += 1

    @staticmethod
    def _chance(seed: int, cell: int, taken: int) -> float:
        return float(generator(seed, "quota", cell, taken).random())
