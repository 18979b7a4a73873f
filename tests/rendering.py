"""What tests that render share: a home in which the head's shapes and the skin's atlas were made once."""

import os
from functools import cache
from pathlib import Path
from unittest.mock import patch


@cache
def workshop(base: Path) -> Path:
    """A folder for ``FACEGAP_HOME``, made at the first call of the session."""
    from facegap.render import Recipe, prepare

    folder = base / "workshop"
    with patch.dict(os.environ, {"FACEGAP_HOME": str(folder)}):
        prepare(Recipe.load("wild"))
    return folder
