"""Who is learnt: the images of several sets, a class for each person who trains, and who is held out."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import polars as pl

from facegap.base.arrays import Int8Array, Int64Array
from facegap.base.errors import ConfigError
from facegap.engine import generator
from facegap.faceset import IMAGES, FaceSet
from facegap.recognize.configuration import TrainingSet, ValidationOptions
from facegap.training import TRAIN, VALIDATION, check_train_only, number_people, split_people

_FEWEST_HELD_OUT = 2


@dataclass(frozen=True)
class LeftOut:
    """Images of a set that aren't used.

    Attributes:
        unknown: that have no identity, or couldn't be read.
        few: of people with too few images.
        unchosen: of people, or beyond the images of a person, that the configuration doesn't ask for.
    """

    unknown: int
    few: int
    unchosen: int


@dataclass(frozen=True)
class People:
    """Images with their people, one set after another.

    Attributes:
        sets: The face sets.
        source: The number of each image's set, int64 (n,).
        rows: The row of each image in its set, int64 (n,).
        person: Whose image it is, int64 (n,): classes from 0 for those who train, and numbers after these for the
            others.
        part: ``TRAIN`` or ``VALIDATION`` of ``facegap.training``, int8 (n,).
        classes: So many people train.
        left_out: The images that aren't used, of each set.
    """

    sets: tuple[FaceSet, ...]
    source: Int64Array
    rows: Int64Array
    person: Int64Array
    part: Int8Array
    classes: int
    left_out: tuple[LeftOut, ...]

    def __len__(self) -> int:
        return len(self.rows)

    def of_part(self, part: int) -> Int64Array:
        """The numbers of the images of training or validation."""
        return np.flatnonzero(self.part == part)

    @property
    def held_out(self) -> int:
        """How many people validate."""
        return len(np.unique(self.person[self.of_part(VALIDATION)]))


def gather_people(sources: Sequence[TrainingSet], *, validation: ValidationOptions) -> People:
    """Read who is in some sets; people of different sets are different people, those of a set given twice the same.

    Whether a person is held out depends on the seed of the validation and the identity alone.

    Raises:
        FaceSetError: a set isn't there.
        ConfigError: a set has nobody with enough images, too few people are left to train or to validate, or a set is
            given twice and only once for training alone.
    """
    read = [_of_set(source, validation=validation) for source in sources]
    facesets, kept, parts, left_out = zip(*read, strict=True)
    contents = [faceset.layer(IMAGES).content for faceset in facesets]
    check_train_only(
        [(source.path, content, source.train_only) for source, content in zip(sources, contents, strict=True)]
    )
    person = number_people(contents, [images["identity"] for images in kept], [images["image_id"] for images in kept])
    part = np.concatenate(parts)
    counts = {number: len(np.unique(person[part == number])) for number in (TRAIN, VALIDATION)}
    for name, count in (("training", counts[TRAIN]), ("validation", counts[VALIDATION])):
        if count < _FEWEST_HELD_OUT:
            msg = (
                f"{count} people of {', '.join(source.path for source in sources)} fell to {name}, where at least "
                f"{_FEWEST_HELD_OUT} are needed: it takes more people, or another share of them under [validation]"
            )
            raise ConfigError(msg)
    return People(
        sets=facesets,
        source=np.repeat(np.arange(len(read)), [len(images) for images in kept]),
        rows=np.concatenate([images["row"].cast(pl.Int64).to_numpy() for images in kept]),
        person=_training_first(person, part),
        part=part,
        classes=counts[TRAIN],
        left_out=left_out,
    )


def _training_first(person: Int64Array, part: Int8Array) -> Int64Array:
    """The same people with numbers from 0, those who train before the others."""
    order = pl.DataFrame({"part": part, "person": person}).select(pl.struct("part", "person").rank("dense"))
    numbers: Int64Array = order.to_series().cast(pl.Int64).to_numpy() - 1
    return numbers


_OfSet = tuple[FaceSet, pl.DataFrame, Int8Array, LeftOut]


def _of_set(source: TrainingSet, *, validation: ValidationOptions) -> _OfSet:
    faceset = FaceSet.open(Path(source.path))
    images = faceset.scan(IMAGES).select("image_id", "identity", "error").collect().with_row_index("row")
    known = images.filter(pl.col("identity").is_not_null() & pl.col("error").is_null())
    enough = known.filter(pl.len().over("identity") >= source.fewest_images)
    kept = _chosen(enough, source)
    if not len(kept):
        msg = (
            f"{faceset.path}: none of its {len(images)} images is of a known person with {source.fewest_images} or "
            "more images; `facegap info` tells who is in it, and fewest_images what is enough"
        )
        raise ConfigError(msg)
    shares = (1 - validation.people, validation.people, 0.0)
    part = split_people(kept["identity"], kept["image_id"], seed=validation.seed, shares=shares)
    if source.train_only:
        part = np.zeros_like(part)
    left_out = LeftOut(len(images) - len(known), len(known) - len(enough), len(enough) - len(kept))
    return faceset, kept, part, left_out


def _chosen(images: pl.DataFrame, source: TrainingSet) -> pl.DataFrame:
    """Those of the people and images that the configuration asks for."""
    if source.people is not None:
        people = images["identity"].unique().sort()
        if len(people) < source.people:
            msg = f"{source.path}: {len(people)} people have {source.fewest_images} or more images, not {source.people}"
            raise ConfigError(msg)
        order = generator(0, "people").permutation(len(people))
        images = images.filter(pl.col("identity").is_in(people.gather(order[: source.people]).implode()))
    if source.images is not None:
        images = images.filter(pl.int_range(pl.len()).over("identity") < source.images)
    return images
