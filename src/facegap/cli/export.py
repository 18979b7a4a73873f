"""``facegap export``: the images of a face set in another format."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import AsJson, SetPath, end, show


def export(
    path: SetPath,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="Where to; must not exist.")],
    format_: Annotated[str, typer.Option("--format", help="folder, webdataset or rec.")],
    as_json: AsJson = False,
) -> None:
    """Write the images of a face set, bit for bit, as folders, WebDataset tars or an InsightFace .rec."""
    from facegap.cli.preparing import opened
    from facegap.faceset import export as write

    found = opened(path)
    faceset = found.faceset
    count = write(faceset, out, format_name=format_)
    show({"written_to": str(out), "images": count, "left_out": len(faceset) - count}, as_json=as_json)
    end(found.imported)
