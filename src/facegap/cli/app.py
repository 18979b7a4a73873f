"""The command ``facegap``: which commands there are, and how errors are told."""

import sys

import typer

from facegap.cli import compare, embed, export, import_faces, info, models, verify
from facegap.errors import FacegapError

app = typer.Typer(
    name="facegap",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DATA, GAP, NETWORKS = "What is in my dataset?", "How does it differ from real faces?", "Networks"

app.command("import", rich_help_panel=DATA)(import_faces.import_faces)
app.command("info", rich_help_panel=DATA)(info.info)
app.command("verify", rich_help_panel=DATA)(verify.verify)
app.command("export", rich_help_panel=DATA)(export.export)
app.command("embed", rich_help_panel=DATA)(embed.embed)
app.command("compare", rich_help_panel=GAP)(compare.compare)
app.add_typer(models.app, name="models", rich_help_panel=NETWORKS)


@app.callback(invoke_without_command=True)
def _main(
    context: typer.Context,
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    """Measure, explain and close the gap between synthetic and real face datasets.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but too many inputs were bad.
    """
    if version:
        from facegap import __version__

        typer.echo(__version__)
    elif context.invoked_subcommand is None:
        typer.echo(context.get_help())


def main() -> None:
    """Run the command line; errors that facegap raises on purpose are told without a traceback."""
    try:
        app()
    except FacegapError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(error.exit_code)
    except OSError as error:
        typer.echo(f"error: {error}", err=True)
        sys.exit(1)
    except KeyboardInterrupt:
        typer.echo("interrupted; finished shards are kept: run it again to go on", err=True)
        sys.exit(130)
