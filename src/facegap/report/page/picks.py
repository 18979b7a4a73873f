"""Pictures that show what an annotator means by an attribute: its most confident answers, and its borderline cases."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import MappingProxyType

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Int64Array
from facegap.compare import LabeledSet
from facegap.engine import generator
from facegap.faceset import IMAGES, RELIABILITY, FaceSet
from facegap.report.page.images import Example, Gallery

_LABELS = {1: "yes", 0: "undefined", -1: "no"}


@dataclass(frozen=True)
class Pick:
    """A picture to be shown for an attribute.

    Attributes:
        place: of the image in the ``LabeledSet``.
        label: 1 positive, −1 negative, 0 undefined.
        score: the annotator's chance of a positive label, 0 to 1; NaN where it gives none.
        reliability: of the label, 0 to 1; NaN where the annotator gives none.
    """

    place: int
    label: int
    score: float
    reliability: float


@dataclass(frozen=True)
class Picks:
    """The pictures of one attribute, no two of one person in a row of them.

    Attributes:
        attribute: its name.
        yes: positive, the most confident first.
        no: negative, the most confident first.
        borderline: where there are scores or reliabilities, what the annotator doubts most, the most doubtful first,
            whatever its label; otherwise some of what is undefined.
    """

    attribute: str
    yes: tuple[Pick, ...]
    no: tuple[Pick, ...]
    borderline: tuple[Pick, ...]

    @property
    def places(self) -> set[int]:
        """Of all its pictures."""
        return {pick.place for pick in (*self.yes, *self.no, *self.borderline)}


@dataclass(frozen=True)
class Annotated:
    """Labels with what an annotator says of each.

    Attributes:
        labeled: the images.
        reliability: float32 (images, attributes), 0 to 1, NaN where the annotator gives none; None where the layer has
            no reliability of some attribute.
        seen: bool (images,), whether there is a picture of the image.
    """

    labeled: LabeledSet
    reliability: Float32Array | None
    seen: BoolArray

    @classmethod
    def read(cls, faceset: FaceSet, labeled: LabeledSet) -> "Annotated":
        """Read what ``LabeledSet`` only has the means of.

        Args:
            faceset: the set.
            labeled: loaded from it, all of its attributes or some.
        """
        seen = faceset.column(IMAGES, "error").is_null().to_numpy()[labeled.rows]
        if labeled.reliability is None:
            return cls(labeled, None, seen)
        prefix = "" if labeled.layer == IMAGES else f"{labeled.layer}."
        columns = [f"{prefix}{name}{RELIABILITY}" for name in labeled.attributes]
        rows = faceset.scan(labeled.layer).select(columns).collect()[labeled.rows]
        reliability = rows.fill_null(float("nan")).to_numpy().astype(np.float32)
        return cls(labeled, reliability, seen)


@dataclass(frozen=True)
class Strip:
    """A row of pictures.

    Attributes:
        label: what they are.
        attribute: that they are picked for.
        faces: the pictures with what the annotator said of them.
    """

    label: str
    attribute: str
    faces: tuple[tuple[Pick, Example], ...]

    @classmethod
    def of(cls, label: str, picks: Sequence[Pick], pictures: Gallery, *, name: str, attribute: str) -> "Strip":
        """Those of the set ``name`` that ``pictures`` has."""
        keys = [(pick, (name, pick.place)) for pick in picks]
        return cls(label, attribute, tuple((pick, pictures[key]) for pick, key in keys if key in pictures))

    def said(self, pick: Pick) -> tuple[str, ...]:
        """What is told of a picture: the label, and the numbers that come with it."""
        numbers = {"score": pick.score, "reliability": pick.reliability}
        known = [f"{name} {number:.3f}" for name, number in numbers.items() if not math.isnan(number)]
        return (f"{self.attribute}: {_LABELS[pick.label]}", *([", ".join(known)] if known else []))


NO_ANCHORS: Mapping[str, str] = MappingProxyType({})
"""Of a page that shows no faces of attributes."""


def face_anchors(attributes: Sequence[str]) -> dict[str, str]:
    """For each attribute the id, on its page, of what shows its faces."""
    return {name: f"faces-{number}" for number, name in enumerate(attributes)}


def pick_most_confident(annotated: Annotated, attributes: Sequence[str], *, most: int, seed: int = 0) -> list[Picks]:
    """The pictures of some attributes.

    The most confident have the highest reliability and, at equal reliability, the highest chance of their label.
    Borderline are those with the lowest reliability and, at equal reliability, a score nearest to one half. Labels that
    come without either are drawn at random.

    Args:
        annotated: the labels.
        attributes: some of theirs.
        most: so many pictures of a kind at most.
        seed: of what is drawn at random.
    """
    return [_pick(annotated, name, most=most, seed=seed) for name in attributes]


def _pick(annotated: Annotated, name: str, *, most: int, seed: int) -> Picks:
    labeled = annotated.labeled
    at = labeled.attributes.index(name)
    labels, none = labeled.labels[:, at], np.full(len(labeled.labels), np.nan, dtype=np.float32)
    scores = none if labeled.scores is None else labeled.scores[:, at]
    reliability = none if annotated.reliability is None else annotated.reliability[:, at]
    chance = generator(seed, "report", "surest", name).random(len(labels))

    def first(places: Int64Array, certain: Float32Array, likely: Float32Array) -> tuple[Pick, ...]:
        """The first of each person in falling order of both; what isn't known comes last, and those alike as drawn."""
        keys = (chance[places], -_known(likely[places]), -_known(certain[places]))
        ranked = places[np.lexsort(keys)]
        _, own = np.unique(labeled.people[ranked], return_index=True)
        return tuple(
            Pick(int(place), int(labels[place]), float(scores[place]), float(reliability[place]))
            for place in ranked[np.sort(own)[:most]]
        )

    judged = ~np.isnan(scores) | ~np.isnan(reliability)
    borderline = judged if judged.any() else labels == 0
    return Picks(
        name,
        yes=first(np.flatnonzero(annotated.seen & (labels == 1)), reliability, scores),
        no=first(np.flatnonzero(annotated.seen & (labels == -1)), reliability, 1 - scores),
        borderline=first(np.flatnonzero(annotated.seen & borderline), -reliability, -np.abs(scores - np.float32(0.5))),
    )


def _known(values: Float32Array) -> Float32Array:
    return np.where(np.isnan(values), -np.inf, values).astype(np.float32)
