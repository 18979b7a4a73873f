"""A picture of what an augmentation does, to be looked at before training with it."""

from collections.abc import Sequence

import numpy as np

from facegap.engine import generator
from facegap.faceset import Pixels
from facegap.recognize.augmentation.configuration import Augmentation


def sheet(faces: Sequence[Pixels], augmentation: Augmentation, *, draws: int, seed: int) -> Pixels:
    """Each face as it is, and beside it some draws of what training sees.

    Args:
        faces: of one size, uint8 (height, width, 3), RGB.
        augmentation: that is drawn from.
        draws: how often for each face.
        seed: of the draws.

    Returns:
        uint8 (faces * height, (1 + draws) * width, 3): a row for each face.
    """
    rows = [
        [face, *(augmentation(face, generator(seed, "sheet", number, draw)) for draw in range(draws))]
        for number, face in enumerate(faces)
    ]
    return np.concatenate([np.concatenate(row, axis=1) for row in rows])
