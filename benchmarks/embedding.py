"""Embedding of aligned LFW, beside a bare ONNX Runtime loop on arrays that are ready."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import onnxruntime as ort

from benchmarks.importing import import_faces
from benchmarks.measure import SHARED, Row, halves, measured
from facegap.engine import LocalRunner, run
from facegap.faceset import FaceSet
from facegap.matching import Embed
from facegap.models import find_model

NETWORK = SHARED / "models/mobilefacenet.onnx"


def bare_loop(numbers: list[int]) -> None:
    """The network alone, one thread, twice a face for its mirror image; no decoding, nothing kept."""
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = ort.InferenceSession(str(NETWORK), options, providers=["CPUExecutionProvider"])
    faces = np.random.default_rng(0).standard_normal((64, 1, 3, 112, 112)).astype(np.float32)
    for number in numbers:
        for _ in range(2):
            session.run(None, {"input0": faces[number % 64]})


def bare(count: int) -> None:
    halves(bare_loop, list(range(count)))


def embed(path: str) -> None:
    stage = Embed(find_model(str(NETWORK), role="embedder"))
    run(stage, FaceSet.open(Path(path)), runner=LocalRunner(2), replace=True)


def rows() -> Iterator[Row]:
    """Time both, the bare loop twice around ours, since such machines drift."""
    with tempfile.TemporaryDirectory() as folder:
        import_faces(f"{folder}/lfw")
        count = len(FaceSet.open(Path(folder, "lfw")))
        before = measured(bare, count)
        ours = measured(embed, f"{folder}/lfw")
        after = measured(bare, count)
    peer = (before.seconds + after.seconds) / 2
    work = f"embed LFW, MobileFaceNet with mirror ({count} faces, 2 processes)"
    yield Row(work, f"bare loop, ONNX Runtime {ort.__version__}", peer, f"{count / peer:.0f}/s", before.peak_mb)
    ratio = f"{peer / ours.seconds:.2f}× the rate"
    yield Row(work, "facegap", ours.seconds, f"{count / ours.seconds:.0f}/s", ours.peak_mb, ratio)
