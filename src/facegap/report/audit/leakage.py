"""Whether synthetic people resemble real ones."""

from collections.abc import Iterator

from facegap.benchmark.leakage.audit import Audit
from facegap.report.figures.curves import Curves, Line
from facegap.report.figures.figure import REAL, SYNTHETIC
from facegap.report.page.images import Pictures
from facegap.report.page.section import Section, fill_template

_MARK = "#1d2733"


def leakage_section(audit: Audit, pictures: Pictures, *, ending: str = "") -> Section:
    """Scores of the nearest real people, the thresholds and the suspects.

    Args:
        audit: The audit by one network.
        pictures: Images that the section shows.
        ending: What tells it from that of another network on the page, as the end of its anchor and of its figure's
            name.
    """
    leakage = audit.leakage
    figure = Curves(
        name=f"nearest{ending}",
        alt="Scores of the nearest real person of each synthetic person, and of each real one",
        x_label=f"cosine similarity to the nearest real person ({audit.embedder})",
        y_label="share of people (bins of 0.01)",
        lines=tuple(_lines(audit)),
    )
    body = fill_template("audit/leakage.html", audit=audit, leakage=leakage, figure=figure, pictures=pictures)
    title = f"Identity leakage: resemblance to real people{f', by {audit.embedder}' if ending else ''}"
    return Section(f"leakage{ending}", title, body, (figure,))


def _lines(audit: Audit) -> Iterator[Line]:
    leakage = audit.leakage
    real = Line.of_scores(f"people of {leakage.calibrated_on}, to each other", leakage.nearest_real, REAL, dashed=True)
    synthetic = Line.of_scores(f"people of {audit.synthetic.name}", leakage.nearest, SYNTHETIC, dashed=False)
    yield real
    yield synthetic
    threshold = leakage.levels[0].threshold.value
    if threshold <= 1:
        whose = " of all people" if audit.groups else ""
        label = f"threshold{whose} {threshold:.3f}, from {leakage.calibrated_on}"
        yield Line(label, [threshold] * 2, [0, max(*real.y, *synthetic.y)], _MARK)
