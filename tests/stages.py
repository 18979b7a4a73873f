"""Small stages, one over people, and a source of two layers for the tests of the engine."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pyarrow as pa

from facegap.base.errors import BadIdentityError
from facegap.engine import Worker
from facegap.faceset import FILE_SUFFIX, IMAGES, ImportSource, decode, open_reader


class WithTruth(ImportSource):
    """Imports a folder and makes in the same pass a layer ``truth``, as a renderer does; here each image's mean."""

    layers = (IMAGES, "truth")

    def __init__(self, folder: Path, *, shard_rows: int = 2, factor: float = 1.0) -> None:
        super().__init__(open_reader(folder), shard_rows=shard_rows)
        self.factor = factor

    def settings(self) -> dict[str, Any]:
        return super().settings() | {"factor": self.factor}

    def start(self, worker: Worker) -> Callable[[int], Iterator[dict[str, pa.Table]]]:
        images = super().start(worker)

        def tables(shard: int) -> Iterator[dict[str, pa.Table]]:
            for made in images(shard):
                yield made | {"truth": self.truth(made[IMAGES]["image"].to_pylist())}

        return tables

    def truth(self, images: list[dict[str, Any] | None]) -> pa.Table:
        means = [None if image is None else float(decode(image["bytes"]).mean()) * self.factor for image in images]
        return pa.table({"mean": pa.array(means, pa.float64())})


class Brightness:
    """Mean of each image's pixels."""

    layer = "quality/brightness"
    needs = ("images",)
    networks = ()

    def __init__(self, factor: float = 1.0) -> None:
        self.factor = factor

    def settings(self) -> dict[str, Any]:
        return {"stage": "brightness", "factor": self.factor}

    def start(self, worker: Worker) -> Callable[[pa.Table], pa.Table]:
        def compute(rows: pa.Table) -> pa.Table:
            return self.table([self.value(image) for image in rows["image"].to_pylist()])

        return compute

    def value(self, image: dict[str, Any] | None) -> float | None:
        return None if image is None else float(decode(image["bytes"]).mean()) * self.factor

    def table(self, values: list[float | None]) -> pa.Table:
        errors = ["no image" if value is None else None for value in values]
        return pa.table({"brightness": pa.array(values, pa.float64()), "error": pa.array(errors, pa.string())})


class FailsAt(Brightness):
    """Raises, or kills its process, at the image with that id."""

    def __init__(self, image_id: str, failure: str) -> None:
        super().__init__()
        self.image_id = image_id
        self.failure = failure

    def start(self, worker: Worker) -> Callable[[pa.Table], pa.Table]:
        compute = super().start(worker)

        def failing(rows: pa.Table) -> pa.Table:
            if self.image_id in rows["image_id"].to_pylist():
                if self.failure == "die":
                    import os
                    import signal

                    os.kill(os.getpid(), signal.SIGKILL)
                raise RuntimeError(self.failure)
            return compute(rows)

        return failing


class Adapters:
    """A file for each person, as an adapter that was learned from their images would be: all their images' bytes."""

    layer = "people/adapters"
    needs = ("images",)
    networks = ()
    people_a_shard = 2
    fields = (
        pa.field("adapter", pa.large_binary(), metadata={FILE_SUFFIX: ".safetensors"}),
        pa.field("images", pa.int32()),
    )

    def __init__(self, salt: str = "", fails_at: str | None = None) -> None:
        self.salt, self.fails_at = salt, fails_at

    def settings(self) -> dict[str, Any]:
        return {"stage": "adapters", "salt": self.salt}

    def start(self, worker: Worker) -> Callable[[pa.Table], dict[str, Any]]:
        def learn(images: pa.Table) -> dict[str, Any]:
            if self.fails_at in images["identity"].to_pylist():
                raise RuntimeError("broken")
            encoded = [image["bytes"] for image in images["image"].to_pylist() if image is not None]
            if not encoded:
                raise BadIdentityError("no image")
            return {"adapter": self.salt.encode() + b"".join(encoded), "images": len(encoded)}

        return learn
