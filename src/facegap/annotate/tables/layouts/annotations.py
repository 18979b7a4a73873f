"""Labels as the file of a data set has them: which images they are of, in which vocabulary, and the labels."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.vocabulary import Vocabulary, map_labels
from facegap.base.arrays import Int8Array, Int64Array
from facegap.base.errors import FaceSetError
from facegap.faceset import IMAGES, FaceSet


@dataclass(frozen=True)
class MalformedCells:
    """Cells that don't hold what their column should, and that a reader went on without.

    Attributes:
        cells: The number of such cells.
        example: The first of them: where it is, and what was done about it.
    """

    cells: int
    example: str


@dataclass(frozen=True, eq=False)
class Annotations:
    """Labels of many images in one vocabulary.

    Attributes:
        source: The file or the face set that they come from, for messages.
        vocabulary: The vocabulary whose attributes are the columns of ``labels``.
        image_ids: The name of each image in the source, as text.
        labels: int8 (images, attributes of the vocabulary): 1 positive, −1 negative, 0 undefined.
        identities: The identity of each image as text, null where it is unknown; None if the source has no identities.
        partition: ``train``, ``validation`` or ``test`` for each image, null where it is unknown; None if the source
            has no partition.
        malformed: The cells that could not be understood; None if all could.
        identity_cells: The text of MAAD-Face's column of identities, which is written back unchanged; None for other
            sources.
        first_line: The number of the line that holds the first row, for messages.
    """

    source: Path
    vocabulary: Vocabulary
    image_ids: pl.Series
    labels: Int8Array
    identities: pl.Series | None = None
    partition: pl.Series | None = None
    malformed: MalformedCells | None = None
    identity_cells: pl.Series | None = None
    first_line: int = 2

    def __len__(self) -> int:
        return len(self.image_ids)

    def mapped_to(self, target: Vocabulary) -> "Annotations":
        """Return the same annotations in another vocabulary; see ``map_labels``.

        Raises:
            ConfigError: No attribute of this vocabulary corresponds to one of the target.
        """
        if target == self.vocabulary:
            return self
        labels = map_labels(self.labels, source=self.vocabulary, target=target)
        return replace(self, vocabulary=target, labels=labels)

    def take(self, rows: Int64Array) -> "Annotations":
        """Return some of the rows, in the given order; what is known of the whole file is kept.

        Args:
            rows: int64, the numbers of the rows, from 0.
        """
        text_columns = (self.identities, self.partition, self.identity_cells)
        identities, partition, cells = (column if column is None else column[rows] for column in text_columns)
        return replace(
            self,
            image_ids=self.image_ids[rows],
            labels=self.labels[rows],
            identities=identities,
            partition=partition,
            identity_cells=cells,
        )

    @classmethod
    def from_layer(cls, faceset: FaceSet, layer: str, vocabulary: Vocabulary) -> "Annotations":
        """Read the labels of a layer, of all images that have any.

        Args:
            faceset: The face set.
            layer: The name of the layer: ``truth`` or ``attributes/NAME``.
            vocabulary: The vocabulary of the result. Attributes that the layer lacks are undefined.

        Raises:
            FaceSetError: There is no such layer, or it has no attribute of the vocabulary.
        """
        faceset.layer(layer)
        schema = faceset.scan(layer).collect_schema()
        names = [name for name in vocabulary.attributes if schema.get(f"{layer}.{name}") == pl.Int8]
        if not names:
            msg = (
                f"{faceset.path}: the layer {layer!r} has no attribute of the vocabulary {vocabulary.name!r}; "
                f"the layers are: {', '.join(faceset.layers())}"
            )
            raise FaceSetError(msg)
        columns = [pl.col(f"{layer}.{name}").alias(name) for name in names]
        table = (
            faceset.scan(IMAGES, layer)
            .select("image_id", "identity", *columns)
            .filter(pl.any_horizontal(pl.col(names).is_not_null()))
            .collect()
        )
        labels = np.zeros((len(table), len(vocabulary.attributes)), dtype=np.int8)
        for name, column in zip(names, vocabulary.columns(names), strict=True):
            labels[:, column] = table[name].fill_null(0).to_numpy()
        return cls(faceset.path, vocabulary, table["image_id"], labels, identities=table["identity"])
