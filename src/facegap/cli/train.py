"""``facegap train``: networks of your own, from a configuration to a file with its card."""

import tomllib
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facegap.cli.console import AsJson, say, show, told
from facegap.cli.training_installed import check_installed
from facegap.cli.training_networks import networks
from facegap.cli.training_recognizer import RunFolder, preview, recognizer

if TYPE_CHECKING:
    from facegap.annotate.learning import AttributeTraining, TrainedAnnotator

app = typer.Typer(
    no_args_is_help=True, help="Train networks of your own; needs the extra train (pip install 'facegap\\[train]')."
)


@app.command("attributes")
@told
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
    check_installed()
    from facegap.annotate.learning import AttributeTraining, train_attributes
    from facegap.engine import RichProgress
    from facegap.report import write_attribute_training

    wanted = AttributeTraining.load(config)
    trained = train_attributes(wanted, out, progress=RichProgress())
    finished = trained.finished
    report = write_attribute_training(
        finished.assessment,
        trained.histories,
        card=finished.model.card,
        facts=_facts(wanted, trained),
        folder=out,
        methods=finished.methods,
        vocabulary=trained.vocabulary,
    )
    show(_result(trained, report.page), as_json=as_json)
    if trained.contradictions.contradicted:
        found = "; ".join(f"{one} ({one.images})" for one in trained.contradictions.found[:3])
        say(f"note: {trained.contradictions.contradicted} images have labels that contradict each other: {found}")


app.command("recognizer")(recognizer)
app.command("preview")(preview)
app.command("networks")(networks)


@app.command("recipes")
@told
def recipes(
    name: Annotated[str | None, typer.Argument(metavar="[RECIPE]", help="Print this one, with its comments.")] = None,
    as_json: AsJson = False,
) -> None:
    """List the recipes that come with facegap, or print one, to copy and change.

    From there to a training of your own: facegap train recipes cpu-small > mine.toml
    """
    check_installed()
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
        show(found, as_json=as_json)
        return
    text = {each: text for recipes in texts.values() for each, text in recipes.items()}
    if name not in text:
        raise ConfigError(unknown(name, text, "recipe", listed=True))
    if as_json:
        show(tomllib.loads(text[name]), as_json=True)
    else:
        typer.echo(text[name], nl=False)


def _facts(config: "AttributeTraining", trained: "TrainedAnnotator") -> dict[str, str | int | float]:
    """How it was trained, in words for people."""
    examples, history = trained.examples, trained.histories[0]
    names = [name for name, learnt in zip(examples.attributes, trained.finished.learnt, strict=True) if not learnt]
    facts: dict[str, str | int | float] = {
        "sets": ", ".join(f"{one.info.name} ({len(one):,} images)" for one in examples.sets),
        "images that train": len(examples.of_part(0)),
        "images that validate": len(examples.of_part(1)),
        "images that test": len(examples.of_part(2)),
        "images without labels": sum(examples.unlabeled),
        "images of nobody known, each a person of its own": sum(examples.unknown),
        "images with contradictory labels": trained.contradictions.contradicted,
        "over": config.network.over,
        "members": config.members,
        "seed": config.seed,
        "epochs": f"{len(history.epochs)}, of which number {history.best_epoch + 1} was best",
        "minutes": round(sum(one.epochs[-1].seconds for one in trained.histories) / 60, 1),
    }
    return facts | ({"not learnt, for want of one class": ", ".join(names)} if names else {})


def _result(trained: "TrainedAnnotator", report: Path) -> dict[str, Any]:
    finished = trained.finished
    means = finished.assessment.means
    return {
        "annotator": str(finished.model.path),
        "report": str(report),
        "training_images": len(trained.examples.of_part(0)),
        "test_images": finished.assessment.images,
        "balanced_accuracy": round(means["balanced_accuracy"].value, 4),
        "auroc": round(means["auroc"].value, 4),
        "calibration_error": round(means["calibration_error"].value, 4),
        "coverage": round(means["coverage"].value, 4),
        "right": round(means["right"].value, 4),
    }
