"""Families of attributes that exclude each other: the classes that labels allow, and probabilities by a softmax."""

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Int8Array

ExclusiveFamilies = tuple[tuple[tuple[int, ...], bool], ...]
"""Each family as the column numbers of its members, and whether exactly one of them is always positive."""


def allowed_classes(labels: Int8Array, *, exhaustive: bool) -> BoolArray:
    """Return the classes of a family that its labels allow.

    A family's classes are its k members and, unless it is exhaustive, "none" as the last one. A face whose labels leave
    several classes open counts with the probability that the truth is any one of these (ours):

        likelihood = Σ over allowed classes of p = Σ_allowed exp(z) / Σ_all exp(z),   z of "none" = 0

    with the calibrated logits z of the members. If any member is positive, the positive members are allowed: if there
    are several, it is one of them, we don't know which. Otherwise all members that are not negative are allowed, and
    "none" too unless the family is exhaustive.

    So a face without labels allows every class, has likelihood 1 and teaches nothing, and one whose members are all
    negative is "none". In an exhaustive family the latter contradicts itself, and counts as without labels. A family of
    one member that is not exhaustive is an attribute on its own, whose likelihood is that of the sigmoid.

    A face that is not Young, in a family of Young, Middle_Aged and Senior, may be either of the other two:

    >>> allowed_classes(np.array([[-1, 0, 0]], dtype=np.int8), exhaustive=True)[:, 0].tolist()
    [False, True, True]

    Args:
        labels: int8 (images, k): 1 positive, −1 negative, 0 undefined.
        exhaustive: Whether exactly one member is positive in truth; otherwise at most one is.

    Returns:
        bool (classes, images), with k classes, or k + 1 unless the family is exhaustive.
    """
    positive = labels.T == 1
    any_positive = positive.any(axis=0)
    allowed = np.where(any_positive, positive, labels.T != -1)
    if not exhaustive:
        return np.vstack([allowed, ~any_positive])
    return np.asarray(allowed | ~allowed.any(axis=0))


def class_probabilities(logits: Float32Array, *, exhaustive: bool) -> Float32Array:
    """Return the probability of each member of a family, by a softmax.

    Args:
        logits: float32 (..., k), the calibrated logits of the members.
        exhaustive: Whether the probabilities of the members sum to 1; otherwise there is one more class "none" of logit
            0, which takes the rest.

    Returns:
        float32 (..., k), 0 to 1.
    """
    largest = logits.max(axis=-1, keepdims=True)
    if exhaustive:
        weights = np.exp(logits - largest)
        return np.asarray(weights / weights.sum(axis=-1, keepdims=True))
    largest = np.maximum(largest, 0)
    weights = np.exp(logits - largest)
    return np.asarray(weights / (weights.sum(axis=-1, keepdims=True) + np.exp(-largest)))


def check_families(families: ExclusiveFamilies, *, attributes: int) -> None:
    """Check that families name columns that exist, each in at most one family.

    Raises:
        ValueError: A column doesn't exist, or is in two families.
    """
    members = [member for family, _ in families for member in family]
    if len(set(members)) < len(members) or any(not 0 <= member < attributes for member in members):
        msg = f"families are to name each of {attributes} attributes once at most, from 0; they name {members}"
        raise ValueError(msg)
