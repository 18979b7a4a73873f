"""How many different people a set shows: identities that look like one person, and near-copies of images."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array, Int64Array
from facegap.benchmark.leakage.calibration import GroupThreshold
from facegap.benchmark.leakage.demographics import ImagesAndCenters
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings, closest_images
from facegap.benchmark.leakage.nearest_people import Kind
from facegap.benchmark.leakage.search import Strangers
from facegap.benchmark.leakage.sensitivity import duplicate_sensitivity
from facegap.benchmark.leakage.skew import PairSkew, measure_skew
from facegap.estimates import Estimate
from facegap.matching import NearDuplicates, find_near_duplicates

COPIES = 0.99
"""Images with such a score are near-copies: one image, cut or compressed twice (ours)."""


@dataclass(frozen=True)
class SimilarPair:
    """Two images that are alike, with whose they are; of people, the image of each that is most like the other's.

    Attributes:
        image: The id of one image.
        identity: Whose it is; None where it has no identity.
        group: The demographic group of that person; None where it isn't known.
        other_image: The id of the other image.
        other_identity: Whose that is.
        other_group: That person's group.
        score: The score of the two, of images or of the means of two people's images.
        threshold: The score at or above which the two are taken for one person, or for copies.
    """

    image: str
    identity: str | None
    group: str | None
    other_image: str
    other_identity: str | None
    other_group: str | None
    score: float
    threshold: float


@dataclass(frozen=True)
class Uniqueness:
    """How many different people a set shows, in the judgment of one network.

    Attributes:
        people: The number of identities; images without one count as one each.
        calibrated_on: The name of the real set whose non-mated scores the thresholds are from.
        comparisons: The number of these scores.
        threshold: The score at or above which two identities, by the means of their images, are taken for one person;
            above 1 where no score can reach it. Where there are groups, it is that of all people, and each group has
            its own.
        groups: The threshold within each demographic group; empty where no groups are known.
        least: The lowest of all thresholds that identities were compared with.
        fmr: The false match rate that the thresholds stand for.
        sensitivity: The share of real people whom the network takes for one person by two images, or two halves of
            their images, that is, how many duplicates it would notice; None where no real person has two images.
        pairs: The number of pairs of different identities that are above the threshold.
        chance: The number of such pairs that are expected by chance.
        clusters: The number of people, if those whom pairs join, directly or over others, are one.
        skew: How unevenly these pairs fall on people, and on groups.
        alike: The pairs of identities that are the furthest above their threshold.
        copies: The number of pairs of near-copies among all images, of one or of two identities.
        copied: The number of images that are near-copies, but for the first of each kind.
        closest: The near-copies with the highest scores.
    """

    people: int
    calibrated_on: str
    comparisons: int
    threshold: Estimate
    groups: tuple[GroupThreshold, ...]
    least: float
    fmr: float
    sensitivity: Estimate | None
    pairs: int
    chance: float
    clusters: int
    skew: PairSkew
    alike: tuple[SimilarPair, ...]
    copies: int
    copied: int
    closest: tuple[SimilarPair, ...]

    @property
    def blind(self) -> bool:
        """Whether no score could make two identities one person."""
        return self.least >= 1


@dataclass(frozen=True)
class PeopleByReference:
    """How many different people a set shows, by the threshold from one real set.

    Attributes:
        reference: The name of the real set whose non-mated scores the threshold is from.
        fmr: The false match rate that the threshold stands for.
        threshold: The threshold of all people; None where the real set can't give one.
        pairs: The number of pairs of identities above the threshold, or above that of their groups; None likewise.
        clusters: The number of different people; None likewise, and where no score could make two identities one.
        sensitivity: How many duplicates the network would notice, as in ``Uniqueness``; None where it isn't known.
        reason: Why the real set can't give a threshold; None where it can.
    """

    reference: str
    fmr: float
    threshold: Estimate | None
    pairs: int | None
    clusters: int | None
    sensitivity: Estimate | None
    reason: str | None

    @classmethod
    def of(cls, found: Uniqueness) -> "PeopleByReference":
        """What was found by the threshold from one real set."""
        clusters = None if found.blind else found.clusters
        return cls(
            found.calibrated_on, found.fmr, found.threshold, found.pairs, clusters, found.sensitivity, reason=None
        )

    @classmethod
    def unknown(cls, reference: str, fmr: float, reason: str) -> "PeopleByReference":
        """That a real set can't give a threshold."""
        return cls(reference, fmr, None, None, None, None, reason)


def count_different(
    audited: NamedEmbeddings, *, strangers: Strangers, fmr: float, listed: int = 12, seed: int = 0
) -> Uniqueness:
    """Compare the identities of a set with one another, and all of its images.

    Args:
        audited: The set.
        strangers: How alike different people are, by images, and by the means of people's images if the set has people
            with several.
        fmr: The false match rate at which two identities are taken for one person, 0 to 1.
        listed: How many pairs of each kind to list at most.
        seed: The seed of what is drawn; intervals, and what evenly spread pairs would give, alone depend on it.
    """
    compared = ImagesAndCenters.of(audited, strangers.names)
    people = compared.centers
    kind: Kind = "image" if audited.single else "person"
    calibration = strangers.calibrations[kind]
    limits, unknown = calibration.limits(fmr), len(strangers.names)
    of = np.where(people.groups < 0, unknown, people.groups)
    same = find_near_duplicates(people.vectors, threshold=limits, groups=of, keep=listed)
    copies = find_near_duplicates(compared.images.vectors, threshold=COPIES, keep=listed)
    naming = _Naming(audited, compared, (*strangers.names, None))
    return Uniqueness(
        people=len(of),
        calibrated_on=strangers.known.name,
        comparisons=calibration.everyone.tail.comparisons,
        threshold=calibration.everyone.threshold(fmr),
        groups=calibration.thresholds(fmr),
        least=float(np.diag(limits)[of].min()),
        fmr=fmr,
        sensitivity=duplicate_sensitivity(strangers.compared, limits, single=audited.single, seed=seed),
        pairs=same.count,
        chance=fmr * len(of) * (len(of) - 1) / 2,
        clusters=same.clusters,
        skew=measure_skew(same, of, names=strangers.names, seed=seed),
        alike=naming.people(same, of, limits),
        copies=copies.count,
        copied=len(audited.image_ids) - copies.clusters,
        closest=naming.images(copies),
    )


class _Naming:
    """From rows to the ids of images and people."""

    def __init__(self, audited: NamedEmbeddings, compared: ImagesAndCenters, groups: tuple[str | None, ...]) -> None:
        self.audited = audited
        self.groups = [groups[group] for group in compared.images.groups]

    def people(self, pairs: NearDuplicates, of: Int64Array, limits: Float64Array) -> tuple[SimilarPair, ...]:
        """Pairs of people, by the images that are the most alike."""
        embedded = self.audited.embedded
        return tuple(
            self._pair(*closest_images(embedded, first, embedded, second), score, float(limits[of[first], of[second]]))
            for first, second, score in _rows(pairs)
        )

    def images(self, pairs: NearDuplicates) -> tuple[SimilarPair, ...]:
        """Pairs of images."""
        return tuple(self._pair(first, second, score, COPIES) for first, second, score in _rows(pairs))

    def _pair(self, image: int, other: int, score: float, threshold: float) -> SimilarPair:
        ids, identities = self.audited.image_ids, self.audited.identities
        return SimilarPair(
            image=ids[image],
            identity=identities[image],
            group=self.groups[image],
            other_image=ids[other],
            other_identity=identities[other],
            other_group=self.groups[other],
            score=score,
            threshold=threshold,
        )


def _rows(pairs: NearDuplicates) -> list[tuple[int, int, float]]:
    return list(zip(pairs.first.tolist(), pairs.second.tolist(), pairs.scores.tolist(), strict=True))
