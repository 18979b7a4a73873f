"""All pairs of embeddings into histograms, beside the matrix products alone, NumPy and scikit-learn."""

from collections.abc import Iterator

import numpy as np
import sklearn
import sklearn.metrics

from benchmarks.measure import Row, measured
from facegap.matching import count_scores

IMAGES, DIMENSIONS, BINS = 100_000, 512, 65_536
FEWER = 20_000
SCORES = 20_000_000


def embeddings(count: int) -> np.ndarray:
    """Random unit vectors; ten images of each person."""
    vectors = np.random.default_rng(0).standard_normal((count, DIMENSIONS), dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return vectors


def facegap_counts(vectors: np.ndarray) -> int:
    counted = count_scores(vectors, np.arange(len(vectors)) // 10, bins=BINS)
    return int(counted.mated.sum() + counted.non_mated.sum())


def products_alone(vectors: np.ndarray, block: int) -> None:
    """The upper triangle of blocks, each multiplied and forgotten, on all cores."""
    for row in range(0, len(vectors), block):
        for column in range(row, len(vectors), block):
            np.dot(vectors[row : row + block], vectors[column : column + block].T)


def numpy_loop(vectors: np.ndarray, block: int = 2048) -> None:
    """What one writes first: a block, its bins, a bincount; mated and non-mated by a mask."""
    people = np.arange(len(vectors)) // 10
    mated = np.zeros(BINS, dtype=np.int64)
    non_mated = np.zeros(BINS, dtype=np.int64)
    for row in range(0, len(vectors), block):
        for column in range(row, len(vectors), block):
            scores = vectors[row : row + block] @ vectors[column : column + block].T
            bins = np.minimum(((scores + 1) * (BINS / 2)).astype(np.int64), BINS - 1)
            same = people[row : row + block, None] == people[column : column + block]
            upper = np.ones_like(same) if column > row else np.triu(np.ones_like(same), 1)
            mated += np.bincount(bins[same & upper], minlength=BINS)
            non_mated += np.bincount(bins[~same & upper], minlength=BINS)


def roc_curve(count: int) -> None:
    """scikit-learn's curve of scores that are already there, all in memory."""
    rng = np.random.default_rng(0)
    labels = np.arange(count) % 1000 == 0
    sklearn.metrics.roc_curve(labels, rng.normal(0.05, 0.1, count) + 0.4 * labels)


def timed(work: str, count: int, *arguments: object) -> float:
    """Make the embeddings, compile, and time one piece of work; called in a process of its own."""
    import time

    function = {"facegap": facegap_counts, "products": products_alone, "numpy": numpy_loop}[work]
    if work == "facegap":
        facegap_counts(embeddings(1000))
    vectors = embeddings(count)
    began = time.perf_counter()
    function(vectors, *arguments)
    return time.perf_counter() - began


def rows() -> Iterator[Row]:
    """The same shape for facegap and the products; NumPy and scikit-learn on as much as is bearable."""
    work = f"all pairs of {IMAGES:,} × {DIMENSIONS} into {BINS:,} bins"
    ours = measured(timed, "facegap", IMAGES)
    alone = {block: measured(timed, "products", IMAGES, block) for block in (1024, 4096)}
    block, best = min(alone.items(), key=lambda item: item[1].result)
    pairs = IMAGES * (IMAGES - 1) / 2
    for size, found in alone.items():
        who = f"products alone, NumPy {np.__version__}, blocks of {size}"
        yield Row(work, who, found.result, f"{pairs / found.result / 1e6:.0f} M pairs/s", found.peak_mb)
    ratio = f"{best.result / ours.result:.2f}× products of {block}"
    yield Row(work, "facegap", ours.result, f"{pairs / ours.result / 1e6:.0f} M pairs/s", ours.peak_mb, ratio)
    rate = pairs / ours.result
    loop = measured(timed, "numpy", FEWER)
    slower = FEWER * (FEWER - 1) / 2 / loop.result
    work = f"all pairs of {FEWER:,} × {DIMENSIONS}"
    ratio = f"facegap {rate / slower:.0f}× faster"
    yield Row(work, f"NumPy {np.__version__} loop", loop.result, f"{slower / 1e6:.1f} M pairs/s", loop.peak_mb, ratio)
    curve = measured(roc_curve, SCORES)
    slower = SCORES / curve.seconds
    who = f"roc_curve, scikit-learn {sklearn.__version__}"
    ratio = f"facegap {rate / slower:.0f}× faster, products included"
    yield Row(f"{SCORES:,} scores given", who, curve.seconds, f"{slower / 1e6:.1f} M pairs/s", curve.peak_mb, ratio)
