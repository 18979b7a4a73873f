"""``facegap train``: networks of your own, from a configuration to a file with its card."""

import typer

from facegap.cli.console import handle_errors
from facegap.cli.train import attributes, networks, preview, recipes, recognizer

app = typer.Typer(
    no_args_is_help=True,
    help="Train networks of your own; needs the extra train: where it is missing, a command says how to install it.",
)
app.command("attributes")(handle_errors(attributes.attributes))
app.command("recognizer")(handle_errors(recognizer.recognizer))
app.command("preview")(handle_errors(preview.preview))
app.command("networks")(handle_errors(networks.networks))
app.command("recipes")(handle_errors(recipes.recipes))
