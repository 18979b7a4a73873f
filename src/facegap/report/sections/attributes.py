"""How often each attribute is there in both sets."""

from facegap.compare import AttributeComparison, AttributeShares, Comparison
from facegap.estimates import Estimate
from facegap.report.dumbbells import Dumbbells, Side
from facegap.report.figure import REAL, SYNTHETIC
from facegap.report.section import Section, render


def attributes(comparison: Comparison, found: AttributeComparison) -> Section:
    """Shares, differences and divergences, what differs most first."""
    ranked = [attribute for attribute, _ in found.ranked()]
    figures = (_figure(comparison, found),) if ranked else ()
    body = render(
        "attributes.html",
        comparison=comparison,
        found=found,
        figures=figures,
        ranked=ranked,
        undefined=[attribute for attribute in found.compared if attribute.difference is None],
    )
    return Section("attributes", "Attributes", body, figures)


def _figure(comparison: Comparison, found: AttributeComparison) -> Dumbbells:
    ranked = [attribute for attribute, _ in found.ranked()]
    return Dumbbells(
        name="attributes",
        alt="Share of images on which each attribute is positive, in both sets, the most different attribute first",
        x_label="share of positive among defined labels, with 95 % interval",
        rows=tuple(attribute.name for attribute in ranked),
        sides=(
            Side(comparison.real.name, REAL, tuple(_share(attribute.real) for attribute in ranked)),
            Side(comparison.synthetic.name, SYNTHETIC, tuple(_share(attribute.synthetic) for attribute in ranked)),
        ),
    )


def _share(shares: AttributeShares) -> Estimate:
    return shares.positive_of_defined or Estimate(float("nan"), float("nan"), float("nan"))
