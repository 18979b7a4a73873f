"""``facegap render preview``: a recipe to a contact sheet."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, print_result
from facegap.cli.options import AsJson, Ask, Conditions, DrawingDevice, Like, LikeAttributes, RecipeName, RenderSeed


def preview(
    recipe: RecipeName,
    out: Annotated[
        Path | None, typer.Argument(metavar="[OUT.png]", help="The picture; by default RECIPE.png, here.")
    ] = None,
    identities: Annotated[int, typer.Option(min=1, help="Rows, one a person.")] = 8,
    images: Annotated[int, typer.Option(min=1, help="Columns, one an image.")] = 8,
    seed: RenderSeed = 0,
    ask: Ask = None,
    conditions: Conditions = None,
    like: Like = None,
    attributes: LikeAttributes = None,
    device: DrawingDevice = "cpu",
    as_json: AsJson = False,
) -> None:
    """Draw a contact sheet: the images that a set of this recipe and seed begins with."""
    import facegap

    sheet = facegap.render_preview(
        recipe,
        identities=identities,
        images=images,
        seed=seed,
        ask=ask or (),
        conditions=conditions,
        like=like,
        attributes=attributes,
        device=device,
        progress=True,
        tell=echo,
    )
    path = sheet.write(out)
    for problem in sheet.problems:
        echo(problem)
    print_result({"picture": str(path), "images": identities * images, "errors": len(sheet.problems)}, as_json=as_json)
