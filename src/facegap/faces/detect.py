"""Finding faces with YuNet."""

from dataclasses import dataclass
from typing import Literal

import cv2
import numpy as np

from facegap.base.arrays import Float32Array
from facegap.base.errors import ConfigError
from facegap.base.worker import Worker
from facegap.faceset import Pixels
from facegap.models import Model

FaceChoice = Literal["largest", "center"]


@dataclass(frozen=True)
class Face:
    """A face in a photograph, in its pixels.

    Attributes:
        box: The left edge, the top edge, the width and the height of the face.
        landmarks: The eyes (the left one in the image first), the nose and the corners of the mouth, (5, 2), float32.
        score: The detector's confidence, 0 to 1.
    """

    box: tuple[float, float, float, float]
    landmarks: Float32Array
    score: float


_ON_CPU = Worker()


class FaceDetector:
    """Finds faces with YuNet, through OpenCV's ``FaceDetectorYN``.

    Photographs are scaled so that their longer side lies between ``least_side`` and ``longest_side``: YuNet finds faces
    of about 10 to 300 pixels, and where it places landmarks depends on their size.
    """

    def __init__(
        self,
        model: Model,
        *,
        score_threshold: float,
        longest_side: int,
        least_side: int = 0,
        worker: Worker = _ON_CPU,
    ) -> None:
        """Load YuNet.

        Args:
            model: The network.
            score_threshold: The confidence, 0 to 1, below which a detection is no face.
            longest_side: The longer side in pixels to which larger photographs are scaled down.
            least_side: The longer side in pixels to which smaller photographs are enlarged.
            worker: Says on which device the network runs.

        Raises:
            ConfigError: The worker's device is a GPU that OpenCV can't use.
        """
        where = _backend(worker)
        self._yunet = cv2.FaceDetectorYN.create(str(model.path), "", (320, 320), score_threshold, **where)
        self._longest_side = longest_side
        self._least_side = least_side

    def __call__(self, photograph: Pixels) -> list[Face]:
        """Find all faces in a photograph, uint8, (height, width, 3), RGB; the most certain comes first."""
        height, width, _ = photograph.shape
        longer = max(height, width)
        scale = min(max(longer, self._least_side), self._longest_side) / longer
        image = cv2.cvtColor(photograph, cv2.COLOR_RGB2BGR)
        if scale != 1:
            size = (max(1, round(width * scale)), max(1, round(height * scale)))
            image = cv2.resize(image, size, interpolation=cv2.INTER_AREA if scale < 1 else cv2.INTER_LINEAR)
        self._yunet.setInputSize((image.shape[1], image.shape[0]))
        _, rows = self._yunet.detect(image)
        if rows is None:
            return []
        back = np.array([width / image.shape[1], height / image.shape[0]], dtype=np.float32)
        return [_face(row, back) for row in rows]


def _backend(worker: Worker) -> dict[str, int]:
    """Where OpenCV runs a network.

    Raises:
        ConfigError: The worker's device is a GPU, and OpenCV can't use it here.
    """
    if worker.gpu is None:
        return {}
    count = cv2.cuda.getCudaEnabledDeviceCount()
    if worker.gpu >= count:
        msg = (
            f"--device {worker.device}: YuNet runs on OpenCV, which can use {count} GPUs here (its wheels are built "
            "without CUDA); align faces on the CPU, and give --device to the commands that embed or annotate them"
        )
        raise ConfigError(msg)
    cv2.cuda.setDevice(worker.gpu)
    return {"backend_id": cv2.dnn.DNN_BACKEND_CUDA, "target_id": cv2.dnn.DNN_TARGET_CUDA}


def choose(faces: list[Face], choice: FaceChoice, *, width: int, height: int) -> Face:
    """Choose the face that a photograph is of.

    Args:
        faces: The faces in the photograph, at least one.
        choice: Whether the largest face is taken, or the one whose box is nearest the center of the photograph.
        width: The width of the photograph in pixels.
        height: The height of the photograph in pixels.
    """
    if choice == "largest":
        return max(faces, key=lambda face: face.box[2] * face.box[3])
    return min(faces, key=lambda face: _distance_to(width / 2, height / 2, face))


def _distance_to(x: float, y: float, face: Face) -> float:
    left, top, width, height = face.box
    return float(np.hypot(left + width / 2 - x, top + height / 2 - y))


def _face(row: Float32Array, back: Float32Array) -> Face:
    left, top, width, height = (float(value) for value in row[:4] * np.tile(back, 2))
    return Face((left, top, width, height), row[4:14].reshape(5, 2) * back, float(row[14]))
