"""``facegap benchmark``: recognizers on protocols; the protocols that there are; FRCSyn's submissions."""

import typer

from facegap.cli.benchmark import grade, measure, protocols, submit
from facegap.cli.console import handle_errors
from facegap.cli.default_command import DEFAULT, DefaultCommandGroup

app = typer.Typer(
    cls=DefaultCommandGroup,
    no_args_is_help=True,
    help="Measure recognizers on protocols: error rates with intervals, fairness, identification.",
)
app.command(DEFAULT)(handle_errors(measure.benchmark))
app.command("protocols")(handle_errors(protocols.list_protocols))
app.command("submit")(handle_errors(submit.submit))
app.command("grade")(handle_errors(grade.grade))
