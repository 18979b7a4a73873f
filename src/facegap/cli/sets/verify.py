"""``facegap verify``: does a face set still hold what was written."""

import sys
from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, print_result
from facegap.cli.options import AsJson


def verify(path: Annotated[Path, typer.Argument(metavar="SET", help="A face set.")], as_json: AsJson = False) -> None:
    """Check every shard against its SHA-256, the row counts and the order of image ids; exit code 1 if any is wrong.

    Sets that it was made from are asked whether they still hold what was read from them, if they are where they were.
    """
    import facegap

    verified = facegap.verify(path)
    if as_json:
        print_result(verified.facts(), as_json=True)
    elif verified.problems:
        for problem in verified.problems:
            typer.echo(f"{problem.where}: {problem.what}\n    {problem.mend}")
    else:
        typer.echo(repr(verified))
    for absent in verified.absent_parents:
        echo(f"note: {absent}")
    sys.exit(1 if verified.problems else 0)
