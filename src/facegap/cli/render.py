"""``facegap render``: a recipe to a face set of rendered faces, to a contact sheet, to its own text."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, handle_errors, print_result
from facegap.cli.default_command import DEFAULT, DefaultCommandGroup
from facegap.cli.options import AsJson, MaxErrors, Workers

app = typer.Typer(
    cls=DefaultCommandGroup, no_args_is_help=True, help="Render faces with exact truth; preview and print recipes."
)

RecipeName = Annotated[
    str, typer.Argument(metavar="RECIPE", help="A built-in recipe (wild, studio) or the path of a TOML file.")
]
Ask = Annotated[
    list[str] | None,
    typer.Option(
        metavar="ATTRIBUTE=±1", help="Ask for an attribute in every image, such as Male=1 or Smiling=-1; repeatable."
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="Of everything: the same seed gives the same images, bit for bit.")]
Device = Annotated[str, typer.Option(help="Where to draw: cpu, or a GPU such as cuda:0.")]


@app.command(DEFAULT)
@handle_errors
def render(
    recipe: RecipeName,
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The face set to make.")],
    identities: Annotated[int, typer.Option(min=1, help="How many people.")] = 100,
    images: Annotated[int, typer.Option(min=1, help="How many images of each.")] = 10,
    seed: Seed = 0,
    ask: Ask = None,
    name: Annotated[str | None, typer.Option(help="Name of the set; by default that of the folder.")] = None,
    device: Device = "cpu",
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
        name=name,
        device=device,
        workers=workers,
        max_errors=max_errors,
        progress=True,
        tell=echo,
    )
    print_result(made.facts(), as_json=as_json)
    exit_with(*made.runs)


@app.command("preview")
@handle_errors
def preview(
    recipe: RecipeName,
    out: Annotated[
        Path | None, typer.Argument(metavar="[OUT.png]", help="The picture; by default RECIPE.png, here.")
    ] = None,
    identities: Annotated[int, typer.Option(min=1, help="Rows, one a person.")] = 8,
    images: Annotated[int, typer.Option(min=1, help="Columns, one an image.")] = 8,
    seed: Seed = 0,
    ask: Ask = None,
    device: Device = "cpu",
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
        device=device,
        progress=True,
        tell=echo,
    )
    path = sheet.write(out)
    for problem in sheet.problems:
        echo(problem)
    print_result({"picture": str(path), "images": identities * images, "errors": len(sheet.problems)}, as_json=as_json)


@app.command("recipes")
@handle_errors
def recipes(
    name: Annotated[
        str | None, typer.Argument(metavar="[RECIPE]", help="Print this one, built in or a TOML file, as a whole.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the built-in recipes, or print one with all its keys, to copy and change.

    From there to a recipe of your own: facegap render recipes wild > mine.toml
    """
    from facegap.workflows.parts.extras import check_installed

    check_installed("render")
    from facegap.render import Recipe, to_toml

    if name is None:
        print_result({each: Recipe.load(each).description for each in Recipe.packaged.names()}, as_json=as_json)
    elif as_json:
        print_result(Recipe.load(name).model_dump(mode="json", exclude_none=True), as_json=True)
    else:
        typer.echo(to_toml(Recipe.load(name)), nl=False)
