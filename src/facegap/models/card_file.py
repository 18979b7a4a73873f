"""Cards written as TOML."""

from pathlib import Path

import tomli_w

from facegap.faceset import atomic_write
from facegap.models.card import ModelCard


def card_to_toml(card: ModelCard) -> str:
    """The card as ``ModelCard.from_toml`` reads it; keys that are None are left out."""
    return tomli_w.dumps(card.model_dump(mode="json", exclude_none=True))


def write_card(card: ModelCard, network: Path) -> Path:
    """Write the card beside its network's file, where ``find_model`` looks for it; return its path."""
    path = network.with_suffix(".toml")
    with atomic_write(path) as temporary:
        temporary.write_text(card_to_toml(card), encoding="utf-8")
    return path
