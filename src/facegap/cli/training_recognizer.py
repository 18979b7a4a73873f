"""``facegap train recognizer``."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facegap.cli.console import AsJson, say, show, told
from facegap.cli.training_installed import check_installed

if TYPE_CHECKING:
    from facegap.recognize.configuration import RecognizerTraining
    from facegap.recognize.training import TrainedRecognizer

RunFolder = Annotated[Path, typer.Argument(metavar="OUT", help="Folder of the run; one that was interrupted goes on.")]


@told
def recognizer(
    config: Annotated[
        str, typer.Argument(metavar="CONFIG", help="A TOML file, or a recipe's name: `facegap train recipes`.")
    ],
    out: RunFolder,
    as_json: AsJson = False,
) -> None:
    """Train a recognizer: from face sets with identities to NAME.onnx, its card, and a page with its curves.

    Held-out people of the sets choose the epoch; benchmarks never do. With several seeds there is one recognizer for
    each. Then: facegap benchmark --model OUT --protocol lfw --data LFW
    """
    check_installed()
    from facegap.engine import RichProgress
    from facegap.recognize.configuration import RecognizerTraining
    from facegap.recognize.training import train_recognizer
    from facegap.report import write_recognizer_training

    wanted = RecognizerTraining.load(config)
    trained = train_recognizer(wanted, out, progress=RichProgress())
    report = write_recognizer_training(
        [model.card for model in trained.models],
        trained.histories,
        seeds=wanted.seeds,
        fmr=wanted.validation.fmr,
        facts=_facts(wanted, trained),
        folder=out,
    )
    show(_result(trained, report.page), as_json=as_json)
    for source, left in zip(wanted.sets, trained.people.left_out, strict=True):
        if left.unknown or left.few:
            say(
                f"note: {source.path}: {left.unknown} images of nobody known or unreadable, and {left.few} of people "
                f"with fewer than {source.fewest_images} images, were left out"
            )


@told
def preview(
    config: Annotated[str, typer.Argument(metavar="CONFIG", help="Of a recognizer, or a recipe's name.")],
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="The PNG to write.")],
    people: Annotated[int, typer.Option(min=1, help="Of how many people an image is shown.")] = 6,
    draws: Annotated[int, typer.Option(min=1, help="How often each is varied.")] = 8,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Draw what a recognizer's training sees: images of its first set as they are, and beside them varied."""
    check_installed()
    from facegap.faceset import atomic_write, encode_png
    from facegap.recognize.configuration import RecognizerTraining
    from facegap.recognize.preview import preview_of

    drawn = preview_of(RecognizerTraining.load(config), people=people, draws=draws, seed=seed)
    with atomic_write(picture) as temporary:
        temporary.write_bytes(encode_png(drawn))
    show({"picture": str(picture)}, as_json=as_json)


def _facts(config: "RecognizerTraining", trained: "TrainedRecognizer") -> dict[str, str | int | float]:
    """How it was trained, in words for people."""
    people, compared, loop, optimizer = trained.people, trained.compared, config.loop, config.optimizer
    minutes = sum(history.epochs[-1].seconds for history in trained.histories) / 60
    return {
        "sets": ", ".join(f"{one.info.name} ({len(one):,} images)" for one in people.sets),
        "people who train": people.classes,
        "images that train": len(people.of_part(0)),
        "people held out": people.held_out,
        "images held out": len(people.of_part(1)),
        "people who chose the epoch": compared.people,
        "images that chose it": len(compared.images),
        "images left out": sum(one.unknown + one.few + one.unchosen for one in people.left_out),
        "backbone": config.backbone.name + (f", from {config.backbone.start}" if config.backbone.start else ""),
        "margin": f"{config.head.margin}, scale {config.head.scale:g}"
        + (f", {100 * config.head.sample_rate:g} % of the classes a step" if config.head.sample_rate < 1 else ""),
        "optimizer": f"SGD, rate {optimizer.learning_rate:g}, {optimizer.schedule}, batches of {loop.batch_size}, "
        f"{loop.precision}",
        "sampling": f"each {'person' if config.sampling == 'people' else 'image'} as often",
        "seeds": ", ".join(map(str, config.seeds)),
        "minutes": round(minutes, 1),
    }


def _result(trained: "TrainedRecognizer", report: Path) -> dict[str, Any]:
    return {
        "recognizers": [str(model.path) for model in trained.models],
        "report": str(report),
        "training_people": trained.people.classes,
        "training_images": len(trained.people.of_part(0)),
        "held_out_people": trained.people.held_out,
        "people_who_chose_the_epoch": trained.compared.people,
        "fnmr": [round(history.best.numbers["fnmr"], 4) for history in trained.histories],
        "eer": [round(history.best.numbers["eer"], 4) for history in trained.histories],
    }
