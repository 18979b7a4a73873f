"""Where a face lies in the image: mirrored, cropped, scaled, turned, shifted and distorted, in one resampling."""

import math
from typing import Any, Literal

import cv2
import numpy as np
from pydantic import Field

from facegap.base.arrays import Float32Array
from facegap.base.config import Config
from facegap.faceset import Pixels
from facegap.recognize.augmentation.amounts import (
    Chance,
    Factors,
    Shares,
    happens,
    log_uniform,
    plus_minus,
    uniform,
)

_BORDERS = {"black": cv2.BORDER_CONSTANT, "reflect": cv2.BORDER_REFLECT_101}
_TRIES = 10


class FaceGeometry(Config):
    """Changes of place.

    The warp moves the four corners (Bae et al. 2022, section 3.3): aspect ratio, scale, turn and shift about the
    middle, then each corner by itself. It and the mirroring are one perspective map, so pixels are interpolated once.

    Attributes:
        mirror: The share of images that are mirrored.
        crop: The share of which only a random rectangle is left, in its place, on black (Kim et al. 2022).
        crop_area: The area of the rectangle, as a share of the image's.
        crop_ratio: The width of the rectangle over its height.
        warp: The share that is warped.
        aspect: The share of the warped whose aspect ratio changes.
        aspect_ratio: The width over height that a square becomes.
        scale: The factor of the face's size.
        turn: The face is turned by so many degrees at most, either way.
        shift: It is shifted by so large a share of the side at most, either way along each axis.
        corners: Likewise each corner by itself.
        border: What a warp shows from beyond the image: ``black``, or the image reflected; black beyond a rectangle.
    """

    mirror: Chance = 0.0
    crop: Chance = 0.0
    crop_area: Shares = (0.2, 1.0)
    crop_ratio: Factors = (3 / 4, 4 / 3)
    warp: Chance = 0.0
    aspect: Chance = 0.0
    aspect_ratio: Factors = (1.0, 1.0)
    scale: Factors = (1.0, 1.0)
    turn: float = Field(default=0.0, ge=0, le=180)
    shift: float = Field(default=0.0, ge=0, le=0.5)
    corners: float = Field(default=0.0, ge=0, le=0.2)
    border: Literal["black", "reflect"] = "black"

    def __call__(self, face: Pixels, rng: np.random.Generator) -> Pixels:
        """Move a face: uint8 (height, width, 3) to the same shape; the face that is given is not written into."""
        mirrored = happens(rng, self.mirror)
        border = self.border
        if happens(rng, self.crop):
            face, border = _pasted(face, *self._rectangle(face, rng)), "black"
        if happens(rng, self.warp):
            return warped(face, self.moved_corners(face, rng), mirrored=mirrored, border=border)
        return np.asarray(cv2.flip(face, 1), dtype=np.uint8) if mirrored else face

    def _rectangle(self, face: Pixels, rng: np.random.Generator) -> tuple[slice, slice]:
        """Drawn again while it doesn't fit, as the field's RandomResizedCrop does; all of the image if none fits."""
        height, width = face.shape[:2]
        for _ in range(_TRIES):
            area = uniform(rng, self.crop_area) * height * width
            ratio = log_uniform(rng, self.crop_ratio)
            wide, tall = round(math.sqrt(area * ratio)), round(math.sqrt(area / ratio))
            if 0 < wide <= width and 0 < tall <= height:
                top, left = int(rng.integers(height - tall + 1)), int(rng.integers(width - wide + 1))
                return slice(top, top + tall), slice(left, left + wide)
        return slice(0, height), slice(0, width)

    def moved_corners(self, face: Pixels, rng: np.random.Generator) -> Float32Array:
        """Where a warp takes the corners: (4, 2), x and y in pixels, clockwise from the upper left."""
        height, width = face.shape[:2]
        aspect = math.sqrt(log_uniform(rng, self.aspect_ratio)) if happens(rng, self.aspect) else 1.0
        scale, turn = log_uniform(rng, self.scale), math.radians(plus_minus(rng, self.turn))
        across, down = scale * aspect * (width - 1) / 2, scale / aspect * (height - 1) / 2
        cosine, sine = math.cos(turn), math.sin(turn)
        middle_x = (width - 1) / 2 + plus_minus(rng, self.shift * width)
        middle_y = (height - 1) / 2 + plus_minus(rng, self.shift * height)
        corners = [
            (
                middle_x + cosine * right * across - sine * below * down + plus_minus(rng, self.corners * width),
                middle_y + sine * right * across + cosine * below * down + plus_minus(rng, self.corners * height),
            )
            for right, below in ((-1, -1), (1, -1), (1, 1), (-1, 1))
        ]
        return np.array(corners, dtype=np.float32)


def corners_of(face: Pixels) -> Float32Array:
    """The middles of the four outermost pixels: (4, 2), x and y, clockwise from the upper left."""
    height, width = face.shape[:2]
    return np.array([[0, 0], [width - 1, 0], [width - 1, height - 1], [0, height - 1]], dtype=np.float32)


def warped(face: Pixels, corners: Float32Array, *, mirrored: bool, border: Literal["black", "reflect"]) -> Pixels:
    """The image, mirrored or not, with its corners moved to ``corners``; bilinear."""
    start = corners_of(face)
    matrix = cv2.getPerspectiveTransform(start[[1, 0, 3, 2]] if mirrored else start, corners)
    moved: Any = cv2.warpPerspective(
        face, matrix, (face.shape[1], face.shape[0]), flags=cv2.INTER_LINEAR, borderMode=_BORDERS[border]
    )
    return np.asarray(moved, dtype=np.uint8)


def _pasted(face: Pixels, rows: slice, columns: slice) -> Pixels:
    pasted = np.zeros_like(face)
    pasted[rows, columns] = face[rows, columns]
    return pasted
