"""Whether people are themselves throughout: images per identity, variation within, separation between, consistency."""

from collections.abc import Collection, Iterator, Mapping, Sequence

import numpy as np

from facegap.compare.identities import IdentityComparison, ImagesPerIdentity, Inconsistent, VariationComparison
from facegap.estimates import Estimate
from facegap.report.figures.curves import Curves, Line
from facegap.report.figures.figure import REAL, SYNTHETIC, Figure
from facegap.report.figures.rows.bars import Bars
from facegap.report.figures.rows.share_rows import ShareRows
from facegap.report.page.images import Example
from facegap.report.page.section import Section, fill_template

_RANGES = ((1, 1), (2, 2), (3, 4), (5, 9), (10, 19), (20, 49), (50, 99), (100, None))


def identities_section(
    names: tuple[str, str],
    identities: IdentityComparison,
    *,
    inconsistent: Mapping[str, Sequence[Inconsistent]],
    pictures: Mapping[tuple[str, int], Example],
    doubted: Collection[str] = (),
) -> Section:
    """Tables and figures of identities, and people whose images disagree.

    Args:
        names: of the real and of the synthetic set.
        identities: what was compared.
        inconsistent: by the name of the set, the people to show, see ``inconsistent_people``.
        pictures: by the name of the set and the image's place in its ``LabeledSet``; what is missing isn't shown.
        doubted: attributes for which the annotator isn't validated on the images of both sets; they are left out.
    """
    drawn: list[Figure] = []
    histogram = _histogram(names, identities)
    if len(histogram.rows) > 1:  # one row is all of each set, which the table says
        drawn.append(histogram)
    scores = None
    if identities.variation and (identities.variation.real or identities.variation.synthetic):
        scores = _scores(names, identities.variation)
        drawn.append(scores)
    body = fill_template(
        "comparison/identities.html",
        names=names,
        identities=identities,
        histogram=histogram if histogram in drawn else None,
        scores=scores,
        ranked=[one for one in identities.ranked() if one.name not in doubted],
        doubted=[one for one in identities.ranked() if one.name in doubted],
        people={name: list(_shown(name, shown, pictures)) for name, shown in inconsistent.items()},
    )
    return Section("identities", "Identity consistency and separation", body, tuple(drawn))


def _shown(
    name: str, people: Sequence[Inconsistent], pictures: Mapping[tuple[str, int], Example]
) -> Iterator[tuple[Inconsistent, list[Example], list[Example]]]:
    """Each with the pictures of its positive and negative images, where there are some of both."""
    for one in people:
        sides = [
            [pictures[(name, row)] for row in rows if (name, row) in pictures]
            for rows in (one.positive_rows, one.negative_rows)
        ]
        if all(sides):
            yield one, sides[0], sides[1]


def _histogram(names: tuple[str, str], identities: IdentityComparison) -> Bars:
    sides = [
        (name, color, counted)
        for name, color, counted in zip(names, (REAL, SYNTHETIC), (identities.real, identities.synthetic), strict=True)
        if counted.identities
    ]
    used = [span for span in _RANGES if any(_between(counted, *span) for _, _, counted in sides)]
    return Bars(
        name="images-per-identity",
        alt="Share of identities by their number of images",
        x_label="share of identities",
        rows=tuple(_span(*span) for span in used),
        sets=tuple(
            ShareRows(name, color, tuple(_share(counted, *span) for span in used)) for name, color, counted in sides
        ),
    )


def _span(low: int, high: int | None) -> str:
    if low == high:
        return "1 image" if low == 1 else f"{low} images"
    return f"{low}–{high} images" if high else f"{low} images or more"


def _between(counted: ImagesPerIdentity, low: int, high: int | None) -> int:
    """Identities with so many images."""
    inside = (counted.sizes >= low) & (counted.sizes <= (np.inf if high is None else high))
    return int(counted.counts[inside].sum())


def _share(counted: ImagesPerIdentity, low: int, high: int | None) -> Estimate:
    return Estimate(_between(counted, low, high) / counted.identities, float("nan"), float("nan"))


def _scores(names: tuple[str, str], variation: VariationComparison) -> Curves:
    lines = []
    for name, color, described in zip(names, (REAL, SYNTHETIC), (variation.real, variation.synthetic), strict=True):
        if described:
            lines.append(Line.of_scores(f"{name}: nearest other person", described.nearest_scores, color, dashed=True))
            lines.append(Line.of_scores(f"{name}: same person", described.within_scores, color, dashed=False))
    return Curves(
        name="identities",
        alt="Distributions over identities of the mean score within each, and of the score with the nearest other",
        x_label="cosine similarity",
        y_label="share of identities (bins of 0.01)",
        lines=tuple(lines),
    )
