"""Attributes in the groups of their vocabulary, so that a page with very many can be found one's way in."""

from collections.abc import Mapping, Sequence
from typing import NamedTuple


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
    found = []
    for group, members in groups.items():
        own = tuple(name for name in members if name in left)
        for name in own:
            del left[name]
        if own:
            found.append(AttributeGroup(group.replace("_", " "), own))
    if left:
        found.append(AttributeGroup("others" if found else "", tuple(left)))
    return tuple(found)
