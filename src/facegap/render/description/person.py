"""A person: all that stays the same from image to image."""

from collections.abc import Mapping
from dataclasses import dataclass

from facegap.render.colors import RGB
from facegap.render.tables.hair_styles import HairStyle

ANCESTRIES = ("white", "black", "asian", "indian", "mixed")
HAIR_TEXTURES = ("straight", "wavy", "coily")
HAIR_FAMILIES = ("black", "brown", "blond", "red", "gray")
IRIS_COLORS = ("brown", "hazel", "green", "blue", "grey")


@dataclass(frozen=True)
class Skin:
    """What colors the skin and what it is like to the touch.

    Attributes:
        melanin: 0 (palest) to 1 (darkest).
        haemoglobin: 0 (pale) to 1 (ruddy).
        carotene: yellowness, 0 to 1.
        freckles: 0 to 1.
        moles: their number on face and neck.
        blotches: unevenness of the color, 0 to 1.
        wrinkles: 0 (none) to 1 (deep).
        bags: darkness and swelling under the eyes, 0 to 1.
        flush: redness of the cheeks, −1 to 1.
        lips: how much redder and darker the lips are than the skin, 0 to 1.
        gloss: 0 dry to 1 oily.
    """

    melanin: float
    haemoglobin: float
    carotene: float
    freckles: float
    moles: int
    blotches: float
    wrinkles: float
    bags: float
    flush: float
    lips: float
    gloss: float


@dataclass(frozen=True)
class Eyes:
    """Irises and lashes.

    Attributes:
        color: ``brown``, ``hazel``, ``green``, ``blue`` or ``gray``.
        inner, outer: of the iris, around the pupil and at the rim.
        size: radius of the iris relative to the usual, about 0.92 to 1.08.
        lashes: 0 (sparse) to 1 (dense).
    """

    color: str
    inner: RGB
    outer: RGB
    size: float
    lashes: float


@dataclass(frozen=True)
class Brows:
    """Eyebrows, painted on the skin.

    Attributes:
        thickness: relative to the usual, about 0.4 to 2.
        density: 0 to 1.
        arch: −1 (flat, falling) to 1 (high arch).
        length: relative to the usual, about 0.8 to 1.2.
        gap: distance between them relative to the usual, about 0.2 to 1.5.
        height: of their place, −1 to 1.
        color: linear RGB.
    """

    thickness: float
    density: float
    arch: float
    length: float
    gap: float
    height: float
    color: RGB


@dataclass(frozen=True)
class Hair:
    """The hair of the head.

    Attributes:
        style: see ``facegap.render.tables.hair_styles``.
        family: ``black``, ``brown``, ``blond``, ``red`` or ``gray``.
        root, tip: colors.
        length: relative to the style's, about 0.8 to 1.25.
        volume: relative to the style's, about 0.7 to 1.4.
        curl: added to the style's waves, 0 straight to 1 tight.
        parting: −1 (on the person's right) to 1 (left).
        hairline: height of the hairline, −1 low to 1 high.
        recession: of the temples, 0 to 1.
        peak: widow's peak, 0 to 1.
        thinning: of the crown, 0 to 1.
    """

    style: HairStyle
    family: str
    root: RGB
    tip: RGB
    length: float
    volume: float
    curl: float
    parting: float
    hairline: float
    recession: float
    peak: float
    thinning: float


@dataclass(frozen=True)
class Beard:
    """What can grow on the face, and how it is usually worn.

    Attributes:
        capacity: 0 (none) to 1 (dense).
        habit: ``shaved``, ``stubble``, ``mustache``, ``goatee``, ``sideburns``, ``short`` or ``full``.
        color: linear RGB.
    """

    capacity: float
    habit: str
    color: RGB


@dataclass(frozen=True)
class Person:
    """One identity of a rendered set.

    Attributes:
        seed: of what is drawn for this person's texture and strands.
        male: sex.
        age: years, 14 to 90.
        ancestry: ``white``, ``black``, ``asian``, ``indian`` or ``mixed``.
        african, asian, caucasian: weights of MakeHuman's three ancestries, which sum to 1.
        weight: 0 (thin) to 1 (heavy).
        muscle: 0 to 1.
        shape: weights of local shape parameters (see ``facegap.render.head.shape``), mostly −1 to 1.
        asymmetry: weights of the parameters that tell left from right.
        earrings: wears them in pierced ears, if at all.
        make_up: habit, 0 (never) to 1 (always).
        glasses: needs spectacles.
    """

    seed: int
    male: bool
    age: float
    ancestry: str
    african: float
    asian: float
    caucasian: float
    weight: float
    muscle: float
    shape: Mapping[str, float]
    asymmetry: Mapping[str, float]
    skin: Skin
    eyes: Eyes
    brows: Brows
    hair: Hair
    beard: Beard
    earrings: bool
    make_up: float
    glasses: bool
