"""What a compared face set is, for the reader of a comparison."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace

from facegap.faces import CropBorders
from facegap.faceset import IMAGES, FaceSet, doubtful_identities


@dataclass(frozen=True)
class SetDescription:
    """What a face set is, in numbers.

    Attributes:
        images: How many images are in the set, bad ones included.
        identities: How many identities it has; None where no image has one.
        without_image: How many images are in error: unreadable, or without a face.
        missing: How many images have no embedding, those in error included; None where no embeddings were asked for.
        borders: How much of the crops lies outside of their photographs; None where nobody recorded it.
    """

    name: str
    kind: str | None
    license: str | None
    alignment: str | None
    images: int
    identities: int | None
    without_image: int
    missing: int | None = None
    borders: CropBorders | None = None

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
            borders=CropBorders.of(faceset),
        )


@dataclass(frozen=True)
class SideWords:
    """What sentences and columns call two compared sets: by what they are where one is real and the other synthetic.

    Otherwise, as where both are photographs or nobody said what they are, each is called by its name.

    Attributes:
        p: The data in formulas and columns, ``real`` or the name of the set.
        q: The model, ``synthetic`` or the name of the set.
        p_set: The data in sentences, ``the real set`` or the name of the set.
        q_set: The model in sentences, ``the synthetic set`` or the name of the set.
    """

    p: str
    q: str
    p_set: str
    q_set: str

    @classmethod
    def of(cls, p: SetDescription, q: SetDescription) -> "SideWords":
        """Find the words for two sets."""
        if (p.kind, q.kind) == ("real", "synthetic"):
            return cls("real", "synthetic", "the real set", "the synthetic set")
        return cls(p.name, q.name, p.name, q.name)

    @property
    def against(self) -> str:
        """The model against the data, as a heading."""
        return f"{self.q} against {self.p}" if self.p_set == self.p else "Synthetic against real"

    @property
    def within(self) -> str:
        """Other people of the data in place of the model, as a heading."""
        return f"{self.p} against {self.p}" if self.p_set == self.p else "Real against real"


def distinguish_names(sets: Sequence[SetDescription]) -> list[SetDescription]:
    """Sets with names that differ: of one name, each with its kind where that tells them apart, or a place."""
    often = Counter(described.name for described in sets)
    kinds = Counter((described.name, described.kind) for described in sets)
    named = []
    for place, described in enumerate(sets):
        alone = kinds[described.name, described.kind] == 1
        part = described.kind if described.kind and alone else f"set {place + 1}"
        name = f"{described.name} ({part})" if often[described.name] > 1 else described.name
        named.append(replace(described, name=name))
    return named
