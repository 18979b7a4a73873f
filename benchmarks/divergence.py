"""KL by kernel density and by nearest neighbors, beside scikit-learn and SciPy on as much as is bearable."""

import time
from collections.abc import Iterator

import numpy as np
import scipy
import sklearn

from benchmarks.measure import Row, measured
from facegap.compare.joint import Sample
from facegap.compare.joint.densities.common_radius import kl_one_way
from facegap.compare.joint.densities.kernel_density import bandwidth, kernel_density
from facegap.compare.joint.densities.neighbor_density import neighbor_density

DIMENSIONS = 47
NEIGHBORS, KERNELS = 100_000, 50_000
FEWER, FEWEST = 10_000, 5_000  # for the peers
IMAGES_EACH = 10
LEAST = 1e-5  # squared distance, of which none here is nearly as small


def samples(count: int) -> tuple[Sample, Sample]:
    """Gaussians a deviation apart, with ten images of each person."""
    rng = np.random.default_rng(0)
    people = np.arange(count) // IMAGES_EACH
    p, q = (rng.standard_normal((count, DIMENSIONS)) for _ in range(2))
    return Sample.of(p, people), Sample.of(q + 1 / np.sqrt(DIMENSIONS), people)


def neighbors(p: Sample, q: Sample) -> float:
    """KL(P‖Q) by nearest neighbors, both forms, with what intervals need."""
    ours, theirs = neighbor_density(p, p, own=True, least=LEAST), neighbor_density(p, q, own=False, least=LEAST)
    halves = p.splits, q.splits
    ours.of(halves[0])
    theirs.of(halves[1])
    return kl_one_way(p, ours, theirs)


def kernels(p: Sample, q: Sample) -> float:
    """KL(P‖Q) by kernel density, bandwidths included, with what intervals need."""
    ours, theirs = kernel_density(p, p, bandwidth(p), own=True), kernel_density(p, q, bandwidth(q), own=False)
    ours.of(p.splits)
    return float(np.mean(ours.of(p.everything) - theirs.of(q.everything)))


def densities(p: Sample, q: Sample) -> float:
    """The densities of P and Q at the images of P alone: the part of the work that the peers do."""
    ours, theirs = kernel_density(p, p, 1.0, own=True), kernel_density(p, q, 1.0, own=False)
    return float(np.mean(ours.of(p.everything) - theirs.of(q.everything)))


def nearest(p: Sample, q: Sample) -> float:
    """The nearest of P and of Q for each image of P alone."""
    ours, theirs = neighbor_density(p, p, own=True, least=LEAST), neighbor_density(p, q, own=False, least=LEAST)
    return float(np.mean(ours.of(p.everything) - theirs.of(q.everything)))


def scikit_kernels(p: Sample, q: Sample) -> None:
    from sklearn.neighbors import KernelDensity

    for sample in (p, q):
        KernelDensity(bandwidth=1.0).fit(sample.points).score_samples(p.points)


def scipy_kernels(p: Sample, q: Sample) -> None:
    for sample in (p, q):
        scipy.stats.gaussian_kde(sample.points.T).logpdf(p.points.T)


def scikit_nearest(p: Sample, q: Sample) -> None:
    from sklearn.neighbors import NearestNeighbors

    for sample in (p, q):
        NearestNeighbors(n_neighbors=2, algorithm="brute", n_jobs=-1).fit(sample.points).kneighbors(p.points)


WORK = {
    work.__name__: work
    for work in (neighbors, kernels, densities, nearest, scikit_kernels, scipy_kernels, scikit_nearest)
}


def timed(work: str, count: int) -> float:
    """Make the samples, compile, and time one piece of work; called in a process of its own."""
    import scipy.stats  # noqa: F401

    WORK[work](*samples(400))
    p, q = samples(count)
    began = time.perf_counter()
    WORK[work](p, q)
    return time.perf_counter() - began


def rows() -> Iterator[Row]:
    """Pairs are of images of P with all of P and all of Q."""
    for work, count, name in (("neighbors", NEIGHBORS, "nearest neighbors"), ("kernels", KERNELS, "kernel density")):
        found = measured(timed, work, count)
        yield _row(f"KL(P‖Q) of {count:,} × {DIMENSIONS} by {name}", "facegap", count, found.result, found.peak_mb)
    peers = (
        ("densities", "scikit_kernels", FEWER, f"KernelDensity, scikit-learn {sklearn.__version__}"),
        ("densities", "scipy_kernels", FEWEST, f"gaussian_kde, SciPy {scipy.__version__}"),
        ("nearest", "scikit_nearest", FEWER, f"NearestNeighbors, scikit-learn {sklearn.__version__}"),
    )
    for ours, theirs, count, who in peers:
        work = f"{'densities' if ours == 'densities' else 'neighbors'} of 2 × {count:,} at {count:,}"
        mine, peer = measured(timed, ours, count), measured(timed, theirs, count)
        yield _row(work, "facegap", count, mine.result, mine.peak_mb)
        ratio = f"facegap {peer.result / mine.result:.1f}× faster"
        yield _row(work, who, count, peer.result, peer.peak_mb, ratio)


def _row(work: str, who: str, count: int, seconds: float, peak_mb: int, ratio: str = "") -> Row:
    return Row(work, who, seconds, f"{2 * count**2 / seconds / 1e6:.0f} M pairs/s", peak_mb, ratio)
