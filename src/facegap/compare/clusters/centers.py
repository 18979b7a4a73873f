"""k-means: centers found in some points, and the nearest center of any."""

import warnings
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.engine import generator
from facegap.matching import sweep_distances


@contextmanager
def quietly() -> Iterator[None]:
    """Without the warnings of threads that find fewer centers than they look for: two of one place are as good as one.

    The limit on threads is the process's while this lasts, so that threads that enter and leave it don't differ.
    """
    import threadpoolctl
    from sklearn.exceptions import ConvergenceWarning

    with warnings.catch_warnings(), threadpoolctl.threadpool_limits(1):
        warnings.simplefilter("ignore", ConvergenceWarning)
        yield


def find_centers(
    points: Float32Array, weights: Float64Array, *, k: int, starts: int, seed: int, purpose: tuple[int, ...] = ()
) -> Float32Array:
    """The centers of the best of some runs of Lloyd's k-means with k-means++ starts (Arthur and Vassilvitskii, 2007).

    On the one thread of its caller, so that the sums don't depend on how many there are; ``stability`` has many
    callers side by side.

    Args:
        points: float32 (n, dimensions), at least k of them different.
        weights: float64 (n,), how much each point counts.
        k: The number of centers.
        starts: The number of runs.
        seed: The seed of the starts.
        purpose: What the centers are for, so that each purpose gets other random numbers.

    Returns:
        The centers, float32 (k, dimensions).
    """
    import threadpoolctl
    from sklearn.cluster import KMeans

    state = int(generator(seed, "clusters", "starts", k, *purpose).integers(2**31))
    # It takes weights as counts.
    with threadpoolctl.threadpool_limits(1):
        model = KMeans(k, n_init=starts, random_state=state).fit(points, sample_weight=weights * len(points))
    return np.asarray(model.cluster_centers_, dtype=np.float32)


def assign(points: Float32Array, centers: Float32Array) -> tuple[Int64Array, Float32Array]:
    """The nearest center of each point, of equally near ones the first, and its squared distance.

    Returns:
        The centers, int64 (n,), and the squared distances, float32 (n,).
    """
    nearest, distances = np.empty(len(points), dtype=np.int64), np.empty(len(points), dtype=np.float32)

    def use(row: int, column: int, block: Float32Array) -> None:
        nearest_in_block = block.argmin(axis=1)
        least = block[np.arange(len(block)), nearest_in_block]
        rows = slice(row, row + len(block))
        # Centers come in one block but for more than 512 of them.
        better = slice(None) if column == 0 else least < distances[rows]
        nearest[rows][better] = (nearest_in_block + column)[better]
        distances[rows][better] = least[better]

    sweep_distances(points, centers, use)
    return nearest, np.maximum(distances, 0)
