"""What a picture looks like, by its pixels, segments, depths and landmarks; independent of the rules of the truth."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property

import cv2
import numpy as np
import numpy.typing as npt

from facegap.render.draw.surfaces import Segment
from facegap.render.sampler import RenderedImage

Mask = npt.NDArray[np.bool_]
Points = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Picture:
    """One image; lengths are in distances between the eyes unless said otherwise."""

    image: RenderedImage

    @cached_property
    def rgb(self) -> Points:
        return self.image.rendered.pixels.astype(np.float64) / 255

    @cached_property
    def light(self) -> Points:
        return np.asarray(self.rgb @ (0.3, 0.59, 0.11))

    @cached_property
    def segment(self) -> npt.NDArray[np.uint8]:
        return self._first_sample(self.image.rendered.segment)

    @cached_property
    def depth(self) -> npt.NDArray[np.float32]:
        return self._first_sample(self.image.rendered.depth)

    @cached_property
    def marks(self) -> Points:
        return np.array(self.image.truth["landmarks"], np.float64).reshape(68, 2)

    @cached_property
    def eyes(self) -> Points:
        return np.stack([self.marks[36:42].mean(0), self.marks[42:48].mean(0)])

    @cached_property
    def unit(self) -> float:
        return float(np.linalg.norm(self.eyes[0] - self.eyes[1]))

    def shows(self, *segments: Segment) -> Mask:
        return np.isin(self.segment, segments)

    def near(self, points: Points, across: float, up: float, *, below: float = 0.0) -> Mask:
        """Boxes around points: half their width, half their height, and how far they are below the points."""
        rows, columns = np.mgrid[: len(self.segment), : len(self.segment)]
        found = np.zeros(self.segment.shape, bool)
        for x, y in np.atleast_2d(points):
            aside, above = np.abs(columns - x), np.abs(rows - y - below * self.unit)
            found |= (aside <= across * self.unit) & (above <= up * self.unit)
        return found

    def _first_sample(self, samples: npt.NDArray[np.generic]) -> npt.NDArray[np.generic]:
        step = len(samples) // len(self.rgb)
        return samples[::step, ::step]


Region = Callable[[Picture], Mask]
Measure = Callable[[Picture], float]


def skin(of: Picture) -> Mask:
    return of.shows(Segment.SKIN)


def cheeks(of: Picture) -> Mask:
    return of.near(of.eyes, 0.22, 0.14, below=0.55) & skin(of)


def forehead(of: Picture) -> Mask:
    return of.near(of.marks[[21, 22]].mean(0), 0.4, 0.25, below=-0.55)


def brows(of: Picture) -> Mask:
    return of.near(of.marks[17:27], 0.15, 0.2, below=-0.02)


def irises(of: Picture) -> Mask:
    return of.near(of.eyes, 0.22, 0.12)


def glasses(of: Picture) -> Mask:
    return of.near(of.eyes, 0.55, 0.45, below=0.08)


def under_eyes(of: Picture) -> Mask:
    return of.near(of.eyes, 0.16, 0.06, below=0.2) & skin(of)


def upper_lip(of: Picture) -> Mask:
    return of.near(of.marks[[33, 51]].mean(0), 0.3, 0.07)


def mouth(of: Picture) -> Mask:
    return of.near(of.marks[[48, 54]].mean(0), 0.5, 0.3)


def lips(of: Picture) -> Mask:
    return of.near(of.marks[[48, 54]].mean(0), 0.3, 0.16) & skin(of)


def chin(of: Picture) -> Mask:
    return of.near(0.4 * of.marks[57] + 0.6 * of.marks[8], 0.22, 0.14)


def lower_half(of: Picture) -> Mask:
    return np.indices(of.segment.shape)[0] > of.marks[30, 1]


def upper_half(of: Picture) -> Mask:
    return np.indices(of.segment.shape)[0] < of.marks[27, 1]


def hair(of: Picture) -> Mask:
    return of.shows(Segment.HAIR)


def share(*segments: Segment, within: Region | None = None) -> Measure:
    """How much of a region, or of the picture, shows these."""
    return lambda of: float(of.shows(*segments)[within(of) if within else ...].mean())


def lightness(region: Region, *, beside: Region | None = None) -> Measure:
    """Mean lightness of a region, or relative to that of another."""
    return lambda of: float(of.light[region(of)].mean() / (of.light[beside(of)].mean() if beside else 1.0))


def redness(region: Region, *, beside: Region | None = None) -> Measure:
    """Logarithm of red over green."""
    return lambda of: _ratio(of, region, 1) - (_ratio(of, beside, 1) if beside else 0.0)


def warmth(region: Region) -> Measure:
    """Logarithm of red over blue."""
    return lambda of: _ratio(of, region, 2)


def _ratio(of: Picture, region: Region, channel: int) -> float:
    mean = of.rgb[region(of)].mean(0)
    return float(np.log(mean[0] / mean[channel]))


def waves(of: Picture) -> float:
    """How much hair changes from top to bottom relative to from left to right."""
    smooth = cv2.GaussianBlur(of.light, (0, 0), 0.7)
    inside = cv2.erode(hair(of).astype(np.uint8), np.ones((3, 3))) > 0
    down, across = (np.abs(cv2.Sobel(smooth, cv2.CV_64F, *axis))[inside].mean() for axis in ((0, 1), (1, 0)))
    return float(down / across)


def highlights(region: Region) -> Measure:
    """The lightest per cent over the mean."""
    return lambda of: float(np.percentile(of.light[region(of)], 99) / of.light[region(of)].mean())


def length(one: int, other: int, *, over: tuple[int, int] | None = None) -> Measure:
    """Between two landmarks, in distances between the eyes or of two others."""

    def found(of: Picture) -> float:
        unit = np.linalg.norm(of.marks[over[0]] - of.marks[over[1]]) if over else of.unit
        return float(np.linalg.norm(of.marks[one] - of.marks[other]) / unit)

    return found


def smile(of: Picture) -> float:
    """How much higher the corners of the mouth are than its middle."""
    return float((of.marks[[62, 66], 1].mean() - of.marks[[48, 54], 1].mean()) / of.unit)


def brow_area(of: Picture) -> float:
    """How much around the brows is dark, in squared distances between the eyes."""
    dark = of.light < 0.75 * of.light[cheeks(of)].mean()
    return float((dark & brows(of) & skin(of)).sum() / of.unit**2)


def brow_arch(of: Picture) -> float:
    """How much higher than its ends the middle of a brow is, mean of both."""
    found = []
    for marks in (of.marks[17:22], of.marks[22:27]):
        inside = of.near(marks, 0.15, 0.3, below=-0.04) & skin(of)
        rows, columns = np.nonzero(inside)
        dark = np.clip(0.9 * of.light[cheeks(of)].mean() - of.light[inside], 0, None)
        x = (columns - columns.mean()) / of.unit
        curve = np.polyfit(x, rows / of.unit, 2, w=np.sqrt(dark))
        found.append(curve[0] * 0.3**2)
    return float(np.mean(found))


def bridge(of: Picture) -> float:
    """How far the root of the nose stands out before the inner corners of the eyes, decimeters."""
    return float(np.mean([_depth(of, of.marks[corner]) for corner in (39, 42)]) - _depth(of, of.marks[27]))


def nose_tip(of: Picture) -> float:
    """How much farther back than the nose's tip is what lies an eighth of an eye distance beside it, decimeters."""
    beside = [_depth(of, of.marks[30] + (side * of.unit / 8, 0.0)) for side in (-1, 1)]
    return float(np.mean(beside) - _depth(of, of.marks[30]))


def under_chin(of: Picture) -> float:
    """In profile, the share of skin in a box below the chin, from the throat to as far in front."""
    face = _face(of)
    return share(Segment.SKIN, within=lambda of: of.near(of.marks[8], 0.3 * face, 0.1 * face, below=0.12 * face))(of)


def tie(of: Picture) -> float:
    """How much the middle of the chest differs in color from what is beside it."""
    face = _face(of)
    places = of.marks[8] + np.array([[0.0, 0.0], [-0.2, 0.0], [0.2, 0.0]]) * face * of.unit
    middle, *beside = (of.rgb[of.near(place, 0.05 * face, 0.2 * face, below=0.7 * face)].mean(0) for place in places)
    return float(np.abs(middle - np.mean(beside, axis=0)).sum())


def _face(of: Picture) -> float:
    """From the root of the nose to the chin; in profile that is many distances between the eyes."""
    return float(np.linalg.norm(of.marks[27] - of.marks[8])) / of.unit


def _depth(of: Picture, point: Points) -> float:
    column, row = np.round(point).astype(int)
    return float(np.median(of.depth[row - 1 : row + 2, column - 1 : column + 2]))
