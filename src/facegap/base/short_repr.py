"""A short ``repr`` for results that hold thousands of numbers."""

import dataclasses
from typing import Any

import numpy as np

_LONGEST = 80  # characters of a field's value
_MOST = 8  # members of a collection


class ShortRepr:
    """Base of frozen dataclasses whose fields hold more than anybody wants to read.

    Numbers and short texts are shown; an array is shown by its type and shape, a collection by its size, another
    dataclass by its name.

    Examples:
        >>> from dataclasses import dataclass
        >>> @dataclass(frozen=True)
        ... class Scores(ShortRepr):
        ...     name: str
        ...     values: tuple[float, ...]
        >>> Scores("lfw", tuple(range(1000)))
        Scores(name='lfw', values=<tuple of 1000>)
    """

    def __init_subclass__(cls, **options: Any) -> None:
        super().__init_subclass__(**options)
        # In the class itself, so that the decorator of dataclasses doesn't write another.
        cls.__repr__ = ShortRepr.__repr__  # type: ignore[method-assign]

    def __repr__(self) -> str:
        fields = dataclasses.fields(self)  # type: ignore[arg-type]
        shown = (f"{field.name}={_short(getattr(self, field.name))}" for field in fields if field.repr)
        return f"{type(self).__name__}({', '.join(shown)})"


def _short(value: Any) -> str:
    if isinstance(value, np.ndarray):
        return f"<{value.dtype} {value.shape}>"
    collection = isinstance(value, list | tuple | dict | set | frozenset)
    text = "" if collection and len(value) > _MOST else repr(value)
    if text and len(text) <= _LONGEST:
        return text
    if collection:
        return f"<{type(value).__name__} of {len(value)}>"
    return f"<{type(value).__name__}>" if dataclasses.is_dataclass(value) else f"{text[: _LONGEST - 1]}…"
