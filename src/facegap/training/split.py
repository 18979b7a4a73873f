"""Which people train, validate and test."""

import hashlib
from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import polars as pl

TRAIN, VALIDATION, TEST = 0, 1, 2


def split_people(
    identities: pl.Series, image_ids: pl.Series, *, seed: int, shares: tuple[float, float, float]
) -> npt.NDArray[np.int8]:
    """Split images by a hash of their person, so that all images of one go together and adding images moves nobody.

    Args:
        identities: person of each image, null where unknown; such an image goes by its own id.
        image_ids: id of each image.
        seed: another seed is another split.
        shares: of people to train, validate and test, on average; they sum to 1.

    Returns:
        int8, (images,): ``TRAIN``, ``VALIDATION`` or ``TEST``.
    """
    if len(identities) != len(image_ids):
        msg = f"{len(identities)} identities for {len(image_ids)} images"
        raise ValueError(msg)
    if min(shares) < 0 or abs(sum(shares) - 1) > 1e-9:
        msg = f"the shares of the split must be 0 or more and sum to 1, not {shares}"
        raise ValueError(msg)
    keys = pl.DataFrame({"person": identities.cast(pl.String), "image": image_ids.cast(pl.String)}).select(
        key=pl.coalesce("person:" + pl.col("person"), "image:" + pl.col("image"))
    )["key"]
    unique = keys.unique()
    places = np.array([_place(seed, key) for key in unique], dtype=np.float64)
    parts = np.searchsorted(np.cumsum(shares[:2]), places, side="right").astype(np.int8)
    return keys.replace_strict(unique, pl.Series(parts, dtype=pl.Int8), return_dtype=pl.Int8).to_numpy()


def apart(people: Sequence[npt.NDArray[np.int64]]) -> npt.NDArray[np.int64]:
    """People of several sets as different people.

    Args:
        people: of each set a number from 0 for each image, (n,).

    Returns:
        int64, (all images,): one set after another, each with numbers from where those before it end.
    """
    starts = np.cumsum([0, *(int(each.max(initial=-1)) + 1 for each in people[:-1])])
    return np.concatenate([each + start for each, start in zip(people, starts, strict=True)])


def _place(seed: int, key: str) -> float:
    """A number from 0 to 1, the same for a key on any machine."""
    digest = hashlib.blake2b(f"split {seed} {key}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "little") / 2**64
