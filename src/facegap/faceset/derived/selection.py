"""Which images of a face set are taken: by a condition, by their ids, or so many people with so many images each."""

import difflib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from facegap.base.arrays import Int64Array
from facegap.base.errors import ConfigError
from facegap.base.seeds import generator
from facegap.faceset.derived.expression import parse_condition
from facegap.faceset.faceset import IMAGES, FaceSet


@dataclass(frozen=True)
class Selection:
    """What is wanted of a face set; each narrows down what the ones before it have left.

    Images that can't be used, with a reason in ``error``, are never taken.

    Attributes:
        where: A condition, as ``parse_condition`` reads it.
        ids: The ids of the images to take, in any order.
        identities: How many people to take, drawn at random.
        images: How many images of each person to take, drawn at random; people who have fewer are left out.
        seed: The seed of the draws.
    """

    where: str | None = None
    ids: tuple[str, ...] | None = None
    identities: int | None = None
    images: int | None = None
    seed: int = 0

    @property
    def drawn(self) -> bool:
        """Whether anything is drawn at random."""
        return self.identities is not None or self.images is not None

    def words(self) -> str:
        """The selection as people would say it."""
        parts = [
            self.where or "",
            f"{len(self.ids)} ids" if self.ids is not None else "",
            f"{self.identities} people" if self.identities is not None else "",
            f"{self.images} images each" if self.images is not None else "",
            f"seed {self.seed}" if self.drawn else "",
        ]
        return ", ".join(filter(None, parts))

    def settings(self) -> dict[str, Any]:
        """The selection as JSON values; ids go by the rows that they lead to."""
        chosen = {"where": self.where, "identities": self.identities, "images": self.images}
        return {key: value for key, value in chosen.items() if value is not None} | (
            {"seed": self.seed} if self.drawn else {}
        )


def selected_rows(faceset: FaceSet, selection: Selection) -> Int64Array:
    """The rows of a face set that a selection takes, int64, ascending.

    Raises:
        ConfigError: the selection asks for nothing, for an id that the set doesn't have, for more people than there
            are, or it leaves nothing over.
    """
    if selection == Selection(seed=selection.seed):
        msg = "say which images to take: --where, --ids, --identities or --images"
        raise ConfigError(msg)
    frame = faceset.scan().select("image_id", "identity", "error").collect().with_row_index("row")
    if selection.ids is not None:
        _check_ids(frame, selection.ids, faceset)
        frame = frame.filter(pl.col("image_id").is_in(list(selection.ids)))
    if selection.where is not None:
        frame = frame.filter(_met(selection.where, faceset).gather(frame["row"]))
    frame = frame.filter(pl.col("error").is_null())
    if selection.drawn:
        frame = _draw(frame, selection, faceset)
    if frame.is_empty():
        msg = f"{faceset.path}: no image is left of {len(faceset)} by {selection.words()}; ask for less"
        raise ConfigError(msg)
    return frame["row"].sort().cast(pl.Int64).to_numpy()


def _met(where: str, faceset: FaceSet) -> pl.Series:
    """Whether each image meets a condition; never null."""
    condition = parse_condition(where, faceset)
    layers = [IMAGES, *(layer for layer in condition.layers if layer != IMAGES)]
    return faceset.scan(*layers).select(condition.expression.fill_null(value=False).alias("met")).collect()["met"]


def _check_ids(frame: pl.DataFrame, ids: Sequence[str], faceset: FaceSet) -> None:
    present = set(frame["image_id"])
    if missing := [image_id for image_id in ids if image_id not in present]:
        more = f" (and {len(missing) - 1} more)" if len(missing) > 1 else ""
        nearest = difflib.get_close_matches(missing[0], frame["image_id"], n=1, cutoff=0.5)
        advice = f"did you mean {nearest[0]!r}?" if nearest else "its ids are in the column image_id of images"
        msg = f"{faceset.path} has no image {missing[0]!r}{more}; {advice}"
        raise ConfigError(msg)


def _draw(frame: pl.DataFrame, selection: Selection, faceset: FaceSet) -> pl.DataFrame:
    """Draw people and images; a person's images are the same whoever else is drawn."""
    frame = frame.filter(pl.col("identity").is_not_null())
    people = frame.group_by("identity").agg(pl.col("row").sort()).sort("identity")
    if selection.images is not None:
        people = people.filter(pl.col("row").list.len() >= selection.images)
    if selection.identities is not None:
        if selection.identities > len(people):
            having = f" with {selection.images} images or more" if selection.images is not None else ""
            msg = (
                f"{faceset.path}: {selection.identities} people are wanted, and {len(people)}{having} are there; "
                "ask for fewer"
            )
            raise ConfigError(msg)
        order = generator(selection.seed, "select", "identities").permutation(len(people))
        people = people[np.sort(order[: selection.identities])]
    rows: list[int] = []
    for identity, of_person in people.iter_rows():
        if selection.images is None:
            rows.extend(of_person)
        else:
            draw = generator(selection.seed, "select", "images", identity)
            rows.extend(draw.choice(of_person, selection.images, replace=False).tolist())
    return frame.filter(pl.col("row").is_in(rows))
