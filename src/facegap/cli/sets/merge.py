"""``facegap merge``: several face sets as one."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import AsJson, ReplaceSet, SetName, Workers

First = Annotated[Path, typer.Argument(metavar="SET", help="A face set, or any data set that `facegap import` takes.")]
Others = Annotated[
    list[Path], typer.Argument(metavar="SET [MORE]... OUT", help="One or more others, then the face set to make.")
]
SharedIdentities = Annotated[
    bool,
    typer.Option(
        "--shared-identities",
        help="An identity that several sets have is one person, as in parts of one set; otherwise they are told apart.",
    ),
]


def merge(
    first: First,
    others: Others,
    shared_identities: SharedIdentities = False,
    name: SetName = None,
    replace: ReplaceSet = False,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Make one face set of several: their images, bit for bit, with the layers that all have with the same settings.

    People of different sets are never mixed: where identities collide, the name of its set goes before each.
    """
    import facegap

    *more, out = others
    made = facegap.merge(
        [first, *more],
        out,
        shared_identities=shared_identities,
        name=name,
        replace=replace,
        workers=workers,
        progress=True,
        tell=echo,
    )
    facts = made.facts()
    print_result(facts if as_json else facts | {"left_behind": facts["left_behind"] or None}, as_json=as_json)
    exit_with(*made.runs)
