"""Finds conditions that can't be met, before anything is drawn.

Every draw that attributes bind is looked at by itself: the bounds of all attributes that a row asks for must leave
something of it, and something that the recipe can give.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Int64Array
from facegap.base.errors import ConfigError
from facegap.render.conditions.conditions import Cell, Conditions
from facegap.render.conditions.rows import Rows
from facegap.render.conditions.rules import bound_draws, bounds_on
from facegap.render.description.person import ANCESTRIES
from facegap.render.recipes.ancestries import Ancestry
from facegap.render.recipes.people import PeopleRecipe
from facegap.render.recipes.scenes import AccessoriesRecipe, SceneRecipe
from facegap.render.sampling.bounds import NO, YES, Bound, both
from facegap.render.tables.beards import TODAY
from facegap.render.truth.vocabulary import ATTRIBUTES, DEMOGRAPHIC


def support_of(people: PeopleRecipe, scenes: SceneRecipe) -> dict[str, Bound]:
    """The names, or least and greatest numbers, by draw; a draw that isn't there can be moved anywhere."""
    wear = scenes.accessories
    sexes = {"male": people.male, "female": 1.0 - people.male}
    return {
        "sex": frozenset(name for name, share in sexes.items() if share),
        "age": (people.age.support,),
        "ancestry": people.ancestry.possible,
        "style": _styles(people),
        "family": frozenset().union(*(each.family.possible for each in _tendencies(people))) | {"gray"},
        "iris": frozenset().union(*(each.iris.possible for each in _tendencies(people))),
        "form": people.form.possible,
        "expression": scenes.face.expression.possible,
        "headwear": wear.headwear.possible,
        "eyewear": _eyewear(people, wear),
        "earrings": _chance(wear.earrings * max(people.earrings)),
        "necktie": _chance(max(wear.necktie)),
        "made_up": _chance(wear.make_up * people.make_up.support[1]),
        "lipstick": _chance(wear.make_up * wear.lipstick * people.make_up.support[1]),
        "beard": frozenset(worn for habit in people.beard.possible for worn in TODAY[habit]) | {"shaved"},
    }


def _chance(probability: float) -> frozenset[str]:
    return (YES if probability > 0.0 else frozenset()) | (NO if probability < 1.0 else frozenset())


def _tendencies(people: PeopleRecipe) -> tuple[Ancestry, ...]:
    """Of the ancestries that have a share; mixed people descend from any two."""
    possible = people.ancestry.possible
    named = [name for name in ANCESTRIES if name != "mixed" and (name in possible or "mixed" in possible)]
    return tuple(people.ancestries.of(name) for name in named)


def _styles(people: PeopleRecipe) -> frozenset[str]:
    """Those with weight for a sex that there is."""
    factors, styles = people.hair.styles, people.hair.known_styles
    bald = {True: people.aging.balding, False: people.aging.bald_women}
    return frozenset(
        name
        for name, style in styles.items()
        for male, weight, share in ((True, style.male, people.male), (False, style.female, 1.0 - people.male))
        if weight * share * factors.get(name, 1.0) > 0.0 and (not style.bald or bald[male] > 0.0)
    )


def _eyewear(people: PeopleRecipe, wear: AccessoriesRecipe) -> frozenset[str]:
    worn = {"spectacles": wear.spectacles, "sunglasses": wear.sunglasses}
    bare = 1.0 - max(wear.spectacles if max(people.aging.glasses) >= 1.0 else 0.0, 0.0) - wear.sunglasses
    return frozenset(name for name, share in {**worn, "none": bare}.items() if share > 0.0)


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
    for draw in bound_draws(conditions.rules):
        _check_draw(draw, bounds_on(draw, conditions.rules), rows, cells, support.get(draw), where)


def sort_out(conditions: Conditions, support: Mapping[str, Bound]) -> tuple[BoolArray, dict[str, int]]:
    """Find the rows of a table that can be met, and count the others.

    Args:
        conditions: rows and cells.
        support: as for ``check``.

    Returns:
        For each row whether it can be met, and by reason how many can't; a row counts once, for the first of its
        reasons.
    """
    rows, cells = conditions.rows, conditions.cells
    assert rows is not None
    reasons: list[str] = [""] * len(rows.weights)
    if cells:
        for name in sorted(DEMOGRAPHIC):
            for row in np.flatnonzero(rows.signs[:, ATTRIBUTES.index(name)]):
                reasons[row] = reasons[row] or "sex, age and ancestry are those of the recipe's demographics"
    for draw in bound_draws(conditions.rules):
        binding = bounds_on(draw, conditions.rules)
        which, problems = _problems(draw, binding, rows, cells, support.get(draw))
        for row in np.flatnonzero(np.isin(which, [index for index, problem in enumerate(problems) if problem])):
            reasons[row] = reasons[row] or problems[which[row]].kind
    return np.array([not reason for reason in reasons]), dict(Counter(filter(None, reasons)))


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


def _check_draw(
    draw: str,
    binding: Mapping[str, tuple[Bound | None, Bound | None]],
    rows: Rows,
    cells: tuple[Cell, ...],
    support: Bound | None,
    where: str,
) -> None:
    which, problems = _problems(draw, binding, rows, cells, support)
    bad = np.isin(which, [index for index, problem in enumerate(problems) if problem])
    if bad.any():
        row = int(np.argmax(bad))
        count = int(bad.sum())
        more = f" ({count} of {len(rows.weights)} rows are impossible so)" if count > 1 else ""
        msg = f"{where} {rows.lines[row]}: {problems[which[row]].words}{more}"
        raise ConfigError(msg)


@dataclass(frozen=True)
class _Problem:
    """Why rows can't be met.

    Attributes:
        kind: the reason, as of all rows that have it.
        words: it in full, of one row; empty where there is no problem.
    """

    kind: str = ""
    words: str = ""

    def __bool__(self) -> bool:
        return bool(self.words)


def _problems(
    draw: str,
    binding: Mapping[str, tuple[Bound | None, Bound | None]],
    rows: Rows,
    cells: tuple[Cell, ...],
    support: Bound | None,
) -> tuple[Int64Array, list[_Problem]]:
    """Number the distinct rows of the attributes that bind one draw; the problem of each number."""
    columns = [ATTRIBUTES.index(name) for name in binding]
    distinct, which = np.unique(rows.signs[:, columns], axis=0, return_inverse=True)
    problems = []
    for signs in distinct:
        asked = {
            name: (int(sign), bound)
            for name, sign, pair in zip(binding, signs, binding.values(), strict=True)
            if sign and (bound := pair[0] if sign > 0 else pair[1]) is not None
        }
        problems.append(_problem(draw, asked, cells, support))
    return which.ravel(), problems


def _problem(
    draw: str, asked: Mapping[str, tuple[int, Bound]], cells: tuple[Cell, ...], support: Bound | None
) -> _Problem:
    if not asked:
        return _Problem()
    words = " and ".join(f"{name} = {sign}" for name, (sign, _) in asked.items())
    bounds = [bound for _, bound in asked.values()]
    left = bounds[0]
    for bound in bounds[1:]:
        left = both(left, bound)
    reason = REASONS.get(draw, f"they leave nothing of {draw}")
    if not left:
        return _Problem(f"attributes contradict each other: {reason}", f"{words} contradict each other: {reason}")
    if support is not None and not both(left, support):
        never = f"its {draw} is {_words(support)}"
        return _Problem(f"this recipe never draws it: {never}", f"{words} can't be met by this recipe: {never}")
    for number, cell in enumerate(cells, 1):
        if draw in cell.limits and not both(left, cell.limits[draw]):
            reason = REASONS.get(draw, draw)
            return _Problem(
                f"a demographic cell excludes it: {reason}", f"{words} contradicts demographics cell {number}: {reason}"
            )
    return _Problem()


def _words(bound: Bound) -> str:
    if isinstance(bound, frozenset):
        return "only " + " or ".join(sorted(bound)) if bound else "nothing"
    return " or ".join(f"{low:g} to {high:g}" for low, high in bound)
