"""``facegap export``: the images of a face set in another format."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import AsJson, SetPath


def export(
    path: SetPath,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; must not exist.")],
    format_: Annotated[str, typer.Option("--format", help="folder, webdataset or rec.")],
    as_json: AsJson = False,
) -> None:
    """Write the images of a face set, bit for bit, as folders, WebDataset tars or an InsightFace .rec."""
    import facegap

    exported = facegap.export(path, out, format=format_, progress=True, tell=echo)
    print_result(exported.facts(), as_json=as_json)
    exit_with(*exported.runs)
