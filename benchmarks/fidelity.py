"""Fidelity of two sets: all neighborhoods, the Fréchet and the kernel distance, beside what else there is."""

import contextlib
import io
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version
from typing import Any

import numpy as np
import scipy
import scipy.linalg

from benchmarks.measure import Measured, Row, measured
from facegap.compare.fidelity import compare_neighborhoods, frechet_distance, kernel_distance

IMAGES, DIMENSIONS, IMAGES_EACH = 20_000, 512, 4
NUMBERS = ("precision", "recall", "density", "coverage")
PRODUCT_BLOCKS = (1024, 4096)


def embeddings(count: int, seed: int) -> np.ndarray:
    """Random people with four images each, along few axes mostly, so that all four numbers say something."""
    rng = np.random.default_rng(seed)
    wide = (np.exp(-np.arange(DIMENSIONS) / 40)).astype(np.float32)
    vectors = np.repeat(rng.standard_normal((-(-count // IMAGES_EACH), DIMENSIONS), dtype=np.float32), IMAGES_EACH, 0)
    vectors = (vectors[:count] + rng.standard_normal((count, DIMENSIONS), dtype=np.float32)) * wide
    vectors[:, 0] += np.float32(0.5 * seed)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


def facegap_manifolds(real: np.ndarray, synthetic: np.ndarray) -> list[float]:
    found = compare_neighborhoods(real=real, synthetic=synthetic)
    return [getattr(found, name) for name in NUMBERS]


def prdc_manifolds(real: np.ndarray, synthetic: np.ndarray) -> list[float]:
    """Of single-precision input it keeps distances in single precision, so that some that differ are equal."""
    import prdc

    with contextlib.redirect_stdout(io.StringIO()):
        found = prdc.compute_prdc(real_features=real, fake_features=synthetic, nearest_k=5)
    return [float(found[name]) for name in NUMBERS]


def prdc_in_double(real: np.ndarray, synthetic: np.ndarray) -> list[float]:
    return prdc_manifolds(real.astype(np.float64), synthetic.astype(np.float64))


def products_alone(real: np.ndarray, synthetic: np.ndarray, block: int) -> None:
    """All products that the neighborhoods need, each block multiplied and forgotten, on all cores."""
    for rows, columns in ((real, real), (synthetic, synthetic), (real, synthetic)):
        for row in range(0, len(rows), block):
            for column in range(0, len(columns), block):
                np.dot(rows[row : row + block], columns[column : column + block].T)


def facegap_frechet(real: np.ndarray, synthetic: np.ndarray) -> list[float]:
    return [frechet_distance(real=real, synthetic=synthetic)]


def scipy_frechet(real: np.ndarray, synthetic: np.ndarray) -> list[float]:
    """As the packages for FID do it: ``np.cov`` and ``scipy.linalg.sqrtm``."""
    ours, theirs = np.cov(real, rowvar=False), np.cov(synthetic, rowvar=False)
    apart = np.sum((real.mean(axis=0, dtype=np.float64) - synthetic.mean(axis=0, dtype=np.float64)) ** 2)
    return [float(apart + np.trace(ours + theirs - 2 * scipy.linalg.sqrtm(ours @ theirs).real))]


def facegap_kernel(real: np.ndarray, synthetic: np.ndarray) -> list[float]:
    return [kernel_distance(real=real, synthetic=synthetic, gamma=1)]


def numpy_kernel(real: np.ndarray, synthetic: np.ndarray, block: int = 2048) -> list[float]:
    """What one writes first: a block of products, its third power, the sum."""
    means = []
    for rows, columns in ((real, real), (synthetic, synthetic), (real, synthetic)):
        total = 0.0
        for row in range(0, len(rows), block):
            for column in range(0, len(columns), block):
                total += ((rows[row : row + block] @ columns[column : column + block].T + 1) ** 3).sum(dtype=np.float64)
        if rows is columns:
            total -= float(((np.einsum("nd,nd->n", rows, rows, dtype=np.float64) + 1) ** 3).sum())
            means.append(total / len(rows) / (len(rows) - 1))
        else:
            means.append(total / len(rows) / len(columns))
    return [means[0] + means[1] - 2 * means[2]]


WORK: dict[str, Callable[..., Any]] = {
    "manifolds": facegap_manifolds,
    "prdc": prdc_manifolds,
    "prdc in double": prdc_in_double,
    "products": products_alone,
    "frechet": facegap_frechet,
    "scipy": scipy_frechet,
    "kernel": facegap_kernel,
    "numpy": numpy_kernel,
}


def timed(work: str, *arguments: object) -> tuple[float, list[float]]:
    """Make the embeddings, compile, and time one piece of work; called in a process of its own."""
    WORK[work](embeddings(1000, 0), embeddings(1000, 1), *arguments)
    real, synthetic = embeddings(IMAGES, 0), embeddings(IMAGES, 1)
    began = time.perf_counter()
    found = WORK[work](real, synthetic, *arguments)
    return time.perf_counter() - began, found


def rows() -> Iterator[Row]:
    """The same two sets for all."""
    yield from _manifolds()
    work = f"Fréchet distance, two sets of {IMAGES:,} × {DIMENSIONS}"
    yield from _beside(work, "frechet", "scipy", f"np.cov and sqrtm, SciPy {scipy.__version__}")
    work = f"kernel distance over all pairs, two sets of {IMAGES:,} × {DIMENSIONS}"
    yield from _beside(work, "kernel", "numpy", f"blocks of 2048, NumPy {np.__version__}")


def _manifolds() -> Iterator[Row]:
    """The products run right before and after facegap, since machines drift."""
    work = f"precision, recall, density, coverage, two sets of {IMAGES:,} × {DIMENSIONS}"
    before = {block: measured(timed, "products", block) for block in PRODUCT_BLOCKS}
    block = min(before, key=lambda size: before[size].result[0])
    ours = measured(timed, "manifolds")
    after = measured(timed, "products", block)
    for size, found in before.items():
        yield _row(work, f"products alone, NumPy {np.__version__}, blocks of {size}", found)
    yield _row(work, f"products alone, blocks of {block}, again", after)
    alone = (before[block].result[0] + after.result[0]) / 2
    yield _row(work, "facegap", ours, f"{ours.result[0] / alone:.2f}× the time of the products")
    if not _version("prdc"):
        yield Row(work, "prdc is not installed: pip install -e '.[bench]'")
        return
    for peer in ("prdc", "prdc in double"):
        theirs = measured(timed, peer)
        yield _row(work, peer.replace("prdc", f"prdc {_version('prdc')}"), theirs, _ratio(ours, theirs))


def _beside(work: str, ours: str, theirs: str, peer: str) -> Iterator[Row]:
    found, other = measured(timed, ours), measured(timed, theirs)
    yield _row(work, "facegap", found)
    yield _row(work, peer, other, _ratio(found, other))


def _ratio(ours: Measured, theirs: Measured) -> str:
    apart = max(abs(a - b) for a, b in zip(ours.result[1], theirs.result[1], strict=True))
    return f"facegap {theirs.result[0] / ours.result[0]:.1f}× faster; results differ by {apart:.0e}"


def _row(work: str, who: str, found: Measured, ratio: str = "") -> Row:
    return Row(work, who, found.result[0], "", found.peak_mb, ratio)


def _version(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return ""
