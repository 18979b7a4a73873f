"""How often each attribute is positive, negative and undefined in one set."""

from collections.abc import Mapping, Sequence

from facegap.compare import AttributeShares
from facegap.models import AnnotatorCard
from facegap.report.figures.rows.split_bars import SplitBar, SplitBars
from facegap.report.page.attribute_groups import AttributeGroup
from facegap.report.page.picks import face_anchors
from facegap.report.page.section import Section, fill_template


def label_shares_section(
    shares: Mapping[str, AttributeShares],
    groups: Sequence[AttributeGroup],
    card: AnnotatorCard | None,
) -> Section:
    """A figure and a table, by group.

    Args:
        shares: of each attribute.
        groups: the attributes by group, in the order of the page.
        card: of the network that gave the labels; None where nothing is known of its accuracy.
    """
    names, anchors = [name for group in groups for name in group.attributes], face_anchors(list(shares))
    figure = SplitBars(
        name="labels",
        alt="Share of images on which each attribute is positive, undefined and negative",
        x_label="share of images, with 95 % interval over people",
        rows=tuple(names),
        parts=("positive", "undefined", "negative"),
        bars=tuple(SplitBar(shares[name].positive, shares[name].undefined, shares[name].negative) for name in names),
        links=tuple(f"#{anchors[name]}" for name in names),
    )
    measured = {one.name: one for one in card.attributes} if card else {}
    body = fill_template(
        "annotation/label_shares.html",
        figure=figure,
        groups=groups,
        anchors=anchors,
        shares=shares,
        measured=measured if any(one.balanced_accuracy is not None for one in measured.values()) else {},
        reliable=any(one.reliability is not None for one in shares.values()),
    )
    return Section("labels", "Attribute distributions", body, (figure,))
