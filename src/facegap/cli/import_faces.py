"""``facegap import``: a data set in any known format to a face set."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import AsJson, Device, MaxErrors, Workers

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
Aligned = Annotated[
    str | None, typer.Option(metavar="TEMPLATE", help="Say that the images already are crops, such as arcface-112.")
]
Face = Annotated[
    Literal["largest", "center"] | None,
    typer.Option(help="Which face --align takes where there are several; by default center."),
]
Crops = Annotated[
    Literal["png", "jpeg"] | None,
    typer.Option(help="How --align stores crops: png (the default), without loss, or jpeg, four times smaller."),
]
Identity = Annotated[
    Literal["source", "image", "none"],
    typer.Option(help="Identities as the source has them (its folders, labels), one for each image, or unknown."),
]
Name = Annotated[str | None, typer.Option(help="Name of the set; by default that of the folder.")]
License = Annotated[str | None, typer.Option("--license", "--licence", help="Terms of the images, kept with the set.")]
Format = Annotated[str | None, typer.Option("--format", help="Format of the source, where it isn't recognized.")]
ImageColumn = Annotated[str | None, typer.Option(help="Column of the images, in a table.")]
IdentityColumn = Annotated[str | None, typer.Option(help="Column of the identities, in a table.")]
IdColumn = Annotated[str | None, typer.Option(help="Column of the image ids, in a table.")]
ShardRows = Annotated[int, typer.Option(min=1, help="Most rows in a shard.")]


def import_faces(
    source: Source,
    out: Out,
    kind: SetKind,
    align: Align = None,
    aligned: Aligned = None,
    face: Face = None,
    crops: Crops = None,
    identity: Identity = "source",
    name: Name = None,
    license_: License = None,
    format_: Format = None,
    image_column: ImageColumn = None,
    identity_column: IdentityColumn = None,
    id_column: IdColumn = None,
    shard_rows: ShardRows = 2048,
    device: Device = "cpu",
    workers: Workers = None,
    max_errors: MaxErrors = 0.01,
    as_json: AsJson = False,
) -> None:
    """Make a face set of a data set in any known format.

    Images are kept bit for bit, or, with --align, cropped to the face. An image that can't be used is a row with its
    reason. A killed import goes on where it was when it is run again.
    """
    import facegap
    from facegap.faceset import Columns

    made = facegap.import_faces(
        source,
        out,
        kind=kind,
        align=align,
        aligned=aligned,
        face=face,
        crops=crops,
        identity=identity,
        name=name,
        license=license_,
        format=format_,
        columns=Columns(image=image_column, identity=identity_column, image_id=id_column),
        shard_rows=shard_rows,
        device=device,
        workers=workers,
        max_errors=max_errors,
        progress=True,
        tell=echo,
    )
    print_result(made.facts(), as_json=as_json)
    exit_with(*made.runs)
