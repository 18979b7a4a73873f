"""All squared distances between two sets of points, exact where single precision would not do."""

from collections.abc import Sequence

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array
from facegap.matching import sweep_distances
from facegap.matching.pairs.distances import Use

_FEW = 6
"""Up to as many dimensions, points can be so near each other that |x|² + |y|² − 2xy has no digit left (ours)."""


_TINY = 1e-30
"""Where all points are one; a float32 still."""


def all_distances(rows: Float64Array, columns: Float64Array, use: Use, *, cuts: Sequence[int] = ()) -> None:
    """Give all squared distances to ``use``, as ``sweep_distances`` does.

    Up to six dimensions they are found from the differences in double precision, and only then rounded, so that
    each has all the digits of a float32; beyond, by matrix products.

    Args:
        rows: float64 (n, dimensions), the points of the rows.
        columns: float64 (m, dimensions), the points of the columns.
        use: The function that each block is given to, with its first row and its first column.
        cuts: The columns at which a block must end.
    """
    if rows.shape[1] > _FEW:
        sweep_distances(rows.astype(np.float32), columns.astype(np.float32), use, cuts=cuts)
        return
    # Here, since compiled code takes long to import.
    from facegap.compare.joint.densities.compiled import measure

    turned_rows, turned_columns = np.ascontiguousarray(rows.T), np.ascontiguousarray(columns.T)

    def exact(row: int, column: int, block: Float32Array) -> None:
        measure(turned_rows, turned_columns, row, column, block)
        use(row, column, block)

    # The products of one dimension are hardly any work beside the rest.
    sweep_distances(rows[:, :1].astype(np.float32), columns[:, :1].astype(np.float32), exact, cuts=cuts)


def resolution(*samples: Float64Array) -> float:
    """The least squared distance that is told from none: nearer points are taken to be so far apart (ours).

    Copies of an image, in dimensions where nothing else is near, would otherwise have an infinite density. A thousandth
    of the spread is what single precision leaves; exact distances go down to a ten-millionth.

    Args:
        samples: The points of each sample, float64 (n, dimensions).
    """
    points = np.concatenate(samples)
    spread = float(points.var(axis=0).sum())
    return max(spread * (1e-6 if points.shape[1] > _FEW else 1e-14), _TINY)
