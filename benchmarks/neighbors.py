"""The nearest real person of each synthetic one: exact search, beside faiss, scikit-learn and NumPy."""

from collections.abc import Callable, Iterator

import faiss
import numpy as np
import sklearn
from sklearn.neighbors import NearestNeighbors

from benchmarks.measure import Row, measured
from facegap.matching.neighbors.nearest_neighbors import nearest

QUERIES, REFERENCES, DIMENSIONS = 10_000, 100_000, 512


def embeddings(count: int, seed: int) -> np.ndarray:
    """Random unit vectors."""
    vectors = np.random.default_rng(seed).standard_normal((count, DIMENSIONS), dtype=np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def scikit_learn(queries: np.ndarray, references: np.ndarray) -> None:
    model = NearestNeighbors(n_neighbors=1, metric="cosine", algorithm="brute").fit(references)
    model.kneighbors(queries)


def faiss_knn(queries: np.ndarray, references: np.ndarray) -> None:
    faiss.knn(queries, references, 1, metric=faiss.METRIC_INNER_PRODUCT)


def numpy_loop(queries: np.ndarray, references: np.ndarray, block: int = 512) -> None:
    """What one writes first: a block of products and its maxima."""
    for row in range(0, len(queries), block):
        np.argmax(queries[row : row + block] @ references.T, axis=1)


def timed(work: str) -> float:
    """Make the embeddings and time one search; called in a process of its own."""
    import time

    searches: dict[str, Callable[..., object]] = {
        "facegap": nearest,
        "faiss": faiss_knn,
        "scikit-learn": scikit_learn,
        "numpy": numpy_loop,
    }
    function = searches[work]
    queries, references = embeddings(QUERIES, 0), embeddings(REFERENCES, 1)
    function(queries[:1], references[:100])
    began = time.perf_counter()
    function(queries, references)
    return time.perf_counter() - began


def rows() -> Iterator[Row]:
    """All find the same neighbors."""
    work = f"nearest of {REFERENCES:,} × {DIMENSIONS} for {QUERIES:,}"
    ours = measured(timed, "facegap")
    comparisons = QUERIES * REFERENCES
    yield Row(work, "facegap", ours.result, f"{comparisons / ours.result / 1e6:.0f} M pairs/s", ours.peak_mb)
    peers = {"faiss": faiss.__version__, "scikit-learn": sklearn.__version__, "numpy": np.__version__}
    for peer, version in peers.items():
        theirs = measured(timed, peer)
        rate = f"{comparisons / theirs.result / 1e6:.0f} M pairs/s"
        ratio = f"facegap {theirs.result / ours.result:.1f}× faster"
        yield Row(work, f"{peer} {version}", theirs.result, rate, theirs.peak_mb, ratio)
