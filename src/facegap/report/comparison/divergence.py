"""How far two sets diverge in all attributes together, and which way round it is more."""

from facegap.compare.joint import JointDivergence, rough_images
from facegap.report.comparison.divergence_sentences import DOUBTS, divergence_finding
from facegap.report.figures.figure import REAL, SYNTHETIC
from facegap.report.figures.rows.intervals import Intervals, IntervalSeries
from facegap.report.page.section import Section, fill_template


def divergence_section(joint: JointDivergence, *, real: str, synthetic: str) -> Section:
    """KL both ways by four estimators, and what it means.

    Args:
        joint: P is the real set.
        real: its name.
        synthetic: the name of the other.
    """
    figure = _figure(joint, real, synthetic)
    body = fill_template(
        "comparison/divergence.html",
        joint=joint,
        real=real,
        synthetic=synthetic,
        figure=figure,
        sentence=divergence_finding(joint, real=real, synthetic=synthetic),
        doubts=DOUBTS,
        rough_images=rough_images,
        told_apart=f"{100 * joint.classifier.accuracy.value:.0f}" if joint.classifier.accuracy.known else None,
    )
    return Section("divergence", "All attributes together: KL divergence", body, (figure,))


def _figure(joint: JointDivergence, real: str, synthetic: str) -> Intervals:
    estimators = joint.estimators.values()
    ways = [[one.p_q for one in estimators], [one.q_p for one in estimators]]
    names = (f"KL({real}‖{synthetic}): what {synthetic} lacks", f"KL({synthetic}‖{real}): what {real} lacks")
    series = [
        IntervalSeries(name, color, tuple(one.value for one in way), tuple(one.believable for one in way))
        for name, color, way in zip(names, (REAL, SYNTHETIC), ways, strict=True)
    ]
    return Intervals(
        name="divergence",
        alt="KL divergence of the two sets both ways by four estimators, with intervals and noise floors",
        x_label="KL divergence, nats per face, with 95 % interval",
        rows=tuple(f"{name} (at least)" if one.p_q.bound else name for name, one in joint.estimators.items()),
        series=(series[0], series[1]),
        floors=tuple(one.floor for one in estimators),
    )
