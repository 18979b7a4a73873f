"""Training of recognizers beside a plain PyTorch loop, and the class matrix against the number of people."""

import json
import resource
import statistics
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import torch
from torch import nn

from benchmarks.measure import Row, measured
from facegap.engine import LocalRunner, create
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, decode, encode_jpeg, open_reader
from facegap.recognize.backbones import backbones, make_backbone
from facegap.recognize.configuration import RecognizerTraining
from facegap.recognize.heads import ClassMatrix, make_margin
from facegap.recognize.training import fit_recognizers
from facegap.training import sgd

PEOPLE, OF_EACH, BATCH = 560, 4, 128
SCALE, MARGIN = 64.0, 0.5
NETWORKS = {"compact-24": 15, "mobilefacenet": 4, "iresnet18": 4}
"""On the CPU, with the steps of each."""
CLASSES = (10_000, 100_000, 1_000_000)
DIMENSIONS, HEAD_BATCH, HEAD_STEPS = 512, 128, 5


@dataclass(frozen=True)
class Training:
    """What is trained and how: a backbone by its name, the loop's ``precision``, and ``cpu`` or ``cuda``."""

    network: str
    precision: str
    steps: int
    device: str = "cpu"


ON_GPU = Training("iresnet50", "bf16-mixed", steps=40, device="cuda")


def make_set(folder: Path) -> None:
    """Smooth noise, a few images of each person."""
    draw = np.random.default_rng(0)
    for person in range(PEOPLE):
        for image in range(OF_EACH):
            path = folder / "source" / f"{person:04d}" / f"{image}.jpg"
            path.parent.mkdir(parents=True, exist_ok=True)
            coarse = draw.integers(0, 256, (28, 28, 3), dtype=np.uint8)
            pixels = cv2.resize(coarse, (112, 112), interpolation=cv2.INTER_CUBIC)
            path.write_bytes(encode_jpeg(pixels.astype(np.uint8), quality=90))
    info = FaceSetInfo(name="noise", kind="synthetic", alignment="arcface-112")
    create(ImportSource(open_reader(folder / "source")), folder / "set", info, runner=LocalRunner(1))


class Plain(nn.Module):
    """The network with ArcFace as tutorials write it."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.backbone = make_backbone(name, seed=0)
        self.weight = nn.Parameter(torch.randn(PEOPLE, backbones()[name].dimensions) * 0.01)

    def forward(self, images: torch.Tensor, people: torch.Tensor) -> torch.Tensor:
        embeddings = nn.functional.normalize(self.backbone(images).float())
        cosine = nn.functional.linear(embeddings, nn.functional.normalize(self.weight)).clamp(-1 + 1e-6, 1 - 1e-6)
        angle = torch.arccos(cosine) + MARGIN * nn.functional.one_hot(people, PEOPLE)
        return nn.functional.cross_entropy(SCALE * torch.cos(angle), people)


def plain_rate(path: Path, what: Training) -> float:
    """Images a second of the loop that every tutorial has, the median over steps."""
    faceset = FaceSet.open(path)
    encoded = [image["bytes"] for image in faceset.column("images", "image")]
    people = torch.arange(PEOPLE).repeat_interleave(OF_EACH)
    module = Plain(what.network).train().to(what.device)
    optimizer = torch.optim.SGD(module.parameters(), lr=0.1, momentum=0.9, weight_decay=5e-4)
    seconds = []
    needed = what.steps * BATCH
    order = torch.cat([torch.randperm(len(encoded)) for _ in range(0, needed, len(encoded))])[:needed]
    for rows in order.split(BATCH):
        began = time.perf_counter()
        faces = torch.from_numpy(np.stack([decode(encoded[row]) for row in rows])).to(what.device)
        images = faces.permute(0, 3, 1, 2).float().div_(127.5).sub_(1).contiguous()
        with torch.autocast(what.device, torch.bfloat16, enabled=what.precision == "bf16-mixed"):
            loss = module(images, people[rows].to(what.device))
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(module.parameters(), 5.0)
        optimizer.step()
        if what.device == "cuda":
            torch.cuda.synchronize()  # ours waits for its GPU too, to write a line of the log each step
        seconds.append(time.perf_counter() - began)
    return BATCH / statistics.median(seconds[1:])


def our_rate(path: Path, what: Training) -> float:
    """Images a second as the training's log says, the median over steps."""
    config = RecognizerTraining.from_dict(
        {
            "name": "noise",
            "sets": [{"path": str(path)}],
            "backbone": {"name": what.network},
            "head": {"margin": "arcface", "scale": SCALE},
            "augmentation": "none",
            "images_per_epoch": BATCH * what.steps,
            "validation": {"people": 0.02, "fmr": 0.01},
            "optimizer": {"schedule": "cosine"},
            "loop": {
                "epochs": 1, "batch_size": BATCH, "precision": what.precision, "clip_norm": 5.0, "log_every": 1,
                "accelerator": what.device,
            },
        },
        where="the benchmark",
    )  # fmt: skip
    with tempfile.TemporaryDirectory() as folder:
        fit_recognizers(config, Path(folder))
        lines = [json.loads(line) for line in (Path(folder) / "seed-0" / "log.jsonl").read_text().splitlines()]
    rates = [line["samples_per_second"] for line in lines if "samples_per_second" in line]
    return statistics.median(rates[1:])


def head_step(rank: int, processes: int, classes: int, rate: float, folder: str) -> None:
    """A few steps of one process of the class matrix alone; the first writes seconds a step and MB a process."""
    torch.set_num_threads(1)
    where = f"file://{folder}/meet"
    torch.distributed.init_process_group("gloo", init_method=where, rank=rank, world_size=processes)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    matrix = ClassMatrix(classes, DIMENSIONS, margin=make_margin("arcface"), sample_rate=rate)
    matrix.shard(process=rank, processes=processes)
    optimizer = sgd([{"params": list(matrix.parameters()), "weight_decay": 5e-4}], lr=0.1)
    draw = torch.Generator().manual_seed(rank)
    seconds = []
    for step in range(HEAD_STEPS):
        embeddings = torch.randn(HEAD_BATCH // processes, DIMENSIONS, generator=draw, requires_grad=True)
        labels = torch.randint(classes, (HEAD_BATCH // processes,), generator=draw)
        torch.manual_seed(step)
        torch.distributed.barrier()
        began = time.perf_counter()
        matrix(embeddings, labels).backward()
        optimizer.step()
        optimizer.zero_grad(set_to_none=True)
        torch.distributed.barrier()
        seconds.append(time.perf_counter() - began)
    peak = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024
    if rank == 0:
        Path(folder, "found").write_text(json.dumps([statistics.median(seconds[1:]), peak]))
    torch.distributed.destroy_process_group()


def head_cost(classes: int, rate: float) -> tuple[float, int]:
    """Seconds a step and MB a process, in two processes."""
    with tempfile.TemporaryDirectory() as folder:
        torch.multiprocessing.spawn(head_step, args=(2, classes, rate, folder), nprocs=2)
        seconds, peak = json.loads(Path(folder, "found").read_text())
    return seconds, peak


def training_rows(path: Path, what: Training) -> Iterator[Row]:
    """The plain loop's rate and ours."""
    work = f"train {what.network} with ArcFace, {what.precision}, batch {BATCH}, 112 × 112 JPEGs"
    if what.device == "cuda":
        work += f", {torch.cuda.get_device_name()}"
    theirs, ours = measured(plain_rate, path, what), measured(our_rate, path, what)
    peer = f"plain loop, PyTorch {torch.__version__}"
    yield Row(work, peer, BATCH / theirs.result, f"{theirs.result:.1f}/s", theirs.peak_mb)
    ratio = f"{ours.result / theirs.result:.2f}× the rate"
    yield Row(work, "facegap", BATCH / ours.result, f"{ours.result:.1f}/s", ours.peak_mb, ratio)


def rows() -> Iterator[Row]:
    """Rates of training, then the class matrix."""
    with tempfile.TemporaryDirectory() as folder:
        make_set(Path(folder))
        path = Path(folder, "set")
        for network, steps in NETWORKS.items():
            for precision in ("32-true", "bf16-mixed"):
                yield from training_rows(path, Training(network, precision, steps))
        if torch.cuda.is_available():
            yield from training_rows(path, ON_GPU)
    for classes in CLASSES:
        for rate in (1.0, 0.1):
            if classes * rate > CLASSES[1]:
                continue  # the whole matrix of a million people with its gradient is what sampling is for
            seconds, peak = head_cost(classes, rate)
            what = "all classes" if rate == 1 else f"{100 * rate:g} % of the classes"
            work = f"a step of the class matrix of {classes:,} people × {DIMENSIONS}, {what}, {HEAD_BATCH} images"
            yield Row(work, "facegap, 2 processes", seconds, f"{1 / seconds:.1f}/s", peak)
