"""``facegap render``: a recipe to a face set of rendered faces, to a contact sheet, to its own text."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facegap.cli.console import AsJson, MaxErrors, Workers, end, run_facts, say, show, told
from facegap.cli.default_command import DEFAULT, DefaultCommandGroup

if TYPE_CHECKING:
    from facegap.render import Recipe

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
@told
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
    _check_installed()
    from facegap.engine import LocalRunner, RichProgress, create, parse_devices
    from facegap.render import RenderSource

    devices = parse_devices(device)
    drawn = _ready(recipe, ask, devices[0])
    source = RenderSource(drawn, identities, images, seed)
    faceset, summary = create(
        source,
        out,
        source.info(name or out.resolve().name),
        runner=LocalRunner(workers, devices),
        progress=RichProgress(),
        max_errors=max_errors,
    )
    show({"face_set": str(out), "identities": faceset.identities(), **run_facts(summary)}, as_json=as_json)
    end(summary)


@app.command("preview")
@told
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
    _check_installed()
    from facegap.faceset import atomic_write, encode_png
    from facegap.render import contact_sheet

    drawn = _ready(recipe, ask, device)
    sheet = contact_sheet(drawn, identities=identities, images=images, seed=seed, device=device)
    path = out or Path(f"{drawn.name}.png")
    with atomic_write(path) as temporary:
        temporary.write_bytes(encode_png(sheet.pixels))
    for problem in sheet.problems:
        say(problem)
    show({"picture": str(path), "images": identities * images, "errors": len(sheet.problems)}, as_json=as_json)


@app.command("recipes")
@told
def recipes(
    name: Annotated[
        str | None, typer.Argument(metavar="[RECIPE]", help="Print this one, built in or a TOML file, as a whole.")
    ] = None,
    as_json: AsJson = False,
) -> None:
    """List the built-in recipes, or print one with all its keys, to copy and change.

    From there to a recipe of your own: facegap render recipes wild > mine.toml
    """
    _check_installed()
    from facegap.render import Recipe, to_toml

    if name is None:
        show({each: Recipe.load(each).description for each in Recipe.packaged.names()}, as_json=as_json)
    elif as_json:
        show(Recipe.load(name).model_dump(mode="json", exclude_none=True), as_json=True)
    else:
        typer.echo(to_toml(Recipe.load(name)), nl=False)


def _check_installed() -> None:
    """See that what rendering needs is there, before anything of it is imported."""
    from importlib.util import find_spec

    from facegap.base.errors import ModelError

    missing = [package for module, package in (("anny", "anny"), ("warp", "warp-lang")) if find_spec(module) is None]
    if missing:
        msg = f"rendering needs {' and '.join(missing)}, not installed here; run: pip install 'facegap[render]'"
        raise ModelError(msg)


def _ready(name: str, ask: list[str] | None, device: str) -> "Recipe":
    """Read a recipe, and make on this machine what drawing it needs."""
    from facegap.engine import RichProgress
    from facegap.render import Recipe, discard_broken, prepare, with_asked

    discard_broken(say)  # first, as reading a recipe that shapes heads needs their shapes
    recipe = with_asked(Recipe.load(name), ask or ())
    prepare(recipe, device=device, progress=RichProgress(), tell=say)
    return recipe
