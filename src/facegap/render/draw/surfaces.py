"""What a surface is to the renderer: how it is shaded, and which part of the picture it is.

Apart from the kernels, so that what is only described, such as what a recipe allows, is read without Warp.
"""

from enum import IntEnum


class Kind(IntEnum):
    """How a surface covers and is shaded."""

    PLAIN = 0  # cloth, plastic, metal
    SKIN = 1
    EYE = 2
    MOUTH = 3  # inner mouth, tongue
    TEETH = 4
    LASH = 5  # alpha-tested
    CARD = 6  # hair as ribbons of strands, alpha-tested
    SHELL = 7  # hair as layers over the skin, alpha-tested
    HIDDEN = 8  # covers nothing


class Segment(IntEnum):
    """The labels of the part segmentation."""

    BACKGROUND = 0
    SKIN = 1
    EYE = 2
    MOUTH = 3
    HAIR = 4
    BEARD = 5
    CLOTHES = 6
    HEADWEAR = 7
    EYEWEAR = 8
    MASK = 9
    OCCLUDER = 10
    JEWELLERY = 11
    LASHES = 12
