"""What was annotated, by what, and what went wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import polars as pl

from facegap.annotate.vocabulary import Vocabulary
from facegap.compare import LabeledSet
from facegap.faceset import FaceSet, describe_domain
from facegap.models import ModelCard
from facegap.report.page.section import Section, fill_template


@dataclass(frozen=True)
class LayerSummary:
    """A layer of attributes as a whole.

    Attributes:
        name: of the set.
        layer: the layer.
        made_by: what gave the labels, for people.
        images: in the set.
        labeled: images that have labels.
        people: their identities; images without one count as a person each.
        unknown: how many of them have no identity.
        errors: images that have an error in place of labels.
        reasons: the most frequent errors, with how many images have each.
        attributes: how many there are.
        scored: whether the labels come with scores.
        reliability: the mean over all labels, 0 to 1; NaN where there are none.
        annotator: the network that gave the labels; None where people or the renderer did, or none is known.
        domain: what kind of images the set has.
        validated: the attributes of which that network's answers may be relied on there.
        validated_on: the labeled faces on which that was measured, in words; None where it wasn't.
    """

    name: str
    layer: str
    made_by: str
    images: int
    labeled: int
    people: int
    unknown: int
    errors: int
    reasons: tuple[tuple[str, int], ...]
    attributes: int
    scored: bool
    reliability: float
    annotator: str | None
    domain: str
    validated: tuple[str, ...]
    validated_on: str | None

    @classmethod
    def of(cls, faceset: FaceSet, labeled: LabeledSet) -> "LayerSummary":
        """Describe a layer.

        Args:
            faceset: the set.
            labeled: what was loaded of the layer.
        """
        reasons = _reasons(faceset, labeled.layer)
        known = labeled.reliability[~np.isnan(labeled.reliability)] if labeled.reliability is not None else ()
        return cls(
            name=faceset.info.name,
            layer=labeled.layer,
            made_by=_made_by(faceset.layer(labeled.layer).settings),
            images=len(faceset),
            labeled=len(labeled.labels),
            people=len(np.unique(labeled.people)),
            unknown=labeled.unknown,
            errors=int(reasons["count"].sum()),
            reasons=tuple(reasons.head(3).rows()),
            attributes=len(labeled.attributes),
            scored=labeled.scores is not None,
            reliability=float(np.mean(known)) if len(known) else float("nan"),
            annotator=labeled.validity.annotator,
            domain=labeled.validity.domain,
            validated=tuple(name for name in labeled.attributes if name in labeled.validity.validated),
            validated_on=labeled.validity.data,
        )

    @property
    def short_layer(self) -> str:
        """``mac`` of ``attributes/mac``."""
        return self.layer.rpartition("/")[2]


def layer_section(described: LayerSummary, card: ModelCard | None, vocabulary: Vocabulary | None) -> Section:
    """The layer as a whole, with the limits that the card of its network states."""
    body = fill_template(
        "annotation/layer.html",
        layer=described,
        card=card,
        vocabulary=vocabulary,
        images=describe_domain(described.domain),
    )
    return Section("layer", "Summary", body)


def _made_by(settings: Mapping[str, Any]) -> str:
    if "model" in settings:
        return f"the network {settings['model']}"
    if settings.get("source") == "render":
        return "the renderer (ground truth)"
    stage = str(settings.get("stage", settings.get("source", "unknown")))
    return "an imported table of labels" if stage in ("label-table", "layout-labels") else stage


def _reasons(faceset: FaceSet, layer: str) -> pl.DataFrame:
    """The errors of a layer and how many images have each, the most frequent first."""
    names = faceset.scan(layer).collect_schema().names()
    column = next((name for name in names if name in ("error", f"{layer}.error")), None)
    if column is None:
        return pl.DataFrame(schema={"error": pl.String, "count": pl.UInt32})
    errors = faceset.scan(layer).select(pl.col(column).alias("error")).drop_nulls()
    return errors.group_by("error").len("count").sort("count", "error", descending=[True, False]).collect()
