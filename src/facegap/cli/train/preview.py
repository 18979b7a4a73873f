"""``facegap train preview``: what a recognizer's training sees."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import print_result
from facegap.cli.options import AsJson


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
