"""What goes into an annotator's network in training: faces, decoded on the way, or embeddings, all in memory."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from facegap.annotate.learning.augmentation import AnnotatorAugmentation
from facegap.annotate.learning.examples import Examples
from facegap.base.errors import ConfigError, ContractError
from facegap.models import EmbeddingContract, InputContract
from facegap.training import Batch, EncodedImages, Loader, MicroBatch, pixels

IMAGE_INPUT, EMBEDDING_INPUT = "images", "embeddings"


class Inputs(Protocol):
    """The inputs of all examples.

    Attributes:
        name: The name of the network's input in ONNX.
        contract: What the annotator's card says that the network takes.
    """

    @property
    def name(self) -> str: ...

    @property
    def contract(self) -> InputContract | EmbeddingContract: ...

    def batches(self, epoch: int | None, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        """Load ``rows`` and what ``tensor`` takes, of each micro-batch; augmented unless the epoch is None."""

    def tensor(self, batch: Batch) -> Tensor:
        """Return the input of the network, float32, on the device of the batch."""

    def for_annotator(self, batch: Batch) -> npt.NDArray[Any]:
        """Return what an exported annotator takes: a face or an embedding for each row of the batch."""

    def close(self) -> None:
        """Close the files that are read from."""


class FaceInputs:
    """Aligned faces of all sets, decoded by threads while the network works.

    Args:
        examples: The examples.
        augmentation: How faces are varied in training.
        seed: The seed of the augmentation.

    Raises:
        ContractError: The sets are aligned differently, or their images have no common size.
    """

    name = IMAGE_INPUT

    def __init__(self, examples: Examples, augmentation: AnnotatorAugmentation, *, seed: int) -> None:
        alignments = {faceset.info.alignment for faceset in examples.sets}
        sizes = {faceset.info.image_size for faceset in examples.sets}
        if len(alignments) > 1 or len(sizes) > 1 or None in sizes:
            each = ", ".join(
                f"{faceset.path}: {faceset.info.alignment}, {faceset.info.image_size}" for faceset in examples.sets
            )
            msg = f"the sets must be aligned the same way and all images have one size, not ({each})"
            raise ContractError(msg)
        (width, height), self.alignment = next(iter(sizes)) or (0, 0), next(iter(alignments))
        self.contract = InputContract(
            width=width, height=height, color="RGB", mean=(0.5,) * 3, std=(0.5,) * 3, alignment=self.alignment
        )
        self._encoded = EncodedImages(*examples.sets)
        numbering = self._encoded.starts[examples.source] + examples.rows
        self._unchanged = Loader(self._encoded, (height, width), seed, numbering=numbering)
        self._augmented = replace(self._unchanged, per_image=augmentation)

    def batches(self, epoch: int | None, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        return (
            self._unchanged.batches(0, micro_batches)
            if epoch is None
            else self._augmented.batches(epoch, micro_batches)
        )

    def tensor(self, batch: Batch) -> Tensor:
        return pixels(batch["images"])

    def for_annotator(self, batch: Batch) -> npt.NDArray[Any]:
        return np.asarray(batch["images"].numpy())

    def close(self) -> None:
        self._encoded.close()


class EmbeddingInputs:
    """Embeddings of all examples.

    Args:
        examples: The examples.
        layer: The layer of embeddings in each set, such as ``embeddings/sface``.

    Raises:
        ConfigError: An image that has labels has no embedding.
        ContractError: The sets' embeddings are of different networks.
    """

    name = EMBEDDING_INPUT

    def __init__(self, examples: Examples, layer: str) -> None:
        settings = [faceset.layer(layer).settings for faceset in examples.sets]
        first_settings = settings[0]
        keys = ("model_sha256", "mirror", "features")
        if any(each.get(key) != first_settings.get(key) for each in settings for key in keys):
            msg = f"the sets' {layer} were made by different networks; make them again with one"
            raise ContractError(msg)
        name = layer.partition("/")[2]
        matrices, valid = zip(*(faceset.embeddings(name) for faceset in examples.sets), strict=True)
        first_rows = np.cumsum([0, *(len(matrix) for matrix in matrices)])[:-1]
        rows = first_rows[examples.source] + examples.rows
        missing = np.flatnonzero(~np.concatenate(valid)[rows])
        if len(missing):
            msg = (
                f"{len(missing)} images with labels have no embedding in {layer}, such as "
                f"{examples.image_ids(missing[:1])[0]}; embed the set again"
            )
            raise ConfigError(msg)
        self._vectors = torch.from_numpy(np.concatenate(matrices)[rows])
        self.contract = EmbeddingContract(
            embedder=str(first_settings["model"]),
            sha256=str(first_settings["model_sha256"]),
            dimensions=self._vectors.shape[1],
            mirror=bool(first_settings["mirror"]),
            features=str(first_settings.get("features", "")),
        )

    def batches(self, epoch: int | None, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:  # noqa: ARG002
        for micro_batch in micro_batches:
            rows = torch.from_numpy(np.ascontiguousarray(micro_batch.rows))
            yield {"rows": rows, "vectors": self._vectors[rows]}

    def tensor(self, batch: Batch) -> Tensor:
        return batch["vectors"]

    def for_annotator(self, batch: Batch) -> npt.NDArray[Any]:
        return np.asarray(batch["vectors"].numpy())

    def close(self) -> None:
        """Do nothing: no file is open, since all is in memory."""
