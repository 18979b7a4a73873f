"""The one engine of all comparisons: products of blocks of rows, given to a consumer while they are in the cache.

Whoever compares all rows of one matrix with all of another, or of the same one, says which blocks there are and what is
done with a block. On the CPU, a thread multiplies a block (BLAS, on that thread alone) and gives the product to its
consumer, which is compiled code, as a rule. The same blocks run on a GPU by ``on_torch.sweep_on``.
"""

from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise
from typing import TypeVar

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.engine import available_cores

BLOCK = 512
"""Rows and columns of a block: a megabyte of products, which stays in a core's cache until it has been used."""
STEP = 64
"""With ``step=STEP``, products have a multiple of so many rows and columns.

Each number of a product then comes from the same instructions, wherever it lies, with the AVX-512 kernels of OpenBLAS.
"""

Consumer = Callable[[Int64Array, Float32Array], None]
"""Given a block, int64 (4 or more,), and its product, float32 (rows, columns), which it may change."""

C = TypeVar("C", bound=Consumer)


def sweep(
    rows: Float32Array,
    columns: Float32Array,
    portions: Iterable[Int64Array],
    start: Callable[[], C],
    *,
    step: int = 1,
    threads: int | None = None,
) -> list[C]:
    """Multiply the blocks of ``rows @ columns.T`` one by one, and give each product to a consumer.

    The memory of a product is used again for the next, so that beside the matrices there is one block a thread. A
    number of a product doesn't depend on the number of threads.

    Args:
        rows: float32 (n, dimensions).
        columns: float32 (m, dimensions); may be ``rows``.
        portions: the blocks, as ``strips`` or ``triangle`` make them. Each portion is int64 (blocks, 4 or more): the
            first row, the row after the last, the first column, the column after the last, then whatever the consumer
            wants to know of the block. A thread works through a portion in its order, then takes the next one.
        start: called once in each thread, for the consumer of that thread. Consumers of several threads run side by
            side: they keep what they count to themselves, take a lock, or write to places that only the portion in hand
            has. They should leave Python's lock for long work, as compiled code and NumPy's functions do.
        step: products have a multiple of so many rows and columns, of which the last don't belong to the block; both
            matrices must have up to ``step`` − 1 more rows than the blocks name.
        threads: by default as many as there are cores.

    Returns:
        The consumers, one for each thread, with what they have counted.
    """
    # Here, since it looks at all libraries that are loaded.
    import threadpoolctl

    waiting = iter(list(portions))  # of a list, so that several threads may ask for the next

    def work(_: int) -> C:
        consumer, multiply = start(), _Multiplier(rows, columns, step)
        while (portion := next(waiting, None)) is not None:
            for block in portion:
                consumer(block, multiply(block))
        return consumer

    # Each thread multiplies its own blocks; the products must not start threads of their own.
    count = threads or available_cores()
    with threadpoolctl.threadpool_limits(1), ThreadPoolExecutor(count) as pool:
        return list(pool.map(work, range(count)))


class _Multiplier:
    """Products of blocks, in memory that is used again."""

    def __init__(self, rows: Float32Array, columns: Float32Array, step: int) -> None:
        self._rows, self._columns, self._step = rows, columns, step
        self._buffer: Float32Array = np.empty(0, dtype=np.float32)

    def __call__(self, block: Int64Array) -> Float32Array:
        row, row_end, column, column_end = block[:4].tolist()
        height, width = self._padded(row_end - row), self._padded(column_end - column)
        if height * width > len(self._buffer):
            self._buffer = np.empty(height * width, dtype=np.float32)
        product = self._buffer[: height * width].reshape(height, width)
        left, right = self._rows[row : row + height], self._columns[column : column + width]
        if self._rows is self._columns and row == column:
            left = left.copy()  # NumPy multiplies a matrix by its own transpose in another way, which rounds otherwise
        return np.matmul(left, right.T, out=product)

    def _padded(self, count: int) -> int:
        return -(-count // self._step) * self._step


def triangle(bounds: Sequence[int] | Int64Array, *, block: int = BLOCK) -> Int64Array:
    """The blocks of all pairs of rows of one matrix, each pair once: the upper triangle, a portion for each block.

    The blocks on the diagonal hold pairs in both orders, and each row with itself; a consumer passes over those whose
    column isn't after their row.

    Args:
        bounds: rising, where groups of rows begin, and the number of rows: ``[0, n]`` of one group. No block reaches
            over a bound.
        block: rows and columns of a block at most.

    Returns:
        int64 (blocks, 1, 6): as ``sweep`` wants them, then the group of the rows and that of the columns.
    """
    spans = [
        (begin, min(begin + block, end), group)
        for group, (start, end) in enumerate(pairwise(bounds))
        for begin in range(start, end, block)
    ]
    blocks = [
        (row, row_end, column, column_end, group, column_group)
        for number, (row, row_end, group) in enumerate(spans)
        for column, column_end, column_group in spans[number:]
    ]
    return np.array(blocks, dtype=np.int64).reshape(-1, 1, 6)


def strips(
    rows: int, columns: int, *, cuts: Iterable[int] = (), row_cuts: Iterable[int] | None = None
) -> list[Int64Array]:
    """The blocks of all pairs of a row and a column, a portion for each 512 rows, in the order of the columns.

    So what a consumer keeps for each row needs no lock, and doesn't depend on the number of threads.

    Args:
        rows: how many there are.
        columns: likewise.
        cuts: columns at which a block must end, such as where groups of people end.
        row_cuts: the only rows at which a block may end, rising; it is larger where it has to be. By default any.
    """
    bounds = sorted({0, columns, *cuts})
    spans = [(begin, min(begin + BLOCK, end)) for start, end in pairwise(bounds) for begin in range(start, end, BLOCK)]
    return [
        np.array([(row, row_end, *span) for span in spans], dtype=np.int64).reshape(-1, 4)
        for row, row_end in pairwise(_row_ends(rows, row_cuts))
    ]


def _row_ends(rows: int, allowed: Iterable[int] | None) -> list[int]:
    """Where blocks of rows begin, and the end."""
    if allowed is None:
        return [*range(0, rows, BLOCK), rows]
    places = np.array([*allowed, rows])
    ends = [0]
    while ends[-1] < rows:
        after = places[places.searchsorted(ends[-1], side="right") :]
        within = int(after.searchsorted(ends[-1] + BLOCK, side="right"))
        ends.append(int(after[max(within - 1, 0)]))
    return ends
