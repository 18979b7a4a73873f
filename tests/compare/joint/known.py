"""Samples of distributions whose divergence is known."""

import numpy as np
import numpy.typing as npt

from facegap.compare.joint import Sample

Floats = npt.NDArray[np.float64]


def gaussians(
    dimensions: int, count: int, *, shift: float, scale: float = 1, seed: int = 0
) -> tuple[Sample, Sample, tuple[float, float]]:
    """P is standard, Q is ``scale`` times as wide and ``shift`` away; with KL(P‖Q) and KL(Q‖P) in nats."""
    rng = np.random.default_rng(seed)
    p = rng.standard_normal((count, dimensions))
    q = rng.standard_normal((count, dimensions)) * scale + shift / np.sqrt(dimensions)
    spread = dimensions * np.log(scale)
    p_q = (dimensions / scale**2 + shift**2 / scale**2 - dimensions) / 2 + spread
    q_p = (dimensions * scale**2 + shift**2 - dimensions) / 2 - spread
    people = np.arange(count) // 2
    return Sample.of(p, people), Sample.of(q, people), (float(p_q), float(q_p))


def modes(count: int, *, shown: int, seed: int) -> tuple[npt.NDArray[np.int8], npt.NDArray[np.int64]]:
    """Labels of six attributes, each image near one of four modes, of which only some are shown."""
    rng = np.random.default_rng(seed)
    centers = np.array([[1, 1, 1, 1, 1, 1], [1, 1, -1, -1, -1, 1], [-1, 1, 1, -1, 1, -1], [-1, -1, -1, 1, 1, 1]])
    people = np.repeat(np.arange(count // 4), 4)
    chosen = rng.integers(0, shown, count // 4)[people]
    flipped = rng.random((count, 6)) < 0.1
    return np.where(flipped, -centers[chosen], centers[chosen]).astype(np.int8), people
