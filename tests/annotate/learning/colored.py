"""Small sets whose labels can be seen: a red or a blue patch, a bright or a dark picture."""

from pathlib import Path
from typing import Any

import numpy as np
from tests.labels import annotate

from facegap.annotate.learning import AttributeTraining
from facegap.engine import LocalRunner, create
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, encode_png, open_reader

SIDE = 32
ATTRIBUTES = ("Red", "Blue", "Bright", "Always", "Never")

VOCABULARY = """
name = "colors"
attributes = ["Red", "Blue", "Bright", "Always", "Never"]
undecidable = ["Never"]
[groups]
color = ["Red", "Blue"]
[[families]]
name = "patch"
members = ["Red", "Blue"]
exhaustive = false
"""


def colored_set(folder: Path, name: str, *, people: int, images: int = 2, seed: int = 0) -> FaceSet:
    """Pictures of people, with the labels of ``ATTRIBUTES`` in the layer ``truth``: Always is 1, Never undecided."""
    rng = np.random.default_rng(seed)
    labels: dict[str, list[int | None]] = {attribute: [] for attribute in ATTRIBUTES}
    source = folder / f"{name}-source"
    for person in range(people):
        patch, bright = rng.integers(0, 3), rng.integers(0, 2)
        for image in range(images):
            pixels = rng.integers(0, 60, (SIDE, SIDE, 3)) + 110 * bright
            if patch < 2:
                pixels[8:24, 8:24, 2 * patch] += 80
            path = source / f"p{person:04d}" / f"{image}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(encode_png(pixels.astype(np.uint8)))
            for attribute, value in zip(ATTRIBUTES, (patch == 0, patch == 1, bright, True, None), strict=True):
                labels[attribute].append(0 if value is None else 1 if value else -1)
    info = FaceSetInfo(name=name, kind="synthetic", alignment="arcface-112")
    plan = ImportSource(open_reader(source), shard_rows=64)
    faceset = create(plan, folder / name, info, runner=LocalRunner(1))[0]
    return annotate(faceset, labels)


def training(folder: Path, *sets: dict[str, Any], **more: Any) -> AttributeTraining:
    """A small training over sets of the folder."""
    path = folder / "colors.toml"
    path.write_text(VOCABULARY)
    network = {"widths": (8, 8, 16, 16), "features": 16, "hidden": 4, "exclusive": ("patch",)}
    content: dict[str, Any] = {
        "name": "small",
        "vocabulary": str(path),
        "seed": 1,
        "sets": [{"labels": "truth", **one, "path": str(folder / one["path"])} for one in sets],
        "split": {"validation": 0.25, "test": 0.25},
        "augmentation": {"shift": 0},
        "loop": {"epochs": 8, "batch_size": 16, "accelerator": "cpu"},
        "optimizer": {"learning_rate": 5e-3},
        **more,
    }
    content["network"] = network | more.get("network", {})
    return AttributeTraining.from_dict(content, where="the test")
