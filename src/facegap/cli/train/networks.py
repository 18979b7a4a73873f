"""``facegap train networks``: what a recognizer can be made of."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

import typer

from facegap.cli.console import print_result
from facegap.cli.options import AsJson

if TYPE_CHECKING:
    from facegap.recognize.backbones import Backbone
    from facegap.recognize.heads import MarginCard

_OF_BACKBONE = ("name", "parameters", "multiplications", "dimensions", "summary", "source")
_OF_MARGIN = ("name", "formula", "penalty", "gradient", "norm_gradient", "detached", "options", "source")


def networks(as_json: AsJson = False) -> None:
    """List what a recognizer can be made of: the networks for backbone.name and the margins for head.margin."""
    from facegap.base.extras import check_installed

    check_installed("train")
    from facegap.recognize.backbones import backbones
    from facegap.recognize.heads import MARGINS

    cards, margins = backbones().values(), MARGINS.values()
    if as_json:
        print_result({"backbones": _facts(cards, _OF_BACKBONE), "margins": _facts(margins, _OF_MARGIN)}, as_json=True)
        return
    typer.echo("backbone.name: parameters, multiplications a face, dimensions of the embedding")
    for card in cards:
        size = f"{card.parameters / 1e6:6.2f} M  {card.multiplications / 1e9:5.2f} G  {card.dimensions:3}"
        typer.echo(f"{card.name:<13}  {size}  {card.summary}\n{'':<38}{card.source}")
    typer.echo("\nhead.margin: what becomes of the cosines; θ is the angle to the own class")
    print_result({margin.name: _margin_lines(margin) for margin in margins}, as_json=False)


def _facts(cards: "Iterable[Backbone | MarginCard]", names: tuple[str, ...]) -> list[dict[str, Any]]:
    return [{name: getattr(card, name) for name in names} for card in cards]


def _margin_lines(card: "MarginCard") -> list[str]:
    values = ", ".join(f"{name} = {value:g}" for name, value in card.options.items())
    kind = "detached" if card.detached else "exact"
    penalty = [f"added to each image's loss: {card.penalty}"] if card.penalty else []
    return [card.formula, *penalty, f"gradient {kind}: {card.gradient}", f"by default {values}", card.source]
