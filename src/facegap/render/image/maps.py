"""Depth, normals and parts of a picture as PNG columns of the layer ``maps``."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any, Literal

import cv2
import numpy as np
import pyarrow as pa

from facegap.base.arrays import UInt8Array

if TYPE_CHECKING:
    # Only for its type: recipes name maps, and are read without Warp.
    from facegap.render.image.rendering import RenderOutput

MAPS = "maps"
MapName = Literal["depth", "normals", "parts"]

UNITS_A_DECIMETER = 1000  # of the 16-bit depth: tenths of a millimeter
NO_DEPTH = 0xFFFF


def maps_schema(names: Sequence[MapName]) -> pa.Schema:
    """A binary column a map."""
    return pa.schema([pa.field(name, pa.binary()) for name in names])


def encode_maps(rendered: "RenderOutput", names: Sequence[MapName], samples: int) -> dict[str, Any]:
    """The maps of one picture as PNG files.

    ``depth``: 16 bits, tenths of a millimeter from the camera to the nearest of the pixel's samples, 65535 where there
    is nothing. ``normals``: red, green and blue are (x, y, z)/2 + 1/2 with x to the image's right, y up and z to the
    camera; mid-gray where there is nothing. ``parts``: a ``Segment`` a pixel.
    """
    encoded: dict[str, Any] = {}
    for name in names:
        _, buffer = cv2.imencode(".png", _PIXELS[name](rendered, samples))
        encoded[name] = buffer.tobytes()
    return encoded


def _depth(rendered: "RenderOutput", samples: int) -> "np.ndarray[Any, np.dtype[np.uint16]]":
    rows, columns = (side // samples for side in rendered.depth.shape)
    nearest = rendered.depth.reshape(rows, samples, columns, samples).min(axis=(1, 3))
    return np.asarray(np.minimum(np.round(nearest * UNITS_A_DECIMETER), NO_DEPTH), np.uint16)


def _normals(rendered: "RenderOutput", samples: int) -> UInt8Array:  # noqa: ARG001
    assert rendered.normals is not None, "the renderer was asked for normals"
    return np.round((rendered.normals[..., ::-1] * 0.5 + 0.5) * 255).astype(np.uint8)


def _parts(rendered: "RenderOutput", samples: int) -> UInt8Array:
    return np.ascontiguousarray(rendered.segment[::samples, ::samples])


_PIXELS: dict[MapName, "Callable[[RenderOutput, int], np.ndarray[Any, np.dtype[Any]]]"] = {
    "depth": _depth,
    "normals": _normals,
    "parts": _parts,
}
