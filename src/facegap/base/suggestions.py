"""Names that must be known: of keys, attributes, recipes, networks."""

import difflib
from collections.abc import Iterable
from typing import Any


def check_names(given: Iterable[Any], known: Iterable[str], what: str) -> None:
    """See that all names are known.

    Raises:
        ValueError: one isn't; says which is the nearest known one.
    """
    known = sorted(known)
    for name in given:
        if name not in known:
            raise ValueError(unknown(name, known, what))


def unknown(name: Any, known: Iterable[str], what: str, *, listed: bool = False) -> str:
    """Say that a name isn't known, and which one might be meant; ``listed`` as in ``hint``."""
    return f"unknown {what} {name!r}; {hint(name, known, listed=listed)}"


def hint(name: Any, known: Iterable[str], *, listed: bool = False) -> str:
    """Which known name might be meant; all of them where none is near, or, where they are few, ``listed`` anyway."""
    known = sorted(known)
    nearest = difflib.get_close_matches(str(name), known, n=1, cutoff=0.5)
    parts = [f"did you mean {name!r}?" for name in nearest]
    if listed or not nearest:
        parts.append(f"known: {', '.join(known)}")
    return " ".join(parts)
