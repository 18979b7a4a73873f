"""All distances between two sets of points, a block at a time, on all cores: none is kept but what its user keeps."""

from collections.abc import Callable, Sequence

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.matching.pairs.sweep import strips, sweep

Use = Callable[[int, int, Float32Array], None]
"""Given the first row and the first column of a block, and its squared distances, float32 (rows, columns)."""


def sweep_distances(
    rows: Float32Array,
    columns: Float32Array,
    use: Use,
    *,
    cuts: Sequence[int] = (),
    row_cuts: Sequence[int] | None = None,
) -> None:
    """Give all squared Euclidean distances between rows and columns to ``use``, block by block.

    ``use`` is called from several threads, but never twice at a time for one row: a thread takes 512 rows and goes
    through all columns, from the first to the last. So what is kept for each row needs no lock and doesn't depend on
    the number of threads. The block is overwritten when ``use`` returns; ``use`` may change it.

    Args:
        rows: float32 (n, dimensions).
        columns: float32 (m, dimensions).
        use: what is done with a block; it should leave Python's lock, as compiled code and NumPy's functions do.
        cuts: columns at which a block must end, rising, such as where groups of people end.
        row_cuts: the only rows at which a block may end, rising, such as where people end, whose rows are then all in
            one block, even if it must be larger; by default any.

    Example:
        >>> import numpy as np
        >>> corners = np.array([[0, 0], [3, 0], [0, 4]], dtype=np.float32)
        >>> squared = np.empty((3, 3))
        >>> def keep(row: int, column: int, block: np.ndarray) -> None:
        ...     squared[row : row + block.shape[0], column : column + block.shape[1]] = block
        >>> sweep_distances(corners, corners, keep)
        >>> np.sqrt(squared.round(3)).tolist()
        [[0.0, 3.0, 4.0], [3.0, 0.0, 5.0], [4.0, 5.0, 0.0]]
    """
    left, right = _sides(rows, columns)

    def consume(block: Int64Array, distances: Float32Array) -> None:
        use(int(block[0]), int(block[2]), distances)

    sweep(left, right, strips(len(rows), len(columns), cuts=cuts, row_cuts=row_cuts), lambda: consume)


def distance_rounding(rows: Float32Array, columns: Float32Array) -> float:
    """How far a squared distance of ``sweep_distances`` may be from the exact one.

    The bound of a dot product in single precision, n·u·Σ|xᵢyᵢ| (Higham, "Accuracy and stability of numerical
    algorithms", 2002, (3.5)), of the longest rows and columns.
    """
    center = _center(columns)
    longest = [float(np.max(np.sum((points - center) ** 2, axis=1, dtype=np.float64))) for points in (rows, columns)]
    terms = rows.shape[1] + 2
    return float(2 * terms * np.finfo(np.float32).eps * (sum(longest) + 2 * np.sqrt(longest[0] * longest[1])))


def _sides(rows: Float32Array, columns: Float32Array) -> tuple[Float32Array, Float32Array]:
    """Two matrices whose product holds the squared distances, |x|² + |y|² − 2xy, so that no pass need add the norms."""
    center = _center(columns)  # the nearer points are to zero, the less is lost to rounding
    left, right = (np.empty((len(points), points.shape[1] + 2), dtype=np.float32) for points in (rows, columns))
    for side, points in ((left, rows), (right, columns)):
        np.subtract(points, center, out=side[:, :-2])
        norms = np.einsum("nd,nd->n", side[:, :-2], side[:, :-2], dtype=np.float64)
        side[:, -2], side[:, -1] = (norms, 1) if side is left else (1, norms)
    left[:, :-2] *= -2
    return left, right


def _center(columns: Float32Array) -> Float32Array:
    return np.asarray(columns.mean(axis=0, dtype=np.float64), dtype=np.float32)
