"""What goes into an annotator's network in training: faces, decoded on the way, or embeddings, all in memory."""

from collections.abc import Iterator
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt
import torch
from torch import Tensor

from facegap.annotate.learning.augmentation import AnnotatorAugmentation
from facegap.annotate.learning.examples import Examples
from facegap.base.errors import ConfigError, ContractError
from facegap.models import EmbeddingContract, InputContract
from facegap.training import Batch, MicroBatch, TrainingImages, network_input

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
        self._images = TrainingImages(
            examples.sets, source=examples.source, rows=examples.rows, vary=augmentation, seed=seed
        )
        self.contract = self._images.contract

    def batches(self, epoch: int | None, micro_batches: Iterator[MicroBatch]) -> Iterator[Batch]:
        return self._images.batches(epoch, micro_batches)

    def tensor(self, batch: Batch) -> Tensor:
        return network_input(batch["images"])

    def for_annotator(self, batch: Batch) -> npt.NDArray[Any]:
        return np.asarray(batch["images"].numpy())

    def close(self) -> None:
        self._images.close()


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
