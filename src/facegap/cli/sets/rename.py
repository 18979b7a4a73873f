"""``facegap rename``: another name for a face set."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, print_result
from facegap.cli.options import AsJson


def rename(
    path: Annotated[Path, typer.Argument(metavar="SET", help="A face set.")],
    name: Annotated[str, typer.Argument(metavar="NAME", help="What reports and comparisons are to call it.")],
    folder: Annotated[
        bool,
        typer.Option(
            "--folder", help="Rename its folder too; sets beside it that were made from it are told of the new place."
        ),
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Give a face set another name; images, layers and fingerprints stay as they are.

    Sets that were made from it keep the name that it had then in their lineage.
    """
    import facegap

    renamed = facegap.rename(path, name, folder=folder)
    facts = renamed.facts()
    print_result(facts if as_json else facts | {"updated": facts["updated"] or None}, as_json=as_json)
    if folder:
        echo("note: sets elsewhere that were made from it no longer find it; `facegap verify` says so of each")
