"""``facegap models add``: a network's file into the store."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import print_result
from facegap.cli.options import AsJson


def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The network's file.")],
    card: Annotated[
        Path | None,
        typer.Option(help="Its card; by default the TOML beside the file, or the known one with its hash."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy a network into the store, so that it can be named, and record its hash."""
    from facegap.faceset import sha256
    from facegap.models import ModelCard, add_model, card_of

    recorded = add_model(file, ModelCard.from_toml(card) if card else card_of(file, sha256(file)))
    print_result({"added": recorded.name, "sha256": recorded.sha256}, as_json=as_json)
