"""What a card says of an annotator: its attributes in order, how its answers are trusted, and how good they were."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from facegap.base.config import Config
from facegap.faceset import RELIABILITY, SCORE

Share = Annotated[float, Field(ge=0, le=1)]

MEASURES = (
    "balanced_accuracy",
    "auroc",
    "average_precision",
    "calibration_error",
    "coverage",
    "right",
)
"""The numbers of an attribute that were measured on held-out people."""


class EmbeddingContract(Config):
    """What an annotator over embeddings takes: unit vectors of one embedder.

    Attributes:
        embedder: name of its card.
        sha256: of its file; embeddings by another file are refused.
        dimensions: their length.
        mirror: whether the mirrored face was added before normalizing.
        features: the layer before the embedding that is meant in its place; empty for the embedding itself.
    """

    embedder: str
    sha256: str = Field(pattern=r"^[0-9a-f]{64}$")
    dimensions: int = Field(ge=1)
    mirror: bool
    features: str = ""


class AttributeCard(Config):
    """One attribute of an annotator, and what was measured for it on people whom it never saw; None is unknown.

    Attributes:
        name: The attribute's name in the vocabulary.
        temperature: calibrated logit = logit / temperature + bias.
        bias: The second number of that calibration.
        share: of positive among the decided labels of the validation people, 0 to 1; for balanced accuracy a face
            counts as positive where its score reaches it.
        positive: least reliability of a positive label, 0 to 1; None: never answered so.
        negative: least reliability of a negative label; None: never answered so.
        balanced_accuracy: mean of the shares of positive and of negative faces that are found, 0 to 1.
        auroc: area under the ROC curve, 0 to 1.
        average_precision: area under the curve of precision over recall, 0 to 1.
        calibration_error: mean distance between score and share of positive, 0 to 1; lower is better.
        coverage: share of faces that get a label, positive or negative, 0 to 1.
        right: share of those labels that are right, 0 to 1.
    """

    name: str = Field(min_length=1)
    temperature: float = Field(default=1.0, gt=0)
    bias: float = 0.0
    share: Share = 0.5
    positive: Share | None = None
    negative: Share | None = None
    balanced_accuracy: Share | None = None
    auroc: Share | None = None
    average_precision: Share | None = None
    calibration_error: Share | None = None
    coverage: Share | None = None
    right: Share | None = None

    @property
    def answered(self) -> bool:
        """Whether it is ever answered, positive or negative."""
        return self.positive is not None or self.negative is not None


class SoftmaxFamily(Config):
    """Attributes that were trained to exclude each other, by a softmax.

    Attributes:
        members: their names.
        exhaustive: whether exactly one is positive; else at most one.
    """

    members: tuple[str, ...] = Field(min_length=2)
    exhaustive: bool


class AnnotatorCard(Config):
    """The table ``[annotator]``.

    Attributes:
        vocabulary: name of the vocabulary that the attributes are from.
        dropout: share of the parts of a branch that a stochastic pass leaves out.
        passes: stochastic passes for a reliability (m).
        alpha: weight of their spread in it (Terhörst's α).
        precision: what the thresholds of the attributes were chosen for: the share of kept labels that are right.
        seed: The seed of the passes.
        families: those that are scored by a softmax.
        attributes: The attributes, in the order of the network's outputs.
        limits: what people should know before they trust the answers, a line each.
    """

    vocabulary: str
    dropout: float = Field(ge=0, lt=1)
    passes: int = Field(default=100, ge=2)
    alpha: float = Field(default=0.5, ge=0, lt=1)
    precision: Share = 0.9
    seed: int = 0
    families: tuple[SoftmaxFamily, ...] = ()
    limits: tuple[str, ...] = ()
    attributes: tuple[AttributeCard, ...] = Field(min_length=1)

    @property
    def names(self) -> tuple[str, ...]:
        """The names of the attributes, in the order of the network's outputs."""
        return tuple(attribute.name for attribute in self.attributes)

    @property
    def never_answered(self) -> tuple[str, ...]:
        """Attributes that no face gets a label of."""
        return tuple(attribute.name for attribute in self.attributes if not attribute.answered)

    @model_validator(mode="after")
    def _names_fit(self) -> Self:
        names = self.names
        if twice := sorted({name for name in names if names.count(name) > 1}):
            msg = f"attributes named twice: {', '.join(twice)}"
            raise ValueError(msg)
        columns = [f"{name}{ending}" for name in names for ending in ("", SCORE, RELIABILITY)]
        if clash := sorted(
            {"image_id", "error"} & set(columns) | {column for column in columns if columns.count(column) > 1}
        ):
            msg = f"attributes would share a column of their layer: {', '.join(clash)}"
            raise ValueError(msg)
        members = [member for family in self.families for member in family.members]
        if unknown := [member for member in members if member not in names]:
            msg = f"families name {', '.join(unknown)}, which are not among the attributes"
            raise ValueError(msg)
        if len(members) != len(set(members)):
            msg = "an attribute is in two families; a softmax can have it only once"
            raise ValueError(msg)
        return self
