"""The demographic groups that truth labels tell apart."""

import numpy as np
import numpy.typing as npt

BOTH_SIDES = ("Male",)
"""Attributes whose negative label is a group too."""
ONE_SIDE = ("Asian", "White", "Black", "Young", "Middle_Aged", "Senior")
"""Attributes whose positive label is a group; names as in MAAD-Face."""


def demographic_groups(labels: npt.NDArray[np.int8], names: tuple[str, ...]) -> dict[str, npt.NDArray[np.bool_]]:
    """The images of each demographic group that a vocabulary knows, by sex, origin and age.

    Args:
        labels: int8 (images, attributes), the truth: 1, −1, or 0 where undefined, which is of no group.
        names: of the attributes.

    Returns:
        bool (images,) by name, such as ``Male``, ``not Male`` and ``Asian``; groups overlap, and those on no image are
        left out.

    Raises:
        ValueError: another number of names than of attributes.
    """
    if labels.shape[1] != len(names):
        msg = f"labels of {labels.shape[1]} attributes, but {len(names)} names"
        raise ValueError(msg)
    groups = {}
    for name in (*BOTH_SIDES, *ONE_SIDE):
        if name in names:
            of = labels[:, names.index(name)]
            groups[name] = of == 1
            if name in BOTH_SIDES:
                groups[f"not {name}"] = of == -1
    return {name: images for name, images in groups.items() if images.any()}
