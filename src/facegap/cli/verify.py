"""``facegap verify``: does a face set still hold what was written."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import AsJson, show


def verify(path: Annotated[Path, typer.Argument(metavar="SET", help="A face set.")], as_json: AsJson = False) -> None:
    """Check every shard against its SHA-256, the row counts and the order of image ids; exit code 1 if any is wrong."""
    from facegap.faceset import FaceSet
    from facegap.faceset import verify as find_problems

    faceset = FaceSet.open(path)
    problems = find_problems(faceset)
    if as_json:
        found = [{"where": problem.where, "what": problem.what, "mend": problem.mend} for problem in problems]
        show({"face_set": str(path), "layers": faceset.layers(), "problems": found}, as_json=True)
    elif problems:
        for problem in problems:
            typer.echo(f"{problem.where}: {problem.what}\n    {problem.mend}")
    else:
        typer.echo(f"{path}: {len(faceset)} images, {len(faceset.layers())} layers, all as written")
    sys.exit(1 if problems else 0)
