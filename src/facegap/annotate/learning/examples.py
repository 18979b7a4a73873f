"""What an annotator learns from: images of several sets, their labels in one vocabulary, and who is held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.learning.configuration import LabeledSource, SplitOptions
from facegap.annotate.vocabulary import Vocabulary, map_labels
from facegap.base.arrays import Int8Array, Int64Array
from facegap.base.errors import ConfigError
from facegap.faceset import IMAGES, FaceSet, label_layer, labels_of
from facegap.training import TEST, TRAIN, VALIDATION, check_train_only, number_people, split_people


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
        unlabeled: images of each set that aren't used since they have no label, or couldn't be read.
        unknown: images of each set that are used, and nobody says who they are of.
    """

    sets: tuple[FaceSet, ...]
    attributes: tuple[str, ...]
    labels: Int8Array
    source: Int64Array
    rows: Int64Array
    people: Int64Array
    part: Int8Array
    unlabeled: tuple[int, ...]
    unknown: tuple[int, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def of_part(self, part: int) -> Int64Array:
        """The numbers of the examples of training, validation or test."""
        return np.flatnonzero(self.part == part)

    def image_ids(self, examples: Int64Array) -> list[str]:
        """For messages."""
        columns = {at: self.sets[at].column(IMAGES, "image_id") for at in np.unique(self.source[examples])}
        return [str(columns[self.source[each]][int(self.rows[each])]) for each in examples]


def gather(sources: Sequence[LabeledSource], vocabulary: Vocabulary, *, split: SplitOptions, seed: int) -> Examples:
    """Read the labels of some sets and split their people.

    Whether a person is held out depends on the seed and the identity alone. Who somebody is says the set, or else what
    came with its labels, as CelebA's identities do.

    Raises:
        FaceSetError: a set or its labels aren't there.
        ConfigError: a set has no label that the vocabulary knows, nobody is left in a part, or a set is given twice and
            only once for training alone.
    """
    found = [_of_one(source, vocabulary, split=split, seed=seed) for source in sources]
    contents = [one.faceset.layer(IMAGES).content for one in found]
    check_train_only([(one.path, content, one.train_only) for one, content in zip(sources, contents, strict=True)])
    examples = Examples(
        sets=tuple(one.faceset for one in found),
        attributes=vocabulary.attributes,
        labels=np.concatenate([one.labels for one in found]),
        source=np.repeat(np.arange(len(found)), [len(one.images) for one in found]),
        rows=np.concatenate([one.images["row"].cast(pl.Int64).to_numpy() for one in found]),
        people=number_people(
            contents, [one.images["identity"] for one in found], [one.images["image_id"] for one in found]
        ),
        part=np.concatenate([one.part for one in found]),
        unlabeled=tuple(one.unlabeled for one in found),
        unknown=tuple(one.images["identity"].null_count() for one in found),
    )
    for number, name in enumerate(("training", "validation", "test")):
        if not (examples.part == number).any():
            msg = (
                f"no person of {', '.join(source.path for source in sources)} fell to the {name} part: it takes more "
                "people, or a larger share of them under [split]"
            )
            raise ConfigError(msg)
    return examples


@dataclass(frozen=True)
class _One:
    """What is used of one set: ``images`` has columns row, image_id and identity."""

    faceset: FaceSet
    images: pl.DataFrame
    labels: Int8Array
    part: Int8Array
    unlabeled: int


def _of_one(source: LabeledSource, vocabulary: Vocabulary, *, split: SplitOptions, seed: int) -> _One:
    faceset = FaceSet.open(Path(source.path))
    layer = label_layer(faceset, source.labels)
    labels = labels_of(faceset, layer)
    given = Vocabulary.load(source.vocabulary) if source.vocabulary else vocabulary
    matrix = _in(labels, given)
    if given != vocabulary:
        matrix = map_labels(matrix, source=given, target=vocabulary)
    images = _images(faceset, layer)
    usable = (matrix != 0).any(axis=1) & images["error"].is_null().to_numpy()
    if not usable.any():
        msg = (
            f"{faceset.path}: no image has a label of the vocabulary {vocabulary.name!r} in {layer!r}, whose "
            f"attributes are {', '.join(labels.columns)}; say with `vocabulary` which one they are of"
        )
        raise ConfigError(msg)
    kept = images.filter(usable)
    return _One(faceset, kept, matrix[usable], _part(source, kept, split, seed), int((~usable).sum()))


def _images(faceset: FaceSet, layer: str) -> pl.DataFrame:
    """The rows of a set, with who they are of and the part they are given to, null where nobody says it."""
    there = faceset.scan(layer).collect_schema()
    beside = {
        name: f"{layer}.{name}" for name in ("identity", "partition") if there.get(f"{layer}.{name}") == pl.String
    }
    images = faceset.scan(IMAGES, layer) if beside else faceset.scan(IMAGES)
    identity = pl.coalesce("identity", beside["identity"]) if "identity" in beside else pl.col("identity")
    partition = pl.col(beside["partition"]) if "partition" in beside else pl.lit(None, dtype=pl.String)
    columns = ("image_id", identity.alias("identity"), partition.alias("partition"), "error")
    return images.select(*columns).collect().with_row_index("row")


def _part(source: LabeledSource, images: pl.DataFrame, split: SplitOptions, seed: int) -> Int8Array:
    if source.train_only:
        return np.full(len(images), TRAIN, dtype=np.int8)
    if not source.partition:
        shares = (1 - split.validation - split.test, split.validation, split.test)
        return split_people(images["identity"], images["image_id"], seed=seed, shares=shares)
    if missing := images["partition"].null_count():
        msg = (
            f"{source.path}: {missing} of {len(images)} images with labels have no partition in {source.labels!r}; it "
            "comes with CelebA's labels where list_eval_partition.txt is beside them. Without `partition` people are "
            "split by chance"
        )
        raise ConfigError(msg)
    parts = {"train": TRAIN, "validation": VALIDATION, "test": TEST}
    return images["partition"].replace_strict(parts, return_dtype=pl.Int8).to_numpy()


def _in(labels: pl.DataFrame, vocabulary: Vocabulary) -> Int8Array:
    """The labels as a matrix of all attributes of a vocabulary; those that aren't among them are undefined."""
    columns = [
        labels[name].fill_null(0).to_numpy() if name in labels.columns else np.zeros(len(labels), dtype=np.int8)
        for name in vocabulary.attributes
    ]
    return np.stack(columns, axis=1)
