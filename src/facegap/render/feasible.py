"""Finds conditions that can't be met, before anything is drawn.

Every draw that attributes bind is looked at by itself: the bounds of all attributes that a row asks for must leave
something of it, and something that the recipe can give.
"""

from collections.abc import Mapping

import numpy as np

from facegap.base.errors import ConfigError
from facegap.render.bounds import Bound, both
from facegap.render.conditions import Cell, Conditions
from facegap.render.rows import Rows
from facegap.render.rules import BOUND_DRAWS, bounds_on
from facegap.render.truth.vocabulary import ATTRIBUTES, DEMOGRAPHIC

REASONS: Mapping[str, str] = {
    "sex": "a person has one sex, and only men have a beard to grow",
    "age": "a person has one age, and each is young, middle-aged or senior",
    "ancestry": "a person has one ancestry",
    "style": "a person has one hair style: bald heads have no hair, and styles with bangs or waves aren't bald",
    "family": "hair has one color: black, brown, blond, red or gray",
    "form": "a face has one form",
    "iris": "eyes have one color",
    "beard": "a beard has these parts or not; without any part and stubble there is no beard",
    "stubble": "stubble is there or not",
    "capacity": "a beard must be able to grow",
    "expression": "a face has one expression",
    "forehead": "a forehead is free, partly covered or covered",
    "headwear": "what is worn on the head is one thing, and covers the forehead or the ears",
    "eyewear": "eyewear is spectacles, sunglasses or none",
    "made_up": "make-up is there or not",
    "lipstick": "lipstick is there or not",
    "strength": "make-up is heavy or not",
    "earrings": "earrings are there or not",
    "necktie": "a necktie is there or not",
}


def check(conditions: Conditions, support: Mapping[str, Bound], *, where: str) -> None:
    """See that all conditions can be met.

    Args:
        conditions: rows and cells.
        support: what a recipe can give, by the name of the draw; a draw that isn't named gives anything.
        where: their origin, for the message.

    Raises:
        ConfigError: a row or a cell is impossible; names it, the attributes and why.
    """
    rows, cells = conditions.rows, conditions.cells
    for number, cell in enumerate(cells, 1):
        for draw, bound in cell.limits.items():
            if draw in support and not both(bound, support[draw]):
                msg = f"{where}, demographics cell {number}: the recipe's {draw} is {_words(support[draw])}"
                raise ConfigError(msg)
    if rows is None:
        return
    _opinions(rows, where)
    if cells:
        _either(rows, where)
    for draw in BOUND_DRAWS:
        _check_draw(draw, rows, cells, support.get(draw), where)


def _opinions(rows: Rows, where: str) -> None:
    asked = np.flatnonzero(rows.signs[:, ATTRIBUTES.index("Attractive")])
    if len(asked):
        msg = (
            f"{where} {rows.lines[asked[0]]}: Attractive can't be asked for: it is an opinion, not a fact about a "
            "face; it is always 0, undefined"
        )
        raise ConfigError(msg)


def _either(rows: Rows, where: str) -> None:
    for name in sorted(DEMOGRAPHIC):
        asked = np.flatnonzero(rows.signs[:, ATTRIBUTES.index(name)])
        if len(asked):
            msg = f"{where} {rows.lines[asked[0]]}: {name} is asked for beside demographics: say it in one of the two"
            raise ConfigError(msg)


def _check_draw(draw: str, rows: Rows, cells: tuple[Cell, ...], support: Bound | None, where: str) -> None:
    """Look at the distinct rows of the attributes that bind one draw."""
    binding = bounds_on(draw)
    columns = [ATTRIBUTES.index(name) for name in binding]
    distinct, first, which = np.unique(rows.signs[:, columns], axis=0, return_index=True, return_inverse=True)
    bad: list[tuple[int, str]] = []
    impossible = np.zeros(len(distinct), bool)
    for index, signs in enumerate(distinct):
        asked = {
            name: (int(sign), bound)
            for name, sign, pair in zip(binding, signs, binding.values(), strict=True)
            if sign and (bound := pair[0] if sign > 0 else pair[1]) is not None
        }
        problem = _problem(draw, asked, cells, support)
        if problem:
            impossible[index] = True
            bad.append((int(first[index]), problem))
    if bad:
        row, problem = min(bad)
        count = int(impossible[which.ravel()].sum())
        more = f" ({count} of {len(rows.weights)} rows are impossible so)" if count > 1 else ""
        msg = f"{where} {rows.lines[row]}: {problem}{more}"
        raise ConfigError(msg)


def _problem(draw: str, asked: Mapping[str, tuple[int, Bound]], cells: tuple[Cell, ...], support: Bound | None) -> str:
    if not asked:
        return ""
    words = " and ".join(f"{name} = {sign}" for name, (sign, _) in asked.items())
    bounds = [bound for _, bound in asked.values()]
    left = bounds[0]
    for bound in bounds[1:]:
        left = both(left, bound)
    if not left:
        return f"{words} contradict each other: {REASONS.get(draw, f'they leave nothing of {draw}')}"
    if support is not None and not both(left, support):
        return f"{words} can't be met by this recipe: its {draw} is {_words(support)}"
    for number, cell in enumerate(cells, 1):
        if draw in cell.limits and not both(left, cell.limits[draw]):
            return f"{words} contradicts demographics cell {number}: {REASONS.get(draw, draw)}"
    return ""


def _words(bound: Bound) -> str:
    if isinstance(bound, frozenset):
        return "only " + " or ".join(sorted(bound)) if bound else "nothing"
    return " or ".join(f"{low:g} to {high:g}" for low, high in bound)
