"""The table of hair styles: what drives the strands, what is true of them, and who wears them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

STRAIGHT, WAVY, COILY = "straight", "wavy", "coily"
ANY = (STRAIGHT, WAVY, COILY)
SOFT = (STRAIGHT, WAVY)


@dataclass(frozen=True)
class Cut:
    """Lengths in decimeters, by where a hair grows; 0 is none.

    Attributes:
        front, top, sides, back: lengths there.
        fringe: how far hair hangs down the forehead from the hairline.
        ends: how uneven the lengths are, 0 blunt to 0.6 ragged.
    """

    front: float
    top: float
    sides: float
    back: float
    fringe: float = 0.0
    ends: float = 0.25


@dataclass(frozen=True)
class Comb:
    """Which way hair lies; directions are relative weights.

    Attributes:
        side: away from the parting.
        forward: to the front; negative is back.
        fall: away from the whorl at the crown, as hair falls by itself.
        lift: away from the scalp at the root.
        sweep: of the sides, −1 back to 1 forward.
        cling: how closely it keeps to the shape of the head, 0 to 1.
        across: how far the fringe is combed to one side.
        parting: multiplies the person's, 0 is the middle.
        frame: degrees from straight ahead that stay free of hair at the height of the cheeks.
    """

    side: float = 0.0
    forward: float = 0.0
    fall: float = 1.0
    lift: float = 0.2
    sweep: float = 0.0
    cling: float = 0.6
    across: float = 0.15
    parting: float = 1.0
    frame: float = 56.0


@dataclass(frozen=True)
class Body:
    """What the hair is like as a mass; lengths in decimeters.

    Attributes:
        volume: how far the outermost layer lies off the scalp.
        crest: more of that over the forehead.
        wave: amplitude of waves; period: their length.
        frizz: how unruly each strand's direction is, 0 to 1.
        tuck: how far ends turn in (positive) or out.
    """

    volume: float = 0.10
    crest: float = 0.0
    wave: float = 0.0
    period: float = 0.5
    frizz: float = 0.1
    tuck: float = 0.0


@dataclass(frozen=True)
class Ribbons:
    """How strands become cards.

    Attributes:
        count: cards; points: along each, at least 3.
        width: of a card, decimeters; strands: across it.
        cover: the share of its strands that are there, 0 to 1.
        roll: how round a card looks, 0 flat to 1 a rope; solid: whether its end is blunt rather than a
            wisp; frizzy: whether its strands end one by one.
    """

    count: int
    points: int = 5
    width: float = 0.13
    strands: float = 9.0
    cover: float = 0.9
    roll: float = 0.45
    solid: bool = False
    frizzy: bool = False


@dataclass(frozen=True)
class Fur:
    """Short or coily hair as shells: layers up to a height in decimeters, with dots this many per decimeter."""

    layers: int
    height: float
    density: float
    dots: float = 24.0


NONE: Mapping[str, float] = MappingProxyType({})


@dataclass(frozen=True)
class Style:
    """One style.

    Attributes:
        name: of the style.
        cut, comb, body: of its strands.
        ribbons: its cards; None where there are none.
        fur: its shells; None where there are none.
        tie: ``ponytail``, ``bun``, ``knot``, ``half``, ``braid`` or ``braids``; empty where hair is loose.
        scalp: how much of the scalp's cover remains, 0 to 1: it multiplies ``scalp.scalp_cover``.
        horseshoe: whether only sides and back grow.
        rows: rows of cornrows from ear to ear; 0 where there are none.
        bald, bangs, wavy: the truth about it, before a person's own curl is added.
        male, female: how often it is worn, relative to the others.
        textures: which hair suits it: ``straight``, ``wavy``, ``coily``.
        tied_to: what else the same person may wear another day.
    """

    name: str
    cut: Cut = Cut(0.0, 0.0, 0.0, 0.0)
    comb: Comb = Comb()
    body: Body = Body()
    ribbons: Ribbons | None = None
    fur: Fur | None = None
    tie: str = ""
    scalp: float = 1.0
    horseshoe: bool = False
    rows: int = 0
    bald: bool = False
    bangs: bool = False
    wavy: bool = False
    male: float = 0.0
    female: float = 0.0
    textures: tuple[str, ...] = SOFT
    tied_to: tuple[str, ...] = field(default=())


_SHORT = Ribbons(460, points=4, width=0.11, strands=8.0)
_MIDDLE = Ribbons(440, points=6, width=0.13, strands=9.0)
_CRESTED = Ribbons(520, points=5, width=0.09, strands=7.0, roll=0.6)
_LONG = Ribbons(290, points=10, width=0.20, strands=12.0)
_LOCKS = Ribbons(320, points=11, width=0.15, strands=8.0, roll=0.8)

_STRAIGHT_UP = ("ponytail", "bun", "half-up")
_WAVY_UP = ("wavy-ponytail", "bun", "half-up")

_TABLE = (
    # Men's, mostly.
    Style("bald", scalp=0.0, bald=True, male=4.0, female=0.05, textures=ANY),
    Style("shaved", fur=Fur(1, 0.012, 0.9, 60.0), scalp=0.72, male=3.0, female=0.1, textures=ANY),
    Style(
        "horseshoe",
        Cut(0.0, 0.0, 0.16, 0.2),
        Comb(sweep=-0.2, lift=0.1, cling=0.9),
        Body(0.04),
        Ribbons(420, points=4, width=0.12, strands=9.0),
        horseshoe=True,
        bald=True,
        male=2.5,
        textures=ANY,
    ),
    Style("buzz", fur=Fur(3, 0.05, 1.0, 40.0), male=7.0, female=0.2, textures=ANY),
    Style(
        "crew",
        Cut(0.26, 0.24, 0.1, 0.1),
        Comb(forward=0.5, fall=0.4, lift=0.75, cling=0.2),
        Body(0.08, frizz=0.3),
        _SHORT,
        Fur(2, 0.045, 1.0, 34.0),
        male=8.0,
    ),
    Style(
        "short-crop",
        Cut(0.32, 0.36, 0.2, 0.2, fringe=0.12, ends=0.4),
        Comb(forward=0.9, fall=0.5, lift=0.3, sweep=0.3),
        Body(0.09, frizz=0.22),
        _SHORT,
        male=10.0,
        female=0.3,
    ),
    Style(
        "side-part",
        Cut(0.75, 0.7, 0.24, 0.22),
        Comb(side=1.0, forward=-0.25, fall=0.1, lift=0.3, sweep=-0.5, cling=0.9),
        Body(0.12, crest=0.07),
        _MIDDLE,
        male=12.0,
    ),
    Style(
        "slick-back",
        Cut(0.95, 0.8, 0.4, 0.3),
        Comb(forward=-1.0, fall=0.0, lift=0.1, sweep=-1.0, cling=1.0),
        Body(0.07, crest=0.02, frizz=0.04),
        _MIDDLE,
        male=5.0,
    ),
    Style(
        "spiky",
        Cut(0.44, 0.42, 0.16, 0.14, ends=0.3),
        Comb(forward=0.25, fall=0.2, lift=2.2, cling=0.0),
        Body(0.05, frizz=0.35),
        Ribbons(330, points=4, width=0.11, strands=5.0, roll=0.8),
        Fur(2, 0.05, 1.0, 34.0),
        male=4.0,
        textures=(STRAIGHT,),
    ),
    Style(
        "quiff",
        Cut(0.6, 0.5, 0.16, 0.15),
        Comb(forward=-0.5, fall=0.0, lift=0.9, sweep=-0.4, cling=0.6),
        Body(0.13, crest=0.15, frizz=0.2),
        _CRESTED,
        male=6.0,
    ),
    Style(
        "pompadour",
        Cut(1.0, 0.8, 0.22, 0.2),
        Comb(forward=-0.9, fall=0.0, lift=0.4, sweep=-1.0, cling=0.95),
        Body(0.14, crest=0.2, frizz=0.06),
        _CRESTED,
        male=3.0,
        textures=SOFT,
    ),
    Style(
        "undercut",
        Cut(0.9, 0.85, 0.0, 0.0),
        Comb(side=1.0, forward=-0.5, fall=0.0, lift=0.35, cling=0.9),
        Body(0.13, crest=0.1),
        Ribbons(300, points=6, width=0.13),
        Fur(2, 0.035, 0.85, 40.0),
        male=4.0,
        female=0.4,
    ),
    Style(
        "fringe-crop",
        Cut(0.5, 0.55, 0.22, 0.2, fringe=0.45, ends=0.3),
        Comb(forward=1.0, fall=0.5, lift=0.2, sweep=0.4, cling=0.8, across=0.3),
        Body(0.11, frizz=0.15),
        _MIDDLE,
        bangs=True,
        male=6.0,
        female=0.3,
    ),
    Style(
        "curly-short",
        Cut(0.45, 0.5, 0.22, 0.22, fringe=0.1, ends=0.4),
        Comb(forward=0.3, fall=0.6, lift=0.6, cling=0.6),
        Body(0.2, wave=0.045, period=0.27, frizz=0.5),
        Ribbons(420, points=6, width=0.11, strands=5.0, roll=0.9),
        Fur(2, 0.06, 1.0, 26.0),
        wavy=True,
        male=5.0,
        female=0.5,
        textures=(WAVY, COILY),
    ),
    Style("afro-short", fur=Fur(4, 0.15, 1.0, 20.0), male=7.0, female=1.0, textures=(COILY,)),
    Style(
        "afro",
        Cut(0.55, 0.6, 0.48, 0.45, ends=0.1),
        Comb(fall=0.2, lift=3.0, cling=0.0),
        Body(0.1, frizz=0.7),
        Ribbons(460, points=3, width=0.22, strands=10.0, roll=0.9, frizzy=True),
        Fur(4, 0.38, 1.0, 15.0),
        wavy=True,
        male=3.0,
        female=3.5,
        textures=(COILY,),
        tied_to=("afro-short",),
    ),
    Style(
        "cornrows",
        Cut(1.7, 1.4, 1.0, 0.35, ends=0.05),
        Comb(forward=-1.0, fall=0.0, lift=0.0, sweep=-1.0, cling=1.0),
        Body(0.03, frizz=0.0),
        Ribbons(300, points=8, width=0.075, strands=3.0, cover=1.0, roll=1.0),
        rows=11,
        male=2.5,
        female=1.5,
        textures=(COILY,),
    ),
    Style(
        "dreadlocks",
        Cut(1.5, 1.5, 1.3, 1.2, ends=0.35),
        Comb(side=0.7, forward=-0.1, fall=0.5, lift=0.5, sweep=-0.2, cling=0.3, parting=0.3, frame=58.0),
        Body(0.18, wave=0.02, period=0.5, frizz=0.25),
        Ribbons(230, points=10, width=0.10, strands=3.0, roll=1.0, solid=True),
        Fur(1, 0.02, 1.0, 30.0),
        wavy=True,
        male=2.0,
        female=2.0,
        textures=(COILY,),
    ),
    Style(
        "mullet",
        Cut(0.45, 0.5, 0.3, 1.3, ends=0.3),
        Comb(forward=0.2, fall=0.7, lift=0.5, sweep=-0.5, cling=0.5),
        Body(0.14, wave=0.02, frizz=0.2),
        Ribbons(400, points=8, width=0.13),
        male=1.5,
        female=0.1,
    ),
    Style(
        "shoulder-man",
        Cut(1.2, 1.3, 1.2, 1.2, ends=0.35),
        Comb(side=1.0, forward=-0.3, fall=0.3, lift=0.25, sweep=-0.4, parting=0.4, frame=62.0),
        Body(0.11, wave=0.025, period=0.7, frizz=0.15),
        _LONG,
        wavy=True,
        male=2.0,
        tied_to=("knot", "long-man"),
    ),
    Style(
        "long-man",
        Cut(2.2, 2.2, 2.0, 2.0, ends=0.3),
        Comb(side=1.0, forward=-0.2, fall=0.3, lift=0.15, sweep=-0.3, parting=0.2, frame=62.0),
        Body(0.08),
        _LONG,
        male=1.5,
        tied_to=("knot", "ponytail"),
    ),
    Style(
        "knot",
        Cut(1.0, 1.0, 0.8, 0.8),
        Comb(forward=-1.0, lift=0.0, cling=1.0),
        Body(0.05, frizz=0.03),
        _MIDDLE,
        tie="knot",
        male=1.5,
        female=1.5,
        textures=ANY,
        tied_to=("long-man", "shoulder-man"),
    ),
    # Women's, mostly.
    Style(
        "pixie",
        Cut(0.6, 0.6, 0.35, 0.25, fringe=0.4, ends=0.4),
        Comb(side=0.5, forward=0.5, fall=0.6, lift=0.35, sweep=0.5, cling=0.8, across=0.9),
        Body(0.13, frizz=0.15),
        _MIDDLE,
        bangs=True,
        female=4.0,
    ),
    Style(
        "bob",
        Cut(1.3, 1.25, 0.85, 0.8, ends=0.12),
        Comb(side=1.0, forward=-0.1, fall=0.35, lift=0.25, cling=0.5, parting=0.8, frame=54.0),
        Body(0.13, frizz=0.05, tuck=0.5),
        Ribbons(360, points=9, width=0.16, strands=11.0),
        female=7.0,
        tied_to=("half-up",),
    ),
    Style(
        "bob-bangs",
        Cut(1.3, 1.25, 0.85, 0.8, fringe=0.6, ends=0.1),
        Comb(side=1.0, forward=0.1, fall=0.5, lift=0.2, cling=0.5, parting=0.0, across=0.0, frame=54.0),
        Body(0.12, frizz=0.04, tuck=0.5),
        Ribbons(380, points=9, width=0.16, strands=11.0),
        bangs=True,
        female=5.0,
    ),
    Style(
        "chin-waves",
        Cut(1.4, 1.35, 1.0, 0.9, ends=0.25),
        Comb(side=1.0, fall=0.35, lift=0.4, cling=0.4, parting=0.9),
        Body(0.17, wave=0.06, period=0.5, frizz=0.2, tuck=0.2),
        Ribbons(360, points=11, width=0.16, strands=9.0, roll=0.7),
        wavy=True,
        female=5.0,
        textures=(WAVY, STRAIGHT),
        tied_to=("half-up",),
    ),
    Style(
        "shoulder-straight",
        Cut(1.9, 1.85, 1.5, 1.5, ends=0.2),
        Comb(side=1.0, fall=0.3, lift=0.2, parting=0.8),
        Body(0.10, frizz=0.05, tuck=0.15),
        _LONG,
        female=10.0,
        tied_to=_STRAIGHT_UP,
    ),
    Style(
        "shoulder-wavy",
        Cut(1.9, 1.85, 1.5, 1.5, ends=0.3),
        Comb(side=1.0, fall=0.3, lift=0.35, cling=0.4, parting=0.8),
        Body(0.16, wave=0.07, period=0.6, frizz=0.15),
        _LOCKS,
        wavy=True,
        female=9.0,
        textures=(WAVY, STRAIGHT),
        tied_to=_WAVY_UP,
    ),
    Style(
        "long-straight",
        Cut(2.9, 2.8, 2.5, 2.5, ends=0.15),
        Comb(side=1.0, fall=0.3, lift=0.12, parting=0.3),
        Body(0.08, wave=0.012, period=1.3, frizz=0.1),
        _LONG,
        male=0.1,
        female=10.0,
        textures=(STRAIGHT, WAVY),
        tied_to=(*_STRAIGHT_UP, "braid", "braids", "knot"),
    ),
    Style(
        "long-wavy",
        Cut(2.9, 2.8, 2.5, 2.5, ends=0.3),
        Comb(side=1.0, fall=0.3, lift=0.35, cling=0.4, parting=0.8, frame=52.0),
        Body(0.16, wave=0.08, period=0.75, frizz=0.15),
        _LOCKS,
        wavy=True,
        female=10.0,
        textures=(WAVY, STRAIGHT),
        tied_to=(*_WAVY_UP, "braid"),
    ),
    Style(
        "long-curly",
        Cut(2.0, 2.0, 1.9, 1.9, ends=0.4),
        Comb(side=0.9, fall=0.4, lift=0.5, cling=0.4, parting=0.7, frame=50.0),
        Body(0.22, wave=0.06, period=0.45, frizz=0.45),
        Ribbons(260, points=14, width=0.14, strands=5.0, roll=0.9),
        wavy=True,
        female=5.0,
        textures=(WAVY, COILY),
        tied_to=("wavy-ponytail", "bun"),
    ),
    Style(
        "bangs-long",
        Cut(2.6, 2.6, 2.4, 2.4, fringe=0.58, ends=0.2),
        Comb(side=1.0, fall=0.5, lift=0.15, parting=0.0, across=0.1),
        Body(0.09, frizz=0.05),
        _LONG,
        bangs=True,
        female=6.0,
        tied_to=("bangs-ponytail",),
    ),
    Style(
        "side-swept",
        Cut(2.2, 2.1, 1.7, 1.7, fringe=0.75, ends=0.3),
        Comb(side=1.0, fall=0.3, lift=0.3, cling=0.5, parting=1.0, across=1.8),
        Body(0.13, wave=0.03, period=0.9, frizz=0.1),
        _LONG,
        bangs=True,
        female=5.0,
        tied_to=("bangs-ponytail", "half-up"),
    ),
    Style(
        "ponytail",
        Cut(1.0, 1.0, 0.8, 0.8),
        Comb(lift=0.0, cling=1.0),
        Body(0.05, frizz=0.03),
        _MIDDLE,
        tie="ponytail",
        male=0.4,
        female=6.0,
        tied_to=("long-straight", "shoulder-straight", "bun"),
    ),
    Style(
        "wavy-ponytail",
        Cut(1.0, 1.0, 0.8, 0.8),
        Comb(lift=0.15, cling=0.9),
        Body(0.09, wave=0.05, period=0.6, frizz=0.12),
        _MIDDLE,
        tie="ponytail",
        female=4.0,
        textures=(WAVY, COILY),
        tied_to=("long-wavy", "shoulder-wavy", "bun"),
    ),
    Style(
        "bangs-ponytail",
        Cut(1.0, 1.0, 0.8, 0.8, fringe=0.58),
        Comb(lift=0.0, cling=1.0, across=0.1),
        Body(0.06, frizz=0.05),
        _MIDDLE,
        tie="ponytail",
        bangs=True,
        female=2.5,
        tied_to=("bangs-long", "side-swept"),
    ),
    Style(
        "bun",
        Cut(1.0, 1.0, 0.8, 0.8),
        Comb(lift=0.0, cling=1.0),
        Body(0.05, frizz=0.04),
        _MIDDLE,
        tie="bun",
        female=4.5,
        textures=ANY,
        tied_to=("long-straight", "long-wavy", "ponytail"),
    ),
    Style(
        "half-up",
        Cut(2.2, 2.2, 2.0, 2.0, ends=0.25),
        Comb(forward=-0.7, fall=0.3, lift=0.15, sweep=-0.8, cling=0.6, frame=64.0),
        Body(0.09, wave=0.02, period=0.8, frizz=0.06),
        _LONG,
        tie="half",
        female=4.0,
        tied_to=("long-straight", "long-wavy", "ponytail"),
    ),
    Style(
        "braid",
        Cut(1.0, 1.0, 0.9, 0.9),
        Comb(side=0.3, lift=0.1, cling=0.9),
        Body(0.07, frizz=0.06),
        _MIDDLE,
        tie="braid",
        female=2.5,
        textures=ANY,
        tied_to=("long-straight", "long-wavy"),
    ),
    Style(
        "braids",
        Cut(1.0, 1.0, 0.9, 0.9),
        Comb(side=1.0, lift=0.0, cling=1.0, parting=0.0),
        Body(0.05, frizz=0.04),
        _MIDDLE,
        tie="braids",
        female=2.0,
        textures=ANY,
        tied_to=("long-straight", "braid"),
    ),
)

STYLES: Mapping[str, Style] = MappingProxyType({style.name: style for style in _TABLE})
"""All styles by name."""
