"""How often each attribute is there in both sets."""

from facegap.compare import AttributeComparison, AttributeShares, ComparedAttribute, Comparison
from facegap.estimates import Estimate
from facegap.report.dumbbells import Dumbbells
from facegap.report.figure import REAL, SYNTHETIC
from facegap.report.named_rows import Shares
from facegap.report.section import Section, render

_UNSEEN = (
    "Never positive or never negative in one of the sets: KL rests on the prior there, and grows with the number of "
    "images that were looked at."
)


def attributes(comparison: Comparison, found: AttributeComparison) -> Section:
    """Shares, differences and divergences, what differs most first."""
    ranked = [attribute for attribute, _ in found.ranked()]
    figures = (_figure(comparison, ranked),) if ranked else ()
    shifted = [(attribute.name, attribute.scores) for attribute in found.compared if attribute.scores]
    body = render(
        "attributes.html",
        comparison=comparison,
        found=found,
        figures=figures,
        ranked=ranked,
        undefined=[attribute for attribute in found.compared if attribute.difference is None],
        reliable=any(_reliability(attribute) for attribute in ranked),
        unseen_note=_UNSEEN,
        shifts=sorted(shifted, key=lambda pair: -pair[1].wasserstein.value),
    )
    return Section("attributes", "Attributes", body, figures)


def _figure(comparison: Comparison, ranked: list[ComparedAttribute]) -> Dumbbells:
    return Dumbbells(
        name="attributes",
        alt="Share of images on which each attribute is positive, in both sets, the most different attribute first",
        x_label="share of positive among defined labels, with 95 % interval",
        rows=tuple(attribute.name + _reliability(attribute) for attribute in ranked),
        sides=(
            Shares(comparison.real.name, REAL, tuple(_share(attribute.real) for attribute in ranked)),
            Shares(comparison.synthetic.name, SYNTHETIC, tuple(_share(attribute.synthetic) for attribute in ranked)),
        ),
    )


def _share(shares: AttributeShares) -> Estimate:
    return shares.positive_of_defined or Estimate(float("nan"), float("nan"), float("nan"))


def _reliability(attribute: ComparedAttribute) -> str:
    """What the annotator thinks of its own labels, beside the name; nothing where it doesn't say."""
    known = [shares.reliability for shares in (attribute.real, attribute.synthetic) if shares.reliability is not None]
    return f" (reliability {' and '.join(f'{value:.2f}' for value in known)})" if known else ""
