"""The rows of a face set that can be written to another format."""

from collections.abc import Iterator
from typing import Any

from facegap.faceset.faceset import FaceSet


def good_rows(faceset: FaceSet) -> Iterator[dict[str, Any]]:
    """Rows of ``images`` that hold an image, in order, as dictionaries."""
    for shard in faceset.shards():
        for batch in shard.to_batches(max_chunksize=64):
            for row in batch.to_pylist():
                if row["image"] is not None and row["error"] is None:
                    yield row
