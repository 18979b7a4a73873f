"""The embeddings of a face set in memory, with whose each is."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from facegap.base.arrays import BoolArray, Float32Array, Int64Array
from facegap.base.errors import FaceSetError
from facegap.base.short_repr import ShortRepr
from facegap.faceset import IMAGES, FaceSet
from facegap.matching.embeddings.unit_length import not_of_unit_length


@dataclass(frozen=True)
class EmbeddedSet(ShortRepr):
    """Embeddings that are there, in the order of the face set.

    Attributes:
        embeddings: float32 (images, dimensions), of unit length.
        people: int64 (images,), a number from 0 for each identity. An image without one has a number of its own, that
            is, it is taken to be of a person who is on no other image.
        unknown: The number of images without an identity.
        missing: The number of images of the set that have no embedding, and aren't among these.
    """

    embeddings: Float32Array
    people: Int64Array
    unknown: int
    missing: int

    @classmethod
    def load(cls, faceset: FaceSet, name: str) -> "EmbeddedSet":
        """Read the layer ``embeddings/<name>``.

        Raises:
            FaceSetError: there is no such layer, no embedding in it, or one that is not finite or not of unit length.
        """
        return cls.load_marked(faceset, name)[0]

    @classmethod
    def load_marked(cls, faceset: FaceSet, name: str) -> "tuple[EmbeddedSet, BoolArray]":
        """As ``load``, and which images of the face set they are, bool (images of the face set,)."""
        embeddings, valid = faceset.embeddings(name)
        if not valid.any():
            msg = f"{faceset.path}: no image has an embedding in embeddings/{name}; see the column error there"
            raise FaceSetError(msg)
        _check_lengths(faceset, name, embeddings, valid)
        identity = faceset.column(IMAGES, "identity").filter(pl.Series(valid))
        missing = int((~valid).sum())
        return cls(embeddings[valid], person_numbers(identity), identity.null_count(), missing), valid


def _check_lengths(faceset: FaceSet, name: str, embeddings: Float32Array, valid: BoolArray) -> None:
    wrong = not_of_unit_length(embeddings)
    wrong = wrong[valid[wrong]]
    if len(wrong):
        image_id = faceset.column(IMAGES, "image_id")[int(wrong[0])]
        length = np.linalg.norm(embeddings[wrong[0]])
        msg = (
            f"{faceset.path}: in embeddings/{name} that of {image_id} has the length {length}, and "
            f"{len(wrong) - 1} others are not of unit length either; scores are cosines of unit vectors: make the "
            "layer again with `facegap embed --replace`"
        )
        raise FaceSetError(msg)


def only_embedding(faceset: FaceSet, name: str | None = None) -> str:
    """The embeddings of a set: ``name``, or the only ones that it has.

    Raises:
        FaceSetError: there are none or several.
    """
    names = sorted(embedding_names(faceset))
    if name is None and len(names) != 1:
        advice = "choose one with --embedding" if names else "make them with `facegap embed`, or with --model MODEL"
        msg = f"embeddings that {faceset.path} has: {', '.join(names) or 'none'}; {advice}"
        raise FaceSetError(msg)
    return name or names[0]


def common_embedding(sets: Sequence[FaceSet], name: str | None = None) -> str:
    """The embeddings by which sets can be compared: ``name``, or the only ones that all have.

    Raises:
        FaceSetError: there are none or several in common, or they were made by another network or with other settings.
    """
    of_each = [embedding_names(faceset) for faceset in sets]
    common = sorted(set.intersection(*of_each))
    if name is None and len(common) != 1:
        paths = ", ".join(str(faceset.path) for faceset in sets)
        has = "; ".join(
            f"{faceset.path} has: {', '.join(sorted(names)) or 'none'}"
            for faceset, names in zip(sets, of_each, strict=True)
        )
        advice = "choose one with --embedding"
        if not common:
            advice = f"make them with `facegap embed`, or with --model MODEL ({has})"
        msg = f"embeddings that all of {paths} have: {', '.join(common) or 'none'}; {advice}"
        raise FaceSetError(msg)
    chosen = name or common[0]
    check_embedded_alike(sets, chosen)
    return chosen


def check_embedded_alike(sets: Sequence[FaceSet], name: str) -> None:
    """See that sets have embeddings of one network, made with the same settings, so that scores can be compared.

    Raises:
        FaceSetError: one has none of that name, or they were made differently.
    """
    first, *others = sets
    settings = first.layer(f"embeddings/{name}").settings
    for other in others:
        other_settings = other.layer(f"embeddings/{name}").settings
        if settings != other_settings:
            keys = sorted(settings.keys() | other_settings.keys())
            differ = ", ".join(key for key in keys if settings.get(key) != other_settings.get(key))
            msg = (
                f"embeddings/{name} of {first.path} and {other.path} were made with different {differ}: their scores "
                "can't be compared; embed both with the same network and settings"
            )
            raise FaceSetError(msg)


def embedding_names(faceset: FaceSet) -> set[str]:
    """The names of all embeddings that a set has, but for features, which don't say who somebody is."""
    layers = [layer for layer in faceset.layers() if layer.startswith("embeddings/")]
    return {layer.removeprefix("embeddings/") for layer in layers if "features" not in faceset.layer(layer).settings}


def person_numbers(identity: pl.Series) -> Int64Array:
    """A number for each identity, from 0 and in no particular order; each null gets one of its own."""
    row = pl.int_range(pl.len())
    keys = pl.struct(pl.col("identity"), pl.when(pl.col("identity").is_null()).then(row))
    return identity.to_frame("identity").select(keys.rank("dense").cast(pl.Int64) - 1).to_series().to_numpy()
