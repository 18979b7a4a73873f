"""Networks on this machine: a folder each, with the file and its card, whose hash was recorded when it came."""

import shutil
from pathlib import Path

from pydantic import ValidationError

from facegap.base.errors import ModelError
from facegap.engine import home
from facegap.faceset import atomic_write, sha256
from facegap.models.card import ModelCard


def models_folder() -> Path:
    """The folder in which networks are kept, ``models`` in facegap's own folder."""
    return home() / "models"


def stored_models() -> dict[str, tuple[ModelCard, Path]]:
    """Find the networks in the store: the card and the file of each, by name.

    Raises:
        ModelError: A card in the store is damaged.
    """
    cards = {}
    for path in sorted(models_folder().glob("*/card.json")):
        try:
            card = ModelCard.model_validate_json(path.read_bytes())
        except ValidationError as error:
            msg = f"{path} is damaged: {error}; delete the folder and get or add the network again"
            raise ModelError(msg) from error
        if (path.parent / card.file).is_file():
            cards[card.name] = (card, path.parent / card.file)
    return cards


def remember_annotator(card: ModelCard, digest: str) -> None:
    """Keep the card of an annotator that answered, by the hash of its file, so that its layers can be understood."""
    path = _remembered(digest)
    recorded = card.model_copy(update={"sha256": digest}).model_dump_json(indent=2) + "\n"
    if not path.is_file() or path.read_text(encoding="utf-8") != recorded:
        path.parent.mkdir(parents=True, exist_ok=True)
        with atomic_write(path) as temporary:
            temporary.write_text(recorded, encoding="utf-8")


def remembered_annotator(digest: str) -> ModelCard | None:
    """Return the card of an annotator that answered on this machine; None where none with that hash did."""
    path = _remembered(digest)
    return ModelCard.model_validate_json(path.read_bytes()) if path.is_file() else None


def _remembered(digest: str) -> Path:
    return models_folder() / "annotators" / f"{digest[:16]}.json"


def add_model(path: Path, card: ModelCard) -> ModelCard:
    """Copy a network into the store and record its hash.

    Returns:
        The card with the hash of the file.

    Raises:
        ModelError: The card says another hash, or the store holds another file of that name.
    """
    digest = sha256(path)
    if card.sha256 not in (None, digest):
        msg = f"{path}: SHA-256 is {digest}, the card of {card.name!r} says {card.sha256}; nothing was added"
        raise ModelError(msg)
    stored = stored_models().get(card.name)
    if stored and stored[0].sha256 != digest:
        msg = (
            f"the store holds another file as {card.name!r} ({stored[1]}); delete its folder first, or change the name"
        )
        raise ModelError(msg)
    folder = models_folder() / card.name
    folder.mkdir(parents=True, exist_ok=True)
    recorded = card.model_copy(update={"sha256": digest})
    with atomic_write(folder / card.file) as temporary:
        shutil.copyfile(path, temporary)
    with atomic_write(folder / "card.json") as temporary:
        temporary.write_text(recorded.model_dump_json(indent=2) + "\n", encoding="utf-8")
    return recorded
