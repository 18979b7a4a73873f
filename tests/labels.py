"""Sets of labeled images for the tests of attributes."""

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any

import numpy as np
import pyarrow as pa

from facegap.compare import LabeledSet
from facegap.engine import LocalRunner, Worker, run
from facegap.faceset import FaceSet

Labels = Mapping[str, Sequence[int | None]]
Numbers = Mapping[str, Sequence[float | None]]


class Annotate:
    """A stage that gives each image the labels it is told, in the order of the set, beside columns of other types."""

    needs = ("images",)
    networks = ()

    def __init__(self, labels: Labels, image_ids: Sequence[str], layer: str, numbers: Numbers) -> None:
        self.layer = layer
        self.numbers = {name: list(values) for name, values in numbers.items()}
        self.labels = {name: list(values) for name, values in labels.items()}
        self.row = {image_id: row for row, image_id in enumerate(image_ids)}

    def settings(self) -> dict[str, Any]:
        return {"stage": "annotate", "labels": self.labels, "numbers": str(self.numbers)}

    def start(self, worker: Worker) -> Callable[[pa.Table], pa.Table]:
        def compute(rows: pa.Table) -> pa.Table:
            at = [self.row[image_id] for image_id in rows["image_id"].to_pylist()]
            columns = {name: pa.array([values[row] for row in at], pa.int8()) for name, values in self.labels.items()}
            columns |= {
                name: pa.array([values[row] for row in at], pa.float32()) for name, values in self.numbers.items()
            }
            others = {"yaw": pa.array([0.5] * len(at)), "count": pa.array([1] * len(at), pa.int16())}
            return pa.table(columns | others | {"error": pa.nulls(len(at), pa.string())})

        return compute


def annotate(
    faceset: FaceSet, labels: Labels, *, layer: str = "truth", numbers: Numbers = MappingProxyType({})
) -> FaceSet:
    """Add a layer of labels, and of numbers such as scores."""
    stage = Annotate(labels, faceset.column("images", "image_id").to_list(), layer, numbers)
    run(stage, faceset, runner=LocalRunner(1))
    return faceset


def labeled(labels: Labels, people: Sequence[int]) -> LabeledSet:
    """A set in memory."""
    columns = np.array([list(values) for values in labels.values()], dtype=np.int8).T
    owners = np.asarray(people, dtype=np.int64)
    return LabeledSet("truth", tuple(labels), columns, owners, 0, 0, np.arange(len(owners)))


def random_set(
    shares: Mapping[str, float], *, people: int, images: int, alike: float, seed: int, defined: float = 0.8
) -> LabeledSet:
    """People at random: each with a share of their own, the nearer to 0 or 1 the nearer ``alike`` is to 1."""
    rng = np.random.default_rng(seed)
    columns = {}
    for name, share in shares.items():
        own = rng.beta(share * (1 / alike - 1), (1 - share) * (1 / alike - 1), people)
        drawn = np.where(rng.random((people, images)) < own[:, None], 1, -1)
        columns[name] = np.where(rng.random((people, images)) < defined, drawn, 0).ravel()
    return labeled(columns, np.repeat(np.arange(people), images))
