"""What a card says of an annotator: its attributes in order, how its answers are trusted, and how good they were."""

from collections.abc import Mapping, Sequence
from typing import Annotated, Any, Self

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
        embedder: The name of the embedder's card.
        sha256: The SHA-256 of the embedder's file, in lowercase hexadecimal; embeddings by another file are refused.
        dimensions: The length of an embedding.
        mirror: Whether the embedding of the mirrored face was added before normalizing.
        features: The layer before the embedding that is taken in its place; empty takes the embedding itself.
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
        temperature: The temperature of the calibration: calibrated logit = logit / temperature + bias.
        bias: The bias of that calibration.
        weights: The weight of each part of each logit, one list for each attribute of the annotator with one number for
            each hidden unit of its branch: if they are there, logit = Σ weights · parts takes the place of the
            network's own. A calibration for another domain has them, where the network ranks faces less well.
        share: The share of positive labels among the decided ones of the validation people, 0 to 1, for which the
            scores are calibrated; in a calibration for a domain the mean score of the labeled faces. Where balanced
            accuracy is measured, a face counts as positive if its score reaches this share.
        positive: The least reliability at which a face is labeled positive, 0 to 1; None if it never is.
        negative: The least reliability at which a face is labeled negative, 0 to 1; None if it never is.
        balanced_accuracy: The mean of the shares of positive and of negative faces that are recognized as such, 0 to 1.
        auroc: The area under the ROC curve, 0 to 1.
        average_precision: The area under the curve of precision over recall, 0 to 1.
        calibration_error: The mean distance between the score and the share of positive faces, 0 to 1; lower is better.
        coverage: The share of faces that get a label, positive or negative, 0 to 1.
        right: The share of those labels that are right, 0 to 1.
    """

    name: str = Field(min_length=1)
    temperature: float = Field(default=1.0, gt=0)
    bias: float = 0.0
    weights: tuple[tuple[float, ...], ...] | None = None
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
        """Whether any face ever gets a label of this attribute, positive or negative."""
        return self.positive is not None or self.negative is not None


class SoftmaxFamily(Config):
    """Attributes that were trained to exclude each other, by a softmax.

    Attributes:
        members: The names of these attributes.
        exhaustive: Whether exactly one of them is positive; otherwise at most one is.
    """

    members: tuple[str, ...] = Field(min_length=2)
    exhaustive: bool

    def estimable(self, names: Sequence[str], *, priors: Mapping[str, float]) -> bool:
        """Whether the shares of the members can be estimated together, from scores of all of them.

        Args:
            names: The attributes that have scores.
            priors: The share for which the scores are calibrated, by attribute, where it is known.
        """
        if not all(member in names and priors.get(member, 0.0) > 0 for member in self.members):
            return False
        return self.exhaustive or sum(priors[member] for member in self.members) < 1


class AnnotatorCard(Config):
    """What an annotator says of faces, and how it was trained to: the table ``[annotator]`` of a card.

    Attributes:
        vocabulary: The name of the vocabulary that the attributes are from.
        dropout: The share of the parts of a branch that a stochastic pass leaves out, 0 to 1.
        passes: The number of stochastic passes that a reliability is computed from (m).
        alpha: The weight of the passes' spread in the reliability, 0 to 1 (Terhörst's α).
        precision: The share of kept labels that are right, 0 to 1, for which the thresholds of the attributes were
            chosen.
        seed: The seed of the stochastic passes.
        families: The families of attributes that are scored by a softmax.
        attributes: The attributes, in the order of the network's outputs.
        limits: What people should know before they trust the answers, one line for each limit.
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
        """The names of the attributes of which no face ever gets a label."""
        return tuple(attribute.name for attribute in self.attributes if not attribute.answered)

    def with_attributes(self, replaced: Sequence[AttributeCard]) -> Self:
        """The same with other numbers of some attributes, which are found by their names."""
        by_name = {attribute.name: attribute for attribute in replaced}
        attributes = tuple(by_name.get(attribute.name, attribute) for attribute in self.attributes)
        return self.model_copy(update={"attributes": attributes})

    def fingerprint(self) -> dict[str, Any]:
        """What the annotator's predictions depend on, for settings that are hashed."""
        keys = {"temperature", "bias", "positive", "negative"}
        attributes = {
            attribute.name: attribute.for_fingerprint(include=keys | ({"weights"} if attribute.weights else set()))
            for attribute in self.attributes
        }
        whole = self.for_fingerprint(include={"dropout", "passes", "alpha", "seed", "families"})
        return whole | {"attributes": attributes}

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
