"""``facegap train recipes``: the recipes that there are, and the text of one."""

from typing import Annotated

import typer

from facegap.cli.console import print_result
from facegap.cli.options import AsJson

FOLDERS = {"attributes": "annotate/learning/recipes", "recognizer": "recognize/recipes"}
"""Where the recipes of each command lie in the package."""


def recipes(
    name: Annotated[str | None, typer.Argument(metavar="[RECIPE]", help="Print this one, with its comments.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the recipes that come with facegap, or print one, to copy and change.

    From there to a training of your own: facegap train recipes cpu-small > mine.toml
    """
    import tomllib

    from facegap.base.config import PackagedFiles
    from facegap.base.errors import ConfigError
    from facegap.base.suggestions import unknown

    # As files of the whole package: the rooms that train can't be imported without PyTorch.
    packaged = {command: PackagedFiles("facegap", folder) for command, folder in FOLDERS.items()}
    texts = {command: {each: files.text(each) for each in files.names()} for command, files in packaged.items()}
    if name is None:
        summaries = {
            each: f"train {command}: {tomllib.loads(text)['summary']}"
            for command, recipes in texts.items()
            for each, text in recipes.items()
        }
        print_result(summaries, as_json=as_json)
        return
    text = {each: text for recipes in texts.values() for each, text in recipes.items()}
    if name not in text:
        raise ConfigError(unknown(name, text, "recipe", listed=True))
    if as_json:
        print_result(tomllib.loads(text[name]), as_json=True)
    else:
        typer.echo(text[name], nl=False)
