"""What an annotator learns from: images of several sets, their labels in one vocabulary, and who is held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
import polars as pl

from facegap.annotate.learning.configuration import LabelledSource, SplitOptions
from facegap.annotate.vocabulary import Vocabulary, map_labels
from facegap.errors import ConfigError
from facegap.faceset import IMAGES, FaceSet, label_layer, labels_of
from facegap.training import apart, split_people

Labels = npt.NDArray[np.int8]


@dataclass(frozen=True)
class Examples:
    """Images with labels, one set after another.

    Attributes:
        sets: the face sets.
        attributes: names of the columns of ``labels``.
        labels: int8 (n, A): 1 positive, −1 negative, 0 undefined.
        source: int64 (n,), the number of each image's set.
        rows: int64 (n,), the row of each image in its set.
        people: int64 (n,), a number for each identity of each set; an image without one is a person of its own.
        part: int8 (n,), ``TRAIN``, ``VALIDATION`` or ``TEST`` of ``facegap.training``.
        unlabelled: images of each set that aren't used since they have no label, or couldn't be read.
    """

    sets: tuple[FaceSet, ...]
    attributes: tuple[str, ...]
    labels: Labels
    source: npt.NDArray[np.int64]
    rows: npt.NDArray[np.int64]
    people: npt.NDArray[np.int64]
    part: npt.NDArray[np.int8]
    unlabelled: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def of_part(self, part: int) -> npt.NDArray[np.int64]:
        """The numbers of the examples of training, validation or test."""
        return np.flatnonzero(self.part == part)

    def image_id(self, example: int) -> str:
        """For messages."""
        faceset = self.sets[self.source[example]]
        return str(faceset.column(IMAGES, "image_id")[int(self.rows[example])])


def gather(sources: Sequence[LabelledSource], vocabulary: Vocabulary, *, split: SplitOptions, seed: int) -> Examples:
    """Read the labels of some sets and split their people.

    Whether a person is held out depends on the seed and the identity alone.

    Raises:
        FaceSetError: a set or its labels aren't there.
        ConfigError: a set has no label that the vocabulary knows, or nobody is left in a part.
    """
    parts = [_of_one(source, vocabulary, split=split, seed=seed) for source in sources]
    facesets, labels, rows, people, part, unlabelled = zip(*parts, strict=True)
    found = Examples(
        sets=facesets,
        attributes=vocabulary.attributes,
        labels=np.concatenate(labels),
        source=np.repeat(np.arange(len(parts)), [len(each) for each in rows]),
        rows=np.concatenate(rows),
        people=apart(people),
        part=np.concatenate(part),
        unlabelled=unlabelled,
    )
    for number, name in enumerate(("training", "validation", "test")):
        if not (found.part == number).any():
            msg = (
                f"no person of {', '.join(source.path for source in sources)} fell to the {name} part: it takes more "
                "people, or a larger share of them under [split]"
            )
            raise ConfigError(msg)
    return found


_One = tuple[FaceSet, Labels, npt.NDArray[np.int64], npt.NDArray[np.int64], npt.NDArray[np.int8], int]


def _of_one(source: LabelledSource, vocabulary: Vocabulary, *, split: SplitOptions, seed: int) -> _One:
    faceset = FaceSet.open(Path(source.path))
    layer = label_layer(faceset, source.labels)
    labels = labels_of(faceset, layer)
    given = Vocabulary.load(source.vocabulary) if source.vocabulary else vocabulary
    matrix = _in(labels, given)
    if given.name != vocabulary.name:
        matrix = map_labels(matrix, source=given, target=vocabulary)
    images = faceset.scan(IMAGES).select("image_id", "identity", "error").collect()
    usable = (matrix != 0).any(axis=1) & images["error"].is_null().to_numpy()
    if not usable.any():
        msg = (
            f"{faceset.path}: no image has a label of the vocabulary {vocabulary.name!r} in {layer!r}, whose "
            f"attributes are {', '.join(labels.columns)}; say with `vocabulary` which one they are of"
        )
        raise ConfigError(msg)
    kept = images.filter(usable)
    shares = (1 - split.validation - split.test, split.validation, split.test)
    part = split_people(kept["identity"], kept["image_id"], seed=seed, shares=shares)
    if source.train_only:
        part = np.zeros_like(part)
    people = kept.select(pl.coalesce(pl.format("i {}", "identity"), pl.format("f {}", "image_id")).rank("dense"))
    numbers = people.to_series().cast(pl.Int64).to_numpy() - 1
    return faceset, matrix[usable], np.flatnonzero(usable), numbers, part, int((~usable).sum())


def _in(labels: pl.DataFrame, vocabulary: Vocabulary) -> Labels:
    """The labels as a matrix of all attributes of a vocabulary; those that aren't among them are undefined."""
    columns = [
        labels[name].fill_null(0).to_numpy() if name in labels.columns else np.zeros(len(labels), dtype=np.int8)
        for name in vocabulary.attributes
    ]
    return np.stack(columns, axis=1)
