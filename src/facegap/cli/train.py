"""``facegap train``: networks of your own, from a configuration to a file with its card."""

import tomllib
from typing import Annotated

import typer

from facegap.cli.console import echo, handle_errors, print_result
from facegap.cli.options import AsJson, RunFolder
from facegap.cli.training_networks import networks
from facegap.cli.training_recognizer import preview, recognizer

app = typer.Typer(
    no_args_is_help=True, help="Train networks of your own; needs the extra train (pip install 'facegap\\[train]')."
)


@app.command("attributes")
@handle_errors
def attributes(
    config: Annotated[
        str, typer.Argument(metavar="CONFIG", help="A TOML file, or mac-render, the recipe of the default annotator.")
    ],
    out: RunFolder,
    as_json: AsJson = False,
) -> None:
    """Train an annotator: from face sets with labels to NAME.onnx, its card, and a page on how far it can be trusted.

    Then: facegap annotate SET --model OUT/NAME.onnx
    """
    import facegap

    result = facegap.train_attributes(config, out, progress=True)
    annotator, *rest = result.facts().items()
    print_result(dict([annotator, ("report", str(result.report().page)), *rest]), as_json=as_json)
    for note in result.notes:
        echo(f"note: {note}")


app.command("recognizer")(recognizer)
app.command("preview")(preview)
app.command("networks")(networks)


@app.command("recipes")
@handle_errors
def recipes(
    name: Annotated[str | None, typer.Argument(metavar="[RECIPE]", help="Print this one, with its comments.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the recipes that come with facegap, or print one, to copy and change.

    From there to a training of your own: facegap train recipes cpu-small > mine.toml
    """
    from facegap.workflows.parts.extras import check_installed

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
        found = {
            each: f"train {command}: {tomllib.loads(text)['summary']}"
            for command, recipes in texts.items()
            for each, text in recipes.items()
        }
        print_result(found, as_json=as_json)
        return
    text = {each: text for recipes in texts.values() for each, text in recipes.items()}
    if name not in text:
        raise ConfigError(unknown(name, text, "recipe", listed=True))
    if as_json:
        print_result(tomllib.loads(text[name]), as_json=True)
    else:
        typer.echo(text[name], nl=False)
