"""Expressions that faces make in photographs, as weights of ARKit's 52 facial actions. All are ours."""

from collections.abc import Mapping
from dataclasses import dataclass

Actions = Mapping[str, float]


@dataclass(frozen=True)
class Expression:
    """One expression at its full strength.

    Attributes:
        both: weights of actions that have a left and a right one (``mouthSmile`` → ``mouthSmileLeft``, …).
        middle: weights of actions that have no sides.
        one: weights of sided actions on one side only.
        least: the weakest strength at which it is still what it is, up to 1.
        smiling: counts as a smile.
        open: the lips are parted.
    """

    both: Actions
    middle: Actions
    one: Actions
    least: float = 0.6
    smiling: bool = False
    open: bool = False


def _expression(
    both: Actions,
    middle: Actions | None = None,
    *,
    one: Actions | None = None,
    least: float = 0.6,
    smiling: bool = False,
    parted: bool = False,
) -> Expression:
    return Expression(both, middle or {}, one or {}, least, smiling, parted)


_CREASED = {"cheekSquint": 0.5, "eyeSquint": 0.35}

EXPRESSIONS: dict[str, Expression] = {
    "neutral": _expression({}),
    "serious": _expression({"browDown": 0.25, "mouthPress": 0.3}, least=0.3),
    "parted": _expression({"mouthLowerDown": 0.15}, {"jawOpen": 0.2}, least=0.6, parted=True),
    "slight_smile": _expression({"mouthSmile": 0.6, "mouthDimple": 0.15, "cheekSquint": 0.2}, least=0.75, smiling=True),
    "closed_smile": _expression({"mouthSmile": 0.9, "mouthDimple": 0.3, **_CREASED}, least=0.75, smiling=True),
    "open_smile": _expression(
        {"mouthSmile": 0.9, "mouthUpperUp": 0.35, "mouthLowerDown": 0.3, **_CREASED},
        {"jawOpen": 0.16},
        least=0.7,
        smiling=True,
        parted=True,
    ),
    "laugh": _expression(
        {"mouthSmile": 1.0, "mouthUpperUp": 0.5, "mouthLowerDown": 0.5, "cheekSquint": 0.8, "eyeSquint": 0.6},
        {"jawOpen": 0.5},
        least=0.7,
        smiling=True,
        parted=True,
    ),
    "talk_a": _expression({"mouthLowerDown": 0.3, "mouthUpperUp": 0.1}, {"jawOpen": 0.36}, least=0.6, parted=True),
    "talk_e": _expression(
        {"mouthStretch": 0.35, "mouthLowerDown": 0.4, "mouthUpperUp": 0.15}, {"jawOpen": 0.2}, parted=True
    ),
    "talk_o": _expression({}, {"jawOpen": 0.34, "mouthFunnel": 0.55, "mouthPucker": 0.2}, parted=True),
    "surprise": _expression(
        {"eyeWide": 0.7, "browOuterUp": 0.8}, {"browInnerUp": 0.8, "jawOpen": 0.5}, least=0.5, parted=True
    ),
    "shout": _expression(
        {"browDown": 0.6, "mouthUpperUp": 0.5, "mouthLowerDown": 0.6, "noseSneer": 0.4},
        {"jawOpen": 0.75},
        parted=True,
    ),
    "frown": _expression({"browDown": 0.8, "mouthFrown": 0.35, "eyeSquint": 0.3}, least=0.5),
    "sad": _expression({"mouthFrown": 0.7}, {"browInnerUp": 0.7, "mouthShrugLower": 0.3}, least=0.5),
    "disgust": _expression({"noseSneer": 0.8, "mouthUpperUp": 0.2, "browDown": 0.4, "mouthFrown": 0.3}, least=0.5),
    "pucker": _expression({}, {"mouthPucker": 0.8}, least=0.5),
    "pressed": _expression({"mouthPress": 0.6}, {"mouthRollLower": 0.4, "mouthRollUpper": 0.3}, least=0.5),
    "smirk": _expression({}, one={"mouthSmile": 0.6, "mouthDimple": 0.4, "cheekSquint": 0.3}),
    "wink": _expression(
        {"mouthSmile": 0.75, "cheekSquint": 0.3}, one={"eyeBlink": 1.0, "cheekSquint": 0.3}, least=0.9, smiling=True
    ),
    "puffed": _expression({}, {"cheekPuff": 0.7, "mouthPucker": 0.2}, least=0.5),
    "tongue": _expression({"mouthLowerDown": 0.2}, {"jawOpen": 0.4, "tongueOut": 0.8}, least=0.8, parted=True),
}


def weights_of(name: str, *, strength: float, tilt: float, left: bool) -> dict[str, float]:
    """The weights of an expression's actions.

    Args:
        name: of the expression.
        strength: 0 (just what it is) to 1 (full).
        tilt: how much stronger the left side is than the right, −1 to 1.
        left: the side of what is on one side only.
    """
    found = EXPRESSIONS[name]
    amount = found.least + (1.0 - found.least) * strength
    weights = {action: amount * weight for action, weight in found.middle.items()}
    for action, weight in found.both.items():
        weights[action + "Left"] = min(amount * weight * (1.0 + tilt), 1.0)
        weights[action + "Right"] = min(amount * weight * (1.0 - tilt), 1.0)
    side = "Left" if left else "Right"
    for action, weight in found.one.items():
        weights[action + side] = min(weights.get(action + side, 0.0) + amount * weight, 1.0)
    return weights


def where(*, smiling: bool | None = None, parted: bool | None = None) -> frozenset[str]:
    """The expressions that smile, or don't, and part the lips, or don't."""
    return frozenset(
        name
        for name, found in EXPRESSIONS.items()
        if (smiling is None or found.smiling is smiling) and (parted is None or found.open is parted)
    )
