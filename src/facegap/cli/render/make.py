"""``facegap render``: a recipe to a face set of rendered faces."""

from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import (
    AsJson,
    Ask,
    Conditions,
    DrawingDevice,
    Like,
    LikeAttributes,
    MaxErrors,
    NewSet,
    RecipeName,
    RenderSeed,
    ReplaceSet,
    SetName,
    Workers,
)


def render(
    recipe: RecipeName,
    out: NewSet,
    identities: Annotated[int, typer.Option(min=1, help="How many people.")] = 100,
    images: Annotated[int, typer.Option(min=1, help="How many images of each.")] = 10,
    seed: RenderSeed = 0,
    ask: Ask = None,
    conditions: Conditions = None,
    like: Like = None,
    attributes: LikeAttributes = None,
    name: SetName = None,
    replace: ReplaceSet = False,
    device: DrawingDevice = "cpu",
    workers: Workers = None,
    max_errors: MaxErrors = 0.01,
    as_json: AsJson = False,
) -> None:
    """Render a face set: images, and in the layer truth what is in each of them.

    An image that doesn't come to show what was asked for is a row with its reason.
    A killed run goes on where it was when it is run again.
    """
    import facegap

    made = facegap.render(
        recipe,
        out,
        identities=identities,
        images=images,
        seed=seed,
        ask=ask or (),
        conditions=conditions,
        like=like,
        attributes=attributes,
        name=name,
        replace=replace,
        device=device,
        workers=workers,
        max_errors=max_errors,
        progress=True,
        tell=echo,
    )
    print_result(made.facts() if as_json else made.short_facts(), as_json=as_json)
    exit_with(*made.runs)
