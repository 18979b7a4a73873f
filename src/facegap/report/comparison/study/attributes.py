"""How often each attribute is there in each of several sets: the main table and figure of a study of attributes."""

from collections.abc import Sequence

from facegap.compare import AttributeInSets, AttributesInSets, SetDescription
from facegap.report.comparison.study.shown import ShownShare, series_of, set_marks, share_to_show
from facegap.report.figures.rows.set_shares import SetShares
from facegap.report.page.section import Section, fill_template


def study_attributes_section(result: AttributesInSets, sets: Sequence[SetDescription]) -> Section:
    """Shares of all sets, what differs most between any two of them first; over images, and over people.

    Args:
        result: the shares.
        sets: the sets, in the same order.
    """
    names = [described.name for described in sets]
    ranked = rank_attributes(result)
    shown = [[share_to_show(shares) for shares in attribute.shares] for attribute in ranked]
    owned = [[share_to_show(shares, by_identity=True) for shares in attribute.shares] for attribute in ranked]
    figure = SetShares(
        name="study-attributes",
        alt="Share of images on which each attribute is positive, in each set, the most different attribute first",
        x_label="share of images with the attribute, with 95 % interval",
        rows=tuple(attribute.name for attribute in ranked),
        sets=series_of(names, shown),
    )
    body = fill_template(
        "comparison/study/attributes.html",
        result=result,
        names=list(zip(names, set_marks(names), strict=True)),
        figure=figure,
        rows=list(zip(ranked, shown, strict=True)),
        by_identity=list(zip(ranked, owned, strict=True)) if any(result.several) else [],
        without=[described.name for described, several in zip(sets, result.several, strict=True) if not several],
        doubted=any(not one.believed for row in shown for one in row),
    )
    return Section("study-attributes", "Attributes in all sets", body, (figure,))


def rank_attributes(result: AttributesInSets) -> list[AttributeInSets]:
    """The attributes by how far the sets are apart in them, the furthest first; what isn't believed last."""

    def rank(attribute: AttributeInSets) -> tuple[bool, float]:
        shown = [share_to_show(each) for each in attribute.shares]
        return not all(one.believed for one in shown), -_apart(shown)

    return sorted(result.compared, key=rank)


def _apart(shares: Sequence[ShownShare]) -> float:
    known = [one.estimate.value for one in shares if one.estimate.known]
    return max(known) - min(known) if known else -1.0
