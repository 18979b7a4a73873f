"""Recipes to face sets of rendered faces with exact truth, and to contact sheets."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any, Union

from facegap.base.errors import ConfigError
from facegap.base.extras import check_installed
from facegap.compare.validity import Validity
from facegap.engine import MAX_ERRORS, create
from facegap.faceset import FaceSet
from facegap.workflows.parts.context import Progress, RunContext, Tell
from facegap.workflows.parts.made import MadeSet, layers_of, tell_replaced
from facegap.workflows.parts.picture import Picture
from facegap.workflows.parts.sets import FaceSetLike, open_set

if TYPE_CHECKING:
    from facegap.render import Recipe
    from facegap.render.likeness import Asking, Trusts

RecipeLike = Union["Recipe", Path, str]
"""A recipe, the name of one that comes with facegap, or the path of a TOML file."""


@dataclass(frozen=True, repr=False, eq=False)
class RenderedSet(MadeSet):
    """A face set that was rendered.

    Attributes:
        asking: what it was asked for by a table or by another set's labels.
    """

    asking: "Asking"

    def facts(self) -> dict[str, Any]:
        return super().facts() | self.asking.facts()

    def short_facts(self) -> dict[str, Any]:
        """The facts as people read them: what was asked for in sentences."""
        return super().facts() | ({"asked_for": self.asking.lines} if self.asking.lines else {})

    def _lines(self) -> list[str]:
        return [*super()._lines(), *self.asking.lines]


def render(
    recipe: RecipeLike,
    out: str | Path,
    *,
    identities: int = 100,
    images: int = 10,
    seed: int = 0,
    ask: Sequence[str] = (),
    conditions: str | Path | None = None,
    like: FaceSetLike | None = None,
    attributes: str | None = None,
    name: str | None = None,
    device: str = "cpu",
    workers: int | None = None,
    replace: bool = False,
    max_errors: float = MAX_ERRORS,
    progress: Progress = False,
    tell: Tell | None = None,
) -> RenderedSet:
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
        conditions: a CSV with a row for each combination of attributes that is asked for: the ``lacking.csv`` of a
            comparison, what ``annotate --export`` writes, or one of your own. Impossible rows are left out and counted.
        like: a face set, or anything that can be imported; its labels are asked for together as its images have them.
        attributes: the layer of these labels; by default the only one.
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
    with _asking(recipe, ask, conditions, like, attributes, context) as (asked, asking):
        prepared = _prepared(asked, context.devices[0], context)
        source = RenderSource(prepared, identities=identities, images=images, seed=seed)
        info = source.info(name or folder.resolve().name)
        before = layers_of(folder)
        faceset, run = create(
            source,
            folder,
            info.model_copy(update={"provenance": info.provenance | asking.facts()}),
            runner=context.runner,
            progress=context.progress,
            replace=replace,
            max_errors=max_errors,
        )
    tell_replaced(before, faceset, context)
    return RenderedSet(faceset, (run,), asking)


def render_preview(
    recipe: RecipeLike,
    *,
    identities: int = 8,
    images: int = 8,
    seed: int = 0,
    ask: Sequence[str] = (),
    conditions: str | Path | None = None,
    like: FaceSetLike | None = None,
    attributes: str | None = None,
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
        conditions: a CSV with a row for each combination of attributes that is asked for: the ``lacking.csv`` of a
            comparison, what ``annotate --export`` writes, or one of your own. Impossible rows are left out and counted.
        like: a face set, or anything that can be imported; its labels are asked for together as its images have them.
        attributes: the layer of these labels; by default the only one.
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
    with _asking(recipe, ask, conditions, like, attributes, context) as (asked, _):
        prepared = _prepared(asked, device, context)
        sheet = preview_recipe(prepared, identities=identities, images=images, seed=seed, device=device)
    return Picture(prepared.name, sheet.pixels, sheet.problems)


@contextmanager
def _asking(
    recipe: RecipeLike,
    ask: Sequence[str],
    conditions: str | Path | None,
    like: FaceSetLike | None,
    attributes: str | None,
    context: RunContext,
) -> Iterator[tuple["Recipe", "Asking"]]:
    """The recipe with what is asked for, while its table is there."""
    from facegap.render import Recipe, discard_broken, with_asked, with_table
    from facegap.render.likeness import Asking, write_likeness

    _one_way(ask=bool(ask), conditions=conditions is not None, like=like is not None)
    if attributes is not None and like is None:
        msg = "--attributes names the labels of --like: name the set too"
        raise ConfigError(msg)
    discard_broken(context.tell)  # first, as reading a recipe that shapes heads needs their shapes
    read = recipe if isinstance(recipe, Recipe) else Recipe.load(recipe)
    with TemporaryDirectory() as place:
        likeness = None
        if like is not None:
            faceset = open_set(like, context).faceset
            conditions, likeness = write_likeness(faceset, attributes, Path(place), trusted=partial(_trusted, faceset))
        asked = with_asked(read, ask) if conditions is None else with_table(read, Path(conditions))
        asking = Asking.of(asked, likeness)
        for line in asking.lines:
            context.tell(line)
        yield asked, asking


def _trusted(faceset: FaceSet, layer: str) -> "Trusts | None":
    """Which attributes of a layer may be relied on; None where no network made it that is known."""
    validity = Validity.of(faceset, layer)
    return validity.trusts if validity.annotator else None


def _one_way(**ways: bool) -> None:
    given = [f"--{name}" for name, is_given in ways.items() if is_given]
    if len(given) > 1:
        msg = f"{' and '.join(given)} exclude each other: each says what all images are asked for"
        raise ConfigError(msg)


def _prepared(recipe: "Recipe", device: str, context: RunContext) -> "Recipe":
    """Make on this machine what drawing a recipe needs."""
    from facegap.render import prepare

    prepare(recipe, device=device, progress=context.progress, tell=context.tell)
    return recipe
