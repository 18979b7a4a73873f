"""``facegap train recipes``: the recipes that there are, and the text of one."""

from typing import Annotated

import typer

from facegap.cli.console import print_result
from facegap.cli.options import AsJson


def recipes(
    name: Annotated[str | None, typer.Argument(metavar="[RECIPE]", help="Print this one, with its comments.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the recipes that come with facegap, or print one, to copy and change.

    From there to a training of your own: facegap train recipes cpu-small > mine.toml
    """
    import tomllib

    from facegap.base.extras import check_installed

    check_installed("train")
    from facegap.annotate.learning import AttributeTraining
    from facegap.base.errors import ConfigError
    from facegap.base.suggestions import unknown
    from facegap.recognize.configuration import RecognizerTraining

    texts = {
        command: {each: kind.packaged.text(each) for each in kind.packaged.names()}
        for command, kind in (("attributes", AttributeTraining), ("recognizer", RecognizerTraining))
    }
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
