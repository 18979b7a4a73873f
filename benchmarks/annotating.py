"""Annotating JPEGs, beside bare ONNX Runtime on arrays that are ready; and what a reliability costs."""

import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import cv2
import numpy as np
import onnxruntime as ort

from benchmarks.measure import Row, halves, measured
from facegap.annotate.network import Annotate, Annotator
from facegap.base.errors import ModelError
from facegap.engine import LocalRunner, create, run
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, encode_jpeg, open_reader
from facegap.models import AnnotatorCard, AttributeCard, InputContract, ModelCard, find_model, write_card

COUNT = 6000
BATCHES = (1, 16, 64)
ALONE, AT_ONCE = 400, 8


def annotator(folder: str) -> str:
    """The network that ``$ANNOTATOR`` names, or the one that comes with facegap, or an untrained one of its shape."""
    try:
        return str(find_model(os.environ.get("ANNOTATOR", "mac-render"), role="annotator").path)
    except ModelError:
        return untrained(Path(folder, "untrained.onnx"))


def untrained(path: Path) -> str:
    """Write a network of the default shape with random weights, and its card."""
    import torch

    from facegap.annotate.learning.architectures import ImageNetwork
    from facegap.annotate.vocabulary import Vocabulary
    from facegap.training import export_onnx

    names = Vocabulary.load("maad47").attributes
    export_onnx(
        ImageNetwork(len(names)),
        torch.zeros(2, 3, 112, 112),
        path,
        input_name="images",
        output_names=["logits", "parts"],
    )
    attributes = tuple(AttributeCard(name=name, positive=0.5, negative=0.5) for name in names)
    card = ModelCard(
        name="untrained",
        role="annotator",
        file=path.name,
        summary="random weights",
        source="this benchmark",
        license="Apache-2.0",
        terms="any use",
        commercial_use=True,
        training_data="nothing",
        input=InputContract(width=112, height=112, color="RGB", std=(0.5, 0.5, 0.5), alignment="arcface-112"),
        annotator=AnnotatorCard(vocabulary="maad47", dropout=0.5, attributes=attributes),
    )
    write_card(card, path)
    return str(path)


def face(seed: int) -> np.ndarray:
    """A smooth random picture of the size of a crop; its JPEG has about a photograph's bytes."""
    noise = np.random.default_rng(seed).integers(0, 256, (14, 14, 3), dtype=np.uint8)
    return cv2.resize(noise, (112, 112), interpolation=cv2.INTER_CUBIC)


def make_set(folder: str) -> FaceSet:
    pictures = [encode_jpeg(face(seed), quality=95) for seed in range(64)]
    for number in range(COUNT):
        path = Path(folder, "pictures", f"{number % 100}", f"{number}.jpg")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(pictures[number % len(pictures)])
    source = ImportSource(open_reader(Path(folder, "pictures")), shard_rows=500)
    info = FaceSetInfo(name="pictures", kind="synthetic", alignment="arcface-112")
    return create(source, Path(folder, "set"), info, runner=LocalRunner(2))[0]


def session(path: str) -> ort.InferenceSession:
    options = ort.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return ort.InferenceSession(path, options, providers=["CPUExecutionProvider"])


def bare_loop(work: list[tuple[str, int]]) -> None:
    """The network alone, one thread, on arrays that are decoded and normalized; nothing is kept."""
    path, batch = work[0]
    network = session(path)
    faces = np.random.default_rng(0).standard_normal((batch, 3, 112, 112)).astype(np.float32)
    name = network.get_inputs()[0].name
    for _ in work:
        network.run(None, {name: faces})


def bare(path: str, batch: int) -> None:
    halves(bare_loop, [(path, batch)] * (COUNT // batch))


def annotate(path: str, folder: str) -> None:
    faceset = FaceSet.open(Path(folder))
    run(Annotate.of(find_model(path, role="annotator"), faceset), faceset, runner=LocalRunner(2), replace=True)


def passes(path: str) -> tuple[float, float]:
    """Processor seconds for the faces, in one thread: the network's logits only, and answers with their reliability."""
    model = find_model(path, role="annotator")
    network, ours = session(path), Annotator(model)
    values = [ours.prepare(face(seed)) for seed in range(AT_ONCE)]
    together, name = np.stack(values), network.get_inputs()[0].name
    plain = trusted = 0.0
    for _ in range(ALONE // AT_ONCE):
        began = time.process_time()
        network.run(["logits"], {name: together})
        between = time.process_time()
        ours.predict(values)
        plain, trusted = plain + between - began, trusted + time.process_time() - between
    return plain, trusted


def rows() -> Iterator[Row]:
    """Time the bare loops on both sides of ours, since such machines drift."""
    with tempfile.TemporaryDirectory() as folder:
        path = annotator(folder)
        make_set(folder)
        before = {batch: measured(bare, path, batch) for batch in BATCHES}
        best = min(BATCHES, key=lambda batch: before[batch].seconds)
        ours = measured(annotate, path, f"{folder}/set")
        after = measured(bare, path, best)
        alone = measured(passes, path)
    peer = (before[best].seconds + after.seconds) / 2
    work = f"annotate JPEGs, {Path(path).stem} ({COUNT} faces, 2 processes)"
    who = f"bare loop, ONNX Runtime {ort.__version__}, {best} at a time"
    yield Row(work, who, peer, f"{COUNT / peer:.0f}/s", before[best].peak_mb)
    ratio = f"{peer / ours.seconds:.2f}× the rate"
    yield Row(work, "facegap", ours.seconds, f"{COUNT / ours.seconds:.0f}/s", ours.peak_mb, ratio)
    plain, trusted = alone.result
    work = f"{AT_ONCE} faces at a time, processor time of 1 thread ({ALONE} faces)"
    yield Row(work, "the network's plain pass", plain, f"{ALONE / plain:.0f}/s", alone.peak_mb)
    ratio = f"{trusted / plain:.2f}× the time"
    yield Row(work, "facegap, 100 passes", trusted, f"{ALONE / trusted:.0f}/s", alone.peak_mb, ratio)
