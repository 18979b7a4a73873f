"""From what a user names, a path or a card's name, to a network whose hash has been checked."""

import json
from dataclasses import dataclass
from pathlib import Path

from facegap.base.errors import ModelError
from facegap.base.suggestions import hint
from facegap.faceset import NetworkUse, sha256
from facegap.models.card import ModelCard, Role
from facegap.models.store import remembered_annotator, stored_models

RUN = "run.json"
"""The file by which the folder of a training is known; it says how its networks came about."""

PACKAGE = Path(__file__).parent
"""The folder in the package with ``cards``, and ``weights`` of the networks that facegap trained itself."""

_FORMER_KEY = "recognisers"  # of records that were written before the key was spelled as it is today


@dataclass(frozen=True)
class Model:
    """A network's file with its card.

    Attributes:
        card: The card of the network.
        path: The network's file.
        sha256: The SHA-256 of the file as it is, computed when the network was looked up.
    """

    card: ModelCard
    path: Path
    sha256: str

    @property
    def use(self) -> NetworkUse:
        """The record of this network in the layers that it has a part in."""
        return NetworkUse(name=self.card.name, sha256=self.sha256, license=self.card.license)


def packaged_cards() -> list[ModelCard]:
    """Read the cards that come with the package, in the order of their names."""
    return [ModelCard.from_toml(path) for path in sorted((PACKAGE / "cards").glob("*.toml"))]


def known_cards() -> dict[str, ModelCard]:
    """Read all cards, by name; one in the store, whose hash is recorded, goes before one that facegap ships."""
    cards = {card.name: card for card in packaged_cards()}
    return cards | {name: card for name, (card, _) in stored_models().items()}


def find_model(reference: str, *, role: Role, beside: Path | None = None) -> Model:
    """Find a network.

    Args:
        reference: The path of a file or of a folder with one network (such as a training's), or the name of a card
            whose file is in the store or comes with the package.
        role: What the network is needed for.
        beside: A file in whose folder a network that is not in the store is looked for, under its card's file name.

    Returns:
        The model. The card of a file is the TOML beside it, or else the known card with the same SHA-256.

    Raises:
        ModelError: There is no such file or name, the file has no card or another hash than its card says, or the
            network has another role.
    """
    if Path(reference).is_dir():
        models = find_models(reference, role=role)
        if len(models) == 1:
            return models[0]
        msg = f"{reference} holds several networks, name one: {', '.join(str(each.path) for each in models)}"
        raise ModelError(msg)
    model = _by_path(Path(reference)) if Path(reference).is_file() else _by_name(reference, beside)
    if model.card.sha256 not in (None, model.sha256):
        msg = (
            f"{model.path}: SHA-256 is {model.sha256}, its card says {model.card.sha256}: the file is damaged "
            "or another one; get it again, or correct its card if you trust it"
        )
        raise ModelError(msg)
    if model.card.role != role:
        msg = f"{model.path} has the role {model.card.role!r}, where {role!r} is needed"
        raise ModelError(msg)
    return model


def find_models(reference: str, *, role: Role) -> list[Model]:
    """Find all networks of a folder.

    Of a training's folder these are the networks that it made, one for each seed; a file or a name gives that one
    network.

    Raises:
        ModelError: As ``find_model`` raises it, or the folder has no network, or not all that its training made.
    """
    folder = Path(reference)
    if not folder.is_dir():
        return [find_model(reference, role=role)]
    paths = [folder / name for name in trained_files(folder)] or sorted(folder.glob("*.onnx"))
    if not paths:
        msg = f"{folder}: no network in it (NAME.onnx with its card NAME.toml); is its training finished?"
        raise ModelError(msg)
    if missing := [path.name for path in paths if not path.is_file()]:
        msg = (
            f"{folder}: {', '.join(missing)}, which its {RUN} names, is missing; put it back, or run the training again"
        )
        raise ModelError(msg)
    return [find_model(str(path), role=role) for path in paths]


def trained_files(folder: Path) -> tuple[str, ...]:
    """Read which networks a folder's training made: the names of their files, in the order of its seeds.

    The folder may hold other networks too, of an earlier training with other seeds or under another name.

    Returns:
        The names; none where the folder has no record, because it is no training's or its training isn't finished.

    Raises:
        ModelError: The record can't be read.
    """
    path = folder / RUN
    if not path.is_file():
        return ()
    try:
        record = json.loads(path.read_text(encoding="utf-8"))
        made = record[_FORMER_KEY] if _FORMER_KEY in record else record["recognizers"]
        return tuple(f"{recognizer['name']}.onnx" for recognizer in made)
    except (ValueError, KeyError, TypeError) as error:
        msg = (
            f"{path} is not a training's record that can be read ({type(error).__name__}: {error}); run the training "
            "again, which writes it anew, or name the network's file instead of its folder"
        )
        raise ModelError(msg) from error


def card_of(path: Path, digest: str) -> ModelCard:
    """Find the card of a file with the SHA-256 ``digest``: the TOML beside it, or else the known one with that hash.

    Raises:
        ModelError: There is neither.
    """
    beside = path.with_suffix(".toml")
    if beside.is_file():
        return ModelCard.from_toml(beside)
    for card in known_cards().values():
        if card.sha256 == digest:
            return card
    msg = (
        f"{path} has no model card: none beside it ({beside.name}), and no known one has its SHA-256 {digest}. "
        f"Write {beside} (docs/models.md shows how); without a card its input would be a guess"
    )
    raise ModelError(msg)


def card_by_hash(digest: str) -> ModelCard | None:
    """Find the card of a network by the SHA-256 of its file: a known one, or one that answered on this machine."""
    known = (card for card in known_cards().values() if card.sha256 == digest)
    return next(known, None) or remembered_annotator(digest)


def known_card(name: str) -> ModelCard:
    """Find the card of that name.

    Raises:
        ModelError: No card has that name; the message suggests the nearest.
    """
    cards = known_cards()
    if name in cards:
        return cards[name]
    msg = f"{name!r} is neither a file nor the name of a network; {hint(name, cards)}"
    raise ModelError(msg)


def _by_path(path: Path) -> Model:
    digest = sha256(path)
    return Model(card_of(path, digest), path, digest)


def file_of(card: ModelCard) -> Path | None:
    """Find the file of a known network in the store, or else in the package; None where it is in neither."""
    stored = stored_models().get(card.name)
    if stored:
        return stored[1]
    packaged = PACKAGE / "weights" / card.file
    return packaged if packaged.is_file() else None


def _by_name(name: str, beside: Path | None) -> Model:
    card = known_card(name)
    path = file_of(card)
    if path is None and beside is not None and (neighbor := beside.with_name(card.file)).is_file():
        path = neighbor
    if path is None:
        can = f"`facegap models get {name}`" if card.download else "pass the path of its file"
        msg = f"the network {name!r} is known, but not on this machine: {can}"
        raise ModelError(msg)
    return Model(card, path, sha256(path))
