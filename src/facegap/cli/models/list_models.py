"""``facegap models list``: the networks that there are."""

import typer

from facegap.cli.console import print_result
from facegap.cli.options import AsJson


def list_models(as_json: AsJson = False) -> None:
    """List the networks that facegap knows, and which are on this machine."""
    from facegap.models import file_of, known_cards

    cards = sorted(known_cards().values(), key=lambda card: (card.role, card.name))
    here = {card.name: file_of(card) is not None for card in cards}
    if as_json:
        print_result(
            {"models": [card.model_dump(mode="json") | {"here": here[card.name]} for card in cards]}, as_json=True
        )
        return
    for card in cards:
        place = "here" if here[card.name] else "can be got" if card.download else "by path"
        terms = card.license if card.commercial_use else f"{card.license}: not for commercial use"
        typer.echo(f"{card.name:<18} {card.role:<9} {place:<11} {card.summary}\n{'':<40} {terms}")
