"""Model cards: what a network is, where it came from, its license, its hash and what it takes as input."""

from collections.abc import Mapping
from pathlib import Path
from typing import ClassVar, Literal, Self

import tomli_w
from pydantic import Field, model_validator

from facegap.base.config import Config
from facegap.base.errors import ModelError
from facegap.faceset import atomic_write
from facegap.models.annotator_card import AnnotatorCard, EmbeddingContract

Role = Literal["detector", "embedder", "annotator"]


class InputContract(Config):
    """What a network takes; values are ``(pixel / 255 - mean) / std`` per channel.

    Attributes:
        width: The width of the images in pixels; None where any size will do.
        height: The height of the images in pixels; None where any size will do.
        color: The order of the color channels.
        mean: What is subtracted from each channel, in the order of ``color``, where pixels reach from 0 to 1.
        std: What each channel is divided by after that, in the same order.
        alignment: The template that faces must be aligned to, such as ``arcface-112``; None where whole photographs go
            in.
        batch: The number of images that it takes together, no more and no fewer; None where any number will do.
    """

    former_keys: ClassVar[Mapping[str, str]] = {"colour": "color"}

    width: int | None = None
    height: int | None = None
    color: Literal["RGB", "BGR"]
    mean: tuple[float, float, float] = (0.0, 0.0, 0.0)
    std: tuple[float, float, float] = (1.0, 1.0, 1.0)
    alignment: str | None = None
    batch: int | None = Field(default=None, ge=1)


class Features(Config):
    """A layer of a network before its embedding: what it sees of a face before it reduces that to who it is.

    Attributes:
        output: The name of the layer's tensor in the ONNX graph; a tensor of maps is averaged over their pixels.
        dimensions: The number of the tensor's channels.
    """

    output: str = Field(min_length=1)
    dimensions: int = Field(ge=1)


class ValidatedDomain(Config):
    """A kind of images on which somebody measured how right a network is.

    Attributes:
        domain: The kind of images: ``photographs``, ``renders`` or ``generated``.
        data: The images on which it was measured, in words.
        figure: How right it was there, in words.
    """

    domain: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]*$")
    data: str
    figure: str


class Download(Config):
    """Where a network can be downloaded.

    Attributes:
        url: The address of the file, or of a zip archive that holds it.
        member: The name of the file within the archive; None where ``url`` is the file itself.
    """

    url: str
    member: str | None = None


class ModelCard(Config):
    """A network as an artifact: what it is, where it came from, what may be done with it and what it takes.

    Attributes:
        name: The name by which the network is called on the command line and in layers.
        role: What the network does: it detects faces, embeds them or annotates them.
        file: The usual name of the network's file, without a folder.
        sha256: The SHA-256 of the file, in lowercase hexadecimal. None where nobody has published it: then it is
            recorded at the first download or ``facegap models add``, and checked from then on.
        summary: What the network is, in one line.
        source: The address of the page that describes the network.
        license: The license, by its SPDX name or the name that the authors use.
        terms: What may be done with the network, in words; they are shown before a download.
        commercial_use: Whether the license allows commercial use.
        training_data: What the network was trained on.
        results: How good the network was where somebody measured it, one line for each result.
        domains: The kinds of images on which an embedder was validated, with the figures; empty where nobody has noted
            any. What is known of annotators is in sheets by domain, see ``DomainSheet``.
        dimensions: The length of the network's embedding; None where it makes none.
        features: A layer before the embedding; None where nobody has named one.
        input: What the network takes as images; None for an annotator over embeddings.
        embeddings: What the network takes as embeddings; None for a network over images.
        annotator: What an annotator says of faces; None for other networks.
        download: Where the network can be downloaded; None where it can't be.
    """

    former_keys: ClassVar[Mapping[str, str]] = {"licence": "license"}

    name: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    role: Role
    file: str = Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9._-]*$")
    sha256: str | None = Field(default=None, pattern=r"^[0-9a-f]{64}$")
    summary: str
    source: str
    license: str
    terms: str
    commercial_use: bool
    training_data: str
    results: tuple[str, ...] = ()
    domains: tuple[ValidatedDomain, ...] = ()
    dimensions: int | None = None
    features: Features | None = None
    input: InputContract | None = None
    embeddings: EmbeddingContract | None = None
    annotator: AnnotatorCard | None = None
    download: Download | None = None

    @property
    def image_contract(self) -> InputContract:
        """What the network takes as images.

        Raises:
            ModelError: The network takes embeddings.
        """
        if self.input is None:
            msg = f"{self.name!r} takes embeddings, not images; it is used on a layer embeddings/NAME"
            raise ModelError(msg)
        return self.input

    @property
    def inner(self) -> Features:
        """The layer before the network's embedding.

        Raises:
            ModelError: The card names no such layer.
        """
        if self.features is None:
            msg = (
                f"the card of {self.name!r} names no layer before the embedding; add [features] with output, the name "
                "of a tensor in its ONNX graph, and dimensions"
            )
            raise ModelError(msg)
        return self.features

    @property
    def answers(self) -> AnnotatorCard:
        """What the annotator says of faces.

        Raises:
            ModelError: The network is no annotator.
        """
        if self.annotator is None:
            msg = f"{self.name!r} is no annotator (its role is {self.role!r})"
            raise ModelError(msg)
        return self.annotator

    @model_validator(mode="after")
    def _tables_fit_role(self) -> Self:
        if (self.annotator is not None) != (self.role == "annotator"):
            msg = f"the table [annotator] belongs to the role 'annotator' and to no other; the role is {self.role!r}"
            raise ValueError(msg)
        if self.embeddings is not None and self.role != "annotator":
            msg = f"the table [embeddings] is for annotators; the role is {self.role!r}"
            raise ValueError(msg)
        if self.features is not None and self.role != "embedder":
            msg = f"the table [features] is for embedders; the role is {self.role!r}"
            raise ValueError(msg)
        if self.domains and self.role != "embedder":
            msg = f"the tables [[domains]] are for embedders; the role is {self.role!r}"
            raise ValueError(msg)
        if (self.input is None) == (self.embeddings is None):
            needed = "either [input] or [embeddings]" if self.role == "annotator" else "[input]"
            msg = f"it needs {needed}, which says what the network takes"
            raise ValueError(msg)
        return self


def card_to_toml(card: ModelCard) -> str:
    """Write a card as the TOML that ``ModelCard.from_toml`` reads; keys that are None are left out."""
    return tomli_w.dumps(card.model_dump(mode="json", exclude_none=True))


def write_card(card: ModelCard, network: Path) -> Path:
    """Write a card beside its network's file, where ``find_model`` looks for it; return the path of the card."""
    path = network.with_suffix(".toml")
    with atomic_write(path) as temporary:
        temporary.write_text(card_to_toml(card), encoding="utf-8")
    return path
