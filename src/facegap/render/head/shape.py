"""From a person and an expression to the vertices of a head."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property

import numpy as np

from facegap.base.arrays import FloatingArray, Int64Array
from facegap.render.description.person import Person
from facegap.render.draw.mesh import smooth_normals
from facegap.render.head.basis import HeadBasis, HeadPart, head_basis
from facegap.render.head.landmarks import landmarks68, lips_apart, named_points
from facegap.render.head.makehuman import AGES, AMOUNTS, ANCESTRIES, SEXES

_OPPOSITES = (
    ("decr", "incr"),
    ("down", "up"),
    ("in", "out"),
    ("backward", "forward"),
    ("compress", "uncompress"),
    ("concave", "convex"),
    ("l", "r"),
)
# Moving or aging the head as a whole isn't a person's shape; the trunk isn't in the picture.
_LEFT_OUT = ("head-trans", "head-age", "neck-trans", "measure-neck", "asymm-")
# What everyone has: the base mesh's eyes are a fifth too short and its lids too low, its mouth is too low and narrow,
# relative to the distance between the eyes, as measured on photographs of 102 consenting people (FRLL) and in the
# anthropometry of adults.
_PHOTOGRAPHED = {
    **dict.fromkeys(("eyeWideLeft", "eyeWideRight"), 0.3),
    **dict.fromkeys(("l-eye-scale-incr", "r-eye-scale-incr"), 0.85),
    "mouth-scale-horiz-incr": 0.4,
    "mouth-trans-up": 0.5,
}
_SHRUG_CLOSES = 0.056  # decimeters by which the action mouthShrugLower brings the lips together
_AGE_YEARS = (11.0, 25.0, 90.0)


@dataclass(frozen=True)
class ShapeParameter:
    """A direction in which heads differ.

    Attributes:
        name: such as ``nose-hump`` or ``eye-trans-up``: the target's name without side and ``-decr``/``-incr``; of
            other opposites (``down``/``up``, …) the positive one stays.
        positive, negative: rows of the basis's targets for either sign, one and the same where it goes both ways; left
            and right go together.
        left: which of these rows are on the person's left side only.
        right: likewise.
    """

    name: str
    positive: tuple[int, ...]
    negative: tuple[int, ...]
    left: frozenset[int]
    right: frozenset[int]

    @property
    def sided(self) -> bool:
        """Whether the two sides can differ."""
        return bool(self.left)


@cache
def shape_parameters() -> dict[str, ShapeParameter]:
    """The local shape parameters by name; ``asym-…`` ones are asymmetric by nature, ``rest-…`` a resting face's."""
    basis = head_basis()
    names = [name for name in basis.names if name[:2] in ("l-", "r-") or name.split("-")[0] in _FOLDERS]
    names = [name for name in names if not any(name.removeprefix("l-").startswith(left) for left in _LEFT_OUT)]
    rows_by_name: dict[str, dict[str, list[int]]] = {}
    for name in names:
        stem, sign = _signed(name)
        side = stem[:1] if stem[:2] in ("l-", "r-") else ""
        rows = rows_by_name.setdefault(stem[2:] if side else stem, {"+": [], "-": [], "l": [], "r": []})
        rows[sign].append(basis.index[name])
        if stem.startswith("bend"):
            rows["-"].append(basis.index[name])
        if side:
            rows[side].append(basis.index[name])
    local = {
        name: ShapeParameter(name, tuple(rows["+"]), tuple(rows["-"]), frozenset(rows["l"]), frozenset(rows["r"]))
        for name, rows in rows_by_name.items()
    }
    return local | {f"rest-{action}": _at_rest(action, basis) for action in _RESTING}


def _at_rest(action: str, basis: HeadBasis) -> ShapeParameter:
    sides = {side: basis.index[action + side] for side in ("", "Left", "Right") if action + side in basis.index}
    rows = tuple(sides.values())
    left, right = (frozenset(sides[side] for side in (name,) if side in sides) for name in ("Left", "Right"))
    return ShapeParameter(f"rest-{action}", rows, rows, left, right)


# Facial actions of which everyone has a little, more or less, when they do nothing: their resting face. None that
# smiles or parts the lips.
_RESTING = (
    *("eyeSquint", "eyeWide", "browDown", "browInnerUp", "browOuterUp", "cheekPuff", "cheekSquint", "noseSneer"),
    *("jawForward", "mouthPucker", "mouthStretch", "mouthDimple"),
)


_FOLDERS = frozenset(("head", "forehead", "eyebrows", "nose", "mouth", "chin", "neck", "asym", "bend"))


def _signed(name: str) -> tuple[str, str]:
    stem, _, last = name.rpartition("-")
    for negative, positive in _OPPOSITES:
        if last in (negative, positive):
            kept = stem if positive in ("incr", "r") else f"{stem}-{positive}"
            return kept, "+" if last == positive else "-"
    return name, "+"


@dataclass(frozen=True)
class Head:
    """A person's head at rest, neutral, in decimeters: y up, z to the front, the person's left at positive x.

    Whatever the person's height, the middle between the eyeballs is where the template has it.

    Attributes:
        positions: of the basis's vertices, (n, 3).
        normals: unit, (n, 3).
    """

    positions: FloatingArray
    normals: FloatingArray

    def point(self, name: str) -> FloatingArray:
        """A named point of ``head.landmarks``, (3,)."""
        return np.asarray(self.positions[named_points()[name]])

    @property
    def landmarks(self) -> FloatingArray:
        """The 68 landmarks, (68, 3)."""
        return self.positions[landmarks68()]

    @cached_property
    def eyes(self) -> tuple[FloatingArray, FloatingArray]:
        """The centers of the left and the right eyeball."""
        basis = head_basis()
        left, right = (self.positions[basis.vertices_of(eye)] for eye in (HeadPart.LEFT_EYE, HeadPart.RIGHT_EYE))
        return (left.min(0) + left.max(0)) / 2, (right.min(0) + right.max(0)) / 2

    @cached_property
    def skull(self) -> tuple[FloatingArray, FloatingArray]:
        """Center and half axes of a box round the cranium above the ears: a head's size for what sits on it."""
        cranium = self.positions[head_basis().template[:, 1] > _CRANIUM]
        low, high = cranium.min(0), cranium.max(0)
        half = (high - low) / 2
        half[1] = 1.15 * (high[1] - low[1])
        return np.array([0.0, high[1] - half[1], (low[2] + high[2]) / 2], np.float32), half


_CRANIUM = 7.45


def head_of(person: Person) -> Head:
    """The head of a person at rest."""
    positions = rest_positions(person)
    eyes = head_basis().vertices_of(HeadPart.LEFT_EYE, HeadPart.RIGHT_EYE)
    positions += head_basis().template[eyes].mean(0) - positions[eyes].mean(0)
    return Head(positions, smooth_normals(positions, head_basis().triangles))


def rest_positions(person: Person) -> FloatingArray:
    """A person's head at rest, neutral, (n, 3), decimeters."""
    basis = head_basis()
    weights = _target_weights(person, basis)
    rows = np.flatnonzero(weights)
    moved = weights[rows] @ basis.flat_targets[rows]
    positions = np.asarray(basis.template + moved.reshape(-1, 3), np.float32)
    # Whatever the shape of mouth and chin: at rest, the lips touch.
    gap = lips_apart(positions) - lips_apart(basis.template)
    return positions + np.float32(np.clip(gap / _SHRUG_CLOSES, 0.0, 1.0)) * _action("mouthShrugLower")


def expression_offsets(expression: Mapping[str, float]) -> FloatingArray:
    """How far facial actions move each vertex, (n, 3), decimeters."""
    return action_offsets(expression, slice(None))


def action_offsets(expression: Mapping[str, float], vertices: Int64Array | slice) -> FloatingArray:
    """How far facial actions move some of the vertices, (m, 3), decimeters."""
    offsets = np.zeros_like(head_basis().template[vertices])
    for action, weight in expression.items():
        if weight:
            offsets += np.float32(weight) * _action(action)[vertices]
    return offsets


@cache
def _action(name: str) -> FloatingArray:
    basis = head_basis()
    return np.asarray(basis.targets[basis.index[name]], np.float32)


def _target_weights(person: Person, basis: HeadBasis) -> FloatingArray:
    weights = np.zeros(len(basis.names), np.float32)
    sex = dict(zip(SEXES, (1.0 - person.male, float(person.male)), strict=True))
    age = dict(zip(AGES, _between(person.age, _AGE_YEARS), strict=True))
    ancestry = dict(zip(ANCESTRIES, (person.african, person.asian, person.caucasian), strict=True))
    weight = dict(zip(AMOUNTS, _between(person.weight, (0.0, 0.5, 1.0)), strict=True))
    muscle = dict(zip(AMOUNTS, _between(person.muscle, (0.0, 0.5, 1.0)), strict=True))
    for s in SEXES:
        for a in AGES:
            for origin in ANCESTRIES:
                weights[basis.index[f"{origin}-{s}-{a}"]] = sex[s] * age[a] * ancestry[origin]
            for m in AMOUNTS:
                for w in AMOUNTS:
                    weights[basis.index[f"{s}-{a}-{m}-{w}"]] = sex[s] * age[a] * muscle[m] * weight[w]
    for name, weight_of_all in _PHOTOGRAPHED.items():
        weights[basis.index[name]] = weight_of_all
    for name, parameter in shape_parameters().items():
        value = person.shape.get(name, 0.0)
        tilt = person.asymmetry.get(name, 0.0)
        for row in {*parameter.positive, *parameter.negative}:
            here = value + (tilt if row in parameter.left else -tilt if row in parameter.right else 0.0)
            up, down = row in parameter.positive, row in parameter.negative
            weights[row] += here if up and down else max(here, 0.0) if up else max(-here, 0.0)
    return weights


def _between(value: float, anchors: tuple[float, float, float]) -> tuple[float, float, float]:
    """Weights of three anchors for a value between them; beyond the ends it is the end's."""
    low, middle, high = anchors
    if value <= middle:
        share = min(max((value - low) / (middle - low), 0.0), 1.0)
        return 1.0 - share, share, 0.0
    share = min((value - middle) / (high - middle), 1.0)
    return 0.0, 1.0 - share, share
