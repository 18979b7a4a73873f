from pathlib import Path

import pytest
from tests.conftest import write_card, write_embedder

from facegap.base.errors import ConfigError, ModelError
from facegap.models import ModelCard, add_model, file_of, find_model, known_card, packaged_cards


@pytest.mark.parametrize("card", packaged_cards(), ids=lambda card: card.name)
def test_a_shipped_card_is_complete(card: ModelCard) -> None:
    assert card.license
    assert card.terms
    ours = file_of(card) is not None
    assert card.source.startswith("https://") or ours
    assert card.download is None or card.download.url.startswith("https://")
    if card.role == "embedder":
        assert card.dimensions
        assert card.input.alignment == "arcface-112"
    assert card.commercial_use or "non-commercial" in card.terms


def test_the_registry_knows_what_the_studies_used() -> None:
    names = {card.name for card in packaged_cards()}
    assert {"yunet", "sface", "antelopev2", "buffalo_l", "arc2face-arcface"} <= names


def test_an_unknown_key_names_the_nearest(tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    write_card(model)
    path = tmp_path / "net.toml"
    text = path.read_text()
    path.write_text(text.replace("license =", "lisence ="))
    with pytest.raises(ConfigError, match="did you mean 'license'"):
        ModelCard.from_toml(path)
    path.write_text(text.replace("color =", "colr ="))
    with pytest.raises(ConfigError, match=r"'input\.colr'; did you mean 'color'"):
        ModelCard.from_toml(path)
    path.write_text("name = [")
    with pytest.raises(ConfigError, match="cannot be read as TOML"):
        ModelCard.from_toml(path)


def test_a_file_is_known_by_its_card_or_its_hash(tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    with pytest.raises(ModelError, match="has no model card"):
        find_model(str(model.path), role="embedder")
    write_card(model)
    assert find_model(str(model.path), role="embedder") == model
    add_model(model.path, model.card)
    (tmp_path / "net.toml").unlink()
    assert find_model(str(model.path), role="embedder").card.name == "linear"
    assert find_model("linear", role="embedder").sha256 == model.sha256


def test_a_network_may_lie_beside_another(tmp_path: Path) -> None:
    """The one in the store goes first; a file beside that isn't what its card says is refused."""
    card = known_card("yunet")
    beside = tmp_path / "net.onnx"
    with pytest.raises(ModelError, match="facegap models get yunet"):
        find_model("yunet", role="detector", beside=beside)
    (tmp_path / card.file).write_bytes(b"something else")
    with pytest.raises(ModelError, match="the file is damaged"):
        find_model("yunet", role="detector", beside=beside)


@pytest.mark.shared_data
def test_the_detector_lies_beside_the_recognizer(shared_data: Path) -> None:
    found = find_model("yunet", role="detector", beside=shared_data / "models/mobilefacenet.onnx")
    assert (found.card.name, found.path.parent) == ("yunet", shared_data / "models")


def test_a_changed_file_is_refused(tmp_path: Path, home: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    add_model(model.path, model.card)
    stored = home / "models/linear/net.onnx"
    stored.write_bytes(stored.read_bytes() + b"\0")
    with pytest.raises(ModelError, match="SHA-256 is"):
        find_model("linear", role="embedder")


def test_another_file_does_not_take_a_name(tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    other, _ = write_embedder(tmp_path / "other.onnx", seed=1)
    add_model(model.path, model.card)
    with pytest.raises(ModelError, match="holds another file"):
        add_model(other.path, model.card)
    with pytest.raises(ModelError, match="nothing was added"):
        add_model(other.path, model.card.model_copy(update={"sha256": model.sha256}))


def test_a_card_cannot_name_a_file_outside_the_store(tmp_path: Path) -> None:
    model, _ = write_embedder(tmp_path / "net.onnx")
    write_card(model)
    path = tmp_path / "net.toml"
    path.write_text(path.read_text().replace("'net.onnx'", "'../../net.onnx'"))
    with pytest.raises(ConfigError, match="file: String should match"):
        ModelCard.from_toml(path)


def test_names_and_roles_are_checked(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="did you mean 'sface'"):
        known_card("sfase")
    with pytest.raises(ModelError, match="facegap models get sface"):
        find_model("sface", role="embedder")
    model, _ = write_embedder(tmp_path / "net.onnx")
    write_card(model)
    with pytest.raises(ModelError, match="has the role 'embedder', where 'detector' is needed"):
        find_model(str(model.path), role="detector")
