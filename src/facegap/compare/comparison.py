"""All that is compared of two face sets, and what they are."""

from dataclasses import dataclass, replace

from facegap.compare.attributes import AttributeComparison
from facegap.compare.scores import ScoreComparison
from facegap.faceset import IMAGES, FaceSet, doubtful_identities


@dataclass(frozen=True)
class SetDescription:
    """What a face set is, for the reader of a comparison.

    Attributes:
        images: in the set, bad ones included.
        identities: None where no image has one.
        without_image: images that are in error: unreadable, or without a face.
        missing: images without an embedding, those in error included; None where no embeddings were asked for.
    """

    name: str
    kind: str | None
    licence: str | None
    alignment: str | None
    images: int
    identities: int | None
    without_image: int
    missing: int | None = None

    @property
    def doubtful_identities(self) -> bool:
        """Whether the identities are so few that they may be no people."""
        return doubtful_identities(identities=self.identities, images=self.images)

    @classmethod
    def of(cls, faceset: FaceSet, *, missing: int | None = None) -> "SetDescription":
        """Describe a face set of which ``missing`` images have no embedding."""
        return cls(
            name=faceset.info.name,
            kind=faceset.info.kind,
            licence=faceset.info.licence,
            alignment=faceset.info.alignment,
            images=len(faceset),
            identities=faceset.identities(),
            without_image=faceset.layer(IMAGES).errors,
            missing=missing,
        )


@dataclass(frozen=True)
class Comparison:
    """A real and a synthetic set; two sets of one name are told apart by their parts.

    Attributes:
        embedder: whose scores were compared; None without scores.
        real: P, the data.
        synthetic: Q, the model.
        scores: None where only attributes were asked for.
        attributes: None where they weren't.
    """

    embedder: str | None
    real: SetDescription
    synthetic: SetDescription
    scores: ScoreComparison | None = None
    attributes: AttributeComparison | None = None

    def __post_init__(self) -> None:
        if self.real.name == self.synthetic.name:
            for part in ("real", "synthetic"):
                described = getattr(self, part)
                object.__setattr__(self, part, replace(described, name=f"{described.name} ({part})"))
