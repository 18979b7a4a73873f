"""``facegap import``: a data set in any known format to a face set."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from facegap.cli.console import AsJson, MaxErrors, Workers, end, run_facts, show


def import_faces(
    source: Annotated[
        Path,
        typer.Argument(
            metavar="SOURCE", help="Folder of images, CSV, .rec, .bin, WebDataset, Parquet or saved dataset."
        ),
    ],
    out: Annotated[Path, typer.Argument(metavar="SET", help="The face set to make.")],
    kind: Annotated[Literal["real", "synthetic"], typer.Option(help="Photographs of people, or made faces.")],
    align: Annotated[
        str | None,
        typer.Option(
            metavar="DETECTOR",
            help="Find the face (YuNet: a path or a name) and crop it to the ArcFace template.",
        ),
    ] = None,
    aligned: Annotated[
        str | None,
        typer.Option(metavar="TEMPLATE", help="Say that the images already are crops, such as arcface-112."),
    ] = None,
    face: Annotated[
        Literal["largest", "center"] | None,
        typer.Option(help="Which face --align takes where there are several; by default center."),
    ] = None,
    crops: Annotated[
        Literal["png", "jpeg"] | None,
        typer.Option(help="How --align stores crops: png (the default), without loss, or jpeg, four times smaller."),
    ] = None,
    identity: Annotated[
        Literal["source", "image", "none"],
        typer.Option(help="Identities as the source has them (its folders, labels), one for each image, or unknown."),
    ] = "source",
    name: Annotated[str | None, typer.Option(help="Name of the set; by default that of the folder.")] = None,
    license_: Annotated[
        str | None, typer.Option("--license", "--licence", help="Terms of the images, kept with the set.")
    ] = None,
    format_: Annotated[
        str | None, typer.Option("--format", help="Format of the source, where it isn't recognized.")
    ] = None,
    image_column: Annotated[str | None, typer.Option(help="Column of the images, in a table.")] = None,
    identity_column: Annotated[str | None, typer.Option(help="Column of the identities, in a table.")] = None,
    id_column: Annotated[str | None, typer.Option(help="Column of the image ids, in a table.")] = None,
    shard_rows: Annotated[int, typer.Option(min=1, help="Most rows in a shard.")] = 2048,
    workers: Workers = None,
    max_errors: MaxErrors = 0.01,
    as_json: AsJson = False,
) -> None:
    """Make a face set of a data set in any known format.

    Images are kept bit for bit, or, with --align, cropped to the face. An image that can't be used is a row with its
    reason. A killed import goes on where it was when it is run again.
    """
    from facegap.base.errors import ConfigError
    from facegap.cli.preparing import aligner, doubt_identities
    from facegap.engine import LocalRunner, RichProgress, create
    from facegap.faceset import Columns, FaceSetInfo, ImportSource, open_reader

    if align and aligned:
        msg = "--align makes crops, --aligned says that the images are crops already; use one of them"
        raise ConfigError(msg)
    columns = Columns(image=image_column, identity=identity_column, image_id=id_column)
    reader = open_reader(source, format_name=format_, columns=columns)
    preparation = aligner(align, face=face, crops=crops)
    plan = ImportSource(reader, preparation=preparation, identity=identity, shard_rows=shard_rows)
    manifest = FaceSetInfo(
        name=name or out.resolve().name,
        kind=kind,
        license=license_,
        alignment=preparation.alignment if preparation else aligned,
        provenance={"source": str(source), "format": reader.name},
    )
    runner, progress = LocalRunner(workers), RichProgress()
    faceset, summary = create(plan, out, manifest, runner=runner, progress=progress, max_errors=max_errors)
    show(
        {
            "face_set": str(out),
            "identities": faceset.identities(),
            **run_facts(summary),
        },
        as_json=as_json,
    )
    doubt_identities(faceset)
    end(summary)
