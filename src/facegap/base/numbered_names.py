"""Names that differ, for sets, their folders and what is made of them."""

from collections.abc import Iterable


def numbered(names: Iterable[str]) -> list[str]:
    """The names, those that were there before with the first number from 2 that is free.

    They differ in more than upper case, which some file systems don't tell apart.
    """
    taken: dict[str, str] = {}
    for name in names:
        free, number = name, 2
        while free.casefold() in taken:
            free, number = f"{name}-{number}", number + 1
        taken[free.casefold()] = free
    return list(taken.values())
