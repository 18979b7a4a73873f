"""The margins of the papers once more, by angles and in NumPy."""

import math
from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]


def target_of(name: str, cosine: Floats, norms: Floats, about: dict[str, float]) -> Floats:
    """The changed own cosine; ``about`` holds the margin's buffers."""
    angle = np.arccos(np.clip(cosine, -1, 1))
    if name in ("arcface", "curricularface"):
        return np.where(angle + 0.5 > math.pi, cosine - 0.5 * math.sin(math.pi - 0.5), np.cos(angle + 0.5))
    if name == "cosface":
        return cosine - 0.35
    if name == "adaface":
        z = (np.clip(norms, 0.001, 100) - about["mean"]) / (about["deviation"] + 0.001)
        z = np.clip(0.333 * z, -1, 1)
        return np.cos(np.clip(angle - 0.4 * z, 0.001, math.pi - 0.001)) - (0.4 + 0.4 * z)
    raise AssertionError(f"write the reference of {name}")


def others_of(name: str, cosines: Floats, own: Floats, about: dict[str, float]) -> Floats:
    if name != "curricularface":
        return cosines
    hard = cosines > np.cos(np.arccos(np.clip(own, -1, 1)) + 0.5)[:, None]
    return np.where(hard, cosines * (about["t"] + cosines), cosines)


def loss_of(
    name: str, embeddings: Any, rows: Any, labels: Any, about: dict[str, float], *, scale: float = 64.0
) -> float:
    """Mean −ln of the own class's chance."""
    embeddings, rows = (np.asarray(each, dtype=np.float64) for each in (embeddings, rows))
    norms = np.linalg.norm(embeddings, axis=1)
    cosines = (embeddings / norms[:, None]) @ (rows / np.linalg.norm(rows, axis=1, keepdims=True)).T
    images = np.arange(len(labels))
    own = cosines[images, labels]
    logits = others_of(name, cosines, own, about).copy()
    logits[images, labels] = target_of(name, own, norms, about)
    logits *= scale
    top = logits.max(axis=1, keepdims=True)
    return float(np.mean(np.log(np.exp(logits - top).sum(axis=1)) + top[:, 0] - logits[images, labels]))


def buffers_of(margin: Any) -> dict[str, float]:
    return {name.rpartition(".")[2]: float(value) for name, value in margin.named_buffers()}
