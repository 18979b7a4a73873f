"""Which people train, validate and test."""

import hashlib
from collections.abc import Sequence

import numpy as np
import polars as pl

from facegap.base.arrays import Int8Array, Int64Array
from facegap.base.errors import ConfigError

TRAIN, VALIDATION, TEST = 0, 1, 2


def split_people(
    identities: pl.Series, image_ids: pl.Series, *, seed: int, shares: tuple[float, float, float]
) -> Int8Array:
    """Split images by a hash of their person, so that all images of one go together and adding images moves nobody.

    >>> ids = pl.Series(["a/0", "a/1", "b/0"])
    >>> parts = split_people(pl.Series(["a", "a", "b"]), ids, seed=0, shares=(0.5, 0.5, 0.0))
    >>> bool(parts[0] == parts[1])
    True

    Args:
        identities: The person of each image, null where nobody knows; such an image goes by its own id.
        image_ids: The id of each image.
        seed: Another seed is another split.
        shares: The shares of people that train, validate and test, on average; they sum to 1.

    Returns:
        int8 (images,): ``TRAIN``, ``VALIDATION`` or ``TEST``.

    Raises:
        ValueError: The columns differ in length, or the shares don't sum to 1.
    """
    if len(identities) != len(image_ids):
        msg = f"{len(identities)} identities for {len(image_ids)} images"
        raise ValueError(msg)
    if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        msg = f"the shares of the split must be 0 or more and sum to 1, not {shares}"
        raise ValueError(msg)
    keys = _keys(identities, image_ids)
    unique = keys.unique()
    places = np.array([_place(seed, key) for key in unique], dtype=np.float64)
    parts = np.searchsorted(np.cumsum(shares[:2]), places, side="right").astype(np.int8)
    return keys.replace_strict(unique, pl.Series(parts, dtype=pl.Int8), return_dtype=pl.Int8).to_numpy()


def number_people(
    contents: Sequence[str], identities: Sequence[pl.Series], image_ids: Sequence[pl.Series]
) -> Int64Array:
    """Number the people of several sets: those of different sets are different, those of a set given twice the same.

    Args:
        contents: of each set what its images are, as a hash.
        identities: of each set the person of each image, null where unknown; such an image is a person of its own.
        image_ids: of each set.

    Returns:
        int64, (images of all sets,): from 0, none left out, in order of the sets.
    """
    first = {content: contents.index(content) for content in contents}
    keys = [
        _keys(persons, images).to_frame("key").with_columns(set=pl.lit(first[content]))
        for content, persons, images in zip(contents, identities, image_ids, strict=True)
    ]
    numbers = pl.concat(keys).select(pl.struct("set", "key").rank("dense")).to_series()
    return numbers.cast(pl.Int64).to_numpy() - 1


def check_train_only(sets: Sequence[tuple[str, str, bool]]) -> None:
    """Refuse a set that is given twice, once for training alone: its held-out people would be trained on.

    Args:
        sets: of each its path, what its images are, as a hash, and whether it is for training alone.

    Raises:
        ConfigError: there is such a set.
    """
    for path, content, train_only in sets:
        if train_only and any(same == content and not alone for _, same, alone in sets):
            msg = f"{path} is given twice, once with train_only: its held-out people would train; give both or none"
            raise ConfigError(msg)


def _keys(identities: pl.Series, image_ids: pl.Series) -> pl.Series:
    """Who each image shows; one of nobody known goes by its own id."""
    columns = {"person": identities.cast(pl.String), "image": image_ids.cast(pl.String)}
    return (
        pl.DataFrame(columns).select(pl.coalesce("person:" + pl.col("person"), "image:" + pl.col("image"))).to_series()
    )


def _place(seed: int, key: str) -> float:
    """A number from 0 to 1, the same for a key on any machine."""
    digest = hashlib.blake2b(f"split {seed} {key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") / 2**64
