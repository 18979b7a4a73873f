"""How far two sets diverge in all attributes together, and which way round it is more."""

from facegap.compare.joint import BothWays, Divergence, JointDivergence
from facegap.report.figures.figure import REAL, SYNTHETIC
from facegap.report.figures.rows.intervals import Intervals, IntervalSeries
from facegap.report.page.section import Section, fill_template

_MUCH = 1.0
"""Bits per face from which a set is said to lack much (ours)."""


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
        told_apart=f"{100 * joint.classifier.accuracy.value:.0f}" if joint.classifier.accuracy.known else None,
    )
    return Section("divergence", "All attributes together: KL divergence", body, (figure,))


def divergence_finding(joint: JointDivergence, *, real: str, synthetic: str) -> str:
    """Both directions in a sentence or two, by the tree, with how many estimators agree.

    Args:
        joint: P is the real set.
        real: its name.
        synthetic: the name of the other.
    """
    tree, count = joint.tree, len(joint.estimators)
    if _below(tree, tree.p_q) and _below(tree, tree.q_p):
        return (
            f"{synthetic} and {real} show the same combinations of attributes, as far as can be told: KL is within the "
            f"noise floor both ways (that between two halves of {real}'s people), or there are too few people."
        )
    lacks = f"KL({real}‖{synthetic}) = {_bits(tree.p_q)}"
    adds = f"KL({synthetic}‖{real}) = {_bits(tree.q_p)}"
    if tree.asymmetry.low > 0:
        larger = (
            f"{lacks}: {synthetic} lacks {_how_much(tree.p_q)} of what {real} shows. The reverse is smaller: {adds}."
        )
        agreeing = joint.larger[0]
    elif tree.asymmetry.high < 0:
        larger = f"{adds}: {synthetic} shows {_how_much(tree.q_p)} that {real} lacks. The reverse is smaller: {lacks}."
        agreeing = joint.larger[1]
    else:
        return f"{lacks} and {adds}: the sets differ, and neither direction is clearly larger."
    only = "" if agreeing > count / 2 else "Only "
    return f"{larger} {only}{agreeing} of {count} estimators agree on the direction."


def _bits(way: Divergence) -> str:
    return f"{way.bits.value:.1f} bits per face ({way.value.value:.1f} nats)"


def _how_much(way: Divergence) -> str:
    return "much" if way.bits.value >= _MUCH else "some"


def _below(estimator: BothWays, way: Divergence) -> bool:
    """Whether it isn't clear that a divergence is more than chance."""
    return not (way.value.low > 0 and way.value.value > estimator.floor)


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
