"""The divergence of all attributes together in plain sentences: a range, how many estimators say so, and which way."""

import math
from collections.abc import Mapping
from types import MappingProxyType

from facegap.compare.joint import BelievedRange, Direction, JointDivergence, rough_images
from facegap.estimates import Doubt

DOUBTS: Mapping[Doubt, str] = MappingProxyType(
    {
        "no interval": "too few people",
        "below zero": "below zero, which no divergence is",
        "not converged": "still changes with more images",
        "saturated": "as large as so few people can show",
        "within noise": "reaches the noise floor",
    }
)
"""Why an estimate isn't to be believed, in a few words."""

_FEWEST = 8
"""People of whom an estimate of a quarter can be made, which shows whether it has converged."""
_MANY = 1000
"""Times from which a ratio isn't told any closer."""


def divergence_finding(joint: JointDivergence, *, real: str, synthetic: str) -> str:
    """What is known of both directions, by how many estimators, and which is the larger.

    Args:
        joint: P is the real set.
        real: its name.
        synthetic: the name of the other.
    """
    if joint.same:
        return f"{real} and {synthetic} have the same labels of the same people: KL is 0 both ways."
    count, ways = len(joint.estimators), (joint.p_q, joint.q_p)
    if all(way.within_noise for way in ways):
        most = max(way.at_most or 0.0 for way in ways)
        return (
            f"{synthetic} and {real} show the same combinations of attributes, as far as can be told: none of {count} "
            f"estimators finds more than chance (the noise floor, KL between two halves of {real}'s people). Their "
            f"95 % intervals end at {_nats(most)} nats per face or below."
        )
    if all(way.range is None and way.at_least is None for way in ways):
        reasons = dict.fromkeys(DOUBTS[doubt] for way in ways for doubt in way.doubts.values())
        return (
            f"How far {synthetic} and {real} differ in all attributes together isn't known with these sets: none of "
            f"{count} estimators of KL is to be believed either way ({', or '.join(reasons)}). {_needed(*ways)}"
        )
    sentences = [
        _way(joint.p_q, p=real, q=synthetic, count=count),
        _way(joint.q_p, p=synthetic, q=real, count=count),
        _direction(joint.direction, real=real, synthetic=synthetic, count=count),
    ]
    return " ".join(sentences)


def _way(way: BelievedRange, *, p: str, q: str, count: int) -> str:
    """One direction."""
    name = f"KL({p}‖{q})"
    if way.range is None or way.interval is None:
        return _unknown(way, name, count)
    (low, high), (lowest, highest) = way.range, way.interval
    least = "at least " if way.bound else ""
    value, times = _nats(low), _times(low)
    if _nats(high) != value:
        value, times = f"{value} to {_nats(high)}", f"{times} to {_times(high)}"
    reach = f"{_nats(lowest)} to {_nats(highest)}"
    beyond = ""
    if way.at_least is not None and way.at_least > high:
        beyond = f" But a lower bound says that it is {_nats(way.at_least)} at least, so these see a part only."
    return (
        f"{name} is {least}{value} nats per face by {len(way.believed)} of {count} estimators (95 % "
        f"{'interval' if len(way.believed) == 1 else 'intervals'}: {reach}): what a face of {p} shows is on average "
        f"{least}{times} times as rare in {q}.{beyond}"
    )


def _unknown(way: BelievedRange, name: str, count: int) -> str:
    """That nothing is known, and what would be needed."""
    if way.at_least is not None:
        start = f"{name} is at least {_nats(way.at_least)} nats per face; how much more isn't known with these sets: "
    elif way.within_noise:
        start = f"{name} can't be told from chance with these sets: "
    else:
        start = f"{name} isn't known with these sets: "
    reasons: dict[str, int] = {}
    for doubt in way.doubts.values():
        reasons[DOUBTS[doubt]] = reasons.get(DOUBTS[doubt], 0) + 1
    why = "; ".join(f"{number}: {reason}" for reason, number in sorted(reasons.items(), key=lambda pair: -pair[1]))
    return f"{start}none of {count} estimators is to be believed ({why}). {_needed(way)}"


def _needed(*ways: BelievedRange) -> str:
    """What it would take until an estimator is to be believed."""
    if all(doubt == "no interval" for way in ways for doubt in way.doubts.values()):
        return f"Each set needs {_FEWEST} people or more."
    needed = [way.images_needed for way in ways if way.images_needed is not None]
    if not needed:
        return "How many images it would take can't be told."
    return f"The first of them would need {rough_images(min(needed))} images of each set."


def _direction(found: Direction, *, real: str, synthetic: str, count: int) -> str:
    more = {
        "p_q": f"{synthetic} lacks more of {real} than the other way round",
        "q_p": f"{real} lacks more of {synthetic} than the other way round",
    }
    if found.larger:
        agreeing = found.p_q if found.larger == "p_q" else found.q_p
        return f"{len(agreeing)} of {count} estimators say that {more[found.larger]}."
    if found.p_q and found.q_p:
        return (
            f"Which way round more is lost isn't known: {len(found.p_q)} of {count} estimators say that {more['p_q']}, "
            f"{len(found.q_p)} the opposite."
        )
    unknown = "Which way round more is lost isn't known"
    for said, way in ((found.p_q, "p_q"), (found.q_p, "q_p")):
        if said:
            return f"{unknown}: only {len(said)} of {count} estimators says that {more[way]}."
    return f"{unknown}: no estimator tells."


def _nats(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")


def _times(nats: float) -> str:
    """How many times as rare, e to the power of the divergence."""
    times = math.exp(nats)
    if times >= _MANY:
        return f"more than {_MANY:,}"
    return f"{times:.0f}" if times >= 10 else f"{times:.1f}"
