"""Recipes to face sets of rendered faces with exact truth, and to contact sheets."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Union

from facegap.base.extras import check_installed
from facegap.engine import MAX_ERRORS, create
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.made import MadeSet, layers_of, tell_replaced
from facegap.workflows.parts.picture import Picture

if TYPE_CHECKING:
    from facegap.render import Recipe

RecipeLike = Union["Recipe", Path, str]
"""A recipe, the name of one that comes with facegap, or the path of a TOML file."""


def render(
    recipe: RecipeLike,
    out: str | Path,
    *,
    identities: int = 100,
    images: int = 10,
    seed: int = 0,
    ask: Sequence[str] = (),
    name: str | None = None,
    device: str = "cpu",
    workers: int | None = None,
    replace: bool = False,
    max_errors: float = MAX_ERRORS,
    progress: Progress = False,
    tell: Tell | None = None,
) -> MadeSet:
    """Render a face set: images, and in the layer ``truth`` what is in each of them.

    An image that doesn't come to show what was asked for is a row with its reason. A killed run goes on where it was
    when it is run again.

    Args:
        recipe: a built-in one (wild, studio), the path of a TOML file, or a recipe.
        out: the folder of the face set.
        identities: how many people.
        images: how many images of each.
        seed: of everything: the same seed gives the same images, bit for bit.
        ask: attributes that every image is to show, such as ``Male=1`` or ``Smiling=-1``.
        name: of the set; by default that of the folder.
        device: where to draw: ``cpu``, or a GPU such as ``cuda:0``.
        workers: processes that share the work; by default one a core.
        replace: whether a face set that is there, made another way, gives its place to this one, once this is complete.
        max_errors: the share of images that may fail before the run's summary says that there were too many.
        progress: True for a bar on standard error.
        tell: told what is made once on this machine.

    Raises:
        ModelError: what rendering needs isn't installed.
        ConfigError: there is no such recipe, attribute or device.
        FaceSetError: ``out`` holds something else, or a set that was made another way.

    Examples:
        A hundred people with ten images each take minutes::

            made = fg.render("wild", "renders", identities=100, images=10, ask=["Smiling=1"])
            made.faceset.frame("image_id", "Smiling", "yaw")
    """
    check_installed("render")
    from facegap.render import RenderSource

    context = RunContext.of(workers=workers, device=device, progress=progress, tell=tell)
    folder = Path(out)
    prepared = _prepared(recipe, ask, context.devices[0], context)
    source = RenderSource(prepared, identities=identities, images=images, seed=seed)
    before = layers_of(folder)
    faceset, run = create(
        source,
        folder,
        source.info(name or folder.resolve().name),
        runner=context.runner,
        progress=context.progress,
        replace=replace,
        max_errors=max_errors,
    )
    tell_replaced(before, faceset, context)
    return MadeSet(faceset, (run,))


def render_preview(
    recipe: RecipeLike,
    *,
    identities: int = 8,
    images: int = 8,
    seed: int = 0,
    ask: Sequence[str] = (),
    device: str = "cpu",
    progress: Progress = False,
    tell: Tell | None = None,
) -> Picture:
    """Draw a contact sheet: the images that a set of this recipe and seed begins with.

    Args:
        recipe: as for ``render``.
        identities: rows, one a person.
        images: columns, one an image.
        seed: of everything.
        ask: attributes that every image is to show.
        device: where to draw.
        progress: True for a bar on standard error.
        tell: told what is made once on this machine.

    Raises:
        ModelError: what rendering needs isn't installed.
        ConfigError: there is no such recipe, attribute or device.

    Examples:
        >>> import facegap as fg
        >>> fg.render_preview("studio", identities=1, images=1)  # doctest: +ELLIPSIS
        picture studio, ...
    """
    check_installed("render")
    from facegap.render import preview_recipe

    context = RunContext.of(progress=progress, tell=tell)
    prepared = _prepared(recipe, ask, device, context)
    sheet = preview_recipe(prepared, identities=identities, images=images, seed=seed, device=device)
    return Picture(prepared.name, sheet.pixels, sheet.problems)


def _prepared(recipe: RecipeLike, ask: Sequence[str], device: str, context: RunContext) -> "Recipe":
    """Read a recipe, and make on this machine what drawing it needs."""
    from facegap.render import Recipe, discard_broken, prepare, with_asked

    discard_broken(context.tell)  # first, as reading a recipe that shapes heads needs their shapes
    read = recipe if isinstance(recipe, Recipe) else Recipe.load(recipe)
    asked = with_asked(read, ask)
    prepare(asked, device=device, progress=context.progress, tell=context.tell)
    return asked
