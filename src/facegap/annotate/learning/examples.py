"""What an annotator is trained on: images of several sets, their labels in one vocabulary, and who is held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from facegap.annotate.learning.configuration import LabeledSource, SplitOptions
from facegap.annotate.vocabulary import Vocabulary, map_labels
from facegap.base.arrays import Int8Array, Int64Array
from facegap.base.errors import ConfigError
from facegap.base.short_repr import ShortRepr
from facegap.faceset import IMAGES, FaceSet, label_layer, labels_of
from facegap.training import TEST, TRAIN, VALIDATION, check_train_only, number_people, split_people


@dataclass(frozen=True)
class Examples(ShortRepr):
    """Images with labels, one set after another.

    Attributes:
        sets: The face sets.
        attributes: The names of the columns of ``labels``.
        labels: int8 (n, A): 1 positive, −1 negative, 0 undefined.
        source: int64 (n,), the number of each image's set.
        rows: int64 (n,), the row of each image in its set.
        people: int64 (n,), a number for each identity of each set; an image of unknown identity is a person of its own.
        part: int8 (n,): ``TRAIN``, ``VALIDATION`` or ``TEST`` of ``facegap.training``.
        unlabeled: For each set, the number of images that aren't used because they have no label or can't be read.
        unknown: For each set, the number of images that are used and have no known identity.
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
        """Return the numbers of the examples of training, validation or test."""
        return np.flatnonzero(self.part == part)

    def image_ids(self, examples: Int64Array) -> list[str]:
        """Return the image ids of some examples, for messages."""
        ids = {number: self.sets[number].column(IMAGES, "image_id") for number in np.unique(self.source[examples])}
        return [str(ids[self.source[example]][int(self.rows[example])]) for example in examples]


def load_examples(
    sources: Sequence[LabeledSource], vocabulary: Vocabulary, *, split: SplitOptions, seed: int
) -> Examples:
    """Read the labels of some sets and split their people into training, validation and test.

    Whether a person is held out depends on the seed and the identity alone. The identity of an image comes from the
    set, or else from what came with its labels, as CelebA's identities do.

    Args:
        sources: The face sets, and which of their layers have labels.
        vocabulary: The vocabulary that all labels are mapped to.
        split: The shares of the people for validation and test.
        seed: The seed of the split.

    Raises:
        FaceSetError: A set or its labels don't exist.
        ConfigError: A set has no label that the vocabulary knows, nobody is left in a part, or a set is given twice and
            only once for training alone.
    """
    sets = [_load_set(source, vocabulary, split=split, seed=seed) for source in sources]
    contents = [loaded.faceset.layer(IMAGES).content for loaded in sets]
    check_train_only(
        [(source.path, content, source.train_only) for source, content in zip(sources, contents, strict=True)]
    )
    identities = [loaded.images["identity"] for loaded in sets]
    examples = Examples(
        sets=tuple(loaded.faceset for loaded in sets),
        attributes=vocabulary.attributes,
        labels=np.concatenate([loaded.labels for loaded in sets]),
        source=np.repeat(np.arange(len(sets)), [len(loaded.images) for loaded in sets]),
        rows=np.concatenate([loaded.images["row"].cast(pl.Int64).to_numpy() for loaded in sets]),
        people=number_people(contents, identities, [loaded.images["image_id"] for loaded in sets]),
        part=np.concatenate([loaded.part for loaded in sets]),
        unlabeled=tuple(loaded.unlabeled for loaded in sets),
        unknown=tuple(identity.null_count() for identity in identities),
    )
    for part, name in enumerate(("training", "validation", "test")):
        if not (examples.part == part).any():
            msg = (
                f"no person of {', '.join(source.path for source in sources)} fell to the {name} part: it takes more "
                "people, or a larger share of them under [split]"
            )
            raise ConfigError(msg)
    return examples


@dataclass(frozen=True)
class _LoadedSet:
    """What is used of one set; ``images`` has the columns row, image_id and identity."""

    faceset: FaceSet
    images: pl.DataFrame
    labels: Int8Array
    part: Int8Array
    unlabeled: int


def _load_set(source: LabeledSource, vocabulary: Vocabulary, *, split: SplitOptions, seed: int) -> _LoadedSet:
    faceset = FaceSet.open(Path(source.path))
    layer = label_layer(faceset, source.labels)
    columns = labels_of(faceset, layer)
    own = Vocabulary.load(source.vocabulary) if source.vocabulary else vocabulary
    labels = _as_matrix(columns, own)
    if own != vocabulary:
        labels = map_labels(labels, source=own, target=vocabulary)
    images = _read_images(faceset, layer)
    usable = (labels != 0).any(axis=1) & images["error"].is_null().to_numpy()
    if not usable.any():
        msg = (
            f"{faceset.path}: no image has a label of the vocabulary {vocabulary.name!r} in {layer!r}, whose "
            f"attributes are {', '.join(columns.columns)}; say with `vocabulary` which one they are of"
        )
        raise ConfigError(msg)
    kept = images.filter(usable)
    part = _split(source, kept, split=split, seed=seed)
    return _LoadedSet(faceset, kept, labels[usable], part, int((~usable).sum()))


def _read_images(faceset: FaceSet, layer: str) -> pl.DataFrame:
    """The rows of a set with the identity and the partition of each, null where they are unknown."""
    schema = faceset.scan(layer).collect_schema()
    in_layer = {
        name: f"{layer}.{name}" for name in ("identity", "partition") if schema.get(f"{layer}.{name}") == pl.String
    }
    images = faceset.scan(IMAGES, layer) if in_layer else faceset.scan(IMAGES)
    identity = pl.coalesce("identity", in_layer["identity"]) if "identity" in in_layer else pl.col("identity")
    partition = pl.col(in_layer["partition"]) if "partition" in in_layer else pl.lit(None, dtype=pl.String)
    columns = ("image_id", identity.alias("identity"), partition.alias("partition"), "error")
    return images.select(*columns).collect().with_row_index("row")


def _split(source: LabeledSource, images: pl.DataFrame, *, split: SplitOptions, seed: int) -> Int8Array:
    """The part of each image."""
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


def _as_matrix(columns: pl.DataFrame, vocabulary: Vocabulary) -> Int8Array:
    """Labels of all attributes of a vocabulary; those that aren't among the columns are undefined."""
    undefined = np.zeros(len(columns), dtype=np.int8)
    return np.stack(
        [
            columns[name].fill_null(0).to_numpy() if name in columns.columns else undefined
            for name in vocabulary.attributes
        ],
        axis=1,
    )
