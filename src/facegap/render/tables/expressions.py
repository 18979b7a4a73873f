"""Expressions of ``expressions.toml``: what faces do in photographs, as weights of ARKit's 52 facial actions."""

from collections.abc import Mapping

from pydantic import Field

from facegap.base.config import Config
from facegap.render.tables.reading import packaged_entries


class Expression(Config):
    """One expression at its full strength.

    Attributes:
        both_sides: weights of actions that have a left and a right one (``mouthSmile`` → ``mouthSmileLeft``, …).
        middle: weights of actions that have no sides.
        one_side: weights of sided actions on one side only.
        least: the weakest strength at which it is still what it is, up to 1.
        smiling: counts as a smile.
        parted: the lips are parted.
    """

    both_sides: Mapping[str, float] = Field(default={})
    middle: Mapping[str, float] = Field(default={})
    one_side: Mapping[str, float] = Field(default={})
    least: float = Field(default=0.6, gt=0.0, le=1.0)
    smiling: bool = False
    parted: bool = False


EXPRESSIONS: Mapping[str, Expression] = packaged_entries("expressions", Expression)


def action_weights(name: str, *, strength: float, tilt: float, left: bool) -> dict[str, float]:
    """The weights of an expression's actions.

    Args:
        name: The name of the expression.
        strength: From 0 (just what it is) to 1 (full).
        tilt: How much stronger the left side is than the right, −1 to 1.
        left: Whether the left side is that of what is on one side only.
    """
    expression = EXPRESSIONS[name]
    amount = expression.least + (1.0 - expression.least) * strength
    weights = {action: amount * weight for action, weight in expression.middle.items()}
    for action, weight in expression.both_sides.items():
        weights[action + "Left"] = min(amount * weight * (1.0 + tilt), 1.0)
        weights[action + "Right"] = min(amount * weight * (1.0 - tilt), 1.0)
    side = "Left" if left else "Right"
    for action, weight in expression.one_side.items():
        weights[action + side] = min(weights.get(action + side, 0.0) + amount * weight, 1.0)
    return weights


def expressions_with(*, smiling: bool | None = None, parted: bool | None = None) -> frozenset[str]:
    """The expressions that smile, or don't, and part the lips, or don't."""
    return frozenset(
        name
        for name, expression in EXPRESSIONS.items()
        if (smiling is None or expression.smiling is smiling) and (parted is None or expression.parted is parted)
    )
