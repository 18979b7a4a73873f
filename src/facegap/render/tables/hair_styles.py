"""Hair styles of ``hair_styles.toml``: what drives the strands, what is true of them, and who wears them."""

import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from pydantic import Field

from facegap.base.config import Config
from facegap.base.errors import ConfigError
from facegap.base.suggestions import unknown
from facegap.render.tables.reading import table_content

Texture = Literal["straight", "wavy", "coily"]
Tie = Literal["", "ponytail", "bun", "knot", "half", "braid", "braids"]


class HairLengths(Config):
    """Lengths in decimeters, by where a hair grows; 0 is none.

    Attributes:
        front: over the forehead.
        top: of the head.
        sides: over and before the ears.
        back: down to the nape.
        fringe: how far hair hangs down the forehead from the hairline.
        ends: how uneven the lengths are, 0 blunt to 0.6 ragged.
    """

    front: float = Field(default=0.0, ge=0.0)
    top: float = Field(default=0.0, ge=0.0)
    sides: float = Field(default=0.0, ge=0.0)
    back: float = Field(default=0.0, ge=0.0)
    fringe: float = Field(default=0.0, ge=0.0)
    ends: float = Field(default=0.25, ge=0.0, le=1.0)


class Comb(Config):
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
    cling: float = Field(default=0.6, ge=0.0, le=1.0)
    across: float = Field(default=0.15, ge=0.0)
    parting: float = 1.0
    frame: float = 56.0


class HairBody(Config):
    """What the hair is like as a mass; lengths in decimeters.

    Attributes:
        volume: how far the outermost layer lies off the scalp.
        crest: more of that over the forehead.
        wave: amplitude of waves.
        period: length of the waves.
        frizz: how unruly each strand's direction is, 0 to 1.
        tuck: how far ends turn in (positive) or out.
    """

    volume: float = Field(default=0.10, ge=0.0)
    crest: float = 0.0
    wave: float = Field(default=0.0, ge=0.0)
    period: float = Field(default=0.5, gt=0.0)
    frizz: float = Field(default=0.1, ge=0.0, le=1.0)
    tuck: float = 0.0


class HairCards(Config):
    """How strands become cards: ribbons that show the picture of some strands.

    Attributes:
        count: of cards.
        points: along each.
        width: of a card, decimeters.
        strands: across it.
        cover: the share of its strands that are there, 0 to 1.
        roll: how round a card looks, 0 flat to 1 a rope.
        solid: whether its end is blunt rather than a wisp.
        frizzy: whether its strands end one by one.
    """

    count: int = Field(ge=1, le=1200)
    points: int = Field(default=5, ge=3)
    width: float = Field(default=0.13, gt=0.0)
    strands: float = Field(default=9.0, gt=0.0)
    cover: float = Field(default=0.9, ge=0.0, le=1.0)
    roll: float = Field(default=0.45, ge=0.0, le=1.0)
    solid: bool = False
    frizzy: bool = False


class HairShells(Config):
    """Short or coily hair as shells: layers over the skin, each with dots.

    Attributes:
        layers: of them.
        height: of the outermost, decimeters.
        density: of the hair, 0 to 1.
        dots: in a decimeter.
    """

    layers: int = Field(ge=1, le=16)
    height: float = Field(gt=0.0)
    density: float = Field(gt=0.0, le=1.0)
    dots: float = Field(default=24.0, gt=0.0)


class HairStyle(Config):
    """One style; what is left out is none, not true or 0.

    Attributes:
        name: of the style; in a table, that of its section.
        lengths: of its strands.
        comb: which way they lie.
        body: what they are like as a mass.
        cards: how strands are drawn; without it there are none.
        shells: short hair close to the skin; without it there is none.
        tie: ``ponytail``, ``bun``, ``knot``, ``half``, ``braid`` or ``braids``; empty where hair is loose.
        scalp: how much of the scalp's cover remains, 0 to 1.
        horseshoe: whether only sides and back grow.
        rows: of cornrows from ear to ear; 0 where there are none.
        bald: the truth about it, as the following two: no hair on top of the head.
        bangs: hair hangs over the forehead.
        wavy: before a person's own curl is added.
        male: how often men wear it, relative to the other styles.
        female: likewise women.
        textures: which hair suits it: ``straight``, ``wavy``, ``coily``.
        tied_to: names of what else the same person may wear another day.
    """

    name: str
    lengths: HairLengths = HairLengths()
    comb: Comb = Comb()
    body: HairBody = HairBody()
    cards: HairCards | None = None
    shells: HairShells | None = None
    tie: Tie = ""
    scalp: float = Field(default=1.0, ge=0.0, le=1.0)
    horseshoe: bool = False
    rows: int = Field(default=0, ge=0)
    bald: bool = False
    bangs: bool = False
    wavy: bool = False
    male: float = Field(default=0.0, ge=0.0)
    female: float = Field(default=0.0, ge=0.0)
    textures: tuple[Texture, ...] = Field(default=("straight", "wavy"), min_length=1)
    tied_to: tuple[str, ...] = ()


STYLES: Mapping[str, HairStyle] = {
    name: HairStyle.from_dict({**section, "name": name}, where=f"the table hair_styles.toml, {name}")
    for name, section in table_content("hair_styles").items()
}
"""Those that come with the package."""


def styles_with(path: str) -> Mapping[str, HairStyle]:
    """The styles that come with the package, and those of a TOML file of the same form.

    Args:
        path: of the file; empty for none.

    Raises:
        ConfigError: the file isn't there or isn't TOML, a key or value doesn't fit, a name is taken, or a style is
            tied to one that isn't there; names the file and the style.

    >>> sorted(styles_with(""))[:3]
    ['afro', 'afro-short', 'bald']
    """
    if not path:
        return STYLES
    try:
        content = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        msg = f"{path}: cannot be read as a table of hair styles: {error}"
        raise ConfigError(msg) from error
    styles = dict(STYLES)
    for name, section in content.items():
        if not isinstance(section, dict):
            msg = f"{path}: {name} stands outside of a style; begin each style with its name, such as [my-bob]"
            raise ConfigError(msg)
        if name in STYLES:
            msg = f"{path}: a hair style {name!r} comes with the package; give yours another name"
            raise ConfigError(msg)
        styles[name] = HairStyle.from_dict({**section, "name": name}, where=f"{path}, {name}")
    for name in content:
        for tied in styles[name].tied_to:
            if tied not in styles:
                msg = f"{path}, {name}: tied_to: {unknown(tied, styles, 'hair style')}"
                raise ConfigError(msg)
    return styles
