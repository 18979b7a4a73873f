"""Short names for the arrays that the renderer passes on."""

from typing import Any

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.floating[Any]]
"""Real numbers, float32 unless said otherwise."""

Ints = npt.NDArray[np.int32]
"""Indices of vertices and triangles, or numbers of surfaces."""

Indices = npt.NDArray[np.int64]
"""Indices as NumPy gives and takes them."""

Mask = npt.NDArray[np.bool_]
"""True where something holds."""

Pixels = npt.NDArray[np.uint8]
"""Colors as they are stored: sRGB, or labels."""

Record = npt.NDArray[Any]
"""Records that kernels read."""
