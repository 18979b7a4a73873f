"""Networks as artifacts: cards, hashes, the store, downloads, and running them within their input contract."""

from facegap.models.annotator_card import (
    MEASURES,
    AnnotatorCard,
    AttributeCard,
    EmbeddingContract,
    SoftmaxFamily,
)
from facegap.models.card import Download, Features, InputContract, ModelCard, card_to_toml, write_card
from facegap.models.domain_sheet import (
    DomainCalibration,
    DomainSheet,
    DomainValidation,
    GroupFigures,
    ValidatedAttribute,
    find_sheet,
    find_sheets,
    sheet_path,
    write_sheet,
)
from facegap.models.download import download_of, fetch, get_model
from facegap.models.find import (
    RUN,
    Model,
    card_by_hash,
    card_of,
    file_of,
    find_model,
    find_models,
    known_card,
    known_cards,
    packaged_cards,
    trained_files,
)
from facegap.models.network import Embedder, check_contract
from facegap.models.session import Normalize, check_image_input, open_session
from facegap.models.store import add_model, models_folder, remember_annotator, stored_models

__all__ = [
    "MEASURES",
    "RUN",
    "AnnotatorCard",
    "AttributeCard",
    "DomainCalibration",
    "DomainSheet",
    "DomainValidation",
    "Download",
    "Embedder",
    "EmbeddingContract",
    "Features",
    "GroupFigures",
    "InputContract",
    "Model",
    "ModelCard",
    "Normalize",
    "SoftmaxFamily",
    "ValidatedAttribute",
    "add_model",
    "card_by_hash",
    "card_of",
    "card_to_toml",
    "check_contract",
    "check_image_input",
    "download_of",
    "fetch",
    "file_of",
    "find_model",
    "find_models",
    "find_sheet",
    "find_sheets",
    "get_model",
    "known_card",
    "known_cards",
    "models_folder",
    "open_session",
    "packaged_cards",
    "remember_annotator",
    "sheet_path",
    "stored_models",
    "trained_files",
    "write_card",
    "write_sheet",
]
