"""``facegap annotate``: labels of a table as attributes of a face set."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from facegap.cli.console import AsJson, MaxErrors, SetPath, end, run_facts, say, show


def annotate(
    path: SetPath,
    labels: Annotated[Path, typer.Option(metavar="FILE.csv", help="A table with a row for each image or identity.")],
    name: Annotated[
        str | None, typer.Option(help="Name of the layer attributes/NAME; by default that of the file.")
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Column of the image ids, file names or identities, such as file."),
    ] = None,
    by: Annotated[Literal["image", "identity"], typer.Option(help="What a row of the table is of.")] = "image",
    columns: Annotated[
        str | None, typer.Option(metavar="A,B,…", help="Columns to take; by default all that can be attributes.")
    ] = None,
    zero: Annotated[
        Literal["negative", "undefined"] | None, typer.Option(help="What 0 means in a column that has no -1.")
    ] = None,
    bins: Annotated[
        list[str] | None,
        typer.Option(metavar="COLUMN=A,B,…", help="Cut numbers at these bounds, as in age=0,20,40,60. Repeatable."),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=A,B,…",
            help="All words that a column may hold, so that those that never occur are attributes too. Repeatable.",
        ),
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a layer of that name made another way.")] = False,
    max_errors: MaxErrors = 0.01,
    as_json: AsJson = False,
) -> None:
    """Add the layer attributes/NAME to a face set: labels from a table.

    A column of -1, 0, 1 is an attribute as it stands (0: undefined), true/false and yes/no too. Words become an
    attribute each, such as "race: Black"; numbers do with --bins. Cells that say nothing are undefined.
    """
    from facegap.annotate import LabelTable, TableOptions, parse_bins, parse_words
    from facegap.cli.preparing import opened
    from facegap.engine import LocalRunner, RichProgress, run

    wanted = tuple(column.strip() for column in columns.split(",")) if columns else None
    options = TableOptions(
        key=key,
        by=by,
        columns=wanted,
        zero=zero,
        bins=tuple(parse_bins(bins or []).items()),
        words=tuple(parse_words(words or []).items()),
    )
    found = opened(path)
    stage = LabelTable.read(labels, found.faceset, name=name, options=options)
    # One process: looking rows up is less work than starting others.
    runner, progress = LocalRunner(1), RichProgress()
    summary = run(stage, found.faceset, runner=runner, progress=progress, replace=replace, max_errors=max_errors)
    show(
        {
            "layer": stage.layer,
            "attributes": stage.attributes,
            "left_out": [f"{column}: {why}" for column, why in stage.left_out.items()] or None,
            "labelled": found.faceset.column(stage.layer, "error").null_count(),
            "rows_without_image": stage.without,
            **run_facts(summary),
        },
        as_json=as_json,
    )
    if stage.guessed:
        key, image = stage.guessed
        say(
            f"note: the folders in the table aren't those that the set was imported from: {key!r} was taken for the "
            f"image {image!r}; if it is another one, this is the wrong table"
        )
    end(found.imported, summary)
