"""Photographs to crops in which eyes, nose and mouth are always in the same place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
import numpy.typing as npt
import pyarrow as pa

from facegap.base.arrays import ComplexArray, Float64Array
from facegap.base.errors import BadImageError
from facegap.base.worker import Worker
from facegap.faces.detect import FaceChoice, FaceDetector, choose
from facegap.faceset import NetworkUse, decode, encode_jpeg, encode_png
from facegap.models import Model

CropEncoding = Literal["png", "jpeg"]
Border = Literal["replicate", "mirror", "black"]
"""What a crop shows beyond the edges of its photograph."""

OUTSIDE = "outside"
"""The column of the share of each crop that lies beyond the edges of its photograph, 0 to 1."""

_BORDER_MODES = {
    "replicate": cv2.BORDER_REPLICATE,
    "mirror": cv2.BORDER_REFLECT_101,
    "black": cv2.BORDER_CONSTANT,
}
JPEG_QUALITY = 95

ARCFACE = "arcface-112"
ARCFACE_SIZE = 112

# InsightFace's reference points in a crop of 112 × 112: eyes (left one in the image first), nose, corners of the mouth.
ARCFACE_POINTS = np.array(
    [[38.2946, 51.6963], [73.5318, 51.5014], [56.0252, 71.7366], [41.5493, 92.3655], [70.7299, 92.2041]]
)


@dataclass(frozen=True)
class Align:
    """Prepares images for a face set: finds the face, and crops it to the ArcFace template.

    Attributes:
        detector: The network that finds faces, YuNet.
        choice: Which face is taken where a photograph shows several.
        encoding: How the crop is encoded: PNG keeps it as it was computed, JPEG (quality 95) takes a quarter of the
            space.
        border: What fills the part of a crop that lies beyond the edges of its photograph: ``replicate`` repeats the
            pixels of the edge, ``mirror`` reflects the photograph, and ``black`` is what most published pipelines do.
            An annotator takes a black border for hair, hats or dark surroundings (docs/annotate.md has numbers).
        score_threshold: The detector's confidence, 0 to 1, below which a detection is no face (ours).
        longest_side: The longer side in pixels to which larger photographs are scaled down to find the face (ours).
        least_side: The longer side in pixels to which smaller photographs are enlarged to find it: YuNet's own input
            size (ours). Photographs of LFW have 250: as they are, MobileFaceNet is right on 99.00 % of its pairs, at
            320 pixels on 99.25 %, at 500 on 99.45 %; the time grows with the square.
    """

    detector: Model
    choice: FaceChoice = "center"
    encoding: CropEncoding = "png"
    border: Border = "replicate"
    score_threshold: float = 0.6
    longest_side: int = 640
    least_side: int = 320

    version = 3
    alignment = ARCFACE
    fields = (
        pa.field("landmarks", pa.list_(pa.float32(), 10)),
        pa.field("transform", pa.list_(pa.float32(), 6)),
        pa.field("face_score", pa.float32()),
        pa.field("faces", pa.int32()),
        pa.field("source_width", pa.int32()),
        pa.field("source_height", pa.int32()),
        pa.field(OUTSIDE, pa.float32()),
    )

    @property
    def networks(self) -> tuple[NetworkUse, ...]:
        return (self.detector.use,)

    def settings(self) -> dict[str, Any]:
        return {
            "images": f"aligned to {ARCFACE}",
            "align_version": self.version,
            "detector": self.detector.card.name,
            "detector_sha256": self.detector.sha256,
            "choice": "centre" if self.choice == "center" else self.choice,  # as fingerprints have it
            "encoding": self.encoding,
            "border": self.border,
            "score_threshold": self.score_threshold,
            "longest_side": self.longest_side,
            "least_side": self.least_side,
        }

    def start(self, worker: Worker) -> Callable[[bytes], dict[str, Any]]:
        detect = FaceDetector(
            self.detector,
            score_threshold=self.score_threshold,
            longest_side=self.longest_side,
            least_side=self.least_side,
            worker=worker,
        )

        def align(encoded: bytes) -> dict[str, Any]:
            photograph = decode(encoded)
            height, width, _ = photograph.shape
            faces = detect(photograph)
            if not faces:
                msg = f"no face found ({width}×{height} pixels)"
                raise BadImageError(msg)
            face = choose(faces, self.choice, width=width, height=height)
            transform = similarity(face.landmarks, ARCFACE_POINTS)
            size = (ARCFACE_SIZE, ARCFACE_SIZE)
            border = _BORDER_MODES[self.border]
            crop = cv2.warpAffine(photograph, transform, size, flags=cv2.INTER_LINEAR, borderMode=border)
            pixels = np.asarray(crop, dtype=np.uint8)
            png = self.encoding == "png"
            return {
                "bytes": encode_png(pixels) if png else encode_jpeg(pixels, quality=JPEG_QUALITY),
                "width": ARCFACE_SIZE,
                "height": ARCFACE_SIZE,
                "landmarks": face.landmarks.reshape(-1).tolist(),
                "transform": transform.reshape(-1).tolist(),
                "face_score": face.score,
                "faces": len(faces),
                "source_width": width,
                "source_height": height,
                OUTSIDE: share_outside(transform, width=width, height=height),
            }

        return align


def share_outside(transform: npt.ArrayLike, *, width: int, height: int) -> float:
    """Measure the share of a crop of the ArcFace template that lies beyond the edges of its photograph, 0 to 1.

    A pixel of the crop counts if its center lies beyond the outermost pixel centers of the photograph.

    Args:
        transform: The matrix from pixels of the photograph to pixels of the crop, (2, 3).
        width: The width of the photograph in pixels.
        height: The height of the photograph in pixels.

    Example:
        >>> share_outside([[1, 0, 56], [0, 1, 0]], width=112, height=112)  # shifted by half a crop
        0.5
    """
    matrix = np.asarray(transform, dtype=np.float64)
    y, x = np.mgrid[:ARCFACE_SIZE, :ARCFACE_SIZE]
    crop_points = np.stack([x.ravel(), y.ravel()])
    source_x, source_y = np.linalg.solve(matrix[:, :2], crop_points - matrix[:, 2:])
    tolerance = 1e-6
    inside_x = (source_x >= -tolerance) & (source_x <= width - 1 + tolerance)
    inside_y = (source_y >= -tolerance) & (source_y <= height - 1 + tolerance)
    return float(1 - np.mean(inside_x & inside_y))


def similarity(source: npt.ArrayLike, target: npt.ArrayLike) -> Float64Array:
    """Find the similarity (rotation, uniform scale, shift; no mirroring) that best maps points to others.

    Args:
        source: The points, (n, 2), n ≥ 2, not all the same.
        target: Where the points should go, (n, 2).

    Returns:
        The matrix, (2, 3), float64: the best by least squares in the target's units. Written as a complex product,
        target ≈ a·source + b, the best a and b are those of a regression; this is Umeyama's solution (1991) in the
        plane, without reflections.

    Raises:
        ValueError: All source points are the same.

    Example:
        >>> similarity([[0, 0], [1, 0]], [[2, 3], [2, 5]]).round(6).tolist()  # twice as large, a quarter turn, a shift
        [[0.0, -2.0, 2.0], [2.0, 0.0, 3.0]]
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
