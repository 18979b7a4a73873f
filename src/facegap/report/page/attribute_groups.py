"""Attributes in the groups of their vocabulary, so that a page with very many can be found one's way in."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from facegap.annotate.vocabulary import Vocabulary
from facegap.models import ModelCard


class AttributeGroup(NamedTuple):
    """Some attributes that belong together; a name for people, empty where there is one group only."""

    name: str
    attributes: tuple[str, ...]


def group_attributes(names: Sequence[str], groups: Mapping[str, Sequence[str]]) -> tuple[AttributeGroup, ...]:
    """Sort attributes into groups.

    Args:
        names: of the attributes.
        groups: the attributes of each group of a vocabulary; those that aren't among ``names`` are left out.

    Returns:
        The groups that have any, in their order; in the last one, ``others``, what belongs to none.
    """
    left = dict.fromkeys(names)
    grouped = []
    for group, members in groups.items():
        own = tuple(name for name in members if name in left)
        for name in own:
            del left[name]
        if own:
            grouped.append(AttributeGroup(group.replace("_", " "), own))
    if left:
        grouped.append(AttributeGroup("others" if grouped else "", tuple(left)))
    return tuple(grouped)


def vocabulary_of(names: Sequence[str], card: ModelCard | None = None) -> Vocabulary | None:
    """The vocabulary of the package that the attributes are from.

    Args:
        names: of the attributes.
        card: of the network that gave them, which says so where it is known.

    Returns:
        Otherwise the smallest that has all of them; None where there is none.
    """
    if card and card.annotator and card.annotator.vocabulary in Vocabulary.packaged.names():
        return Vocabulary.load(card.annotator.vocabulary)
    known = [one for one in map(Vocabulary.load, Vocabulary.packaged.names()) if set(names) <= set(one.attributes)]
    return min(known, key=lambda one: len(one.attributes), default=None)
