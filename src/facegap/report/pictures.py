"""Images of face sets that a report shows by their ids."""

from collections.abc import Collection, Mapping

import polars as pl

from facegap.faceset import IMAGES, FaceSet
from facegap.report.images import Example, read_examples

Pictures = Mapping[tuple[str, str], Example]
"""By the name of the set and the image's id."""


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
