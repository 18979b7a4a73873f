"""Networks as artefacts: cards, hashes, the store, downloads, and running them within their input contract."""

from facegap.models.card import Download, InputContract, ModelCard, packaged_cards
from facegap.models.download import download_of, fetch, get_model
from facegap.models.find import Model, card_of, find_model, known_card, known_cards
from facegap.models.network import Embedder, check_contract
from facegap.models.store import add_model, models_folder, stored_models

__all__ = [
    "Download",
    "Embedder",
    "InputContract",
    "Model",
    "ModelCard",
    "add_model",
    "card_of",
    "check_contract",
    "download_of",
    "fetch",
    "find_model",
    "get_model",
    "known_card",
    "known_cards",
    "models_folder",
    "packaged_cards",
    "stored_models",
]
