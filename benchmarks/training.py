"""The training loop beside plain PyTorch loops with the same network on the same images."""

import itertools
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import cv2
import numpy as np
import torch
from torch import nn

from benchmarks.measure import Measured, Row, measured
from facegap.base.arrays import Int64Array
from facegap.engine import LocalRunner, create
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, decode, encode_jpeg, open_reader
from facegap.training import (
    Batch,
    EncodedImages,
    EpochSelection,
    Loader,
    LoopOptions,
    Loss,
    MicroBatch,
    Schedule,
    cosine,
    parameter_groups,
    sgd,
    shuffled,
    train,
)

IMAGES, SIDE, BATCH, EPOCHS, CLASSES = 2048, 112, 64, 2, 50
REPEATS = 3


def make_set(folder: Path) -> None:
    """Smooth noise at a JPEG quality that gives about the size of an aligned face."""
    source = folder / "source"
    source.mkdir()
    draw = np.random.default_rng(0)
    for number in range(IMAGES):
        coarse = draw.integers(0, 256, (28, 28, 3), dtype=np.uint8)
        pixels = cv2.resize(coarse, (SIDE, SIDE), interpolation=cv2.INTER_CUBIC)
        (source / f"{number:05d}.jpg").write_bytes(encode_jpeg(pixels.astype(np.uint8), quality=90))
    plan = ImportSource(open_reader(source))
    create(plan, folder / "set", FaceSetInfo(name="noise", kind="synthetic"), runner=LocalRunner(1))


def network() -> nn.Module:
    """Six convolutions with norms, 0.1 million weights."""
    torch.manual_seed(0)
    widths = [3, 16, 32, 32, 64, 64, 96]
    layers: list[nn.Module] = []
    for number, (before, after) in enumerate(itertools.pairwise(widths)):
        convolution = nn.Conv2d(before, after, 3, stride=2 if number in (0, 1, 3) else 1, padding=1, bias=False)
        layers += [convolution, nn.BatchNorm2d(after), nn.ReLU(inplace=True)]
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(widths[-1], CLASSES))


def labels_of(rows: torch.Tensor) -> torch.Tensor:
    return rows % CLASSES


def pixels_in(images: torch.Tensor) -> torch.Tensor:
    return images.permute(0, 3, 1, 2).float().div_(127.5).sub_(1)


@dataclass
class NoiseTask:
    """Classes without meaning; ``decoded`` holds all images where decoding isn't part of the work."""

    path: Path
    decoded: torch.Tensor | None
    selection: EpochSelection = EpochSelection("nothing", higher=True)  # noqa: RUF009

    def __post_init__(self) -> None:
        self.module = network()
        self.images = EncodedImages(FaceSet.open(self.path))
        self.loader = Loader(self.images, size=(SIDE, SIDE), seed=0)

    def settings(self) -> dict[str, Any]:
        return {}

    def optimizer(self) -> torch.optim.Optimizer:
        return sgd(parameter_groups(self.module, weight_decay=5e-4), lr=0.05)

    def schedule(self, *, steps: int, epochs: int) -> Schedule:
        return cosine(steps=steps * epochs)

    def order(self, epoch: int) -> Int64Array:
        return shuffled(np.arange(IMAGES), seed=0, epoch=epoch)

    def load(self, epoch: int, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        if self.decoded is None:
            yield from self.loader.batches(epoch, micro_batches)
        else:
            for micro_batch in micro_batches:
                rows = torch.from_numpy(micro_batch.rows)
                yield {"rows": rows, "images": self.decoded[rows]}

    def loss(self, module: nn.Module, batch: Batch) -> Loss:
        answers = module(pixels_in(batch["images"]))
        return Loss(nn.functional.cross_entropy(answers, labels_of(batch["rows"])))

    def validate(self, module: nn.Module) -> Mapping[str, float]:
        return {"nothing": float(next(module.parameters()).mean())}

    def image_ids(self, rows: Int64Array) -> list[str]:
        return self.images.image_ids(rows)


class Noise(torch.utils.data.Dataset[tuple[torch.Tensor, int]]):
    """The same images for a DataLoader, encoded in memory."""

    def __init__(self, path: Path) -> None:
        self.encoded = [image["bytes"] for image in FaceSet.open(path).column("images", "image")]

    def __len__(self) -> int:
        return len(self.encoded)

    def __getitem__(self, row: int) -> tuple[torch.Tensor, int]:
        return torch.from_numpy(decode(self.encoded[row])), row


def all_decoded(path: Path) -> torch.Tensor:
    noise = Noise(path)
    return torch.stack([noise[row][0] for row in range(IMAGES)])


def plain_loop(batches: Callable[[], Iterable[tuple[torch.Tensor, torch.Tensor]]]) -> float:
    """The loop that every tutorial has; returns its own seconds."""
    module = network()
    optimizer = torch.optim.SGD(module.parameters(), lr=0.05, momentum=0.9, weight_decay=5e-4)
    schedule = torch.optim.lr_scheduler.CosineAnnealingLR(optimizer, EPOCHS * IMAGES // BATCH)
    module.train()
    began = time.perf_counter()
    for _ in range(EPOCHS):
        for step, (images, rows) in enumerate(batches()):
            loss = nn.functional.cross_entropy(module(pixels_in(images)), labels_of(rows))
            optimizer.zero_grad()
            loss.backward()
            torch.nn.utils.clip_grad_norm_(module.parameters(), 5.0)
            optimizer.step()
            schedule.step()
            if step % 10 == 0:
                loss.item()
    return time.perf_counter() - began


def plain_decoded(path: Path) -> float:
    decoded = all_decoded(path)

    def batches() -> Iterator[tuple[torch.Tensor, torch.Tensor]]:
        for rows in torch.randperm(IMAGES).split(BATCH):
            yield decoded[rows], rows

    return plain_loop(batches)


def plain_decoding(path: Path, workers: int) -> float:
    cv2.setNumThreads(1)
    noise = Noise(path)
    return plain_loop(lambda: torch.utils.data.DataLoader(noise, batch_size=BATCH, shuffle=True, num_workers=workers))


def ours(path: Path, *, decoded: bool) -> float:
    task = NoiseTask(path, all_decoded(path) if decoded else None)
    options = LoopOptions(epochs=EPOCHS, batch_size=BATCH, clip_norm=5.0, log_every=10, accelerator="cpu")
    with tempfile.TemporaryDirectory() as folder:
        began = time.perf_counter()
        train(task, options, Path(folder), seed=0)
        return time.perf_counter() - began


def ours_decoded(path: Path) -> float:
    return ours(path, decoded=True)


def ours_decoding(path: Path) -> float:
    return ours(path, decoded=False)


def in_turns(works: list[tuple[Callable[..., float], tuple[Any, ...]]]) -> list[Measured]:
    """The quickest of a few tries of each, tried in turns since such machines drift; seconds are of the loop alone."""
    tries = [[measured(work, *arguments) for work, arguments in works] for _ in range(REPEATS)]
    return [min(times, key=lambda each: each.result) for times in zip(*tries, strict=True)]


def rows() -> Iterator[Row]:
    """Time the loops, with and without decoding."""
    with tempfile.TemporaryDirectory() as folder:
        make_set(Path(folder))
        path = Path(folder, "set")
        EncodedImages(FaceSet.open(path)).close()
        images = EPOCHS * IMAGES
        peer = f"plain loop, PyTorch {torch.__version__}"
        cases: dict[str, list[tuple[str, Callable[..., float], tuple[Any, ...]]]] = {
            "decoded images": [(peer, plain_decoded, (path,)), ("facegap", ours_decoded, (path,))],
            "decoding JPEGs": [
                (f"{peer}, DataLoader of 0 workers", plain_decoding, (path, 0)),
                (f"{peer}, DataLoader of 2 workers", plain_decoding, (path, 2)),
                ("facegap", ours_decoding, (path,)),
            ],
        }
        for what, works in cases.items():
            results = in_turns([(work, arguments) for _, work, arguments in works])
            best = min(result.result for result in results[:-1])
            for (who, _, _), result in zip(works, results, strict=True):
                ratio = f"{best / result.result:.2f}× the rate" if who == "facegap" else ""
                work = f"train on {what}, 6 convolutions ({images} images, {SIDE} × {SIDE}, batch {BATCH})"
                yield Row(work, who, result.result, f"{images / result.result:.0f}/s", result.peak_mb, ratio)
