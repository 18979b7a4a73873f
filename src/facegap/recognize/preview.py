"""What a recognizer's training sees, as a picture to look at before training."""

from collections.abc import Sequence
from pathlib import Path

import polars as pl

from facegap.base.errors import ConfigError, ContractError
from facegap.base.seeds import generator
from facegap.faceset import IMAGES, FaceSet, Pixels, contact_sheet, decode
from facegap.recognize.augmentation import RecognizerAugmentation
from facegap.recognize.configuration import RecognizerTraining


def preview_of(config: RecognizerTraining, *, people: int, draws: int, seed: int) -> Pixels:
    """The first image of some people of the first set as it is, and beside it as training varies it.

    Only these images are read. Whom training would hold out may be among them.

    Args:
        config: of the training.
        people: of how many an image is shown, where there are so many.
        draws: how often each is varied.
        seed: of the draws.

    Returns:
        As ``augmentation_sheet``.

    Raises:
        ConfigError: nobody of the set has enough images.
        ContractError: its images have different sizes.
        FaceSetError: it isn't there.
    """
    source = config.sets[0]
    faceset = FaceSet.open(Path(source.path))
    if faceset.info.image_size is None:
        msg = f"{source.path}: a recognizer learns from faces of one size; import them with --align DETECTOR"
        raise ContractError(msg)
    listed = faceset.scan(IMAGES).select("identity", "error").with_row_index("row").collect()
    known = listed.filter(pl.col("identity").is_not_null() & pl.col("error").is_null())
    enough = known.filter(pl.len().over("identity") >= source.fewest_images)
    rows = enough.unique("identity", keep="first", maintain_order=True)["row"].head(people)
    if not len(rows):
        msg = f"{source.path}: nobody in it has {source.fewest_images} or more images"
        raise ConfigError(msg)
    images = faceset.scan(IMAGES).select("image")
    faces = [decode(images.slice(row, 1).collect()["image"][0]["bytes"]) for row in rows]
    return augmentation_sheet(faces, config.augmentation, draws=draws, seed=seed)


def augmentation_sheet(
    faces: Sequence[Pixels], augmentation: RecognizerAugmentation, *, draws: int, seed: int
) -> Pixels:
    """Each face as it is, and beside it some draws of what training sees.

    Args:
        faces: of one size, uint8 (height, width, 3), RGB.
        augmentation: that is drawn from.
        draws: how often for each face.
        seed: of the draws.

    Returns:
        uint8 (faces * height, (1 + draws) * width, 3): a row for each face.
    """
    pictures: list[Pixels | None] = []
    for number, face in enumerate(faces):
        varied = (augmentation(face, generator(seed, "sheet", number, draw)) for draw in range(draws))
        pictures += [face, *varied]
    height, width, _ = faces[0].shape
    return contact_sheet(pictures, columns=1 + draws, height=height, width=width)
