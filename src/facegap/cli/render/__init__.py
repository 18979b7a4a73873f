"""``facegap render``: a recipe to a face set of rendered faces, to a contact sheet, to its own text."""

import typer

from facegap.cli.console import handle_errors
from facegap.cli.default_command import DEFAULT, DefaultCommandGroup
from facegap.cli.render import make, preview, recipes

app = typer.Typer(
    cls=DefaultCommandGroup, no_args_is_help=True, help="Render faces with exact truth; preview and print recipes."
)
app.command(DEFAULT)(handle_errors(make.render))
app.command("preview")(handle_errors(preview.preview))
app.command("recipes")(handle_errors(recipes.recipes))
