"""Whether the identities of a set are people: different from one another, and each of one face."""

from dataclasses import dataclass

import numpy as np

from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings, closest_images, person_vectors
from facegap.benchmark.leakage.shares import share_over_people
from facegap.estimates import Estimate
from facegap.matching.neighbors.near_duplicates import NearDuplicates, find_near_duplicates

COPIES = 0.99
"""Images with such a score are near-copies: one image, cut or compressed twice (ours)."""


@dataclass(frozen=True)
class SimilarPair:
    """Two images that are alike, with whose they are; of people, the image of each that is most like the other's."""

    image: str
    identity: str | None
    other_image: str
    other_identity: str | None
    score: float


@dataclass(frozen=True)
class Uniqueness:
    """How many different people a set shows.

    Attributes:
        people: The number of identities; images without one count as one each.
        threshold: The score at or above which two identities, by the means of their images, are taken for one person.
        fmr: The false match rate that it stands for.
        pairs: The number of pairs of different identities that are above it.
        chance: The number of such pairs that are expected by chance.
        clusters: The number of people, if those whom pairs join, directly or over others, are one.
        alike: The pairs of identities with the highest scores.
        copies: The number of pairs of near-copies among all images, of one or of two identities.
        copied: The number of images that are near-copies, but for the first of each kind.
        closest: The near-copies with the highest scores.
    """

    people: int
    threshold: float
    fmr: float
    pairs: int
    chance: float
    clusters: int
    alike: tuple[SimilarPair, ...]
    copies: int
    copied: int
    closest: tuple[SimilarPair, ...]


@dataclass(frozen=True)
class IdentityConsistency:
    """Whether the images of each identity are of one face.

    Attributes:
        several: The number of identities with several images.
        comparisons: The number of mated comparisons, all pairs of images of one identity.
        below: The share of them below the threshold, the FNMR, with its interval over people; None without any.
        loose: The number of identities whose mean mated score is below: their images don't hang together.
        loosest: Those of them with the lowest mean scores, as identity and score, the lowest first.
    """

    several: int
    comparisons: int
    below: Estimate | None
    loose: int
    loosest: tuple[tuple[str | None, float], ...]


def count_different(audited: NamedEmbeddings, *, threshold: float, fmr: float, listed: int = 12) -> Uniqueness:
    """Compare the identities of a set with one another, and all of its images.

    Args:
        audited: The set.
        threshold: The threshold for the means of two identities.
        fmr: The false match rate for which it stands, 0 to 1.
        listed: How many pairs of each kind to list at most.
    """
    embeddings = audited.embedded.embeddings
    vectors = person_vectors(audited.embedded)
    same = find_near_duplicates(vectors, threshold=threshold, keep=listed)
    copies = find_near_duplicates(embeddings, threshold=COPIES, keep=listed)
    return Uniqueness(
        people=len(vectors),
        threshold=threshold,
        fmr=fmr,
        pairs=same.count,
        chance=fmr * len(vectors) * (len(vectors) - 1) / 2,
        clusters=same.clusters,
        alike=tuple(
            _pair(audited, *closest_images(audited.embedded, int(first), audited.embedded, int(second)), float(score))
            for first, second, score in zip(same.first, same.second, same.scores, strict=True)
        ),
        copies=copies.count,
        copied=len(embeddings) - copies.clusters,
        closest=_image_pairs(audited, copies),
    )


def check_consistency(
    audited: NamedEmbeddings, *, threshold: float, listed: int = 12, seed: int = 0
) -> IdentityConsistency:
    """Compare the images of each identity with one another.

    Args:
        audited: The set.
        threshold: The threshold for two images.
        listed: How many identities to list at most.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.
    """
    embedded = audited.embedded
    order = np.argsort(embedded.people, kind="stable")
    images = np.bincount(embedded.people)
    starts = np.cumsum(images) - images
    several = np.flatnonzero(images > 1)
    below, pairs = np.zeros(len(images), dtype=np.int64), images * (images - 1) // 2
    means = np.full(len(images), np.inf)
    for person in several:
        vectors = embedded.embeddings[order[starts[person] : starts[person] + images[person]]]
        scores = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
        below[person] = int((scores < threshold).sum())
        means[person] = float(scores.mean())
    loose = np.flatnonzero(means < threshold)
    lowest = loose[np.argsort(means[loose], kind="stable")][:listed]
    return IdentityConsistency(
        several=len(several),
        comparisons=int(pairs.sum()),
        below=share_over_people(below, whole=pairs, seed=seed) if len(several) else None,
        loose=len(loose),
        loosest=tuple((audited.identities[order[starts[person]]], float(means[person])) for person in lowest),
    )


def _image_pairs(audited: NamedEmbeddings, pairs: NearDuplicates) -> tuple[SimilarPair, ...]:
    return tuple(
        _pair(audited, int(first), int(second), float(score))
        for first, second, score in zip(pairs.first, pairs.second, pairs.scores, strict=True)
    )


def _pair(audited: NamedEmbeddings, image: int, other: int, score: float) -> SimilarPair:
    return SimilarPair(
        audited.image_ids[image], audited.identities[image], audited.image_ids[other], audited.identities[other], score
    )
