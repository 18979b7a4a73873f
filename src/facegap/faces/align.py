"""Photographs to crops in which eyes, nose and mouth are always in the same place."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Literal

import cv2
import numpy as np
import pyarrow as pa

from facegap.base.errors import BadImageError
from facegap.base.worker import Worker
from facegap.faces.detect import FaceChoice, FaceDetector, choose
from facegap.faces.template import ARCFACE, ARCFACE_POINTS, ARCFACE_SIZE, similarity
from facegap.faceset import NetworkUse, decode, encode_jpeg, encode_png
from facegap.models import Model

CropEncoding = Literal["png", "jpeg"]
JPEG_QUALITY = 95


@dataclass(frozen=True)
class Align:
    """Prepares images for a face set: finds the face, and crops it to the ArcFace template.

    Attributes:
        detector: YuNet.
        choice: which face, where there are several.
        encoding: of the crop: PNG keeps it as it was computed, JPEG (quality 95) takes a quarter of the space.
        score_threshold: the detector's confidence, 0 to 1, below which a face is none (ours).
        longest_side: pixels to which larger photographs are scaled down to find the face (ours).
        least_side: pixels to which smaller ones are enlarged for it, YuNet's own input size (ours). LFW has 250: as
            they are, MobileFaceNet is right on 99.00 % of its pairs, at 320 pixels on 99.25 %, at 500 on 99.45 %; the
            time grows with the square.
    """

    detector: Model
    choice: FaceChoice = "center"
    encoding: CropEncoding = "png"
    score_threshold: float = 0.6
    longest_side: int = 640
    least_side: int = 320

    version = 2
    alignment = ARCFACE
    fields = (
        pa.field("landmarks", pa.list_(pa.float32(), 10)),
        pa.field("transform", pa.list_(pa.float32(), 6)),
        pa.field("face_score", pa.float32()),
        pa.field("faces", pa.int32()),
        pa.field("source_width", pa.int32()),
        pa.field("source_height", pa.int32()),
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
            crop = np.asarray(cv2.warpAffine(photograph, transform, size, flags=cv2.INTER_LINEAR), dtype=np.uint8)
            png = self.encoding == "png"
            return {
                "bytes": encode_png(crop) if png else encode_jpeg(crop, quality=JPEG_QUALITY),
                "width": ARCFACE_SIZE,
                "height": ARCFACE_SIZE,
                "landmarks": face.landmarks.reshape(-1).tolist(),
                "transform": transform.reshape(-1).tolist(),
                "face_score": face.score,
                "faces": len(faces),
                "source_width": width,
                "source_height": height,
            }

        return align
