"""What is made once for a person and used in all of their images: head, skin, hair, lashes."""

from functools import cached_property
from pathlib import Path

from facegap.base.arrays import FloatingArray
from facegap.render.accessories.wardrobe import Wardrobe
from facegap.render.description.person import Person
from facegap.render.draw.mesh import Mesh
from facegap.render.hair.hair import hair_mesh
from facegap.render.hair.lashes import lash_mesh
from facegap.render.hair.shells import Rooted
from facegap.render.head.basis import head_basis
from facegap.render.head.shape import Head, head_of
from facegap.render.image.posing import follow_by_height
from facegap.render.skin.texture import SkinTexture, skin_texture
from facegap.render.tables.hair_styles import HairStyle


class PersonAssets:
    """A person ready to be put into scenes; everything in it is a function of the person alone.

    Args:
        person: The person.
        texture_rows: The resolution of the skin's texture: its rows.
        photograph: A diffuse texture to use for the skin, or None for pigments.
    """

    def __init__(self, person: Person, *, texture_rows: int, photograph: Path | None = None) -> None:
        self.person = person
        self._texture_rows = texture_rows
        self._photograph = photograph
        self._hair: dict[tuple[str, bool], Mesh | None] = {}

    @cached_property
    def head(self) -> Head:
        """At rest."""
        return head_of(self.person)

    @cached_property
    def follow(self) -> FloatingArray:
        """How much each vertex follows the head, (n,)."""
        return follow_by_height(head_basis().template)

    @cached_property
    def texture(self) -> SkinTexture:
        """Of the skin."""
        return skin_texture(self.person, rows=self._texture_rows, photograph=self._photograph)

    @cached_property
    def wardrobe(self) -> Wardrobe:
        """What they wear."""
        return Wardrobe(self.head, self.person)

    @cached_property
    def lashes(self) -> Rooted:
        """Both eyes'."""
        return lash_mesh(self.person, self.head)

    def hair(self, style: HairStyle, *, tucked: bool) -> Mesh | None:
        """The hair in a style of the day, tucked under a hat or free."""
        key = (style.name, tucked)
        if key not in self._hair:
            self._hair[key] = hair_mesh(self.person, style, self.head, tucked=tucked)
        return self._hair[key]

    def scalp_shade(self, style: HairStyle) -> float:
        """How much the hair's roots color the scalp beneath them, 0 to 1."""
        return 0.0 if style.bald else 1.0
