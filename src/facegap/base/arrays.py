"""Types of NumPy arrays by what they hold; shapes stand in docstrings."""

from typing import Any

import numpy as np
import numpy.typing as npt

AnyArray = npt.NDArray[np.generic]
BoolArray = npt.NDArray[np.bool_]
ComplexArray = npt.NDArray[np.complex128]
Float16Array = npt.NDArray[np.float16]
Float32Array = npt.NDArray[np.float32]
Float64Array = npt.NDArray[np.float64]
FloatingArray = npt.NDArray[np.floating[Any]]
Int32Array = npt.NDArray[np.int32]
Int64Array = npt.NDArray[np.int64]
Int8Array = npt.NDArray[np.int8]
ObjectArray = npt.NDArray[np.object_]
StrArray = npt.NDArray[np.str_]
UInt64Array = npt.NDArray[np.uint64]
UInt8Array = npt.NDArray[np.uint8]
