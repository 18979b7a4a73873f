"""Where facegap keeps what it can make or fetch again: cached imports and downloaded networks."""

import os
from pathlib import Path

import platformdirs


def home() -> Path:
    """The folder ``$FACEGAP_HOME``, or else the user's cache folder; it may not exist yet."""
    named = os.environ.get("FACEGAP_HOME")
    return Path(named) if named else Path(platformdirs.user_cache_dir("facegap"))
