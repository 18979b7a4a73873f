"""Attributes one by one, with intervals over people: 10 million images, beside SciPy, Evidently and SDMetrics."""

import json
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import scipy
import scipy.stats

from benchmarks.measure import Row, measured
from facegap.compare import LabeledSet, compare_attributes
from facegap.estimates.bootstrap import REPLICATES

ATTRIBUTES, IMAGES, OF_PEERS, RESAMPLED = 47, 20_000_000, 100_000, 10_000
_STEP = 500_000
_PEERS = Path(sys.prefix) / "peers/bin/python"


def labels(images: int, seed: int) -> np.ndarray:
    """Random labels, a fifth of them undefined."""
    rng = np.random.default_rng(seed)
    made = np.empty((images, ATTRIBUTES), dtype=np.int8)
    for begin in range(0, images, _STEP):
        drawn = rng.random((min(_STEP, images - begin), ATTRIBUTES), dtype=np.float32)
        made[begin : begin + len(drawn)] = (drawn < 0.3).astype(np.int8) - (drawn > 0.5)
    return made


def sets(images: int, people: int) -> tuple[LabeledSet, LabeledSet]:
    """Two sets of half of the images each."""
    names = tuple(f"a{number}" for number in range(ATTRIBUTES))
    half, whose = images // 2, np.arange(images // 2) * (people // 2) // (images // 2)
    rows = np.arange(half)
    one, other = (LabeledSet("truth", names, labels(half, seed), whose, 0, 0, rows) for seed in (0, 1))
    return one, other


def facegap(images: int, people: int) -> float:
    """All that is said of single attributes; compiled code is loaded first."""
    few = sets(100, 20)
    compare_attributes(real=few[0], synthetic=few[1])
    real, synthetic = sets(images, people)
    began = time.perf_counter()
    compare_attributes(real=real, synthetic=synthetic)
    return time.perf_counter() - began


def scipy_kl(images: int) -> float:
    """KL one way of each column, without intervals."""
    real, synthetic = labels(images // 2, 0), labels(images // 2, 1)
    began = time.perf_counter()
    for column in range(ATTRIBUTES):
        p, q = (np.bincount(values[:, column] + 1, minlength=3) + 0.5 for values in (real, synthetic))
        scipy.stats.entropy(p, q)
    return time.perf_counter() - began


def scipy_bootstrap(images: int) -> float:
    """Intervals of the difference of one column, by drawing rows again; times 47 for all."""
    real, synthetic = (labels(images // 2, seed)[:, 0] == 1 for seed in (0, 1))
    began = time.perf_counter()
    scipy.stats.bootstrap(
        (real, synthetic),
        lambda p, q, axis: q.mean(axis=axis) - p.mean(axis=axis),
        n_resamples=REPLICATES,
        method="percentile",
        batch=50,
    )
    return ATTRIBUTES * (time.perf_counter() - began)


def rows() -> Iterator[Row]:
    """Facegap at full size, then everyone at sizes that they can do."""
    replicates = f"{REPLICATES:,} replicates"
    for people in (200_000, IMAGES):
        work = f"{ATTRIBUTES} attributes of 2 × {IMAGES // 2:,} images of {people:,} people, {replicates}"
        found = measured(facegap, IMAGES, people)
        yield Row(work, "facegap", found.result, f"{IMAGES / found.result / 1e6:.1f} M images/s", found.peak_mb)
    work = f"{ATTRIBUTES} attributes of {OF_PEERS:,} images"
    ours = measured(facegap, OF_PEERS, OF_PEERS // 10)
    yield Row(f"{work}, both ways, {replicates}", "facegap", ours.result, "", ours.peak_mb)
    theirs = measured(scipy_kl, OF_PEERS)
    who = f"scipy.stats.entropy, SciPy {scipy.__version__}"
    yield Row(
        f"{work}, one way, no intervals", who, theirs.result, "", theirs.peak_mb, _ratio(theirs.result, ours.result)
    )
    for peer, what in (("evidently", "KL one way"), ("sdmetrics", "total variation")):
        yield _peer(peer, f"{work}, {what}, no intervals", ours.result)
    small = measured(facegap, RESAMPLED, RESAMPLED // 10)
    theirs = measured(scipy_bootstrap, RESAMPLED)
    work = f"{ATTRIBUTES} attributes of {RESAMPLED:,} images, {replicates}"
    yield Row(work, "facegap", small.result, "", small.peak_mb)
    who = f"scipy.stats.bootstrap of rows, SciPy {scipy.__version__}, differences only"
    yield Row(work, who, theirs.result, "", theirs.peak_mb, _ratio(theirs.result, small.result))


def _peer(name: str, work: str, ours: float) -> Row:
    if not _PEERS.exists():
        return Row(work, f"{name}: not installed; `make bench` does")
    script = Path(__file__).with_name("peers_of_attributes.py")
    command = [str(_PEERS), str(script), name, str(OF_PEERS // 2)]
    ended = subprocess.run(command, capture_output=True, text=True, check=True)
    found = json.loads(ended.stdout.splitlines()[-1])
    ratio = _ratio(found["seconds"], ours)
    return Row(work, f"{name} {found['version']}", found["seconds"], "", found["peak_mb"], ratio)


def _ratio(theirs: float, ours: float) -> str:
    return f"facegap {theirs / ours:.1f}× faster" if theirs >= ours else f"facegap {ours / theirs:.1f}× slower"
