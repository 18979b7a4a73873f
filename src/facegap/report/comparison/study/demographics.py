"""Who is in each of several sets: groups by sex, ancestry, age and the like at once."""

from collections.abc import Sequence

from facegap.compare import DemographicGroup, Demographics
from facegap.report.comparison.study.shown import series_of, set_marks, share_to_show
from facegap.report.figures.rows.set_shares import SetShares
from facegap.report.page.section import Section, fill_template

_MOST_DRAWN = 24


def demographics_section(demographics: Demographics, names: Sequence[str]) -> Section:
    """The joint shares of groups, in the order of their attributes, as a table and a figure.

    Args:
        demographics: the groups.
        names: of the sets.
    """
    drawn = _largest(demographics.groups)
    figures = (_figure(drawn, names),) if drawn else ()
    body = fill_template(
        "comparison/study/demographics.html",
        demographics=demographics,
        names=list(zip(names, set_marks(names), strict=True)),
        figures=figures,
        more=len(demographics.groups) - len(drawn),
        rows=[(group, [share_to_show(one) for one in group.shares]) for group in demographics.groups],
        decided=list(zip(names, demographics.decided, strict=True)) if demographics.decided else [],
        left_out=[(axis, list(zip(names, shares, strict=True))) for axis, shares in demographics.left_out],
        never=[(name, unsaid) for name, unsaid in zip(names, demographics.never, strict=True) if unsaid],
    )
    return Section("demographics", "Demographic groups", body, figures)


def _figure(groups: Sequence[DemographicGroup], names: Sequence[str]) -> SetShares:
    return SetShares(
        name="demographics",
        alt="Share of each demographic group in each set",
        x_label="share of the images that are decided, with 95 % interval",
        rows=tuple(group.name for group in groups),
        sets=series_of(names, [[share_to_show(one) for one in group.shares] for group in groups]),
    )


def _largest(groups: Sequence[DemographicGroup]) -> list[DemographicGroup]:
    """Those that are largest in any set, as many as a figure has room for, in the order of their attributes."""

    def size(group: DemographicGroup) -> float:
        known = [one.estimate.value for share in group.shares if (one := share_to_show(share)).estimate.known]
        return max(known, default=0.0)

    chosen = sorted(range(len(groups)), key=lambda at: -size(groups[at]))[:_MOST_DRAWN]
    return [groups[at] for at in sorted(chosen)]
