"""Options that several commands share, each declared once."""

from pathlib import Path
from typing import Annotated

import typer

SetPath = Annotated[
    Path, typer.Argument(metavar="SET", help="A face set, or any data set that `facegap import` takes.")
]
NewSet = Annotated[Path, typer.Argument(metavar="OUT", help="The face set to make.")]
SetName = Annotated[str | None, typer.Option("--name", help="Name of the set; by default that of the folder.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print the result as JSON on standard output.")]
Workers = Annotated[
    int | None, typer.Option("--workers", min=1, help="Processes that share the work; by default one a core.")
]
Device = Annotated[
    str,
    typer.Option(
        "--device",
        metavar="DEVICE",
        help="Where networks run: cpu, a GPU such as cuda:0, or several, as in cuda:0,cuda:1.",
    ),
]
MaxErrors = Annotated[
    float,
    typer.Option("--max-errors", min=0, max=1, help="Share of images that may fail before the exit code is 3."),
]
Aligned = Annotated[
    str | None, typer.Option(metavar="TEMPLATE", help="Say that the images already are crops, such as arcface-112.")
]
ReplaceSet = Annotated[
    bool,
    typer.Option(
        "--replace", help="Replace a face set that is there, made another way; it stays until this one is complete."
    ),
]
Replace = Annotated[bool, typer.Option("--replace", help="Replace a layer of that name made another way.")]

Embedding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Embeddings to use; by default those that all sets have.")
]
EmbedAllWith = Annotated[
    str | None, typer.Option("--model", metavar="MODEL", help="Embed all sets with this network on the way.")
]
AlignSets = Annotated[
    str | None,
    typer.Option("--align", metavar="DETECTOR", help="For paths that are no face sets: align their faces on the way."),
]
AlignSet = Annotated[
    str | None, typer.Option("--align", metavar="DETECTOR", help="For a path that is no face set: align its faces.")
]
Detector = Annotated[
    str,
    typer.Option(
        "--align",
        metavar="DETECTOR",
        help="Finds the faces of protocols that come as photographs; looked for beside MODEL too.",
    ),
]
FacesOf = Annotated[
    list[str] | None,
    typer.Option(
        "--faces",
        metavar="[PROTOCOL=]SET",
        help="A face set with the protocol's images, made before: neither aligned nor, where MODEL has embedded it, "
        "embedded again. Repeatable, as in lfw=SET.",
    ),
]
ReportFolder = Annotated[
    Path, typer.Option("--out", metavar="DIR", help="Where report.html, results.json, tables (CSV, LaTeX) and PNGs go.")
]
RunFolder = Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the run; one that was interrupted goes on.")]

ModelName = Annotated[str, typer.Argument(metavar="NAME", help="Name of a network's card.")]

RecipeName = Annotated[
    str, typer.Argument(metavar="RECIPE", help="A built-in recipe (wild, studio) or the path of a TOML file.")
]
Ask = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ATTRIBUTE=±1", help="Ask for an attribute in every image, such as Male=1 or Smiling=-1; repeatable."
    ),
]
Conditions = Annotated[
    Path | None,
    typer.Option(
        "--conditions",
        metavar="TABLE",
        help="Ask for the combinations in a CSV: lacking.csv of a comparison, what annotate --export wrote, your own.",
    ),
]
Like = Annotated[
    Path | None,
    typer.Option("--like", metavar="SET", help="Ask for attributes together as this set's images have them."),
]
LikeAttributes = Annotated[
    str | None,
    typer.Option("--attributes", metavar="LAYER", help="The labels of --like; by default the only ones."),
]
RenderSeed = Annotated[
    int, typer.Option("--seed", min=0, help="Of everything: the same seed gives the same images, bit for bit.")
]
DrawingDevice = Annotated[str, typer.Option("--device", help="Where to draw: cpu, or a GPU such as cuda:0.")]
