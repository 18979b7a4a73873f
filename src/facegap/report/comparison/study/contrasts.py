"""How single attributes differ between every two of several sets, as one compact table."""

from collections.abc import Sequence

from facegap.compare import SetContrast
from facegap.report.comparison.study.tables import by_pair
from facegap.report.page.section import Section, fill_template


def contrasts_section(contrasts: Sequence[SetContrast]) -> Section:
    """Differences in percentage points, the attribute that differs most between any two sets first."""
    pairs = [(contrast.p, contrast.q) for contrast in contrasts]
    rows = by_pair(contrasts)
    greatest = max((abs(one.difference.value) for _, row in rows for one in row if one), default=0) or 1
    body = fill_template(
        "comparison/study/contrasts.html",
        pairs=pairs,
        rows=rows,
        greatest=greatest,
        counts=[sum(one.clear for one in contrast.attributes) for contrast in contrasts],
    )
    return Section("contrasts", "Attributes between every two sets", body)
