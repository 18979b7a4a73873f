"""What comes with the package: cards, and the weights of those networks that facegap trained itself."""

from pathlib import Path

from facegap.models.card import ModelCard

FOLDER = Path(__file__).parent


def packaged_cards() -> list[ModelCard]:
    """The cards that facegap ships, by name."""
    return [ModelCard.from_toml(path) for path in sorted((FOLDER / "cards").glob("*.toml"))]


def packaged_file(card: ModelCard) -> Path | None:
    """The file of a network whose weights come with the package; None where they don't."""
    path = FOLDER / "weights" / card.file
    return path if path.is_file() else None
