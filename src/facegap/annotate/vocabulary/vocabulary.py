"""A vocabulary: the names of attributes in a fixed order, and how these attributes relate to each other."""

from collections import Counter
from collections.abc import Iterable
from typing import Self

from pydantic import Field, model_validator

from facegap.base.arrays import BoolArray, Int8Array
from facegap.base.config import Config, PackagedConfig, PackagedFiles
from facegap.base.errors import ConfigError
from facegap.base.suggestions import hint

RESERVED = ("image_id", "identity", "partition", "error")
"""Names that no attribute can have, because a layer of attributes may have other columns of these names."""
_RESERVED_ENDINGS = ("_score", "_reliability")


class Family(Config):
    """A group of attributes of which at most one is positive on any image.

    Attributes:
        name: What the attributes are about, such as ``hair color``.
        members: The names of the attributes, at least two.
        exhaustive: True if exactly one member is positive on every image, False if there may be none.
    """

    name: str
    members: tuple[str, ...] = Field(min_length=2)
    exhaustive: bool


class MappingRule(Config):
    """How an attribute of another vocabulary follows from the attributes of this one.

    The attribute is positive where any attribute of ``any_of`` is positive. It is undefined where any attribute of
    ``unsure`` is positive. It is negative where all attributes of both are negative. Otherwise it is undefined, because
    one of the undefined attributes could be positive.

    Attributes:
        any_of: Names of attributes of this vocabulary.
        unsure: Names of attributes of this vocabulary that leave open whether the other attribute is present.
        negated: Whether positive and negative are swapped at the end.
    """

    any_of: tuple[str, ...] = Field(min_length=1)
    unsure: tuple[str, ...] = ()
    negated: bool = False


class Vocabulary(PackagedConfig):
    """The attributes that images are labeled with, read from a TOML file.

    ``Vocabulary.load`` takes the name of a vocabulary that comes with facegap, or the path of a TOML file:

    >>> vocabulary = Vocabulary.load("maad47")
    >>> len(vocabulary.attributes)
    47
    >>> vocabulary.columns(["Male", "Smiling"])
    [0, 35]
    >>> [family.name for family in vocabulary.families if family.exhaustive]
    ['age']

    Attributes:
        name: The name by which options and model cards refer to the vocabulary.
        summary: One line that describes it.
        source: Who made it, usually a paper.
        attributes: The names of the attributes, in the order of the columns of all label arrays.
        groups: Attributes by what they are about, which orders tables and figures of a report.
        families: Groups of which at most one, or exactly one, attribute is positive. No attribute is in two families.
        contradictions: Pairs of attributes that can't both be positive, besides those within a family.
        demographics: Attributes that describe groups of people, such as sex, age and ancestry. An annotator is also
            assessed on each of these groups separately.
        breakdown: The axes by which people are told apart together, such as sex, ancestry and age: one attribute of
            ``demographics`` that is there or not, or several of which at most one is.
        undecidable: Attributes that no rendered image can decide, such as ``Attractive``.
        maps: Rules for attributes of other vocabularies, by the name of the vocabulary and that of the attribute.
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
    breakdown: tuple[tuple[str, ...], ...] = ()
    undecidable: tuple[str, ...] = ()
    maps: dict[str, dict[str, MappingRule]] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _check_names(self) -> Self:
        for name, count in Counter(self.attributes).items():
            if count > 1:
                msg = f"the attribute {name!r} is listed {count} times; list it once"
                raise ValueError(msg)
            if name in RESERVED or name.endswith(_RESERVED_ENDINGS) or name != name.strip() or not name:
                msg = (
                    f"an attribute can't be called {name!r}: {', '.join(RESERVED)} and names that end in "
                    f"{' or '.join(_RESERVED_ENDINGS)} are other columns of a layer; rename it"
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
                msg = f"{name!r} is listed {count} times in the families; an attribute can be in one family only"
                raise ValueError(msg)
        axes = Counter(name for axis in self.breakdown for name in axis)
        for name, count in axes.items():
            if count > 1 or name not in self.demographics:
                reason = "is listed twice" if count > 1 else "isn't in demographics"
                msg = f"{name!r} in breakdown {reason}; people are told apart by attributes in demographics, each once"
                raise ValueError(msg)
        return self

    def columns(self, names: Iterable[str]) -> list[int]:
        """Return the column number of each of the named attributes, counted from 0.

        Raises:
            ConfigError: The vocabulary has no attribute of one of the names.
        """
        column_of = {name: column for column, name in enumerate(self.attributes)}
        columns = []
        for name in names:
            if name not in column_of:
                msg = f"the vocabulary {self.name!r} has no attribute {name!r}; {hint(name, self.attributes)}"
                raise ConfigError(msg)
            columns.append(column_of[name])
        return columns

    def demographic_groups(self, labels: Int8Array, names: tuple[str, ...]) -> dict[str, BoolArray]:
        """Find the images of each demographic group, for example of each sex, age and ancestry.

        The positive images of each attribute in ``demographics`` are a group. The negative images are one too if the
        attribute is in no family: somebody who is not Male is a woman, while somebody who is not Asian may be of any
        other ancestry. Groups overlap.

        >>> import numpy as np
        >>> labels = np.array([[1, -1], [-1, 1], [-1, 0]], dtype=np.int8)
        >>> groups = Vocabulary.load("maad47").demographic_groups(labels, ("Male", "Young"))
        >>> {name: images.tolist() for name, images in groups.items()}
        {'Male': [True, False, False], 'not Male': [False, True, True], 'Young': [False, True, False]}

        Args:
            labels: int8 (images, attributes), the true labels: 1 positive, −1 negative, 0 undefined. An undefined label
                puts an image into neither group.
            names: The name of each column of ``labels``.

        Returns:
            bool (images,) for each group, by names such as ``Male`` and ``not Male``, in the order of ``demographics``.
            Groups without any image are left out.

        Raises:
            ValueError: The number of names differs from the number of columns.
        """
        if labels.shape[1] != len(names):
            msg = f"the labels have {labels.shape[1]} columns, but {len(names)} names were given"
            raise ValueError(msg)
        in_families = {member for family in self.families for member in family.members}
        groups = {}
        for name in self.demographics:
            if name in names:
                column = labels[:, names.index(name)]
                groups[name] = column == 1
                if name not in in_families:
                    groups[f"not {name}"] = column == -1
        return {name: images for name, images in groups.items() if images.any()}

    def _mentions(self) -> list[tuple[str, tuple[str, ...]]]:
        """All places of the vocabulary that name attributes, in words, with the names."""
        rules = [(target, name, rule) for target, rules in self.maps.items() for name, rule in rules.items()]
        return [
            *((f"the group {group!r}", names) for group, names in self.groups.items()),
            *((f"the family {family.name!r}", family.members) for family in self.families),
            *((f"the contradiction of {first} and {second}", (first, second)) for first, second in self.contradictions),
            ("demographics", self.demographics),
            *(("breakdown", axis) for axis in self.breakdown),
            ("undecidable", self.undecidable),
            *((f"the map to {target}'s {name}", (*rule.any_of, *rule.unsure)) for target, name, rule in rules),
        ]
