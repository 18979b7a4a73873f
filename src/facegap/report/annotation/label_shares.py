"""How frequent each attribute is in one set: by calibrated scores first, then by labels, as far as either can tell."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from facegap.compare import AttributeShares
from facegap.compare.validity import Validity
from facegap.estimates import Estimate
from facegap.faceset import describe_domain
from facegap.models import AnnotatorCard, DomainSheet
from facegap.report.figures.figure import REAL, Figure
from facegap.report.figures.rows.intervals import IntervalSeries
from facegap.report.figures.rows.set_shares import SetShares
from facegap.report.figures.rows.split_bars import SplitBar, SplitBars
from facegap.report.page.attribute_groups import AttributeGroup
from facegap.report.page.picks import face_anchors
from facegap.report.page.section import Section, fill_template


@dataclass(frozen=True)
class MeasuredLabels:
    """How right the labels of an attribute are.

    Attributes:
        balanced_accuracy: 0 to 1; None where nobody knows.
        right: the share of the kept labels that are right, 0 to 1; likewise.
    """

    balanced_accuracy: float | None
    right: float | None


def label_shares_section(
    name: str,
    shares: Mapping[str, AttributeShares],
    groups: Sequence[AttributeGroup],
    *,
    validity: Validity,
    card: AnnotatorCard | None,
    sheet: DomainSheet | None,
) -> Section:
    """Figures and a table, by group; gray where the annotator wasn't validated on such images.

    Args:
        name: of the set.
        shares: of each attribute.
        groups: the attributes by group, in the order of the page.
        validity: how far the labels are to be relied on.
        card: of the network that gave the labels; None where nothing is known of its accuracy.
        sheet: what was measured of that network on images of this kind; None where nothing was.
    """
    names, anchors = [each for group in groups for each in group.attributes], face_anchors(list(shares))
    scored = [each for each in names if shares[each].by_scores and shares[each].validated]
    figures: list[Figure] = [_figure_of_scores(name, scored, shares)] if scored else []
    figures.append(_figure_of_labels(names, shares, anchors, by_network=validity.annotator is not None))
    measured = _measured(names, validity, card, sheet)
    body = fill_template(
        "annotation/label_shares.html",
        figures=figures,
        groups=groups,
        anchors=anchors,
        shares=shares,
        scored=scored,
        caution=validity.caution(name, attributes=names),
        validity=validity,
        images=describe_domain(validity.domain),
        measured=measured if any(one.balanced_accuracy is not None for one in measured.values()) else {},
        sheet=sheet,
        reliable=any(one.reliability is not None for one in shares.values()),
    )
    return Section("labels", "Attribute distributions", body, tuple(figures))


def _figure_of_scores(name: str, names: Sequence[str], shares: Mapping[str, AttributeShares]) -> SetShares:
    estimates = tuple(share for each in names if (share := shares[each].by_scores))
    return SetShares(
        name="shares",
        alt="Share of images with each attribute, by calibrated scores",
        x_label="share of images with the attribute, by calibrated scores, with 95 % interval",
        rows=tuple(names),
        sets=(IntervalSeries(name, REAL, estimates, (True,) * len(names)),),
    )


def _figure_of_labels(
    names: Sequence[str], shares: Mapping[str, AttributeShares], anchors: Mapping[str, str], *, by_network: bool
) -> SplitBars:
    bars = []
    for name in names:
        parts = (shares[name].positive, shares[name].undefined, shares[name].negative)
        if by_network:  # an interval over people alone would look sure
            left, between, right = (Estimate(part.value, math.nan, math.nan) for part in parts)
        else:
            left, between, right = parts
        bars.append(SplitBar(left, between, right, doubted=not shares[name].validated))
    return SplitBars(
        name="labels",
        alt="Share of images on which each attribute is labeled positive, undefined and negative",
        x_label="share of images with such a label",
        rows=tuple(names),
        parts=("labeled positive", "undefined", "labeled negative"),
        bars=tuple(bars),
        links=tuple(f"#{anchors[name]}" for name in names),
    )


def _measured(
    names: Sequence[str], validity: Validity, card: AnnotatorCard | None, sheet: DomainSheet | None
) -> dict[str, MeasuredLabels]:
    """How right labels are on images of this kind, on the labeled set where they are worst.

    A card's numbers are of the images that the network learned from, so they stand for no other kind of image.
    """
    if sheet and validity.data:
        figures = {name: sheet.figures(name) for name in names if name in validity.validated}
        return {
            name: MeasuredLabels(
                min((one.balanced_accuracy for one in each if one.balanced_accuracy is not None), default=None),
                min((one.right for one in each if one.right is not None), default=None),
            )
            for name, each in figures.items()
        }
    if card and validity.annotator is None:
        return {one.name: MeasuredLabels(one.balanced_accuracy, one.right) for one in card.attributes}
    return {}
