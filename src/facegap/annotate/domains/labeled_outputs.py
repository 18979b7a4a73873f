"""What an annotator's network gives for labeled faces, with whose they are and which labels they have."""

from collections import deque
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace

import numpy as np
import pyarrow as pa

from facegap.annotate.network.annotator import Annotator
from facegap.annotate.network.inputs import decode_faces, embedding_layer, read_embeddings
from facegap.annotate.network.postprocessing import PostProcessor, Predictions
from facegap.annotate.network.stage import prepare_or_say_why
from facegap.base.arrays import BoolArray, Float32Array, Int8Array, Int64Array
from facegap.base.errors import FaceSetError
from facegap.base.short_repr import ShortRepr
from facegap.base.worker import Worker
from facegap.engine import available_cores
from facegap.faceset import IMAGES, FaceSet, label_layer, labels_of
from facegap.matching import person_numbers
from facegap.models import AnnotatorCard, Model, check_contract

_BATCH = 32
_PREDICTED_TOGETHER = 256


@dataclass(frozen=True)
class LabeledOutputs(ShortRepr):
    """The outputs of an annotator for the labeled images of a face set.

    Attributes:
        logits: float32 (images, members, attributes).
        parts: float32 (images, members, attributes, hidden).
        labels: int8 (images, attributes), in the annotator's order: 1, −1, or 0 where undefined or not labeled.
        people: int64 (images,), a number for each identity; an image without one is a person of its own.
        group_labels: int8 (images,) by name, the demographic attributes by which groups are formed.
        unusable: How many labeled images have no face that the network could take.
    """

    logits: Float32Array
    parts: Float32Array
    labels: Int8Array
    people: Int64Array
    group_labels: dict[str, Int8Array]
    unusable: int

    def __len__(self) -> int:
        return len(self.labels)

    @property
    def person_count(self) -> int:
        """How many people the images show."""
        return len(np.unique(self.people))

    def select(self, chosen: BoolArray) -> "LabeledOutputs":
        """The same of some of the images, chosen by bool (images,)."""
        return replace(
            self,
            logits=self.logits[chosen],
            parts=self.parts[chosen],
            labels=self.labels[chosen],
            people=self.people[chosen],
            group_labels={name: labels[chosen] for name, labels in self.group_labels.items()},
        )

    def predict(self, card: AnnotatorCard) -> Predictions:
        """Turn the outputs into predictions by the numbers of a card."""
        process = PostProcessor(card, members=self.logits.shape[1], hidden=self.parts.shape[-1])
        starts = range(0, len(self), _PREDICTED_TOGETHER)
        batches = [slice(start, start + _PREDICTED_TOGETHER) for start in starts]
        parts = [process(self.logits[batch], self.parts[batch]) for batch in batches]
        return Predictions.joined(parts, attributes=self.logits.shape[2])


def run_on_labeled(
    model: Model, faceset: FaceSet, *, labels: str, groups: str | None = None, worker: Worker | None = None
) -> LabeledOutputs:
    """Run an annotator on the images of a face set that have labels.

    Args:
        model: The annotator.
        faceset: The labeled faces.
        labels: The layer of their labels: ``truth`` or the name of one of attributes, by the annotator's names.
        groups: Another such layer, whose attributes are demographic groups to look at; by default those of ``labels``
            that the annotator knows as demographic are the groups.
        worker: Where the network runs.

    Raises:
        FaceSetError: There is no such layer, or no label of an attribute that the annotator has.
        ContractError: The faces aren't what the annotator takes.
    """
    card = model.card.answers
    layer = label_layer(faceset, labels)
    table = labels_of(faceset, layer)
    shared = [name for name in card.names if name in table.columns]
    if not shared:
        msg = (
            f"{faceset.path}: the layer {layer!r} labels {', '.join(table.columns)}, none of which "
            f"{model.card.name} knows; import the labels with --vocabulary {card.vocabulary}"
        )
        raise FaceSetError(msg)
    label_columns = np.zeros((len(faceset), len(card.names)), dtype=np.int8)
    for name in shared:
        label_columns[:, card.names.index(name)] = table[name].fill_null(0).to_numpy()
    group_table = labels_of(faceset, label_layer(faceset, groups)) if groups else table.select(shared)
    if card_source := model.card.embeddings:
        source = embedding_layer(faceset, model.card.name, card_source)
    else:
        check_contract(faceset, model.card)
        source = IMAGES
    labeled = (label_columns != 0).any(axis=1)
    annotator = Annotator(model, worker=worker or Worker())
    outputs = list(_outputs(annotator, faceset, source, labeled))
    usable = np.zeros(len(faceset), dtype=bool)
    usable[[row for row, _ in outputs]] = True
    if not outputs:
        msg = f"{faceset.path}: no labeled image has a face that {model.card.name} can take"
        raise FaceSetError(msg)
    return LabeledOutputs(
        logits=np.stack([logits for _, (logits, _) in outputs]),
        parts=np.stack([parts for _, (_, parts) in outputs]),
        labels=label_columns[usable],
        people=person_numbers(faceset.column(IMAGES, "identity"))[usable],
        group_labels={name: group_table[name].fill_null(0).to_numpy()[usable] for name in group_table.columns},
        unusable=int((labeled & ~usable).sum()),
    )


def _outputs(
    annotator: Annotator, faceset: FaceSet, source: str, labeled: BoolArray
) -> Iterator[tuple[int, tuple[Float32Array, Float32Array]]]:
    """The row of each labeled image that the network can take, with its logits and parts, in order."""
    waiting: deque[tuple[list[int], Future[list[tuple[Float32Array, Float32Array]]]]] = deque()
    cores = available_cores()
    with ThreadPoolExecutor(cores) as pool:
        for rows, prepared in _prepared(annotator, faceset, source, labeled):
            waiting.append((rows, pool.submit(annotator.outputs, prepared)))
            if len(waiting) > cores:  # so that few faces are in memory at a time
                done, future = waiting.popleft()
                yield from zip(done, future.result(), strict=True)
        for done, future in waiting:
            yield from zip(done, future.result(), strict=True)


def _prepared(
    annotator: Annotator, faceset: FaceSet, source: str, labeled: BoolArray
) -> Iterator[tuple[list[int], list[Float32Array]]]:
    """Batches of rows with the network's input values."""
    rows: list[int] = []
    prepared: list[Float32Array] = []
    first = 0
    for shard in faceset.shards(source):
        for row, values in _of_shard(annotator, shard, source, labeled[first : first + len(shard)]):
            rows.append(first + row)
            prepared.append(values)
            if len(rows) == _BATCH:
                yield rows, prepared
                rows, prepared = [], []
        first += len(shard)
    if rows:
        yield rows, prepared


def _of_shard(
    annotator: Annotator, shard: pa.Table, source: str, labeled: BoolArray
) -> Iterator[tuple[int, Float32Array]]:
    wanted = np.flatnonzero(labeled)
    some = shard.take(pa.array(wanted))
    inputs = decode_faces(some) if source == IMAGES else read_embeddings(some, source)
    for row, annotator_input in zip(wanted, inputs, strict=True):
        values = prepare_or_say_why(annotator, annotator_input)
        if not isinstance(values, str):
            yield int(row), values
