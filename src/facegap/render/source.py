"""Renders as a source: shard by shard, images with their ground truth, every one a function of recipe and seed."""

from collections.abc import Callable, Iterator
from dataclasses import KW_ONLY, dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from facegap.base.version import __version__
from facegap.base.worker import Worker
from facegap.engine import Tables
from facegap.faces import ARCFACE, ARCFACE_SIZE
from facegap.faceset import IMAGES, FaceSetInfo, NetworkUse, Parent, encode_jpeg, images_schema
from facegap.render.image.maps import MAPS, encode_maps, maps_schema
from facegap.render.image.rendering import SceneRenderer
from facegap.render.recipes.recipe import OutputRecipe, Recipe
from facegap.render.sampler import RenderedImage, Sampler
from facegap.render.truth.layer import TRUTH, TRUTH_VERSION, truth_schema

VERSION = 1
BATCH = 16  # images drawn together; the pictures don't depend on it
FEWEST_ROWS, MOST_ROWS, SHARDS = 64, 2048, 64  # a set has about so many shards, for workers to share, of such sizes

LICENSE = "no rights claimed: rendered by facegap from MakeHuman's head (CC0), of no real person"


@dataclass(frozen=True)
class RenderSource:
    """The images of a recipe and their truth, as a source for ``facegap.engine.create``.

    Each image is a function of the recipe, the seed and the numbers of person and image: the same on any machine with
    the same processor, whatever the number of workers and the size of the set.

    Attributes:
        recipe: What people and scenes are drawn from.
        identities: The number of people.
        images: The number of images of each.
        seed: Of all draws; sets of one seed begin with the same images.
        shard_rows: The most rows that a shard has, but all images of a person are in one shard; None for a size that
            suits the set.

    Example:
        >>> source = RenderSource(Recipe.load("studio"), identities=100, images=10, seed=1)
        >>> source.layers
        ('images', 'truth')
        >>> source.shards, source.rows(0)
        (17, 60)
        >>> source.info("faces").kind
        'synthetic'
    """

    recipe: Recipe
    _: KW_ONLY
    identities: int
    images: int
    seed: int
    shard_rows: int | None = None

    @property
    def layers(self) -> tuple[str, ...]:
        """``images``, ``truth``, and ``maps`` where the recipe asks for some."""
        return (IMAGES, TRUTH, MAPS) if self.recipe.output.maps else (IMAGES, TRUTH)

    @property
    def needs(self) -> tuple[Parent, ...]:
        return ()

    @property
    def networks(self) -> tuple[NetworkUse, ...]:
        return ()

    @cached_property
    def _people_a_shard(self) -> int:
        suitable = min(max(self.identities * self.images // SHARDS, FEWEST_ROWS), MOST_ROWS)
        return max((self.shard_rows or suitable) // self.images, 1)

    @property
    def shards(self) -> int:
        return -(-self.identities // self._people_a_shard)

    def people(self, shard: int) -> range:
        """The identities of a shard."""
        first = shard * self._people_a_shard
        return range(first, min(first + self._people_a_shard, self.identities))

    def rows(self, shard: int) -> int:
        return len(self.people(shard)) * self.images

    @property
    def alignment(self) -> str | None:
        """What ``faceset.json`` says of how the images are cut."""
        output = self.recipe.output
        return ARCFACE if output.frame == "arcface" and output.size == ARCFACE_SIZE else None

    def info(self, name: str) -> FaceSetInfo:
        """What ``faceset.json`` says of the set; the whole recipe stands in each ``layer.json``."""
        skins = self.recipe.output.skins
        return FaceSetInfo(
            name=name,
            kind="synthetic",
            license=f"{LICENSE}; skins from {skins}, under their own terms" if skins else LICENSE,
            alignment=self.alignment,
            provenance={
                "source": f"facegap render {self.recipe.name}",
                "facegap": __version__,
                "recipe": self.recipe.name,
                "identities": self.identities,
                "images": self.images,
                "seed": self.seed,
            },
        )

    def settings(self) -> dict[str, Any]:
        return {
            "source": "render",
            "version": VERSION,
            "truth_version": TRUTH_VERSION,
            "recipe": self.recipe.fingerprintable(),
            "identities": self.identities,
            "images": self.images,
            "seed": self.seed,
            "people_a_shard": self._people_a_shard,
        }

    def start(self, worker: Worker) -> Callable[[int], Iterator[Tables]]:
        renderer = scene_renderer(self.recipe.output, device=worker.device)

        def tables(shard: int) -> Iterator[Tables]:
            sampler = Sampler(self.recipe, seed=self.seed)
            numbers = [(person, image) for person in self.people(shard) for image in range(self.images)]
            for at in range(0, len(numbers), BATCH):
                yield self._tables(sampler.render(numbers[at : at + BATCH], renderer))

        return tables

    def _tables(self, images: list[RenderedImage]) -> Tables:
        output = self.recipe.output
        rows = pa.Table.from_pylist([self._image_row(image) for image in images], schema=images_schema())
        truth = pa.Table.from_pylist([{} if image.problem else image.truth for image in images], schema=truth_schema())
        if not output.maps:
            return {IMAGES: rows, TRUTH: truth}
        maps = [{} if image.problem else encode_maps(image.rendered, output.maps, output.samples) for image in images]
        return {IMAGES: rows, TRUTH: truth, MAPS: pa.Table.from_pylist(maps, schema=maps_schema(output.maps))}

    def _image_row(self, image: RenderedImage) -> dict[str, Any]:
        identity = f"{image.identity:06d}"
        image_id = f"{identity}/{image.image:04d}"
        row: dict[str, Any] = {"image_id": image_id, "identity": identity}
        if image.problem:
            return row | {"error": image.problem}
        size = self.recipe.output.size
        encoded = encode_jpeg(image.rendered.pixels, quality=self.recipe.output.jpeg)
        return row | {"image": {"bytes": encoded, "path": f"{image_id}.jpg"}, "width": size, "height": size}


def scene_renderer(output: OutputRecipe, *, device: str) -> SceneRenderer:
    """Make what renders people in scenes with the frame, size and samples of a recipe's output.

    Args:
        output: The recipe's.
        device: Where to draw: ``cpu``, or a CUDA device as Warp names it.
    """
    return SceneRenderer(
        device=device,
        frame=output.frame,
        size=output.size,
        samples=output.samples,
        with_normals="normals" in output.maps,
    )
