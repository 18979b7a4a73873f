"""``facegap import``: a data set in any known format to a face set."""

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import Aligned, AsJson, Device, MaxErrors, ReplaceSet, SetName, Workers
from facegap.cli.sets import import_options as opt


def import_faces(
    source: opt.Source,
    out: opt.Out,
    kind: opt.SetKind,
    align: opt.Align = None,
    aligned: Aligned = None,
    face: opt.Face = None,
    crops: opt.Crops = None,
    border: opt.Border = None,
    identity: opt.Identity = "source",
    name: SetName = None,
    license_: opt.License = None,
    format_: opt.Format = None,
    image_column: opt.ImageColumn = None,
    identity_column: opt.IdentityColumn = None,
    id_column: opt.IdColumn = None,
    shard_rows: opt.ShardRows = 2048,
    replace: ReplaceSet = False,
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
        border=border,
        identity=identity,
        name=name,
        license=license_,
        format=format_,
        columns=Columns(image=image_column, identity=identity_column, image_id=id_column),
        shard_rows=shard_rows,
        replace=replace,
        device=device,
        workers=workers,
        max_errors=max_errors,
        progress=True,
        tell=echo,
    )
    print_result(made.facts(), as_json=as_json)
    exit_with(*made.runs)
