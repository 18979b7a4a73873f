"""Attributes that are asked for by name."""

from collections.abc import Sequence

from facegap.base.errors import ConfigError
from facegap.base.suggestions import hint
from facegap.models import ModelCard


def check_names(card: ModelCard, names: Sequence[str]) -> None:
    """See that an annotator has the attributes that are asked for, each asked once.

    Raises:
        ConfigError: it doesn't have one; the message names the nearest that it has.
    """
    has = card.answers.names
    for name in names:
        if name not in has:
            vocabulary = card.answers.vocabulary
            msg = f"{card.name} has no attribute {name!r} (its vocabulary is {vocabulary!r}); {hint(name, has)}"
            raise ConfigError(msg)
    if twice := sorted({name for name in names if names.count(name) > 1}):
        msg = f"attributes asked for twice: {', '.join(twice)}"
        raise ConfigError(msg)
