"""Changes of a face that leave the labels of its attributes true."""

from typing import Any

import cv2
import numpy as np
from pydantic import Field

from facegap.base.config import Config
from facegap.faceset import Pixels, decode, encode_jpeg

_MIDDLE_GRAY = 128.0


class AnnotatorAugmentation(Config):
    """How faces are varied in training. No hue is changed, because hair, eyes and cheeks are judged by it.

    Attributes:
        mirror: The share of images that are mirrored.
        shift: The largest shift in each direction, in pixels.
        turn: The largest rotation, in degrees.
        scale: The largest change of size, as a share.
        brightness: The largest change of brightness, as a share of the whole range.
        contrast: The largest change of contrast, as a share.
        blur: The share of images that are blurred, with a standard deviation of up to 1.2 pixels.
        coarse: The share of images that are reduced, to as little as a third of the width, and enlarged again.
        noise: The share of images that get noise, with a standard deviation of up to 12 of 255.
        compress: The share of images that are compressed once more, with a JPEG quality of 30 to 90.
        erase: The share of images of which a random rectangle, up to a sixth of the image, is covered by one color.
    """

    mirror: float = Field(default=0.5, ge=0, le=1)
    shift: float = Field(default=4, ge=0)
    turn: float = Field(default=5, ge=0)
    scale: float = Field(default=0.06, ge=0, lt=1)
    brightness: float = Field(default=0.2, ge=0, lt=1)
    contrast: float = Field(default=0.2, ge=0, lt=1)
    blur: float = Field(default=0.1, ge=0, le=1)
    coarse: float = Field(default=0.1, ge=0, le=1)
    noise: float = Field(default=0.1, ge=0, le=1)
    compress: float = Field(default=0.1, ge=0, le=1)
    erase: float = Field(default=0.0, ge=0, le=1)

    def __call__(self, face: Pixels, rng: np.random.Generator) -> Pixels:
        """Vary a face.

        Args:
            face: uint8 (height, width, 3).
            rng: The generator of all random numbers; what is switched off doesn't change the rest.

        Returns:
            uint8, of the same shape.
        """
        chances, moves, strengths = rng.random(6), rng.uniform(-1, 1, 6), rng.random(4)
        rectangle, color = rng.random(4), rng.integers(0, 256, 3, dtype=np.uint8)
        mirrored = face[:, ::-1] if chances[0] < self.mirror else face
        changed = self._move(np.ascontiguousarray(mirrored), moves)
        changed = _change_tone(changed, contrast=1 + self.contrast * moves[4], brightness=self.brightness * moves[5])
        if chances[1] < self.blur:
            changed = np.asarray(cv2.GaussianBlur(changed, (0, 0), 0.4 + 0.8 * strengths[0]), dtype=np.uint8)
        if chances[2] < self.coarse:
            changed = _coarsen(changed, share=1 / (1 + 2 * strengths[1]))
        if chances[3] < self.noise:
            noise = rng.standard_normal(changed.shape, dtype=np.float32) * np.float32(12 * strengths[2])
            changed = np.clip(changed + noise, 0, 255).astype(np.uint8)
        if chances[4] < self.compress:
            changed = decode(encode_jpeg(changed, quality=int(30 + 60 * strengths[3])))
        if chances[5] < self.erase:
            changed = _erase(changed, rectangle, color)
        return np.asarray(changed, dtype=np.uint8)

    def _move(self, face: Pixels, moves: Any) -> Pixels:
        height, width = face.shape[:2]
        matrix = cv2.getRotationMatrix2D((width / 2, height / 2), self.turn * moves[2], 1 + self.scale * moves[3])
        matrix[:, 2] += self.shift * moves[:2]
        return np.asarray(
            cv2.warpAffine(face, matrix, (width, height), borderMode=cv2.BORDER_REPLICATE), dtype=np.uint8
        )


def _change_tone(face: Pixels, *, contrast: float, brightness: float) -> Pixels:
    """Change the contrast around the middle gray, and the brightness by a share of the whole range."""
    levels = (np.arange(256) - _MIDDLE_GRAY) * contrast + _MIDDLE_GRAY + 255 * brightness
    return np.asarray(cv2.LUT(face, np.clip(levels, 0, 255).astype(np.uint8)), dtype=np.uint8)


def _coarsen(face: Pixels, *, share: float) -> Pixels:
    height, width = face.shape[:2]
    small = cv2.resize(face, (round(width * share), round(height * share)), interpolation=cv2.INTER_AREA)
    return np.asarray(cv2.resize(small, (width, height), interpolation=cv2.INTER_LINEAR), dtype=np.uint8)


def _erase(face: Pixels, rectangle: Any, color: Any) -> Pixels:
    height, width = face.shape[:2]
    tall, wide = int(height * (0.1 + 0.3 * rectangle[0])), int(width * (0.1 + 0.3 * rectangle[1]))
    top, left = int(rectangle[2] * (height - tall + 1)), int(rectangle[3] * (width - wide + 1))
    erased = face.copy()
    erased[top : top + tall, left : left + wide] = color
    return erased
