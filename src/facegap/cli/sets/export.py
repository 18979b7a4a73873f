"""``facegap export``: the images of a face set in another format."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import AsJson, SetPath


def export(
    path: SetPath,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; must not exist.")],
    format_: Annotated[str | None, typer.Option("--format", help="folder, webdataset or rec.")] = None,
    people: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="In place of images, write the layer people/NAME: a table and its files."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Write the images of a face set as folders, WebDataset tars or an InsightFace .rec; or a layer over people.

    Images, and files such as adapters, are written bit for bit.
    """
    import facegap

    exported = facegap.export(path, out, format=format_, people=people, progress=True, tell=echo)
    print_result(exported.facts(), as_json=as_json)
    exit_with(*exported.runs)
