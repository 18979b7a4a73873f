"""The options of ``facegap annotate``, by what they go with, and that none is given that does nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from facegap.base.errors import ConfigError

NETWORK, TABLE = "With a network", "With a table"

Model = Annotated[
    str | None,
    typer.Option(
        metavar="MODEL",
        help="An annotator: a path, or a name from `facegap models list`; by default mac-render.",
        rich_help_panel=NETWORK,
    ),
]
Attributes = Annotated[
    str | None,
    typer.Option(metavar="A,B,…", help="Attributes to write; by default all that it has.", rich_help_panel=NETWORK),
]
Align = Annotated[
    str | None,
    typer.Option(metavar="DETECTOR", help="For a path that is no face set: align its faces.", rich_help_panel=NETWORK),
]
DeviceName = Annotated[
    str | None,
    typer.Option(
        "--device",
        metavar="DEVICE",
        help="Where it runs: cpu (the default), a GPU such as cuda:0, or several, as in cuda:0,cuda:1.",
        rich_help_panel=NETWORK,
    ),
]
Labels = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="A table with a row for each image or identity.", rich_help_panel=TABLE),
]
Key = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMN", help="Column of the image ids, file names or identities, such as file.", rich_help_panel=TABLE
    ),
]
By = Annotated[
    Literal["image", "identity"] | None,
    typer.Option(help="What a row of the table is of; by default an image.", rich_help_panel=TABLE),
]
TableColumns = Annotated[
    str | None,
    typer.Option(
        metavar="A,B,…", help="Columns to take; by default all that can be attributes.", rich_help_panel=TABLE
    ),
]
Zero = Annotated[
    Literal["negative", "undefined"] | None,
    typer.Option(help="What 0 means in a column that has no -1.", rich_help_panel=TABLE),
]
Bins = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN=A,B,…",
        help="Cut numbers at these bounds, as in age=0,20,40,60. Repeatable.",
        rich_help_panel=TABLE,
    ),
]
Words = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMN=A,B,…",
        help="All words that a column may hold, so that those that never occur are attributes too. Repeatable.",
        rich_help_panel=TABLE,
    ),
]
VocabularyName = Annotated[
    str | None,
    typer.Option(
        metavar="NAME|TOML",
        help="Of the layer, for tables in the layout of MAAD-Face, CelebA or FairFace; by default their own.",
        rich_help_panel=TABLE,
    ),
]
Export = Annotated[
    Path | None,
    typer.Option(
        metavar="OUT.csv", help="Write the labels of attributes/NAME in MAAD-Face's layout.", rich_help_panel=TABLE
    ),
]
Name = Annotated[
    str | None, typer.Option(help="Name of the layer attributes/NAME; by default that of the network or of the file.")
]
Out = Annotated[
    Path | None, typer.Option(metavar="DIR", help="Write a page there: shares, and a gallery of each attribute.")
]

Mode = Literal["a network", "--labels", "--export"]


def check_options(*, labels: Path | None, export: Path | None, options: Mapping[Mode, Mapping[str, Any]]) -> None:
    """See that no option was given that does nothing in this run.

    Args:
        labels: the table to take labels from.
        export: the table to write labels to.
        options: those that go with one mode only, by mode and name, without the dashes; None where one wasn't given.

    Raises:
        ConfigError: one was.
    """
    if labels and export:
        msg = "--labels reads labels and --export writes them: use one of them at a time"
        raise ConfigError(msg)
    mode: Mode = "--labels" if labels else "--export" if export else "a network"
    for needed, values in options.items():
        given = [f"--{option}" for option, value in values.items() if value is not None]
        if needed != mode and given:
            wants = "is for a network's answers" if needed == "a network" else f"goes with {needed} FILE"
            msg = f"{given[0]} {wants}; it does nothing {'with ' + mode if mode != 'a network' else 'without'}"
            raise ConfigError(msg)


def split(names: str | None) -> tuple[str, ...] | None:
    """Names with commas between them."""
    return tuple(name.strip() for name in names.split(",")) if names else None
