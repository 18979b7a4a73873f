"""The ArcFace template and the similarity transform that takes a face's landmarks to it."""

import numpy as np
import numpy.typing as npt

from facegap.base.arrays import ComplexArray, Float64Array

ARCFACE = "arcface-112"
ARCFACE_SIZE = 112

# InsightFace's reference points in a crop of 112 × 112: eyes (left one in the image first), nose, corners of the mouth.
ARCFACE_POINTS = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


def similarity(source: npt.ArrayLike, target: npt.ArrayLike) -> Float64Array:
    """The similarity (rotation, uniform scale, shift; no mirroring) that best maps points to others.

    Args:
        source: points, (n, 2), n ≥ 2, not all the same.
        target: where they should go, (n, 2).

    Returns:
        (2, 3) matrix, least squares in the target's units. Written as a complex product, target ≈ a·source + b, the
        best a and b are those of a regression; this is Umeyama's solution (1991) in the plane, without reflections.

    Raises:
        ValueError: all source points are the same.
    """
    z = _complex(source)
    w = _complex(target)
    centered = z - z.mean()
    spread = np.vdot(centered, centered).real
    if spread == 0:
        msg = "all landmarks are the same point"
        raise ValueError(msg)
    a = np.vdot(centered, w - w.mean()) / spread
    b = w.mean() - a * z.mean()
    return np.array([[a.real, -a.imag, b.real], [a.imag, a.real, b.imag]])


def _complex(points: npt.ArrayLike) -> ComplexArray:
    xy = np.asarray(points, dtype=np.float64)
    return xy[:, 0] + 1j * xy[:, 1]
