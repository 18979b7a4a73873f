"""Two sets whose images have been compared, within each and with one another: what all that follows is counted from."""

from dataclasses import dataclass

from facegap.base.arrays import BoolArray
from facegap.compare.fidelity.manifolds import Manifolds, check_neighbors, cross
from facegap.compare.fidelity.neighborhoods import Neighborhoods, find_neighborhoods
from facegap.compare.fidelity.points import check_points
from facegap.compare.fidelity.stand_in import stand_ins
from facegap.matching import EmbeddedSet


@dataclass(frozen=True)
class Crossing:
    """How the images of two sets lie to one another.

    Attributes:
        real: P, the data.
        synthetic: Q, the model.
        around: of the real images within their set.
        manifolds: of both sets.
    """

    real: EmbeddedSet
    synthetic: EmbeddedSet
    around: Neighborhoods
    manifolds: Manifolds

    @classmethod
    def of(cls, *, real: EmbeddedSet, synthetic: EmbeddedSet, neighbors: int) -> "Crossing":
        """Compare all images.

        Args:
            real: the data, with at least ``neighbors`` + 2 images.
            synthetic: the model, likewise.
            neighbors: k, see ``Manifolds``.

        Raises:
            ValueError: as for ``compare_manifolds``.
        """
        check_neighbors(neighbors)
        check_points(real=real.embeddings, synthetic=synthetic.embeddings, least=neighbors + 2)
        ours, theirs = (
            find_neighborhoods(embedded.embeddings, embedded.people, neighbors=neighbors)
            for embedded in (real, synthetic)
        )
        manifolds = cross(
            real=real.embeddings, synthetic=synthetic.embeddings, ours=ours, theirs=theirs, neighbors=neighbors
        )
        return cls(real, synthetic, ours, manifolds)

    @classmethod
    def of_stand_ins(cls, real: EmbeddedSet, *, images: int, neighbors: int, seed: int) -> "Crossing | None":
        """Some real people in place of a synthetic set of so many images, or None where there are too few for that."""
        chosen = stand_ins(real.people, images=images, splits=1, seed=seed)[0][real.people]
        if min(chosen.sum(), (~chosen).sum()) < neighbors + 2:
            return None
        return cls.of(real=_part(real, ~chosen), synthetic=_part(real, chosen), neighbors=neighbors)


def _part(embedded: EmbeddedSet, images: BoolArray) -> EmbeddedSet:
    """Some images of a set, bool (images,)."""
    return EmbeddedSet(embedded.embeddings[images], embedded.people[images], unknown=0, missing=0)
