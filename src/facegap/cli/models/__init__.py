"""``facegap models``: networks, their cards and their licenses."""

import typer

from facegap.cli.console import handle_errors
from facegap.cli.models import add, get, list_models, show

app = typer.Typer(no_args_is_help=True, help="Networks: list their cards, show one, add a file, get a download.")
app.command("list")(handle_errors(list_models.list_models))
app.command("show")(handle_errors(show.show_model))
app.command("add")(handle_errors(add.add))
app.command("get")(handle_errors(get.get))
