"""The margins of the papers once more, by angles and in NumPy."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def shared_rng() -> np.random.Generator:
    """What margins that draw are given in tests."""
    return np.random.default_rng(11)


def target_of(name: str, cosine: Floats, norms: Floats, about: dict[str, float]) -> Floats:
    """The changed own cosine; ``about`` is the margin's state."""
    angle = np.arccos(np.clip(cosine, -1, 1))
    if name in ("arcface", "curricularface"):
        return np.where(angle + 0.5 > math.pi, cosine - 0.5 * math.sin(math.pi - 0.5), np.cos(angle + 0.5))
    if name == "cosface":
        return cosine - 0.35
    if name == "adaface":
        z = (np.clip(norms, 0.001, 100) - about["mean"]) / (about["deviation"] + 0.001)
        z = np.clip(0.333 * z, -1, 1)
        return np.cos(np.clip(angle - 0.4 * z, 0.001, math.pi - 0.001)) - (0.4 + 0.4 * z)
    if name == "magface":
        m = np.interp(norms, [10, 110], [0.45, 0.8])
        return np.where(angle + m > math.pi, cosine - m * np.sin(math.pi - m), np.cos(angle + m))
    if name == "elasticface-cos":
        return cosine - (shared_rng().normal(0.35, 0.05, len(cosine)) if about["training"] else 0.35)
    raise AssertionError(f"write the reference of {name}")


def penalty_of(name: str, norms: Floats) -> Floats:
    """What each image's loss gets beside the cross entropy."""
    if name != "magface":
        return np.zeros_like(norms)
    a = np.clip(norms, 10, 110)
    return 35 * (1 / 110**2 * a + 1 / a)


def others_of(name: str, cosines: Floats, own: Floats, about: dict[str, float]) -> Floats:
    if name != "curricularface":
        return cosines
    hard = cosines > np.cos(np.arccos(np.clip(own, -1, 1)) + 0.5)[:, None]
    return np.where(hard, cosines * (about["t"] + cosines), cosines)


def loss_of(
    name: str, embeddings: Any, rows: Any, labels: Any, about: dict[str, float], *, scale: float = 64.0
) -> float:
    """Mean −ln of the own class's chance, and of the penalty."""
    embeddings, rows = (np.asarray(each, dtype=np.float64) for each in (embeddings, rows))
    norms = np.linalg.norm(embeddings, axis=1)
    cosines = (embeddings / norms[:, None]) @ (rows / np.linalg.norm(rows, axis=1, keepdims=True)).T
    images = np.arange(len(labels))
    own = cosines[images, labels]
    logits = others_of(name, cosines, own, about).copy()
    logits[images, labels] = target_of(name, own, norms, about)
    logits *= scale
    top = logits.max(axis=1, keepdims=True)
    losses = np.log(np.exp(logits - top).sum(axis=1)) + top[:, 0] - logits[images, labels]
    return float(np.mean(losses + penalty_of(name, norms)))


def state_of(margin: Any) -> dict[str, float]:
    """What a margin's values depend on besides its options."""
    return {"training": float(margin.training), **buffers_of(margin)}


def buffers_of(margin: Any) -> dict[str, float]:
    return {name.rpartition(".")[2]: float(value) for name, value in margin.named_buffers()}
