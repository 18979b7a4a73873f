"""Images of a face set, small enough for a page."""

import base64
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import cv2
import numpy as np
import polars as pl

from facegap.base.arrays import Int64Array
from facegap.engine import generator
from facegap.faceset import IMAGES, FaceSet, Pixels, contact_sheet, decode, encode_png, encode_webp

_SIDE = 112
"""Pixels of the longer side: as many as aligned faces have, so that they can be shown larger."""
_QUALITY = 80


@dataclass(frozen=True)
class Example:
    """One image, with its id and identity."""

    image_id: str
    identity: str | None
    pixels: Pixels

    @property
    def data_uri(self) -> str:
        """The image as text that a page can hold."""
        return "data:image/webp;base64," + base64.b64encode(encode_webp(self.pixels, quality=_QUALITY)).decode()


Gallery = Mapping[tuple[str, int], Example]
"""By the name of the set and the image's place among some of its images, such as those with labels."""
Pictures = Mapping[tuple[str, str], Example]
"""By the name of the set and the image's id."""


def choose_examples(faceset: FaceSet, count: int, *, seed: int = 0) -> list[Example]:
    """Up to ``count`` images drawn at random, each of another person as far as there are, fitted into 112 × 112."""
    rows = faceset.scan().select("image_id", "identity", "error").with_row_index().collect()
    rows = rows.filter(pl.col("error").is_null())
    order = generator(seed, "report", "examples").permutation(len(rows))
    shuffled = rows[order]
    known = shuffled.filter(pl.col("identity").is_not_null()).unique("identity", keep="first", maintain_order=True)
    unknown = shuffled.filter(pl.col("identity").is_null())
    chosen = pl.concat([known, unknown, shuffled]).unique("index", keep="first", maintain_order=True)
    return read_examples(faceset, chosen.head(count)["index"].sort().to_list())


def read_examples(faceset: FaceSet, rows: Sequence[int]) -> list[Example]:
    """The images on some rising rows, fitted into 112 × 112; only the shards that hold them are read."""
    bounds = np.cumsum([0, *faceset.shard_rows])
    shards = np.searchsorted(bounds, rows, side="right") - 1
    return [
        Example(row["image_id"], row["identity"], _fit(decode(row["image"]["bytes"]), _SIDE))
        for shard in np.unique(shards)
        for row in faceset.read_shard(int(shard)).take(np.array(rows)[shards == shard] - bounds[shard]).to_pylist()
    ]


def read_gallery(
    faceset: FaceSet, name: str, places: Collection[int], *, rows: Int64Array
) -> dict[tuple[str, int], Example]:
    """Some images of a set, fitted into 112 × 112.

    Args:
        faceset: the set.
        name: what the report calls it.
        places: of the images among ``rows``.
        rows: int64, rising, the rows of the face set that the places count.
    """
    rising = sorted(set(places))
    examples = read_examples(faceset, rows[rising].tolist())
    return {(name, place): example for place, example in zip(rising, examples, strict=True)}


def read_pictures(faceset: FaceSet, name: str, image_ids: Collection[str]) -> dict[tuple[str, str], Example]:
    """Some images of a set, fitted into 112 × 112.

    Args:
        faceset: the set.
        name: what the report calls it.
        image_ids: of its images.
    """
    keys = faceset.column(IMAGES, "image_id").to_frame().with_row_index()
    rows = keys.filter(pl.col("image_id").is_in(list(image_ids)))["index"].to_list()
    return {(name, example.image_id): example for example in read_examples(faceset, rows)}


def write_contact_sheet(examples: Sequence[Example], path: Path, *, columns: int = 9) -> None:
    """Write the examples side by side as a PNG."""
    pictures = [example.pixels for example in examples]
    path.write_bytes(encode_png(contact_sheet(pictures, columns=columns, height=_SIDE, width=_SIDE, gap=4)))


def _fit(pixels: Pixels, side: int) -> Pixels:
    scale = side / max(pixels.shape[:2])
    if scale >= 1:
        return pixels
    size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
    return np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
