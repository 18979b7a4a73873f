"""``facegap render recipes``: the recipes that there are, and the text of one."""

from typing import Annotated

import typer

from facegap.cli.console import print_result
from facegap.cli.options import AsJson


def recipes(
    name: Annotated[
        str | None, typer.Argument(metavar="[RECIPE]", help="Print this one, built in or a TOML file, as a whole.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the built-in recipes, or print one with all its keys, to copy and change.

    From there to a recipe of your own: facegap render recipes wild > mine.toml
    """
    from facegap.render import Recipe, to_toml

    if name is None:
        print_result({each: Recipe.load(each).description for each in Recipe.packaged.names()}, as_json=as_json)
    elif as_json:
        print_result(Recipe.load(name).model_dump(mode="json", exclude_none=True), as_json=True)
    else:
        typer.echo(to_toml(Recipe.load(name)), nl=False)
