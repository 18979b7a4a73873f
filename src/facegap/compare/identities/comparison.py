"""Identities in a real and a synthetic set: how many images each has, and whether it stays one person on them."""

from dataclasses import dataclass

from facegap.base.arrays import Int64Array
from facegap.base.short_repr import ShortRepr
from facegap.compare.identities.consistency import ComparedConsistency, compare_consistency
from facegap.compare.identities.images import ImagesPerIdentity, count_images
from facegap.compare.identities.variation import VariationComparison, compare_variation
from facegap.compare.labels import LabeledSet
from facegap.faceset import IMAGES, FaceSet
from facegap.matching import EmbeddedSet, person_numbers


@dataclass(frozen=True)
class SetPeople(ShortRepr):
    """Whose the images of a set are, with what is known of them.

    Attributes:
        people: int64 (images,), a number for each image's person; an image without identity has one of its own.
        unknown: How many images have no identity.
        labeled: The labels of the images; None where attributes aren't compared.
        embedded: The embeddings of the images; None where embeddings aren't compared.
    """

    people: Int64Array
    unknown: int
    labeled: LabeledSet | None = None
    embedded: EmbeddedSet | None = None

    @classmethod
    def load(
        cls, faceset: FaceSet, *, labeled: LabeledSet | None = None, embedded: EmbeddedSet | None = None
    ) -> "SetPeople":
        """Read whose the images of a face set are, without those in error."""
        rows = faceset.scan(IMAGES).select("identity", "error").collect()
        identity = rows.filter(rows["error"].is_null())["identity"]
        return cls(person_numbers(identity), identity.null_count(), labeled, embedded)


@dataclass(frozen=True)
class IdentityComparison(ShortRepr):
    """How identities differ between two sets.

    Attributes:
        real: The images of each identity in P, the data.
        synthetic: The images of each identity in Q, the model.
        variation: How alike the images of an identity are; None where a set has no embeddings, or no set has identities
            with several images.
        consistency: How often the images of a person disagree, for the attributes that both sets have; None where a set
            has no labels, or no set has identities with several images.
        reasons: A sentence for each of these that is None, which says why.
    """

    real: ImagesPerIdentity
    synthetic: ImagesPerIdentity
    variation: VariationComparison | None
    consistency: tuple[ComparedConsistency, ...] | None
    reasons: tuple[str, ...]

    def ranked(self) -> list[ComparedConsistency]:
        """The attributes known in either set: a person's own first, then those on which most pairs disagree."""

        def rank(compared: ComparedConsistency) -> tuple[bool, float]:
            known = [part.disagreement.value for part in (compared.synthetic, compared.real) if part]
            return not compared.owned, -known[0]

        return sorted(
            (compared for compared in self.consistency or () if compared.real or compared.synthetic), key=rank
        )


def compare_identities(
    *,
    real: SetPeople,
    synthetic: SetPeople,
    names: tuple[str, str] = ("the real set", "the synthetic set"),
    seed: int = 0,
) -> IdentityComparison:
    """Compare images per identity, variation within and between identities, and consistency of attributes.

    Args:
        real: P, the data.
        synthetic: Q, the model.
        names: What the reasons call the sets.
        seed: The seed of the division of people into groups, and of the choice of identities from the larger set.

    Raises:
        FaceSetError: Both sets have labels, but no attribute in common.
    """
    real_counts, synthetic_counts = (
        count_images(people_of_set.people, unknown=people_of_set.unknown) for people_of_set in (real, synthetic)
    )
    reasons = [
        f"{name} has no identity with two images" + (": no image has an identity" if not counted.identities else "")
        for name, counted in zip(names, (real_counts, synthetic_counts), strict=True)
        if not counted.several
    ]
    variation = consistency = None
    if real_counts.several or synthetic_counts.several:
        if real.embedded and synthetic.embedded:
            variation = compare_variation(real=real.embedded, synthetic=synthetic.embedded, seed=seed)
        else:
            reasons.append("variation needs embeddings of both sets")
        if real.labeled and synthetic.labeled:
            consistency = compare_consistency(real=real.labeled, synthetic=synthetic.labeled, seed=seed)
        else:
            reasons.append("consistency needs attributes of both sets")
    return IdentityComparison(real_counts, synthetic_counts, variation, consistency, tuple(reasons))
