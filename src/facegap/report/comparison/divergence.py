"""Which of two sets explains the other, in all attributes together."""

from facegap.compare.joint import BothWays, Divergence, JointDivergence
from facegap.report.figures.figure import REAL, SYNTHETIC
from facegap.report.figures.intervals import Intervals, IntervalSeries
from facegap.report.page.section import Section, render


def divergence_section(found: JointDivergence, *, real: str, synthetic: str) -> Section:
    """KL both ways by four estimators, and what it means.

    Args:
        found: P is the real set.
        real: its name.
        synthetic: the name of the other.
    """
    figure = _figure(found, real, synthetic)
    body = render(
        "comparison/divergence.html",
        found=found,
        real=real,
        synthetic=synthetic,
        figure=figure,
        sentence=explains(found, real=real, synthetic=synthetic),
        told_apart=f"{100 * found.classifier.accuracy.value:.0f}" if found.classifier.accuracy.known else None,
    )
    return Section("divergence", "Which explains which", body, (figure,))


def explains(found: JointDivergence, *, real: str, synthetic: str) -> str:
    """The asymmetry in a sentence or two, by the tree, with how many estimators agree.

    Args:
        found: P is the real set.
        real: its name.
        synthetic: the name of the other.
    """
    tree, count = found.tree, len(found.estimators)
    if _below(tree, tree.p_q) and _below(tree, tree.q_p):
        return (
            f"In the combinations of their attributes, {synthetic} and {real} differ by no more than two halves of "
            f"{real}'s people do, or there are too few people to say."
        )
    costs = (
        f"Whoever takes {synthetic} for {real} loses {_bits(tree.p_q)} a face; "
        f"whoever takes {real} for {synthetic}, {_bits(tree.q_p)}."
    )
    if tree.asymmetry.low > 0:
        better, worse, agreeing = real, synthetic, found.larger[0]
    elif tree.asymmetry.high < 0:
        better, worse, agreeing = synthetic, real, found.larger[1]
    else:
        return f"{costs} Neither explains the other clearly better."
    agree = f"{agreeing} of {count} estimators say so" if agreeing > count / 2 else f"only {agreeing} of {count} say so"
    return f"{costs} So {better} explains {worse} better than the reverse; {agree}."


def _bits(way: Divergence) -> str:
    return f"{way.bits.value:.1f} bits ({way.value.value:.1f} nats)"


def _below(estimator: BothWays, way: Divergence) -> bool:
    """Whether it isn't clear that a divergence is more than chance."""
    return not (way.value.low > 0 and way.value.value > estimator.floor)


def _figure(found: JointDivergence, real: str, synthetic: str) -> Intervals:
    estimators = found.estimators.values()
    ways = [[one.p_q for one in estimators], [one.q_p for one in estimators]]
    names = (f"KL({real}‖{synthetic}): what {synthetic} lacks", f"KL({synthetic}‖{real}): what {real} lacks")
    series = [
        IntervalSeries(name, color, tuple(one.value for one in way), tuple(one.believable for one in way))
        for name, color, way in zip(names, (REAL, SYNTHETIC), ways, strict=True)
    ]
    return Intervals(
        name="divergence",
        alt="KL divergence of the two sets both ways by four estimators, with intervals and noise floors",
        x_label="KL divergence, nats a face, with 95 % interval",
        rows=tuple(f"{name} (at least)" if one.p_q.bound else name for name, one in found.estimators.items()),
        series=(series[0], series[1]),
        floors=tuple(one.floor for one in estimators),
    )
