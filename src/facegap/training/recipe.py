"""What the configurations of all trainings have in common."""

import tomllib
from pathlib import Path
from typing import Any, ClassVar, Self

from pydantic import Field

from facegap.config import Config, PackagedFiles
from facegap.errors import ConfigError


class TrainingRecipe(Config):
    """A configuration that makes a network with a card; some come with the package.

    Attributes:
        recipes: those that come with the package.
        name: of the network.
        summary: one line for its card.
        licence: of the weights, for the card.
        terms: likewise, in words.
        commercial_use: likewise.
        training_data: likewise, in words; by default the names of the sets.
    """

    recipes: ClassVar[PackagedFiles]

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    summary: str = ""
    licence: str = "unstated"
    terms: str = "Whatever the sets that it was trained on allow."
    commercial_use: bool = False
    training_data: str = ""

    @classmethod
    def load(cls, name_or_path: str | Path) -> Self:
        """Read a recipe by the name of a built-in one, whose sets are looked for here, or a TOML file.

        Raises:
            ConfigError: there is none, or something in it doesn't fit.
        """
        name = str(name_or_path)
        known = cls.recipes.names()
        if name in known:
            return cls.from_dict(tomllib.loads(cls.recipes.text(name)), where=f"recipe {name}")
        if not name.endswith(".toml") and not Path(name).is_file():
            msg = f"no recipe {name!r}; built in are {', '.join(known)}, or give the path of a TOML file"
            raise ConfigError(msg)
        return cls.from_toml(Path(name))

    def card_terms(self) -> dict[str, Any]:
        """What a card says of where the network comes from and what may be done with it."""
        return {"source": "trained by facegap", **self.model_dump(include={"licence", "terms", "commercial_use"})}
