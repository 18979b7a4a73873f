"""Optional packs of skin textures in MakeHuman's layout: one folder a skin, with a diffuse picture in it."""

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from facegap.base.errors import ConfigError
from facegap.base.seeds import generator
from facegap.render.description.person import Person

_AGES = (("young", 0.0, 42.0), ("middleage", 38.0, 62.0), ("old", 58.0, 200.0))
_ANCESTRIES = {"white": "caucasian", "black": "african", "asian": "asian", "indian": "caucasian", "mixed": "caucasian"}


@dataclass(frozen=True)
class SkinPhotograph:
    """One texture: its picture, and what its folder's name says of whom it suits."""

    path: Path
    words: frozenset[str]


@cache
def skin_pack(folder: Path) -> tuple[SkinPhotograph, ...]:
    """The skins of a pack.

    Raises:
        ConfigError: the folder isn't there, or has no skins.
    """
    if not folder.is_dir():
        msg = f"skins: {folder} is not a folder; name one with MakeHuman skins (NAME/…diffuse….png), or leave it empty"
        raise ConfigError(msg)
    pictures = sorted(path for path in folder.glob("*/*") if path.suffix.lower() in (".png", ".jpg", ".jpeg"))
    skins = tuple(
        SkinPhotograph(path, frozenset(re.split(r"[^a-z]+", path.parent.name.lower())))
        for path in pictures
        if "diffuse" in path.name.lower()
    )
    if not skins:
        msg = f"skins: no folder in {folder} has a picture with 'diffuse' in its name"
        raise ConfigError(msg)
    return skins


def skin_for(person: Person, folder: Path) -> Path:
    """The texture that suits a person best by sex, age and ancestry; one of the equally good by their seed."""
    wanted = {"male" if person.male else "female", _ANCESTRIES[person.ancestry]}
    wanted |= {word for word, low, high in _AGES if low <= person.age < high}
    skins = skin_pack(folder)
    best = max(len(wanted & skin.words) for skin in skins)
    fitting = [skin for skin in skins if len(wanted & skin.words) == best]
    return fitting[int(generator(person.seed, "skin photograph").integers(len(fitting)))].path
