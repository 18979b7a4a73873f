"""The columns of the ``images`` layer, in a form that Hugging Face ``datasets`` shows as images."""

import json
from collections.abc import Sequence

import pyarrow as pa

IMAGE = pa.struct([("bytes", pa.binary()), ("path", pa.string())])

IMAGE_FIELDS = (
    pa.field("image_id", pa.string()),
    pa.field("identity", pa.string()),
    pa.field("image", IMAGE),
    pa.field("width", pa.int32()),
    pa.field("height", pa.int32()),
    pa.field("error", pa.string()),
)
RESERVED = frozenset(field.name for field in IMAGE_FIELDS)

# What `datasets` looks for in the Parquet schema to decode a struct of bytes and path as an image.
_HUGGING_FACE = {b"huggingface": json.dumps({"info": {"features": {"image": {"_type": "Image"}}}}).encode()}


def images_schema(extra: Sequence[pa.Field] = ()) -> pa.Schema:
    """Schema of an images shard: the fixed columns, then ``extra`` ones (source columns, crop geometry)."""
    return pa.schema([*IMAGE_FIELDS, *extra], metadata=_HUGGING_FACE)
