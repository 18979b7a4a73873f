"""``facegap annotate``: attributes of a face set, by a network or from a table, and back to a table."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from facegap.cli.console import AsJson, MaxErrors, SetPath, Workers

NETWORK, TABLE = "With a network", "With a table"


def annotate(
    path: SetPath,
    model: Annotated[
        str | None,
        typer.Option(
            metavar="MODEL",
            help="An annotator: a path, or a name from `facegap models list`; by default mac-render.",
            rich_help_panel=NETWORK,
        ),
    ] = None,
    attributes: Annotated[
        str | None,
        typer.Option(metavar="A,B,…", help="Attributes to write; by default all that it has.", rich_help_panel=NETWORK),
    ] = None,
    align: Annotated[
        str | None,
        typer.Option(
            metavar="DETECTOR", help="For a path that is no face set: align its faces.", rich_help_panel=NETWORK
        ),
    ] = None,
    workers: Workers = None,
    labels: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="A table with a row for each image or identity.", rich_help_panel=TABLE),
    ] = None,
    key: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMN",
            help="Column of the image ids, file names or identities, such as file.",
            rich_help_panel=TABLE,
        ),
    ] = None,
    by: Annotated[
        Literal["image", "identity"] | None,
        typer.Option(help="What a row of the table is of; by default an image.", rich_help_panel=TABLE),
    ] = None,
    columns: Annotated[
        str | None,
        typer.Option(
            metavar="A,B,…", help="Columns to take; by default all that can be attributes.", rich_help_panel=TABLE
        ),
    ] = None,
    zero: Annotated[
        Literal["negative", "undefined"] | None,
        typer.Option(help="What 0 means in a column that has no -1.", rich_help_panel=TABLE),
    ] = None,
    bins: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=A,B,…",
            help="Cut numbers at these bounds, as in age=0,20,40,60. Repeatable.",
            rich_help_panel=TABLE,
        ),
    ] = None,
    words: Annotated[
        list[str] | None,
        typer.Option(
            metavar="COLUMN=A,B,…",
            help="All words that a column may hold, so that those that never occur are attributes too. Repeatable.",
            rich_help_panel=TABLE,
        ),
    ] = None,
    vocabulary: Annotated[
        str | None,
        typer.Option(
            metavar="NAME|TOML",
            help="Of the layer, for tables in the layout of MAAD-Face, CelebA or FairFace; by default their own.",
            rich_help_panel=TABLE,
        ),
    ] = None,
    export: Annotated[
        Path | None,
        typer.Option(
            metavar="OUT.csv",
            help="Write the labels of attributes/NAME in MAAD-Face's layout.",
            rich_help_panel=TABLE,
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="Name of the layer attributes/NAME; by default that of the network or of the file."),
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Write a page there: shares, and a gallery of each attribute.")
    ] = None,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a layer of that name made another way.")] = False,
    max_errors: MaxErrors = 0.01,
    as_json: AsJson = False,
) -> None:
    """Add the layer attributes/NAME to a face set, or write one to a table.

    A network gives a label (1 positive, -1 negative, 0 undefined: not reliable enough), a score and a reliability for
    each attribute. With --labels they come from a table: a column of -1, 0, 1 is an attribute as it stands (0:
    undefined), true/false and yes/no too; words become an attribute each, such as "race: Black"; numbers do with
    --bins; cells that say nothing are undefined.
    """
    from facegap.cli.annotating import Writing, annotate_by_network, annotate_from_table, check_options, export_labels

    check_options(
        labels=labels,
        export=export,
        options={
            "a network": {"--model": model, "--attributes": attributes, "--align": align, "--workers": workers},
            "--labels": {
                "--key": key,
                "--by": by,
                "--columns": columns,
                "--zero": zero,
                "--bins": bins,
                "--words": words,
                "--vocabulary": vocabulary,
            },
        },
    )
    writing = Writing(name, replace, max_errors, as_json, out)
    if labels:
        from facegap.annotate import TableOptions, parse_bins, parse_words

        options = TableOptions(
            key=key,
            by=by or "image",
            columns=tuple(column.strip() for column in columns.split(",")) if columns else None,
            zero=zero,
            bins=tuple(parse_bins(bins or []).items()),
            words=tuple(parse_words(words or []).items()),
        )
        annotate_from_table(path, labels, options, vocabulary, writing)
    elif export:
        export_labels(path, export, writing)
    else:
        annotate_by_network(path, model, attributes, align, workers, writing)
