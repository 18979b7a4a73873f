"""``facegap train recognizer`` and ``facegap train preview``."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, handle_errors, print_result
from facegap.cli.options import AsJson, RunFolder


@handle_errors
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
    import facegap

    result = facegap.train_recognizer(config, out, progress=True)
    recognizers, *rest = result.facts().items()
    print_result(dict([recognizers, ("report", str(result.report().page)), *rest]), as_json=as_json)
    for note in result.notes:
        echo(f"note: {note}")


@handle_errors
def preview(
    config: Annotated[str, typer.Argument(metavar="CONFIG", help="Of a recognizer, or a recipe's name.")],
    picture: Annotated[Path, typer.Argument(metavar="PICTURE", help="The PNG to write.")],
    people: Annotated[int, typer.Option(min=1, help="Of how many people an image is shown.")] = 6,
    draws: Annotated[int, typer.Option(min=1, help="How often each is varied.")] = 8,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws.")] = 0,
    as_json: AsJson = False,
) -> None:
    """Draw what a recognizer's training sees: images of its first set as they are, and beside them varied."""
    import facegap

    drawn = facegap.preview_recognizer(config, people=people, draws=draws, seed=seed)
    print_result({"picture": str(drawn.write(picture))}, as_json=as_json)
