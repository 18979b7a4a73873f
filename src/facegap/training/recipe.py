"""What the configurations of all trainings have in common."""

from collections.abc import Mapping
from typing import Any, ClassVar

from pydantic import Field

from facegap.base.config import PackagedConfig


class TrainingRecipe(PackagedConfig):
    """A configuration that makes a network with a card; some come with the package.

    Attributes:
        name: The name of the network.
        summary: One line for the network's card.
        license: The license of the weights, for the card.
        terms: What may be done with the weights, in words, for the card.
        commercial_use: Whether commercial use is allowed, for the card.
        training_data: What the network learnt from, in words, for the card; by default the names of the sets.
    """

    former_keys: ClassVar[Mapping[str, str]] = {"licence": "license", "optimiser": "optimizer"}

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    summary: str = ""
    license: str = "unstated"
    terms: str = "Whatever the sets that it was trained on allow."
    commercial_use: bool = False
    training_data: str = ""

    def card_terms(self) -> dict[str, Any]:
        """What a card says of where the network comes from and what may be done with it."""
        return {"source": "trained by facegap", **self.model_dump(include={"license", "terms", "commercial_use"})}
