"""Import of LFW with alignment, beside a bare loop of decode, detect and warp on two processes."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np

from benchmarks.measure import SHARED, Row, halves, measured
from facegap.engine import LocalRunner, create
from facegap.faces import ARCFACE_POINTS, Align, similarity
from facegap.faceset import FaceSetInfo, ImportSource, open_reader
from facegap.models import find_model

DETECTOR = SHARED / "models/face_detection_yunet_2023mar.onnx"
PHOTOGRAPHS = SHARED / "lfw/images"


def bare_loop(paths: list[Path]) -> None:
    """What can't be left out: decode, enlarge, detect, warp; nothing is kept."""
    cv2.setNumThreads(1)
    detector = cv2.FaceDetectorYN.create(str(DETECTOR), "", (320, 320), 0.6)
    for path in paths:
        image = cv2.imdecode(np.frombuffer(path.read_bytes(), np.uint8), cv2.IMREAD_COLOR)
        assert image is not None
        _, faces = detector.detect(cv2.resize(image, (320, 320)))
        landmarks = faces[0][4:14].reshape(5, 2) * (250 / 320)
        cv2.warpAffine(image, similarity(landmarks, ARCFACE_POINTS), (112, 112))


def bare() -> None:
    halves(bare_loop, sorted(PHOTOGRAPHS.rglob("*.jpg")))


def import_faces(out: str) -> None:
    align = Align(find_model(str(DETECTOR), role="detector"))
    plan = ImportSource(open_reader(PHOTOGRAPHS), preparation=align)
    create(plan, Path(out), FaceSetInfo(name="lfw", kind="real", alignment=align.alignment), runner=LocalRunner(2))


def rows() -> Iterator[Row]:
    """Time both, the bare loop twice around ours, since such machines drift."""
    count = len(list(PHOTOGRAPHS.rglob("*.jpg")))
    with tempfile.TemporaryDirectory() as folder:
        before = measured(bare)
        ours = measured(import_faces, f"{folder}/lfw")
        after = measured(bare)
    peer = (before.seconds + after.seconds) / 2
    work = f"import and align LFW ({count} images, 2 processes)"
    yield Row(work, f"bare loop, OpenCV {cv2.__version__}", peer, f"{count / peer:.0f}/s", before.peak_mb)
    ratio = f"{ours.seconds / peer:.2f}× the time"
    yield Row(work, "facegap", ours.seconds, f"{count / ours.seconds:.0f}/s", ours.peak_mb, ratio)
