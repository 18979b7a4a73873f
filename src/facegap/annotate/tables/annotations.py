"""Annotations as a layout has them: whose they are, in what vocabulary, and the labels."""

from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.vocabulary import Vocabulary, map_labels
from facegap.base.arrays import Int8Array, Int64Array
from facegap.base.errors import FaceSetError
from facegap.faceset import IMAGES, FaceSet


@dataclass(frozen=True)
class Malformed:
    """Cells that aren't what their column holds, and that a reader went on without.

    Attributes:
        cells: how many there are.
        example: the first of them, where it is, and what was done about it.
    """

    cells: int
    example: str


@dataclass(frozen=True, eq=False)
class Annotations:
    """Labels of many images in one vocabulary.

    Attributes:
        source: the file or the face set that they are from, for messages.
        vocabulary: what the columns of the labels are.
        image_ids: text, the images' names as the source has them.
        labels: int8 (images, attributes of the vocabulary): 1 positive, −1 negative, 0 undefined.
        identities: text, null where it isn't known; None where the layout says nothing of identities.
        partition: text, ``train``, ``validation`` or ``test``, null where it isn't known; None where the layout has no
            partition.
        malformed: cells that could not be understood; None where all could.
        identity_cells: text, the cells that MAAD-Face's layout has for identities, which are written back as they were;
            None where there are none.
        first_line: the line of the file that the first row is in.
    """

    source: Path
    vocabulary: Vocabulary
    image_ids: pl.Series
    labels: Int8Array
    identities: pl.Series | None = None
    partition: pl.Series | None = None
    malformed: Malformed | None = None
    identity_cells: pl.Series | None = None
    first_line: int = 2

    def __len__(self) -> int:
        return len(self.image_ids)

    def mapped_onto(self, target: Vocabulary) -> "Annotations":
        """The same in another vocabulary.

        Raises:
            ConfigError: nothing in this one corresponds to anything in the other.
        """
        if target == self.vocabulary:
            return self
        labels = map_labels(self.labels, source=self.vocabulary, target=target)
        return replace(self, vocabulary=target, labels=labels)

    def at(self, rows: Int64Array) -> "Annotations":
        """Some of the rows; what is known of the file as a whole goes with them."""
        beside = (self.identities, self.partition, self.identity_cells)
        identities, partition, cells = (column if column is None else column[rows] for column in beside)
        return replace(
            self,
            image_ids=self.image_ids[rows],
            labels=self.labels[rows],
            identities=identities,
            partition=partition,
            identity_cells=cells,
        )

    @classmethod
    def of_layer(cls, faceset: FaceSet, layer: str, vocabulary: Vocabulary) -> "Annotations":
        """The labels that a layer has, ``truth`` or ``attributes/NAME``, of all images that have any.

        Attributes of the vocabulary that the layer has not are undefined.

        Raises:
            FaceSetError: there is no such layer, or it has no attribute of the vocabulary.
        """
        faceset.layer(layer)
        schema = faceset.scan(layer).collect_schema()
        there = [name for name in vocabulary.attributes if schema.get(f"{layer}.{name}") == pl.Int8]
        if not there:
            msg = (
                f"{faceset.path}: the layer {layer!r} has no attribute of the vocabulary {vocabulary.name!r}; "
                f"the layers are: {', '.join(faceset.layers())}"
            )
            raise FaceSetError(msg)
        columns = [pl.col(f"{layer}.{name}").alias(name) for name in there]
        found = (
            faceset.scan(IMAGES, layer)
            .select("image_id", "identity", *columns)
            .filter(pl.any_horizontal(pl.col(there).is_not_null()))
        )
        table = found.collect()
        labels = np.zeros((len(table), len(vocabulary.attributes)), dtype=np.int8)
        for name, at in zip(there, vocabulary.columns(there), strict=True):
            labels[:, at] = table[name].fill_null(0).to_numpy()
        return cls(faceset.path, vocabulary, table["image_id"], labels, identities=table["identity"])
