"""Attributes together: pairs counted, and combinations that one set lacks, beside NumPy and mlxtend."""

import itertools
import math
import time
from collections.abc import Callable, Iterator
from importlib.metadata import PackageNotFoundError, version

import numpy as np
import scipy.stats

from benchmarks.measure import Row, measured
from facegap.compare.attribute_pairs.comparison import compare_pairs
from facegap.compare.attribute_pairs.counts import count_pairs
from facegap.compare.combinations import missing_combinations
from facegap.compare.labels import LabeledSet

IMAGES, LARGE, HUGE = 20_000, 1_000_000, 10_000_000
ATTRIBUTES, IMAGES_EACH = 47, 10
FEWER = 16  # attributes, for peers that take long
LEAST_SHARE, LONGEST = 0.01, 4
BLOCK = 50_000


def labeled(images: int, attributes: int, seed: int) -> LabeledSet:
    """People with ten images each, four of five labels defined, attributes that hang together by six factors."""
    world, rng = np.random.default_rng(0), np.random.default_rng(seed)
    loadings = 0.6 * world.standard_normal((attributes, 6))
    limits = scipy.stats.norm.isf(world.beta(0.8, 1.6, attributes)) * np.sqrt(1 + np.sum(loadings**2, axis=1))
    labels = np.empty((images // IMAGES_EACH, IMAGES_EACH, attributes), dtype=np.int8)
    for begin in range(0, len(labels), BLOCK // IMAGES_EACH):  # in parts, or random numbers would be the memory's peak
        part = labels[begin : begin + BLOCK // IMAGES_EACH]
        own = rng.standard_normal((len(part), 1, 6)) @ loadings.T
        part[:] = np.where(own + rng.standard_normal(part.shape) > limits, 1, -1)
        part[rng.random(part.shape) < 0.2] = 0
    names = tuple(f"attribute {number}" for number in range(attributes))
    people = np.arange(images) // IMAGES_EACH
    return LabeledSet("truth", names, labels.reshape(images, attributes), people, 0, 0, np.arange(images))


def search(real: LabeledSet, synthetic: LabeledSet) -> None:
    missing_combinations(shown_by=real, lacking_in=synthetic, least_share=LEAST_SHARE)


def numpy_loop(real: LabeledSet, synthetic: LabeledSet) -> None:
    """What one writes first: every combination's share in both sets, with columns of bools."""
    sets = [[*(given.labels.T > 0), *(given.labels.T < 0)] for given in (real, synthetic)]
    defined = [given.labels.T != 0 for given in (real, synthetic)]
    attributes = len(real.attributes)
    for size in range(1, LONGEST + 1):
        for chosen in itertools.combinations(range(attributes), size):
            whole = [np.logical_and.reduce(columns[list(chosen)]).sum() for columns in defined]
            for signs in itertools.product((0, attributes), repeat=size):
                shares = []
                for columns, images in zip(sets, whole, strict=True):
                    shown = columns[chosen[0] + signs[0]]
                    for attribute, sign in zip(chosen[1:], signs[1:], strict=True):
                        shown = shown & columns[attribute + sign]
                    shares.append(shown.sum() / images)


def mlxtend(method: str, real: LabeledSet, _: LabeledSet) -> None:
    """Frequent combinations of the real set, those above the share in all images, without a look at the other set."""
    import mlxtend.frequent_patterns
    import pandas as pd

    literals = np.concatenate([real.labels > 0, real.labels < 0], axis=1)
    frequent = getattr(mlxtend.frequent_patterns, method)
    frequent(pd.DataFrame(literals), min_support=LEAST_SHARE, max_len=LONGEST)


def pairs_by_products(labels: np.ndarray) -> None:
    """Literals as numbers, and their matrix product, a block of images at a time."""
    counts = np.zeros((2 * labels.shape[1],) * 2)
    for begin in range(0, len(labels), BLOCK):
        part = labels[begin : begin + BLOCK]
        literals = np.concatenate([part > 0, part < 0], axis=1).astype(np.float32)
        counts += literals.T @ literals


def pairs_by_bits(labels: np.ndarray) -> None:
    count_pairs(labels, np.zeros(len(labels), dtype=np.int64), 1)


def timed(work: Callable[..., None], images: int, attributes: int, *arguments: object) -> float:
    """Make two sets, compile, and time one piece of work; called in a process of its own."""
    for count in (1000, images):
        sets = [labeled(count, attributes if count == images else 4, seed) for seed in (1, 2)]
        began = time.perf_counter()
        work(*arguments, *sets)
    return time.perf_counter() - began


def timed_pairs(work: Callable[..., None], images: int) -> float:
    """The same of labels alone."""
    for count in (1000, images):
        labels = np.random.default_rng(0).integers(-1, 2, (count, ATTRIBUTES), dtype=np.int8)
        began = time.perf_counter()
        work(labels)
    return time.perf_counter() - began


def compare(real: LabeledSet, synthetic: LabeledSet) -> None:
    compare_pairs(real=real, synthetic=synthetic)


def combinations(attributes: int) -> int:
    return sum(math.comb(attributes, size) << size for size in range(1, LONGEST + 1))


def rows() -> Iterator[Row]:
    """Combinations at full size, then with fewer attributes beside peers; then pairs."""
    for images in (IMAGES, LARGE):
        found = measured(timed, search, images, ATTRIBUTES)
        yield _row(images, ATTRIBUTES, "facegap", found.result, found.peak_mb)
    yield from _peers()
    yield from _pairs()


def _peers() -> Iterator[Row]:
    ours = measured(timed, search, IMAGES, FEWER)
    yield _row(IMAGES, FEWER, "facegap", ours.result, ours.peak_mb)
    found = measured(timed, numpy_loop, IMAGES, FEWER)
    ratio = f"facegap {found.result / ours.result:.0f}× faster"
    yield _row(IMAGES, FEWER, f"loop, NumPy {np.__version__}", found.result, found.peak_mb, ratio)
    for method in ("apriori", "fpgrowth"):
        try:
            who = f"{method}, mlxtend {version('mlxtend')}, real set only"
        except PackageNotFoundError:
            yield Row(_work(IMAGES, FEWER), "mlxtend is not installed: pip install -e '.[bench]'")
            return
        found = measured(timed, mlxtend, IMAGES, FEWER, method)
        ratio = f"facegap {found.result / ours.result:.0f}× faster"
        yield _row(IMAGES, FEWER, who, found.result, found.peak_mb, ratio)


def _pairs() -> Iterator[Row]:
    work = f"all pairs of {2 * ATTRIBUTES} labels counted on {HUGE:,} images"
    ours, theirs = measured(timed_pairs, pairs_by_bits, HUGE), measured(timed_pairs, pairs_by_products, HUGE)
    for who, found in (("facegap", ours), (f"products, NumPy {np.__version__}", theirs)):
        ratio = "" if found is ours else f"facegap {found.result / ours.result:.1f}× faster"
        yield Row(work, who, found.result, f"{HUGE / found.result / 1e6:.1f} M images/s", found.peak_mb, ratio)
    pairs = math.comb(ATTRIBUTES, 2)
    found = measured(timed, compare, LARGE, ATTRIBUTES)
    work = f"{pairs:,} pairs of two sets of {LARGE:,} compared, 1,000 replicates"
    yield Row(work, "facegap", found.result, f"{pairs / found.result:,.0f} pairs/s", found.peak_mb)


def _work(images: int, attributes: int) -> str:
    return f"{combinations(attributes):,} combinations of {attributes} attributes in two sets of {images:,}"


def _row(images: int, attributes: int, who: str, seconds: float, peak_mb: int, ratio: str = "") -> Row:
    rate = f"{combinations(attributes) / seconds / 1000:,.0f} k combinations/s"
    return Row(_work(images, attributes), who, seconds, rate, peak_mb, ratio)
