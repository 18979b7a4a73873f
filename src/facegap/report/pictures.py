"""Images of face sets that a report shows by their ids."""

from collections.abc import Collection, Mapping

import cv2
import numpy as np
import polars as pl

from facegap.faceset import IMAGES, FaceSet, decode
from facegap.report.images import Example

Pictures = Mapping[tuple[str, str], Example]
"""By the name of the set and the image's id."""

_SIDE = 112


def read_pictures(faceset: FaceSet, name: str, image_ids: Collection[str]) -> dict[tuple[str, str], Example]:
    """Some images of a set, fitted into 112 × 112; only the shards that hold them are read.

    Args:
        faceset: the set.
        name: what the report calls it.
        image_ids: of its images.
    """
    keys = faceset.column(IMAGES, "image_id").to_frame().with_row_index()
    rows = keys.filter(pl.col("image_id").is_in(list(image_ids)))["index"].to_numpy()
    bounds = np.cumsum([0, *faceset.shard_rows])
    shards = np.searchsorted(bounds, rows, side="right") - 1
    pictures = {}
    for shard in np.unique(shards):
        table = faceset.read_shard(int(shard)).take(rows[shards == shard] - bounds[shard])
        for row in table.to_pylist():
            pixels = decode(row["image"]["bytes"])
            scale = min(_SIDE / max(pixels.shape[:2]), 1)
            size = (max(1, round(pixels.shape[1] * scale)), max(1, round(pixels.shape[0] * scale)))
            fitted = np.asarray(cv2.resize(pixels, size, interpolation=cv2.INTER_AREA), dtype=np.uint8)
            pictures[name, row["image_id"]] = Example(row["image_id"], row["identity"], fitted)
    return pictures
