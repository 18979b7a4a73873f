"""What renders are asked for by a table, or by the labels of another set, whose shares they come to have."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from facegap.base.errors import ConfigError
from facegap.faceset import SCORE, FaceSet, label_layer, labels_of
from facegap.render.conditions.rules import RULES
from facegap.render.conditions.table import TableUse, told
from facegap.render.recipes.recipe import Recipe
from facegap.render.truth.vocabulary import ATTRIBUTES

_PREFIX, _TRUTH = "attributes/", "truth"

Trusts = Callable[[str], bool]
"""Whether what a network says of an attribute, by its name, is known to be right on the images of a set."""


@dataclass(frozen=True)
class Likeness:
    """Whose labels people and images are drawn by.

    Attributes:
        name: of the set.
        layer: of the labels.
        images: how many have labels.
        unlabeled: how many have none, and aren't drawn.
        taken: the attributes that are asked for.
        left_out: those that the renderer can't be asked for.
        predicted: whether a network predicted them; else they are taken at their word.
        doubtful: the taken attributes for which that network isn't validated on such images; None where nobody knows
            which network it was.
        shares: of each taken attribute, the share of positive labels among the defined, 0 to 1; None without any.
    """

    name: str
    layer: str
    images: int
    unlabeled: int
    taken: tuple[str, ...]
    left_out: tuple[str, ...]
    predicted: bool
    doubtful: tuple[str, ...] | None
    shares: dict[str, float | None]

    @property
    def lines(self) -> list[str]:
        """What people should know of it."""
        told = (
            f"{self.name}: people and images are asked for as {self.layer} has them on {self.images} images, "
            f"by {len(self.taken)} attribute{'s' * (len(self.taken) > 1)}"
        )
        if self.left_out:
            told += f"; not by {', '.join(self.left_out)}, which the renderer can't be asked for"
        warning = self._warning()
        return [told, f"warning: {warning}"] if warning else [told]

    @property
    def validated(self) -> bool | None:
        """Whether all that is asked for is known to be right on such images; None where nobody has measured it."""
        return None if self.doubtful is None else not self.doubtful

    def _warning(self) -> str | None:
        if self.doubtful is None:
            return f"the shares are as {self.layer} measured them, which isn't known to be valid on these images"
        if not self.doubtful:
            return None
        doubt = "may be wrong in either direction"
        valid = [name for name in self.taken if name not in self.doubtful]
        if not valid:
            return f"{self.layer} is validated on such images for none of these attributes: all shares {doubt}"
        if len(valid) < len(self.doubtful):
            others = f"the shares of the other {len(self.doubtful)} {doubt}"
            return f"{self.layer} is validated on such images for {', '.join(valid)} alone; {others}"
        return f"{self.layer} isn't validated on such images for {', '.join(self.doubtful)}, whose shares {doubt}"

    def facts(self) -> dict[str, Any]:
        """As a result has it."""
        return {
            "set": self.name,
            "layer": self.layer,
            "images": self.images,
            "images_without_labels": self.unlabeled,
            "attributes_taken": list(self.taken),
            "attributes_left_out": list(self.left_out),
            "predicted": self.predicted,
            "validated": self.validated,
            "attributes_not_validated": None if self.doubtful is None else list(self.doubtful),
        }


@dataclass(frozen=True)
class Asking:
    """What a set was asked for by a table, or by the labels of another set.

    Attributes:
        table: what became of the table's rows; None without a table.
        like: whose labels the table holds; None where it isn't made of a set.
        shift: of the attribute whose share of positive labels changes most by rows that are left out, its name, that
            share in the set, and in what is asked for; None where nothing changes.
    """

    table: TableUse | None
    like: Likeness | None = None
    shift: tuple[str, float, float] | None = None

    @classmethod
    def of(cls, recipe: Recipe, like: Likeness | None) -> "Asking":
        """What a recipe asks for, whose table holds the labels of a set or not."""
        return cls(recipe.table_use, like, None if like is None else _greatest_shift(recipe, like))

    @property
    def lines(self) -> list[str]:
        """What people should know of it."""
        lines = [] if self.like is None else self.like.lines
        if self.table and self.table.skipped:
            count = sum(self.table.skipped.values())
            lines.append(f"{count} of {self.table.rows} rows are impossible and left out: {told(self.table.skipped)}")
        if self.shift:
            name, before, after = self.shift
            lines.append(f"without them {name} is positive in {after:.1%} in place of {before:.1%}, others change less")
        return lines

    def facts(self) -> dict[str, Any]:
        """As a result has it."""
        facts: dict[str, Any] = {} if self.table is None else {"conditions": self.table.facts()}
        if self.like is None:
            return facts
        shift = None if self.shift is None else dict(zip(("attribute", "measured", "asked"), self.shift, strict=True))
        return {"like": self.like.facts() | {"greatest_change_by_rows_left_out": shift}, **facts}


def _greatest_shift(recipe: Recipe, likeness: Likeness) -> tuple[str, float, float] | None:
    """The attribute whose share changes most by the rows that are left out."""
    rows, use = recipe.asking.rows, recipe.table_use
    if rows is None or use is None or not use.skipped:
        return None
    shifts = []
    for name, before in likeness.shares.items():
        labels = rows.signs[:, ATTRIBUTES.index(name)]
        defined = labels[labels != 0]
        if before is not None and len(defined):
            shifts.append((name, before, float(np.mean(defined > 0))))
    return max(shifts, key=lambda each: abs(each[2] - each[1]), default=None)


def write_likeness(
    faceset: FaceSet, attributes: str | None, folder: Path, *, trusted: Callable[[str], Trusts | None]
) -> tuple[Path, Likeness]:
    """Write the labels of a set as a table of conditions, a row an image; what is undefined is left free.

    Args:
        faceset: the set.
        attributes: the layer ``attributes/NAME``, or ``truth``; None for the only one.
        folder: where to.
        trusted: tells of a layer which of its attributes may be relied on; None where no known network made it.

    Raises:
        ConfigError: the set has no such layer, or several to choose from, or no attribute in it that is known.
    """
    layer = label_layer(faceset, attributes) if attributes else _only_layer(faceset)
    labels = labels_of(faceset, layer)
    present = labels.filter(pl.any_horizontal(pl.all().is_not_null())).fill_null(0)
    taken = [name for name in RULES if name in labels.columns]
    if not taken or present.is_empty():
        msg = (
            f"{faceset.path}: {layer} has no label of an attribute that the renderer can be asked for; it has "
            f"{', '.join(labels.columns)}. `facegap annotate {faceset.path}` adds those of MAAD-Face"
        )
        raise ConfigError(msg)
    trusts = trusted(layer)
    predicted = any(column.endswith(SCORE) for column in faceset.scan(layer).collect_schema().names())
    doubtful: tuple[str, ...] | None = None if predicted and layer != _TRUTH else ()
    if trusts is not None:
        doubtful = tuple(name for name in taken if not trusts(name))
    path = folder / f"{faceset.info.name}.csv"
    present.select(taken).write_csv(path)
    return path, Likeness(
        faceset.info.name,
        layer,
        images=present.height,
        unlabeled=labels.height - present.height,
        taken=tuple(taken),
        left_out=tuple(name for name in labels.columns if name not in RULES),
        predicted=predicted or trusts is not None,
        doubtful=doubtful,
        shares={name: _share(present[name]) for name in taken},
    )


def _only_layer(faceset: FaceSet) -> str:
    """The layer of attributes where there is one only; else the truth."""
    layers = [layer for layer in faceset.layers() if layer.startswith(_PREFIX)]
    if not layers and _TRUTH in faceset.layers():
        return _TRUTH
    if len(layers) == 1:
        return layers[0]
    if layers:
        names = ", ".join(layer.removeprefix(_PREFIX) for layer in layers)
        msg = f"{faceset.path} has several layers of attributes: {names}; name one with --attributes"
    else:
        msg = f"{faceset.path} has no attributes; run `facegap annotate {faceset.path}` first"
    raise ConfigError(msg)


def _share(labels: pl.Series) -> float | None:
    signs = labels.to_numpy()
    return float(np.mean(signs[signs != 0] > 0)) if signs.any() else None
