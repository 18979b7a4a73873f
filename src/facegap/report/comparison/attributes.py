"""How often each attribute is there in both sets, and what rendered sets know of that themselves."""

import math
from collections.abc import Mapping, Sequence

from facegap.compare import AttributeComparison, AttributeShares, ComparedAttribute, Comparison, Confirmation
from facegap.estimates import Estimate
from facegap.report.comparison.divergence_sentences import DOUBTS
from facegap.report.figures.figure import REAL, SYNTHETIC
from facegap.report.figures.rows.dumbbells import Dumbbells
from facegap.report.figures.rows.share_rows import ShareRows
from facegap.report.page.picks import NO_ANCHORS
from facegap.report.page.section import Section, fill_template

_UNSEEN = (
    "Never positive or never negative in one of the sets: KL then depends on the prior, and grows with the number of "
    "images."
)
_VERDICTS = {
    "confirmed": "confirmed",
    "reversed": "opposite direction",
    "missed": "missed",
    "invented": "false finding",
    "silent": "not answered",
    "alike": "no difference",
}


def attributes_section(
    comparison: Comparison, attributes: AttributeComparison, *, anchors: Mapping[str, str] = NO_ANCHORS
) -> Section:
    """Shares, differences and divergences, what differs clearly first.

    Args:
        comparison: of the two sets.
        attributes: how they differ.
        anchors: by attribute the id on the page of its faces, where a click on its row leads.
    """
    # A large difference that may be chance, or an error of the annotator, doesn't stand before a clear one.
    ranked = [attribute for attribute, _ in sorted(attributes.ranked(), key=lambda pair: not pair[1].clear)]
    figures = (_figure(comparison, ranked, anchors),) if ranked else ()
    shifted = [(attribute.name, attribute.scores) for attribute in attributes.compared if attribute.scores]
    body = fill_template(
        "comparison/attributes.html",
        comparison=comparison,
        attributes=attributes,
        anchors=anchors,
        figures=figures,
        ranked=ranked,
        scored=any(attribute.difference and attribute.difference.by_scores for attribute in ranked),
        undefined=[attribute for attribute in attributes.compared if attribute.difference is None],
        reliable=_reliable(ranked),
        unseen_note=_UNSEEN,
        doubts=DOUBTS,
        doubted={one.name for one in ranked if one.difference and not one.difference.validated},
        shifts=sorted(shifted, key=lambda pair: -pair[1].wasserstein.value),
    )
    return Section("attributes", "Attribute distributions, one by one", body, figures)


def confirmation_section(confirmation: Confirmation, *, layer: str) -> Section:
    """The differences by the annotator and by the truth, attribute by attribute.

    Args:
        confirmation: both.
        layer: that of the annotator.
    """
    rows = [(one, _VERDICTS[one.verdict]) for one in confirmation.attributes]
    clear = sum(one.true.clear for one in confirmation.attributes)
    scored = any(one.found and one.found.by_scores for one in confirmation.attributes)
    body = fill_template(
        "comparison/confirmation.html", confirmation=confirmation, rows=rows, layer=layer, clear=clear, scored=scored
    )
    return Section("confirmed", "Check against the ground truth of the renderer", body)


def _figure(comparison: Comparison, ranked: list[ComparedAttribute], anchors: Mapping[str, str]) -> Dumbbells:
    return Dumbbells(
        name="attributes",
        alt="Share of images on which each attribute is positive, in both sets, clear differences first",
        x_label="share of images with the attribute, with 95 % interval",
        rows=tuple(attribute.name for attribute in ranked),
        sides=(
            ShareRows(comparison.real.name, REAL, tuple(_share(attribute.real) for attribute in ranked)),
            ShareRows(comparison.synthetic.name, SYNTHETIC, tuple(_share(attribute.synthetic) for attribute in ranked)),
        ),
        beside=tuple((_reliability(attribute.real), _reliability(attribute.synthetic)) for attribute in ranked)
        if _reliable(ranked)
        else (),
        beside_name="reliability",
        doubted=frozenset(row for row, each in enumerate(ranked) if each.difference and not each.difference.validated),
        links=tuple(f"#{anchors[attribute.name]}" if attribute.name in anchors else "" for attribute in ranked),
    )


def _share(shares: AttributeShares) -> Estimate:
    """The share to show; without an interval, which would look sure, where the annotator wasn't validated."""
    share = shares.share or Estimate(float("nan"), float("nan"), float("nan"))
    return share if shares.validated else Estimate(share.value, float("nan"), float("nan"))


def _reliable(ranked: Sequence[ComparedAttribute]) -> bool:
    """Whether the annotator of either set says how far it is to be trusted."""
    sides = [side for attribute in ranked for side in (attribute.real, attribute.synthetic)]
    return any(side.reliability is not None for side in sides)


def _reliability(shares: AttributeShares) -> str:
    known = shares.reliability is not None and not math.isnan(shares.reliability)
    return f"{shares.reliability:.2f}" if known else "–"
