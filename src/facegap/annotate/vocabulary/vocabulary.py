"""A vocabulary: names of attributes in their order, and what is known of how they go together."""

from collections import Counter
from collections.abc import Iterable
from typing import Self

from pydantic import Field, model_validator

from facegap.base.config import Config, PackagedConfig, PackagedFiles
from facegap.base.errors import ConfigError
from facegap.base.suggestions import hint

RESERVED = ("image_id", "identity", "partition", "error")
"""What no attribute can be called: columns that a layer of attributes may have beside them."""
_ENDINGS = ("_score", "_reliability")


class Family(Config):
    """Attributes of which at most one is positive.

    Attributes:
        name: what they are about, such as ``hair color``.
        members: their names.
        exhaustive: whether exactly one is positive.
    """

    name: str
    members: tuple[str, ...] = Field(min_length=2)
    exhaustive: bool


class Rule(Config):
    """How an attribute of another vocabulary follows from this one's.

    It is positive where any of ``any_of`` is; undefined where any of ``unsure`` is; negative where all of both are
    negative; and undefined otherwise, since an undefined one of them could be positive.

    Attributes:
        any_of: of this vocabulary.
        unsure: of this vocabulary; those that leave it open whether the other attribute is there.
        negated: whether positive and negative change places.
    """

    any_of: tuple[str, ...] = Field(min_length=1)
    unsure: tuple[str, ...] = ()
    negated: bool = False


class Vocabulary(PackagedConfig):
    """Attributes that images are labeled with.

    Attributes:
        name: what it is called in options and cards.
        summary: one line for people.
        source: who made it.
        attributes: their names, in the order of columns.
        groups: attributes by what they are about, for reports.
        families: attributes of which at most one, or exactly one, is positive; none is in two families.
        contradictions: pairs that can't both be positive, besides those within a family.
        demographics: attributes that say who people are, such as sex, age and origin; an annotator is judged on the
            people of each by themselves, too.
        undecidable: attributes that no rendered image decides, such as ``Attractive``.
        maps: rules for the attributes of other vocabularies, by the other's name and the attribute's.
    """

    noun = "vocabulary"
    packaged = PackagedFiles("facegap.annotate.vocabulary", folder="")

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    summary: str = ""
    source: str = ""
    attributes: tuple[str, ...] = Field(min_length=1)
    groups: dict[str, tuple[str, ...]] = Field(default_factory=dict)
    families: tuple[Family, ...] = ()
    contradictions: tuple[tuple[str, str], ...] = ()
    demographics: tuple[str, ...] = ()
    undecidable: tuple[str, ...] = ()
    maps: dict[str, dict[str, Rule]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        for name, count in Counter(self.attributes).items():
            if count > 1:
                msg = f"the attribute {name!r} is there {count} times"
                raise ValueError(msg)
            if name in RESERVED or name.endswith(_ENDINGS) or name != name.strip() or not name:
                msg = (
                    f"an attribute can't be called {name!r}: {', '.join(RESERVED)} and names that end in "
                    f"{' or '.join(_ENDINGS)} are other columns of a layer"
                )
                raise ValueError(msg)
        for place, names in self._mentions():
            for name in names:
                if name not in self.attributes:
                    msg = f"{place} names {name!r}, which is no attribute; {hint(name, self.attributes)}"
                    raise ValueError(msg)
        members = Counter(name for family in self.families for name in family.members)
        for name, count in members.items():
            if count > 1:
                msg = f"{name!r} is in the families {count} times; once is all it can be"
                raise ValueError(msg)
        return self

    def columns(self, names: Iterable[str]) -> list[int]:
        """Where some attributes are among all.

        Raises:
            ConfigError: one is none of this vocabulary.
        """
        at = {name: number for number, name in enumerate(self.attributes)}
        found = []
        for name in names:
            if name not in at:
                msg = f"the vocabulary {self.name!r} has no attribute {name!r}; {hint(name, self.attributes)}"
                raise ConfigError(msg)
            found.append(at[name])
        return found

    def _mentions(self) -> list[tuple[str, tuple[str, ...]]]:
        """Where attributes are named, and which."""
        rules = [(target, name, rule) for target, rules in self.maps.items() for name, rule in rules.items()]
        return [
            *((f"the group {group!r}", names) for group, names in self.groups.items()),
            *((f"the family {family.name!r}", family.members) for family in self.families),
            *((f"the contradiction of {one} and {other}", (one, other)) for one, other in self.contradictions),
            ("demographics", self.demographics),
            ("undecidable", self.undecidable),
            *((f"the map to {target}'s {name}", (*rule.any_of, *rule.unsure)) for target, name, rule in rules),
        ]
