"""The command ``facegap``: which commands there are."""

import typer

from facegap.cli import audit, benchmark, compare, embed, models, render, score, train
from facegap.cli.annotate import command as annotate
from facegap.cli.console import handle_errors
from facegap.cli.sets import export, import_faces, info, merge, rename, select, verify

app = typer.Typer(
    name="facegap",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)

DATA, GAP = "What is in my dataset?", "How does it differ from real faces?"
GOOD = "How good is a recognizer, and is it fair?"
BETTER, NETWORKS = "How do I make a better one?", "Networks"

for name, command, panel in (
    ("import", import_faces.import_faces, DATA),
    ("info", info.info, DATA),
    ("verify", verify.verify, DATA),
    ("rename", rename.rename, DATA),
    ("select", select.select, DATA),
    ("merge", merge.merge, DATA),
    ("export", export.export, DATA),
    ("annotate", annotate.annotate, DATA),
    ("embed", embed.embed, DATA),
    ("compare", compare.compare, GAP),
    ("audit", audit.audit, GAP),
    ("score", score.score, GOOD),
):
    app.command(name, rich_help_panel=panel)(handle_errors(command))
app.add_typer(benchmark.app, name="benchmark", rich_help_panel=GOOD)
app.add_typer(render.app, name="render", rich_help_panel=BETTER)
app.add_typer(train.app, name="train", rich_help_panel=NETWORKS)
app.add_typer(models.app, name="models", rich_help_panel=NETWORKS)


@app.callback(invoke_without_command=True)
def _main(
    version: bool = typer.Option(False, "--version", help="Print the version and stop."),
) -> None:
    """Measure, explain and close the gap between synthetic and real face datasets.

    Exit codes: 0 done, 1 failed, 2 wrong usage, 3 done but too many inputs were bad.
    """
    if version:
        from facegap import __version__

        typer.echo(__version__)
