from pathlib import Path

import pytest
from tests.annotators import CARD, model_card, write_annotator
from tests.conftest import write_embedder

from facegap.base.errors import ConfigError, ModelError
from facegap.models import (
    EmbeddingContract,
    ModelCard,
    card_to_toml,
    file_of,
    find,
    find_model,
    known_cards,
    packaged_cards,
    write_card,
)


def test_a_written_card_is_read_as_it_was(tmp_path: Path) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    assert write_card(model.card, model.path) == tmp_path / "net.toml"
    assert find_model(str(model.path), role="annotator") == model
    contract = EmbeddingContract(embedder="linear", sha256="0" * 64, dimensions=5, mirror=False)
    over_embeddings, _, _ = write_annotator(tmp_path / "other.onnx", embeddings=contract)
    write_card(over_embeddings.card, over_embeddings.path)
    assert find_model(str(over_embeddings.path), role="annotator") == over_embeddings
    with pytest.raises(ModelError, match="takes embeddings, not images"):
        _ = over_embeddings.card.image_contract
    embedder, _ = write_embedder(tmp_path / "embedder.onnx")
    with pytest.raises(ModelError, match="is no annotator"):
        _ = embedder.card.answers


@pytest.mark.parametrize(
    ("was", "becomes", "message"),
    [
        ("[input]", "[inputs]", "unknown key 'inputs'; did you mean 'input'"),
        ('role = "annotator"', 'role = "embedder"', r"\[annotator\] belongs to the role 'annotator'"),
        ('name = "Male"', 'name = "Black_Hair"', "attributes named twice: Black_Hair"),
        ('name = "Male"', 'name = "error"', "share a column of their layer: error"),
        ('name = "Male"', 'name = "Attractive_score"', "share a column of their layer: Attractive_score"),
        ('name = "Blond_Hair"', 'name = "Blonde"', "families name Blond_Hair"),
        ("positive = 0.3", "positive = 1.3", "less than or equal to 1"),
        ("temperature = 2.0", "temperature = 0.0", "greater than 0"),
        ("dropout = 0.5", "dropout = 1.0", "less than 1"),
    ],
)
def test_what_is_wrong_in_a_card_is_said(was: str, becomes: str, message: str, tmp_path: Path) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    text = card_to_toml(model.card)
    assert was in text
    path = tmp_path / "net.toml"
    path.write_text(text.replace(was, becomes, 1))
    with pytest.raises(ConfigError, match=message):
        ModelCard.from_toml(path)


def test_a_card_says_what_goes_in_and_only_once(tmp_path: Path) -> None:
    model, _, _ = write_annotator(tmp_path / "net.onnx")
    content = model.card.model_dump(mode="json", exclude_none=True)
    contract = {"embedder": "linear", "sha256": "0" * 64, "dimensions": 5, "mirror": True}
    for wrong in (content | {"embeddings": contract}, {key: content[key] for key in content if key != "input"}):
        with pytest.raises(ConfigError, match=r"either \[input\] or \[embeddings\]"):
            ModelCard.from_dict(wrong, where="here")
    embedder = write_embedder(tmp_path / "embedder.onnx")[0].card.model_dump(mode="json", exclude_none=True)
    del embedder["input"]
    with pytest.raises(ConfigError, match=r"\[embeddings\] is for annotators"):
        ModelCard.from_dict(embedder | {"embeddings": contract}, where="here")
    with pytest.raises(ConfigError, match=r"it needs \[input\]"):
        ModelCard.from_dict(embedder, where="here")


def test_weights_may_come_with_the_package(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Found by name, with nothing in the store; another file than the card's is refused."""
    monkeypatch.setattr(find, "PACKAGE", tmp_path)
    (tmp_path / "cards").mkdir()
    (tmp_path / "weights").mkdir()
    model, _, _ = write_annotator(tmp_path / "weights/small.onnx")
    (tmp_path / "cards/small.toml").write_text(card_to_toml(model_card(CARD, model.path)))
    assert list(known_cards()) == ["small"]
    assert find_model("small", role="annotator") == model
    assert file_of(model.card) == model.path
    model.path.write_bytes(model.path.read_bytes() + b"\0")
    with pytest.raises(ModelError, match="SHA-256 is"):
        find_model("small", role="annotator")
    model.path.unlink()
    with pytest.raises(ModelError, match="pass the path of its file"):
        find_model("small", role="annotator")


def test_weights_in_the_package_have_cards() -> None:
    files = {card.file for card in packaged_cards()}
    assert {path.name for path in (find.PACKAGE / "weights").glob("*.onnx")} <= files
