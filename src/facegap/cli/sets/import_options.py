"""The options of ``facegap import``."""

from pathlib import Path
from typing import Annotated, Literal

import typer

Source = Annotated[
    Path,
    typer.Argument(metavar="SOURCE", help="Folder of images, CSV, .rec, .bin, WebDataset, Parquet or saved dataset."),
]
Out = Annotated[Path, typer.Argument(metavar="SET", help="The face set to make.")]
SetKind = Annotated[Literal["real", "synthetic"], typer.Option(help="Photographs of people, or made faces.")]
Align = Annotated[
    str | None,
    typer.Option(
        metavar="DETECTOR", help="Find the face (YuNet: a path or a name) and crop it to the ArcFace template."
    ),
]
Face = Annotated[
    Literal["largest", "center"] | None,
    typer.Option(help="Which face --align takes where there are several; by default center."),
]
Crops = Annotated[
    Literal["png", "jpeg"] | None,
    typer.Option(help="How --align stores crops: png (the default), without loss, or jpeg, four times smaller."),
]
Border = Annotated[
    Literal["replicate", "mirror", "black"] | None,
    typer.Option(help="What crops of --align show beyond a photograph's edges; by default replicate."),
]
Identity = Annotated[
    Literal["source", "image", "none"],
    typer.Option(help="Identities as the source has them (its folders, labels), one for each image, or unknown."),
]
License = Annotated[str | None, typer.Option("--license", "--licence", help="Terms of the images, kept with the set.")]
Format = Annotated[str | None, typer.Option("--format", help="Format of the source, where it isn't recognized.")]
ImageColumn = Annotated[str | None, typer.Option(help="Column of the images, in a table.")]
IdentityColumn = Annotated[str | None, typer.Option(help="Column of the identities, in a table.")]
IdColumn = Annotated[str | None, typer.Option(help="Column of the image ids, in a table.")]
ShardRows = Annotated[int, typer.Option(min=1, help="Most rows in a shard.")]
