"""Reliability from 100 stochastic passes, beside one plain pass and beside running the branches 100 times."""

import time
from collections.abc import Callable, Iterator

import numpy as np

from benchmarks.measure import Row, measured
from facegap.annotate.trust import (
    LogitCalibration,
    calibrated_scores,
    dropout_masks,
    prediction_reliability,
    stochastic_logits,
)
from facegap.engine.local import limit_threads

ATTRIBUTES, HIDDEN, FEATURES, PASSES, DROPOUT = 47, 24, 128, 100, 0.5
BATCHES = (1, 64)
_REPEATS = 21
PLAIN = LogitCalibration(np.ones(ATTRIBUTES), np.zeros(ATTRIBUTES))


class Branches:
    """Branches of one hidden layer over the same features, in NumPy."""

    def __init__(self, images: int) -> None:
        rng = np.random.default_rng(0)
        self.features = rng.normal(size=(images, FEATURES)).astype(np.float32)
        self.inner = (rng.normal(size=(ATTRIBUTES, FEATURES, HIDDEN)) / FEATURES**0.5).astype(np.float32)
        self.outer = rng.normal(size=(ATTRIBUTES, HIDDEN)).astype(np.float32)
        self.masks = dropout_masks(0, passes=PASSES, attributes=ATTRIBUTES, hidden=HIDDEN, dropout=DROPOUT).astype(
            np.float32
        )

    def parts(self) -> np.ndarray:
        """What each hidden unit adds to its attribute's logit, (images, attributes, hidden)."""
        hidden = np.maximum(self.features @ self.inner, 0).transpose(1, 0, 2)
        return hidden * self.outer

    def plain(self) -> np.ndarray:
        return calibrated_scores(self.parts().sum(axis=2), PLAIN)

    def naive(self) -> np.ndarray:
        """All branches anew in each pass, and all pairs of passes."""
        chances = np.stack(
            [calibrated_scores((self.parts() * mask).sum(axis=2) / (1 - DROPOUT), PLAIN) for mask in self.masks], axis=1
        )
        mean = chances.mean(axis=1)
        spread = np.abs(chances[:, :, None] - chances[:, None]).mean(axis=(1, 2))
        return np.clip(np.maximum(mean, 1 - mean) - spread, 0, 1)

    def facegap(self) -> np.ndarray:
        """The plain pass and all that reliability adds to it."""
        parts = self.parts()
        passes = stochastic_logits(parts.sum(axis=2), parts, self.masks, dropout=DROPOUT)
        return prediction_reliability(calibrated_scores(passes, PLAIN))


def timed(images: int, who: str) -> tuple[float, np.ndarray]:
    """The fastest of a few runs, after one that doesn't count, on one thread as in a stage's worker."""
    limit_threads(1)
    work: Callable[[], np.ndarray] = getattr(Branches(images), who)
    found, seconds = work(), []
    for _ in range(3 if who == "naive" else _REPEATS):
        began = time.perf_counter()
        work()
        seconds.append(time.perf_counter() - began)
    return min(seconds), found


def rows() -> Iterator[Row]:
    """The branches alone: the network below them is passed once by everyone but the naive."""
    for images in BATCHES:
        work = f"{ATTRIBUTES} branches of {HIDDEN} units, {images} image{'s' if images > 1 else ''}"
        plain, naive, ours = (measured(timed, images, who) for who in ("plain", "naive", "facegap"))
        np.testing.assert_allclose(ours.result[1], naive.result[1], atol=1e-5)
        yield Row(f"{work}, one pass", "NumPy", plain.result[0], _each(plain.result[0], images), plain.peak_mb)
        who = f"NumPy, branches run {PASSES} times, all pairs"
        yield Row(f"{work}, reliability", who, naive.result[0], _each(naive.result[0], images), naive.peak_mb)
        ratio = f"{naive.result[0] / ours.result[0]:.0f}× faster"
        who = f"facegap, {PASSES} passes"
        yield Row(f"{work}, reliability", who, ours.result[0], _each(ours.result[0], images), ours.peak_mb, ratio)


def _each(seconds: float, images: int) -> str:
    return f"{1e3 * seconds / images:.3f} ms an image"
