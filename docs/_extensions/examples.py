"""Examples in docstrings (``>>>``) are code in the reference, wherever they stand."""

import re
from typing import Any

from griffe import Extension, Object

_SECTION = re.compile(r"^Example:$", flags=re.MULTILINE)
_AT_THE_MARGIN = re.compile(r"^>>> .*(?:\n(?!\s*\n).+)*", flags=re.MULTILINE)
"""From a prompt to the next empty line."""


class ExamplesAsCode(Extension):
    """Gives a section ``Example:`` the name that Griffe knows, and puts a fence around examples outside of one."""

    def on_object(self, *, obj: Object, **_: Any) -> None:
        """Of every object that has a docstring."""
        if obj.docstring:
            text = _SECTION.sub("Examples:", obj.docstring.value)
            obj.docstring.value = _AT_THE_MARGIN.sub(lambda example: f"```pycon\n{example[0]}\n```", text)
