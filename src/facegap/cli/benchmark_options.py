"""Options of ``facegap benchmark`` and its other commands."""

from pathlib import Path
from typing import Annotated

import typer

Models = Annotated[
    list[str],
    typer.Option(
        "--model",
        metavar="MODEL",
        help="A recognizer: a path, a name from `facegap models list`, or the folder of a training; repeatable.",
    ),
]
Protocols = Annotated[
    list[str], typer.Option(metavar="NAME", help="Such as lfw; `facegap benchmark protocols` lists them; repeatable.")
]
Data = Annotated[
    list[Path], typer.Option(metavar="PATH", help="Folder or file of the protocol's data; as often as --protocol.")
]
Detector = Annotated[
    str,
    typer.Option(
        "--align",
        metavar="DETECTOR",
        help="Finds the faces of protocols that come as photographs; looked for beside MODEL too.",
    ),
]
Aligned = Annotated[
    str | None, typer.Option(metavar="TEMPLATE", help="Say that the images already are crops, such as arcface-112.")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where report.html, results.json, PNGs and the tables as CSV and LaTeX go."),
]
DrawSeed = Annotated[int, typer.Option("--seed", min=0, help="Of the draws of people, for intervals.")]
