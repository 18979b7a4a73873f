"""Several sets: what they are, and what it costs to take each for each other."""

import math
from collections.abc import Sequence

from facegap.compare import Comparisons, MatrixCell
from facegap.estimates import Estimate
from facegap.report.comparison.overview import findings
from facegap.report.page.section import Section, fill_template


def matrix_section(result: Comparisons, places: Sequence[str]) -> Section:
    """The sets, every two of them both ways round, and where the report of each against the real one is.

    Args:
        result: of three sets or more.
        places: folders of those reports beside this one, in the order of the pairs.
    """
    cells = {(cell.p, cell.q): cell for cell in result.matrix}
    body = fill_template(
        "comparison/matrix.html",
        result=result,
        names=[described.name for described in result.sets],
        cells=cells,
        bits={key: _bits(cell) for key, cell in cells.items()},
        strongest=max((_bits(cell).value for cell in cells.values() if cell.divergences), default=0.0),
        pairs=[(pair, place, findings(pair)) for pair, place in zip(result.pairs, places, strict=True)],
    )
    return Section("matrix", "All pairs of sets", body)


def _bits(cell: MatrixCell) -> Estimate:
    """The first estimator's divergence, the tree's; NaN where attributes weren't compared."""
    first = next(iter(cell.divergences.values()), None)
    return first.bits if first else Estimate(math.nan, math.nan, math.nan)
