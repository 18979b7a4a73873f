"""Renders as a source: shard by shard, images with their ground truth, every one a function of recipe and seed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import pyarrow as pa

from facegap.engine import Tables
from facegap.faces import ARCFACE, ARCFACE_SIZE
from facegap.faceset import IMAGES, encode_jpeg, images_schema
from facegap.render.casting import Casting, Take
from facegap.render.image.maps import MAPS, encode_maps, maps_schema
from facegap.render.image.rendering import ImageMaker
from facegap.render.recipe import Recipe
from facegap.render.truth.truth import TRUTH, truth_schema

VERSION = 1
SHARD_ROWS = 2048
BATCH = 16  # images drawn together; the pictures don't depend on it


@dataclass(frozen=True)
class RenderSource:
    """The images of a recipe: ``identities`` people, each on ``images`` pictures.

    Attributes:
        recipe: what to draw.
        identities: people.
        images: pictures of each.
        seed: of everything.
        device: where to draw, ``cpu`` or a CUDA device as Warp names it; it is no part of what the images are.
    """

    recipe: Recipe
    identities: int
    images: int
    seed: int
    device: str = "cpu"

    @property
    def layers(self) -> tuple[str, ...]:
        """``images``, ``truth``, and ``maps`` where the recipe asks for some."""
        return (IMAGES, TRUTH, MAPS) if self.recipe.output.maps else (IMAGES, TRUTH)

    @cached_property
    def _people_a_shard(self) -> int:
        return max(SHARD_ROWS // self.images, 1)

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

    def settings(self) -> dict[str, Any]:
        return {
            "source": "render",
            "version": VERSION,
            "recipe": self.recipe.fingerprintable(),
            "identities": self.identities,
            "images": self.images,
            "seed": self.seed,
            "shard_rows": SHARD_ROWS,
        }

    def start(self) -> Callable[[int], Iterator[Tables]]:
        output = self.recipe.output
        maker = ImageMaker(
            device=self.device,
            frame=output.frame,
            size=output.size,
            samples=output.samples,
            texture_rows=output.texture,
            with_normals="normals" in output.maps,
        )

        def tables(shard: int) -> Iterator[Tables]:
            # A casting keeps what is made once for a person, so a new one for each shard bounds the memory.
            casting = Casting(self.recipe, seed=self.seed)
            numbers = [(person, image) for person in self.people(shard) for image in range(self.images)]
            for at in range(0, len(numbers), BATCH):
                yield self._tables(casting.shoot(numbers[at : at + BATCH], maker))

        return tables

    def _tables(self, takes: list[Take]) -> Tables:
        output = self.recipe.output
        images = pa.Table.from_pylist([self._image_row(take) for take in takes], schema=images_schema())
        truth = pa.Table.from_pylist([_truth(take) for take in takes], schema=truth_schema())
        if not output.maps:
            return {IMAGES: images, TRUTH: truth}
        maps = [{} if take.problem else encode_maps(take.rendered, output.maps, output.samples) for take in takes]
        return {IMAGES: images, TRUTH: truth, MAPS: pa.Table.from_pylist(maps, schema=maps_schema(output.maps))}

    def _image_row(self, take: Take) -> dict[str, Any]:
        identity = f"{take.identity:06d}"
        image_id = f"{identity}/{take.image:04d}"
        row: dict[str, Any] = {"image_id": image_id, "identity": identity}
        if take.problem:
            return row | {"error": take.problem}
        size = self.recipe.output.size
        encoded = encode_jpeg(take.rendered.pixels, quality=self.recipe.output.jpeg)
        return row | {"image": {"bytes": encoded, "path": f"{image_id}.jpg"}, "width": size, "height": size}


def _truth(take: Take) -> dict[str, Any]:
    return {} if take.problem else take.truth
