"""Model cards: what a network is, where it came from, its license, its hash and what it takes as input."""

from collections.abc import Mapping
from typing import ClassVar, Literal, Self

from pydantic import Field, model_validator

from facegap.base.config import Config
from facegap.base.errors import ModelError
from facegap.models.annotator_card import AnnotatorCard, EmbeddingContract

Role = Literal["detector", "embedder", "annotator"]


class InputContract(Config):
    """What a network takes; values are ``(pixel / 255 - mean) / std`` per channel.

    Attributes:
        width: pixels; None where any size will do.
        height: pixels; None where any size will do.
        color: order of the channels.
        mean: per channel in the order of ``color``, pixels from 0 to 1.
        std: Per channel, as ``mean``.
        alignment: template that faces must be aligned to, such as ``arcface-112``; None where whole photographs go in.
        batch: how many images it takes together, no more and no fewer; None where any number will do.
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
        output: name of the tensor in the ONNX graph; maps are averaged over their pixels.
        dimensions: How many channels it has.
    """

    output: str = Field(min_length=1)
    dimensions: int = Field(ge=1)


class Download(Config):
    """Where a network can be had.

    Attributes:
        url: The address of the file, or of a zip archive that holds it.
        member: name within the archive; None where ``url`` is the file itself.
    """

    url: str
    member: str | None = None


class ModelCard(Config):
    """A network as an artifact.

    Attributes:
        name: what it is called on the command line and in layers.
        role: what it does.
        file: usual name of its file, without a folder.
        sha256: of the file; None where nobody has published it: then it is recorded at the first download or
            ``facegap models add`` and checked after.
        summary: one line for people.
        source: page that describes it.
        license: SPDX name, or the name its authors use.
        terms: what may be done with it, in words; shown before a download.
        commercial_use: whether the license allows it.
        training_data: what it learned from.
        results: how good it was where somebody measured it, a line each.
        dimensions: length of its embedding; None where it makes none.
        features: a layer before its embedding; None where nobody has named one.
        input: what it takes as images; None for an annotator over embeddings.
        embeddings: what it takes as embeddings; None for a network over images.
        annotator: What an annotator says of faces; None for other networks.
        download: None where it can't be downloaded.
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
    dimensions: int | None = None
    features: Features | None = None
    input: InputContract | None = None
    embeddings: EmbeddingContract | None = None
    annotator: AnnotatorCard | None = None
    download: Download | None = None

    @property
    def image_contract(self) -> InputContract:
        """What it takes as images.

        Raises:
            ModelError: it takes embeddings.
        """
        if self.input is None:
            msg = f"{self.name!r} takes embeddings, not images; it is used on a layer embeddings/NAME"
            raise ModelError(msg)
        return self.input

    @property
    def inner(self) -> Features:
        """The layer before its embedding.

        Raises:
            ModelError: the card names none.
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
        """What it says of faces.

        Raises:
            ModelError: it is no annotator.
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
        if (self.input is None) == (self.embeddings is None):
            needed = "either [input] or [embeddings]" if self.role == "annotator" else "[input]"
            msg = f"it needs {needed}, which says what the network takes"
            raise ValueError(msg)
        return self
