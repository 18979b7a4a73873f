"""All pairs of embeddings into histograms and exact rates, beside the products alone and what others do."""

import time
from collections.abc import Callable, Generator, Iterator
from importlib.metadata import PackageNotFoundError, version

import numpy as np

from benchmarks.measure import Measured, Row, measured
from facegap.matching import count_scores
from facegap.matching.rates.exact import exact_rates

IMAGES, DIMENSIONS, BINS = 200_000, 512, 65_536
IMAGES_EACH = 10
SMALLER = (25_000, 50_000, 100_000)  # for the curve of cost
PRODUCT_BLOCKS = (1024, 4096)
FEWER = 20_000  # for peers that take long
SCORES, PYEER_SCORES = 20_000_000, 5_000_000
ONE_BY_ONE = 200_000  # pairs


def embeddings(count: int) -> np.ndarray:
    """Random people with ten images each, whose mated scores are about 0.4."""
    rng = np.random.default_rng(0)
    vectors = np.repeat(rng.standard_normal((-(-count // IMAGES_EACH), DIMENSIONS), dtype=np.float32), IMAGES_EACH, 0)
    vectors = vectors[:count]
    for begin in range(0, count, FEWER):  # in parts, since noise for all at once would be the peak of the memory
        part = vectors[begin : begin + FEWER]
        part += np.float32(1.2) * rng.standard_normal(part.shape, dtype=np.float32)
        part /= np.linalg.norm(part, axis=1, keepdims=True)
    return vectors


def people(count: int) -> np.ndarray:
    return np.arange(count) // IMAGES_EACH


def facegap_counts(vectors: np.ndarray) -> None:
    count_scores(vectors, people(len(vectors)), bins=BINS)


def facegap_exact(vectors: np.ndarray) -> None:
    """Both passes: histograms, then thresholds that are exact scores, and matches by person."""
    exact_rates(vectors, people(len(vectors)))


def products_alone(vectors: np.ndarray, block: int) -> None:
    """The upper triangle of blocks, each multiplied and forgotten, on all cores."""
    for row in range(0, len(vectors), block):
        for column in range(row, len(vectors), block):
            np.dot(vectors[row : row + block], vectors[column : column + block].T)


def numpy_loop(vectors: np.ndarray, block: int = 2048) -> None:
    """What one writes first: a block, its bins, a bincount; mated and non-mated by a mask."""
    who = people(len(vectors))
    mated = np.zeros(BINS, dtype=np.int64)
    non_mated = np.zeros(BINS, dtype=np.int64)
    for row in range(0, len(vectors), block):
        for column in range(row, len(vectors), block):
            scores = vectors[row : row + block] @ vectors[column : column + block].T
            bins = np.minimum(((scores + 1) * (BINS / 2)).astype(np.int64), BINS - 1)
            same = who[row : row + block, None] == who[column : column + block]
            upper = np.ones_like(same) if column > row else np.triu(np.ones_like(same), 1)
            mated += np.bincount(bins[same & upper], minlength=BINS)
            non_mated += np.bincount(bins[~same & upper], minlength=BINS)


def torch_bincount(vectors: np.ndarray, block: int = 4096) -> None:
    """The same with PyTorch's products and ``torch.bincount``, on all cores."""
    import torch

    given, who = torch.from_numpy(vectors), torch.from_numpy(people(len(vectors)))
    counts = torch.zeros(3 * BINS, dtype=torch.int64)
    for row in range(0, len(vectors), block):
        for column in range(row, len(vectors), block):
            scores = given[row : row + block] @ given[column : column + block].T
            bins = ((scores + 1) * (BINS / 2)).to(torch.int64).clamp_(0, BINS - 1)
            bins += BINS * (who[row : row + block, None] == who[column : column + block])
            if column == row:
                bins.masked_fill_(torch.ones_like(bins, dtype=torch.bool).tril_(), 2 * BINS)
            counts += torch.bincount(bins.ravel(), minlength=3 * BINS)


def one_by_one(vectors: np.ndarray) -> None:
    """One pair at a time in a loop, each score kept in a list by its kind: in essence, the evaluation of IDiff-Face."""
    who = people(len(vectors))
    mated: list[float] = []
    non_mated: list[float] = []
    done = 0
    for i in range(len(vectors)):
        for j in range(i + 1, len(vectors)):
            (mated if who[i] == who[j] else non_mated).append(np.dot(vectors[i], vectors[j]))
            done += 1
            if done == ONE_BY_ONE:
                return


WORK: dict[str, Callable[..., None]] = {
    "counts": facegap_counts,
    "exact": facegap_exact,
    "products": products_alone,
    "numpy": numpy_loop,
    "torch": torch_bincount,
    "one by one": one_by_one,
}


def timed(work: str, count: int, *arguments: object) -> float:
    """Make the embeddings, compile, and time one piece of work; called in a process of its own."""
    WORK[work](embeddings(1000), *arguments)
    vectors = embeddings(count)
    began = time.perf_counter()
    WORK[work](vectors, *arguments)
    return time.perf_counter() - began


def roc_curve(mated: np.ndarray, non_mated: np.ndarray) -> None:
    """The curve of scikit-learn."""
    import sklearn.metrics

    sklearn.metrics.roc_curve(np.arange(len(mated) + len(non_mated)) < len(mated), np.r_[mated, non_mated])


def eer_stats(mated: np.ndarray, non_mated: np.ndarray) -> None:
    """The rates of pyeer."""
    from pyeer.eer_info import get_eer_stats

    get_eer_stats(mated, non_mated)


def timed_on_scores(work: Callable[..., None], count: int) -> float:
    """Time a piece of work on scores that are there, all in memory; one in ten is mated."""
    for size in (1000, count):  # the first imports what it needs
        rng = np.random.default_rng(0)
        scores = rng.normal(0.4, 0.1, size // 10), rng.normal(0.05, 0.1, size - size // 10)
        began = time.perf_counter()
        work(*scores)
    return time.perf_counter() - began


def pairs(count: int) -> float:
    return count * (count - 1) / 2


def rows() -> Iterator[Row]:
    """The same shape for facegap and the products; peers on as much as is bearable."""
    rate = yield from _ours()
    yield from _curve()
    yield from _peers_on_embeddings(rate)
    yield from _peers_on_scores(rate)


def _ours() -> Generator[Row, None, float]:
    """The products run right before and after facegap, since machines drift. Returns facegap's pairs a second."""
    work = f"all pairs of {IMAGES:,} × {DIMENSIONS} into {BINS:,} bins"
    before = {block: measured(timed, "products", IMAGES, block) for block in PRODUCT_BLOCKS}
    block = min(before, key=lambda size: before[size].result)
    counts = measured(timed, "counts", IMAGES)
    after = measured(timed, "products", IMAGES, block)
    for size, found in before.items():
        yield _row(work, f"products alone, NumPy {np.__version__}, blocks of {size}", IMAGES, found)
    yield _row(work, f"products alone, blocks of {block}, again", IMAGES, after)
    alone = (before[block].result + after.result) / 2
    yield _row(work, "facegap", IMAGES, counts, f"{alone / counts.result:.2f}× the rate of products of {block}")
    both = measured(timed, "exact", IMAGES)
    ratio = f"{both.result / counts.result:.2f}× the time of histograms"
    yield _row(f"{work}, and exact rates", "facegap", IMAGES, both, ratio)
    return pairs(IMAGES) / counts.result


def _curve() -> Iterator[Row]:
    """Cost against the number of images: the products grow with its square."""
    smallest = None
    for count in SMALLER:
        for kind, name in (("counts", "histograms"), ("exact", "histograms and exact rates")):
            found = measured(timed, kind, count)
            if kind == "counts":
                smallest = smallest or found.result
                ratio = (
                    f"{found.result / smallest:.1f}× the time of {SMALLER[0]:,}, pairs {(count / SMALLER[0]) ** 2:.0f}×"
                )
            else:
                ratio = ""
            yield _row(f"all pairs of {count:,} × {DIMENSIONS}", f"facegap, {name}", count, found, ratio)


def _peers_on_embeddings(rate: float) -> Iterator[Row]:
    peers = {"numpy": f"loop, NumPy {np.__version__}", "torch": f"torch.bincount, PyTorch {_version('torch')}"}
    for kind, who in peers.items():
        found = measured(timed, kind, FEWER)
        ratio = f"facegap {rate * found.result / pairs(FEWER):.1f}× faster"
        yield _row(f"all pairs of {FEWER:,} × {DIMENSIONS}", who, FEWER, found, ratio)
    found = measured(timed, "one by one", FEWER)
    slower = ONE_BY_ONE / found.result
    who = "one pair at a time, np.dot in a loop"
    ratio = f"facegap {rate / slower:,.0f}× faster"
    yield Row(f"{ONE_BY_ONE:,} pairs", who, found.result, f"{slower:,.0f} pairs/s", found.peak_mb, ratio)


def _peers_on_scores(rate: float) -> Iterator[Row]:
    peers = ((roc_curve, "roc_curve", "scikit-learn", SCORES), (eer_stats, "get_eer_stats", "pyeer", PYEER_SCORES))
    for work, function, name, count in peers:
        if not _version(name):
            yield Row(f"{count:,} scores given", f"{name} is not installed: pip install -e '.[bench]'")
            continue
        found = measured(timed_on_scores, work, count)
        slower = count / found.result
        ratio = f"facegap {rate / slower:.0f}× faster, products included"
        who = f"{function}, {name} {_version(name)}"
        yield Row(f"{count:,} scores given", who, found.result, f"{slower / 1e6:.1f} M pairs/s", found.peak_mb, ratio)


def _row(work: str, who: str, count: int, found: Measured, ratio: str = "") -> Row:
    return Row(work, who, found.result, f"{pairs(count) / found.result / 1e6:.0f} M pairs/s", found.peak_mb, ratio)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
