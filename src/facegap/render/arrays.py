"""Short names for the arrays that the renderer passes on."""

from typing import Any

import numpy.typing as npt

from facegap.base.arrays import UInt8Array

Pixels = UInt8Array
"""Colors as they are stored: sRGB, or labels."""

Record = npt.NDArray[Any]
"""Records that kernels read."""
