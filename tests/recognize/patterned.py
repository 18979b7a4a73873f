"""Small sets of people who can be told apart by a coarse pattern of colors."""

from pathlib import Path
from typing import Any

import cv2
import numpy as np

from facegap.engine import LocalRunner, create
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, encode_png, open_reader
from facegap.recognize.configuration import RecognizerTraining

SIDE = 112


def patterned_set(
    folder: Path,
    name: str,
    *,
    people: int,
    images: int = 4,
    seed: int = 0,
    alignment: str | None = "arcface-112",
    alone: int = 0,
) -> FaceSet:
    """Images of people, each with noise of its own; ``alone`` more people have one image only."""
    rng = np.random.default_rng(seed)
    source = folder / f"{name}-source"
    for person in range(people + alone):
        pattern = cv2.resize(rng.integers(0, 200, (4, 4, 3), dtype=np.uint8), (SIDE, SIDE))
        for image in range(images if person < people else 1):
            noisy = np.clip(pattern + rng.normal(20, 15, pattern.shape), 0, 255).astype(np.uint8)
            path = source / f"p{person:04d}" / f"{image}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encode_png(noisy))
    info = FaceSetInfo(name=name, kind="synthetic", alignment=alignment)
    plan = ImportSource(open_reader(source), shard_rows=64)
    return create(plan, folder / name, info, runner=LocalRunner(1))[0]


def training(folder: Path, *sets: dict[str, Any], **more: Any) -> RecognizerTraining:
    """A small training over sets of the folder."""
    content: dict[str, Any] = {
        "name": "small",
        "sets": [{**one, "path": str(folder / one["path"])} for one in sets],
        "backbone": {"name": "compact-24"},
        "head": {"margin": "cosface", "options": {"m": 0.1}, "scale": 16},
        "augmentation": "mirror",
        "optimizer": {"learning_rate": 0.05, "schedule": "cosine"},
        "validation": {"people": 0.3, "fmr": 0.1},
        "loop": {"epochs": 2, "batch_size": 16, "accelerator": "cpu"},
    }
    return RecognizerTraining.from_dict(content | more, where="the test")
