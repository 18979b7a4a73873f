"""The options of ``facegap annotate``, by what they go with, and that none is given that does nothing."""

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any, Literal

import typer

from facegap.base.errors import ConfigError

NETWORK, TABLE, LABELED = "With a network", "With a table", "How right a network is, by labels of this set"

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
Domain = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="What kind of images these are; by default photographs, renders or generated.",
        rich_help_panel=NETWORK,
    ),
]
Validate = Annotated[
    str | None,
    typer.Option(
        metavar="LABELS",
        help="Measure how right the network is on this set by its layer of labels, and keep that.",
        rich_help_panel=LABELED,
    ),
]
Calibrate = Annotated[
    str | None,
    typer.Option(
        metavar="LABELS",
        help="First fit calibration and thresholds to these labels; the network stays as it is.",
        rich_help_panel=LABELED,
    ),
]
Groups = Annotated[
    str | None,
    typer.Option(
        metavar="LAYER",
        help="Layer of demographic groups to look at; by default those labeled.",
        rich_help_panel=LABELED,
    ),
]
Data = Annotated[
    str | None,
    typer.Option(metavar="WORDS", help="What these faces are; by default the set's name.", rich_help_panel=LABELED),
]
Sheet = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Write what was measured there, not where annotate looks for it.", rich_help_panel=LABELED
    ),
]
FoldSeed = Annotated[
    int | None,
    typer.Option("--seed", min=0, help="Seed of the folds of people; by default 0.", rich_help_panel=LABELED),
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

Mode = Literal["a network", "--labels", "--export", "--validate", "--calibrate"]

_WANTS: dict[Mode, str] = {
    "a network": "is for a network's answers",
    "--labels": "goes with --labels FILE",
    "--validate": "goes with --validate or --calibrate LABELS",
}


def mode_of(**given: Path | str | None) -> Mode:
    """Which of its ways ``annotate`` is to go.

    Args:
        given: The values of ``--labels``, ``--export``, ``--validate``, ``--calibrate``; None where one wasn't given.

    Raises:
        ConfigError: several were given.
    """
    asked: list[Any] = [f"--{name}" for name, value in given.items() if value is not None]
    if len(asked) > 1:
        msg = f"{' and '.join(asked)} do different things: use one of them at a time"
        raise ConfigError(msg)
    return asked[0] if asked else "a network"


def check_options(mode: Mode, options: Mapping[tuple[Mode, ...], Mapping[str, Any]]) -> None:
    """See that no option was given that does nothing in this run.

    Args:
        mode: what the run does.
        options: those that go with some modes only, by these and name, without the dashes; None where one wasn't given.

    Raises:
        ConfigError: one was.
    """
    for modes, values in options.items():
        given = [f"--{option}" for option, value in values.items() if value is not None]
        if mode not in modes and given:
            wants = _WANTS[modes[0]]
            msg = f"{given[0]} {wants}; it does nothing {'with ' + mode if mode != 'a network' else 'without'}"
            raise ConfigError(msg)


def check_no_layer(*, name: str | None, out: Path | None, replace: bool) -> None:
    """See that no option of a layer was given where none is written.

    Raises:
        ConfigError: one was.
    """
    given = {"--name": name is not None, "--out": out is not None, "--replace": replace}
    for option, is_given in given.items():
        if is_given:
            msg = (
                f"{option} is for a layer; --validate and --calibrate write none (--sheet FILE says where theirs goes)"
            )
            raise ConfigError(msg)


def split(names: str | None) -> tuple[str, ...] | None:
    """Names with commas between them."""
    return tuple(name.strip() for name in names.split(",")) if names else None
