"""What a compared face set is, for the reader of a comparison."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from facegap.faceset import IMAGES, FaceSet, doubtful_identities


@dataclass(frozen=True)
class SetDescription:
    """What a face set is, in numbers.

    Attributes:
        images: How many images are in the set, bad ones included.
        identities: How many identities it has; None where no image has one.
        without_image: How many images are in error: unreadable, or without a face.
        missing: How many images have no embedding, those in error included; None where no embeddings were asked for.
    """

    name: str
    kind: str | None
    license: str | None
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
            license=faceset.info.license,
            alignment=faceset.info.alignment,
            images=len(faceset),
            identities=faceset.identities(),
            without_image=faceset.layer(IMAGES).errors,
            missing=missing,
        )


def distinguish_names(sets: Sequence[SetDescription]) -> list[SetDescription]:
    """The same sets with names that differ: of one name, the first is called the real one, the others are numbered."""
    often = Counter(described.name for described in sets)
    named = []
    for place, described in enumerate(sets):
        part = "real" if place == 0 else "synthetic" if len(sets) == 2 else f"set {place + 1}"
        name = f"{described.name} ({part})" if often[described.name] > 1 else described.name
        named.append(replace(described, name=name))
    return named
