"""Which attributes occur together in one set more than in the other."""

import itertools
from collections.abc import Mapping

from facegap.compare.attribute_pairs.comparison import PairComparison, PairDifference
from facegap.report.figures.signed_matrix import SignedMatrix
from facegap.report.numbers import estimate
from facegap.report.page.picks import NO_ANCHORS
from facegap.report.page.section import Section, fill_template

_LISTED = 15


def attribute_pairs_section(
    comparison: PairComparison, *, real: str, synthetic: str, anchors: Mapping[str, str] = NO_ANCHORS
) -> Section:
    """How pairs of attributes correlate in both sets, the largest difference first, and all differences as a matrix.

    Args:
        comparison: what was compared.
        real: name of the real set.
        synthetic: of the synthetic one.
        anchors: by attribute the id on the page of its faces.
    """
    figures = (_matrix(comparison, real, synthetic),) if comparison.compared else ()
    body = fill_template(
        "comparison/attribute_pairs.html",
        comparison=comparison,
        real=real,
        synthetic=synthetic,
        figures=figures,
        listed=comparison.ranked()[:_LISTED],
        anchors=anchors,
        clear=sum(pair.clear for pair in comparison.compared),
    )
    return Section("attribute-pairs", "Attribute correlations, in pairs", body, figures)


def _matrix(comparison: PairComparison, real: str, synthetic: str) -> SignedMatrix:
    """Below the diagonal all differences, above it those that are clear."""
    pairs = {frozenset((pair.first, pair.second)): pair for pair in comparison.compared}
    judged = {name for pair in comparison.compared for name in (pair.first, pair.second)}
    names = _ordered([name for name in comparison.attributes if name in judged], comparison.compared)
    cells: list[tuple[float | None, ...]] = []
    texts: list[tuple[str, ...]] = []
    for row, first in enumerate(names):
        across = [pairs.get(frozenset((first, second))) for second in names]
        cells.append(tuple(_shown(pair, everything=column < row) for column, pair in enumerate(across)))
        texts.append(
            tuple(
                _text(pair, real, synthetic) if pair and (column < row or pair.clear) else ""
                for column, pair in enumerate(across)
            )
        )
    return SignedMatrix(
        name="attribute-pairs",
        alt=f"Difference of the correlation of each two attributes, {synthetic} minus {real}",
        label="difference of φ",
        names=tuple(names),
        cells=tuple(cells),
        texts=tuple(texts),
    )


def _shown(pair: PairDifference | None, *, everything: bool) -> float | None:
    return None if pair is None else pair.phi.value if everything or pair.clear else 0.0


def _ordered(names: list[str], pairs: tuple[PairDifference, ...]) -> list[str]:
    """Attributes whose pairs differ most next to each other, by hierarchical clustering."""
    import scipy.cluster.hierarchy

    greatest = max(abs(pair.phi.value) for pair in pairs) or 1
    by_names = {frozenset((pair.first, pair.second)): abs(pair.phi.value) / greatest for pair in pairs}
    distances = [1 - by_names.get(frozenset(couple), 0) for couple in itertools.combinations(names, 2)]
    tree = scipy.cluster.hierarchy.linkage(distances, "average", optimal_ordering=True)
    return [names[place] for place in scipy.cluster.hierarchy.leaves_list(tree)]


def _text(pair: PairDifference, real: str, synthetic: str) -> str:
    difference = estimate(pair.phi, places=2, signed=True)
    lines = (
        f"{pair.first} and {pair.second}",
        f"{real} {estimate(pair.phi_real, places=2)}",
        f"{synthetic} {estimate(pair.phi_synthetic, places=2)}",
        f"difference {difference}{'' if pair.clear else ', not clear'}",
    )
    return "\n".join(lines)
