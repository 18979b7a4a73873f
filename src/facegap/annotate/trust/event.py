"""What a partly labeled face says of an exclusive family: the event that its labels allow."""

import numpy as np

from facegap.base.arrays import BoolArray, Int8Array

Families = tuple[tuple[tuple[int, ...], bool], ...]
"""Exclusive families as the places of their members among the attributes, and whether one is always positive."""


def allowed_classes(labels: Int8Array, *, exhaustive: bool) -> BoolArray:
    """The classes that the labels of a family allow, bool (classes, images).

    A family's classes are its k members and, unless it is exhaustive, "none", the last. A face whose labels leave
    several of them open counts with the chance that the truth is any one of these (ours):

        likelihood = Σ over allowed classes of p = Σ_allowed exp(z) / Σ_all exp(z),   z of "none" = 0

    with the members' calibrated logits z. Allowed are

    - the positive members, where any is positive (several: one of them, we don't know which);
    - else all members that are not negative, and "none" unless the family is exhaustive.

    So a face without labels allows every class, has likelihood 1 and teaches nothing; one whose members are all
    negative is "none". In an exhaustive family the latter contradicts itself, and is taken as without labels. A family
    of one member that is not exhaustive is an attribute on its own: its likelihood is the sigmoid's.

    Args:
        labels: int8 (images, k), 1 positive, −1 negative, 0 undefined.
        exhaustive: whether exactly one member is positive in truth; else at most one.
    """
    positive = labels.T == 1
    any_positive = positive.any(axis=0)
    allowed = np.where(any_positive, positive, labels.T != -1)
    if not exhaustive:
        return np.vstack([allowed, ~any_positive])
    return np.asarray(allowed | ~allowed.any(axis=0))


def check_families(families: Families, *, attributes: int) -> None:
    """See that families name attributes that exist, each in one family at most.

    Raises:
        ValueError: they don't.
    """
    members = [member for family, _ in families for member in family]
    if len(set(members)) < len(members) or any(not 0 <= member < attributes for member in members):
        msg = f"families are to name each of {attributes} attributes once at most, from 0; they name {members}"
        raise ValueError(msg)
