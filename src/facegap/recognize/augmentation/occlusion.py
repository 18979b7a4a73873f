"""Things before a face."""

import math

import cv2
import numpy as np

from facegap.base.config import Config
from facegap.faceset import Pixels
from facegap.recognize.augmentation.amounts import Chance, Factors, Shares, happens, log_uniform, uniform


class Occlusion(Config):
    """A patch of smooth random colors over a part of the face: ours, after random erasing (Zhong et al. 2020).

    Hands, hair, microphones and other people lie before faces in photographs. Half of the patches are ellipses, half
    rectangles, turned at random; their colors run between four random ones.

    Attributes:
        chance: The share of images with a patch.
        area: The area of the patch, as a share of the image's.
        ratio: The width of the patch over its height, before it is turned.
    """

    chance: Chance = 0.0
    area: Shares = (0.02, 0.2)
    ratio: Factors = (1 / 3, 3.0)

    def __call__(self, face: Pixels, rng: np.random.Generator) -> Pixels:
        """Cover a part: uint8 (height, width, 3) to the same shape; the face that is given is not written into."""
        if not happens(rng, self.chance):
            return face
        height, width = face.shape[:2]
        area, ratio = uniform(rng, self.area) * height * width, log_uniform(rng, self.ratio)
        middle = (uniform(rng, (0, width)), uniform(rng, (0, height)))
        round_one, turn = happens(rng, 0.5), uniform(rng, (0, 180))
        if round_one:
            area *= 4 / math.pi  # of the box around the ellipse
        box = (middle, (math.sqrt(area * ratio), math.sqrt(area / ratio)), turn)
        mask = np.zeros((height, width), dtype=np.uint8)
        if round_one:
            cv2.ellipse(mask, box, 255, cv2.FILLED)
        else:
            cv2.fillConvexPoly(mask, np.rint(cv2.boxPoints(box)).astype(np.int32), 255)
        colors = cv2.resize(rng.integers(0, 256, (2, 2, 3), dtype=np.uint8), (width, height))
        covered = face.copy()
        cv2.copyTo(colors, mask, covered)
        return covered
