"""What goes into an annotator's network: faces that are decoded on the way, or embeddings that are all in memory."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from facegap.annotate.learning.augmentation import Augmentation
from facegap.annotate.learning.examples import Examples
from facegap.base.errors import ConfigError, ContractError
from facegap.models import EmbeddingContract, InputContract
from facegap.training import Batch, EncodedImages, Loader, MicroBatch, pixels

IMAGE_INPUT, EMBEDDING_INPUT = "images", "embeddings"


class Inputs(Protocol):
    """Inputs of all examples.

    Attributes:
        name: of the network's input in ONNX.
        contract: what the card says that the network takes.
    """

    @property
    def name(self) -> str: ...

    @property
    def contract(self) -> InputContract | EmbeddingContract: ...

    def batches(self, epoch: int | None, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        """For each micro-batch of examples ``rows`` and what ``tensor`` takes; varied unless the epoch is None."""

    def tensor(self, batch: Batch) -> Tensor:
        """The input of the network, float32, on the device of the batch."""

    def given(self, batch: Batch) -> npt.NDArray[Any]:
        """What an exported annotator is given: a face or an embedding for each row of the batch."""

    def close(self) -> None:
        """Close what is read from."""


class FaceInputs:
    """Aligned faces of all sets, decoded by threads while the network works.

    Raises:
        ContractError: the sets are aligned differently, or their images have no common size.
    """

    name = IMAGE_INPUT

    def __init__(self, examples: Examples, augmentation: Augmentation, *, seed: int) -> None:
        alignments = {faceset.info.alignment for faceset in examples.sets}
        sizes = {faceset.info.image_size for faceset in examples.sets}
        if len(alignments) > 1 or len(sizes) > 1 or None in sizes:
            each = ", ".join(f"{one.path}: {one.info.alignment}, {one.info.image_size}" for one in examples.sets)
            msg = f"the sets must be aligned the same way and all images have one size, not ({each})"
            raise ContractError(msg)
        (width, height), self.alignment = next(iter(sizes)) or (0, 0), next(iter(alignments))
        self.contract = InputContract(
            width=width, height=height, color="RGB", mean=(0.5,) * 3, std=(0.5,) * 3, alignment=self.alignment
        )
        self._encoded = EncodedImages(*examples.sets)
        numbering = self._encoded.starts[examples.source] + examples.rows
        self._plain = Loader(self._encoded, (height, width), seed, numbering=numbering)
        self._varied = replace(self._plain, per_image=augmentation)

    def batches(self, epoch: int | None, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        return self._plain.batches(0, micro_batches) if epoch is None else self._varied.batches(epoch, micro_batches)

    def tensor(self, batch: Batch) -> Tensor:
        return pixels(batch["images"])

    def given(self, batch: Batch) -> npt.NDArray[Any]:
        return np.asarray(batch["images"].numpy())

    def close(self) -> None:
        self._encoded.close()


class EmbeddingInputs:
    """Embeddings of all examples.

    Raises:
        ConfigError: an image that has labels has no embedding.
        ContractError: the sets' embeddings are of different networks.
    """

    name = EMBEDDING_INPUT

    def __init__(self, examples: Examples, layer: str) -> None:
        made = [faceset.layer(layer).settings for faceset in examples.sets]
        keys = ("model_sha256", "mirror", "features")
        if any(one.get(key) != made[0].get(key) for one in made for key in keys):
            msg = f"the sets' {layer} were made by different networks; make them again with one"
            raise ContractError(msg)
        matrices, valid = zip(*(each.embeddings(layer.partition("/")[2]) for each in examples.sets), strict=True)
        first = np.cumsum([0, *(len(matrix) for matrix in matrices)])[:-1]
        rows = first[examples.source] + examples.rows
        missing = np.flatnonzero(~np.concatenate(valid)[rows])
        if len(missing):
            msg = (
                f"{len(missing)} images with labels have no embedding in {layer}, such as "
                f"{examples.image_ids(missing[:1])[0]}; embed the set again"
            )
            raise ConfigError(msg)
        self._vectors = torch.from_numpy(np.concatenate(matrices)[rows])
        self.contract = EmbeddingContract(
            embedder=str(made[0]["model"]),
            sha256=str(made[0]["model_sha256"]),
            dimensions=self._vectors.shape[1],
            mirror=bool(made[0]["mirror"]),
            features=str(made[0].get("features", "")),
        )

    def batches(self, epoch: int | None, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:  # noqa: ARG002
        for micro_batch in micro_batches:
            rows = torch.from_numpy(np.ascontiguousarray(micro_batch.rows))
            yield {"rows": rows, "vectors": self._vectors[rows]}

    def tensor(self, batch: Batch) -> Tensor:
        return batch["vectors"]

    def given(self, batch: Batch) -> npt.NDArray[Any]:
        return np.asarray(batch["vectors"].numpy())

    def close(self) -> None:
        """Nothing is open: all is in memory."""
