"""Random fields over the skin, each person's own."""

from typing import Protocol

import cv2
import numpy as np

from facegap.base.arrays import FloatingArray

_SPARE = 64


class Noise(Protocol):
    """Gives another field at each call, (rows, columns), mean 0, variance 1."""

    def __call__(self) -> FloatingArray: ...


def mixes(bank: FloatingArray, rows: int, rng: np.random.Generator) -> Noise:
    """Fields mixed from a bank: random directions in its space, so that no two people share one."""

    def mixed() -> FloatingArray:
        weights = rng.normal(size=len(bank)).astype(np.float32)
        field = np.tensordot(weights / np.linalg.norm(weights), bank, axes=1)
        return np.asarray(cv2.resize(field, (rows // 2, rows), interpolation=cv2.INTER_LINEAR), np.float32)

    return mixed


def grains(rows: int, rng: np.random.Generator) -> Noise:
    """Fields at the scale of pores: windows of one larger field, which have nothing in common texel by texel."""
    white = rng.standard_normal((rows + _SPARE, rows // 2 + _SPARE), dtype=np.float32)
    whole = np.asarray(cv2.GaussianBlur(white, (3, 3), 0.6) * np.float32(2.1), np.float32)

    def grain() -> FloatingArray:
        top, left = (int(at) for at in rng.integers(_SPARE, size=2))
        return whole[top : top + rows, left : left + rows // 2]

    return grain
