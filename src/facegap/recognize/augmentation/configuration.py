"""The options of the augmentation, and its recipes by name."""

import tomllib
from collections.abc import Mapping
from typing import Any

import numpy as np
from pydantic import model_validator

from facegap.base.config import Config, PackagedFiles
from facegap.base.suggestions import unknown
from facegap.faceset import Pixels
from facegap.recognize.augmentation.degradation import Degradation
from facegap.recognize.augmentation.geometry import FaceGeometry
from facegap.recognize.augmentation.occlusion import Occlusion
from facegap.recognize.augmentation.photometric import Photometric

_RECIPES = PackagedFiles("facegap.recognize.augmentation")


class RecognizerAugmentation(Config):
    """How faces are varied in training; by default not at all.

    In a configuration it is the name of a recipe, ``augmentation = "digiface"``, or a table that may begin with one
    and change parts of it: ``like = "digiface"`` and, say, ``degradation.jpeg = 0.2``.

    Attributes:
        geometry: Where the face lies.
        occlusion: What lies before it.
        photometric: Its colors.
        degradation: What the camera and the file lose.
    """

    geometry: FaceGeometry = FaceGeometry()
    occlusion: Occlusion = Occlusion()
    photometric: Photometric = Photometric()
    degradation: Degradation = Degradation()

    def __call__(self, face: Pixels, rng: np.random.Generator) -> Pixels:
        """Vary a face, in the order of the attributes: the scene first, then the camera.

        Args:
            face: uint8 (height, width, 3), RGB; it is not written into.
            rng: decides all of it.

        Returns:
            uint8, of the same shape; the face itself where nothing happened to it.
        """
        return self.degradation(self.photometric(self.occlusion(self.geometry(face, rng), rng), rng), rng)

    @model_validator(mode="before")
    @classmethod
    def _from_recipe(cls, content: Any) -> Any:
        if isinstance(content, str):
            return _table(content)
        if isinstance(content, Mapping) and "like" in content:
            changes = {key: value for key, value in content.items() if key != "like"}
            return _merged(_table(content["like"]), changes)
        return content


def make_augmentation(name_or_table: str | Mapping[str, Any]) -> RecognizerAugmentation:
    """Make an augmentation from a recipe's name, or from a table as in a configuration.

    >>> make_augmentation({"like": "mirror", "photometric": {"gray": 0.1}}).photometric.gray
    0.1

    Raises:
        ConfigError: There is no such recipe, or a key or value doesn't fit.
    """
    content = {"like": name_or_table} if isinstance(name_or_table, str) else dict(name_or_table)
    return RecognizerAugmentation.from_dict(content, where="augmentation")


def augmentation_names() -> tuple[str, ...]:
    """Give the names of the recipes that come with the package.

    >>> augmentation_names()
    ('digiface', 'field', 'mirror', 'none', 'strong')
    """
    return _RECIPES.names()


def _table(name: Any) -> dict[str, Any]:
    known = augmentation_names()
    if name not in known:
        raise ValueError(unknown(name, known, "augmentation"))
    return tomllib.loads(_RECIPES.text(name))


def _merged(table: dict[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """The table with some values replaced, tables within tables value by value."""
    merged = dict(table)
    for key, value in changes.items():
        inner = merged.get(key)
        merged[key] = _merged(inner, value) if isinstance(inner, dict) and isinstance(value, Mapping) else value
    return merged
