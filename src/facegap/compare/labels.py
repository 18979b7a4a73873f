"""The attribute labels of a face set in memory, with whose each image is."""

from dataclasses import dataclass, replace

import numpy as np
import polars as pl

from facegap.base.arrays import Float32Array, Float64Array, Int8Array, Int64Array
from facegap.base.errors import FaceSetError
from facegap.base.short_repr import ShortRepr
from facegap.compare.validity import GIVEN_LABELS, Validity
from facegap.faceset import IMAGES, RELIABILITY, SCORE, FaceSet, labels_of
from facegap.matching import person_numbers


@dataclass(frozen=True)
class LabeledSet(ShortRepr):
    """Images that have labels, in the order of the face set.

    Attributes:
        layer: The name of the layer that the labels are from, such as ``truth``.
        attributes: The names of the attributes.
        labels: int8 (images, attributes): 1 positive, −1 negative, 0 undefined.
        people: int64 (images,), a number for each identity; an image without one has a number of its own, that is, it
            is taken to be of a person who is on no other image.
        unknown: How many of the images have no identity.
        missing: How many images of the set have no label of any attribute.
        rows: int64 (images,), where the images are in the face set.
        scores: float32 (images, attributes), how sure the annotator is of a positive label, 0 to 1, NaN where it gave
            none; None where the layer hasn't a score for every attribute.
        reliability: float64 (attributes,), the mean reliability that the annotator gives its labels, 0 to 1, NaN where
            it gives none; None where the layer has no reliabilities at all.
        validity: How far the labels are to be relied on.
    """

    layer: str
    attributes: tuple[str, ...]
    labels: Int8Array
    people: Int64Array
    unknown: int
    missing: int
    rows: Int64Array
    scores: Float32Array | None = None
    reliability: Float64Array | None = None
    validity: Validity = GIVEN_LABELS

    @classmethod
    def load(cls, faceset: FaceSet, layer: str) -> "LabeledSet":
        """Read the labels of a layer; where an image has some only, the others are undefined.

        Raises:
            FaceSetError: There is no such layer, no attribute or no label in it, or a score that is no chance.
        """
        labels = labels_of(faceset, layer)
        present = labels.select(pl.any_horizontal(pl.all().is_not_null())).to_series()
        if not present.any():
            msg = f"{faceset.path}: no image has a label in the layer {layer!r}"
            raise FaceSetError(msg)
        identity = faceset.column(IMAGES, "identity").filter(present)
        scores = _beside(faceset, layer, labels.columns, SCORE)
        reliability = _beside(faceset, layer, labels.columns, RELIABILITY)
        return cls(
            layer=layer,
            attributes=tuple(labels.columns),
            labels=labels.filter(present).fill_null(0).to_numpy(),
            people=person_numbers(identity),
            unknown=identity.null_count(),
            missing=int((~present).sum()),
            rows=present.arg_true().cast(pl.Int64).to_numpy(),
            scores=scores if scores is None else _numbers(_chances(faceset, layer, scores).filter(present)),
            reliability=reliability if reliability is None else _means(reliability),
            validity=Validity.of(faceset, layer),
        )

    @property
    def validated(self) -> tuple[str, ...]:
        """The attributes of which the labels may be relied on, in order."""
        return tuple(name for name in self.attributes if self.validity.trusts(name))

    def only(self, attributes: tuple[str, ...]) -> "LabeledSet":
        """The same images with some of the attributes, in this order."""
        if attributes == self.attributes:
            return self
        at = [self.attributes.index(name) for name in attributes]
        return replace(
            self,
            attributes=attributes,
            labels=np.ascontiguousarray(self.labels[:, at]),
            scores=self.scores if self.scores is None else np.ascontiguousarray(self.scores[:, at]),
            reliability=self.reliability if self.reliability is None else self.reliability[at],
        )


def in_common(*sets: LabeledSet) -> tuple[str, ...]:
    """The attributes that all sets have, in the order of the first.

    Raises:
        FaceSetError: There is none.
    """
    names = tuple(name for name in sets[0].attributes if all(name in labeled.attributes for labeled in sets[1:]))
    if not names:
        has = "; ".join(f"one has {', '.join(labeled.attributes)} in {labeled.layer!r}" for labeled in sets)
        msg = f"the sets have no attribute in common: {has}"
        raise FaceSetError(msg)
    return names


def relied_on(*sets: LabeledSet) -> tuple[str, ...]:
    """The attributes that what is said of several attributes together is about, in the order of the first set.

    These are the attributes that are validated on all sets. Where these are fewer than two, it is all that the sets
    have in common, of which nothing is known then.

    Raises:
        FaceSetError: The sets have no attribute in common.
    """
    common = in_common(*sets)
    validated = tuple(name for name in common if all(labeled.validity.trusts(name) for labeled in sets))
    return validated if len(validated) > 1 else common


def _beside(faceset: FaceSet, layer: str, attributes: list[str], ending: str) -> pl.DataFrame | None:
    """The float columns ``<attribute><ending>``; None where an attribute has none."""
    rows = faceset.scan(layer)
    schema = rows.collect_schema()
    names = {name: f"{layer}.{name}{ending}" if layer != IMAGES else f"{name}{ending}" for name in attributes}
    if not all(schema.get(column, pl.Null).is_float() for column in names.values()):
        return None
    return rows.select(pl.col(column).cast(pl.Float32).alias(name) for name, column in names.items()).collect()


def _chances(faceset: FaceSet, layer: str, scores: pl.DataFrame) -> pl.DataFrame:
    """The same scores, seen to be chances; those that are NaN stay so."""
    for column in scores:
        wrong = (column.is_not_nan() & ~column.is_between(0, 1)).arg_true()
        if len(wrong):
            row = int(wrong[0])
            image_id = faceset.column(IMAGES, "image_id")[row]
            msg = (
                f"{faceset.path}: in {layer!r} the column {column.name + SCORE!r} has the value {column[row]} for "
                f"{image_id}; scores are chances of a positive label, 0 to 1"
            )
            raise FaceSetError(msg)
    return scores


def _numbers(frame: pl.DataFrame) -> Float32Array:
    return np.asarray(frame.fill_null(float("nan")).to_numpy(), dtype=np.float32)


def _means(frame: pl.DataFrame) -> Float64Array:
    means = frame.select(pl.all().fill_nan(None).cast(pl.Float64).mean())
    return np.array([float("nan") if value is None else value for value in means.row(0)])
