"""Whether the images of each identity are of one face."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings, person_vectors
from facegap.benchmark.leakage.shares import share_over_people
from facegap.estimates import Estimate, PeopleGroups, group_people, mean_over_people
from facegap.matching import nearest


@dataclass(frozen=True)
class MisplacedImage:
    """An image that is nearer to another identity than to its own.

    Attributes:
        image: The id of the image.
        identity: Its identity.
        other_identity: The identity whose center is nearer; None where that is an image without identity.
        score: Its score with the mean of the other images of its own identity.
        other_score: Its score with the mean of the images of the other identity.
    """

    image: str
    identity: str | None
    other_identity: str | None
    score: float
    other_score: float


@dataclass(frozen=True)
class IdentityConsistency:
    """Whether the images of each identity are of one face.

    Attributes:
        several: The number of identities with several images.
        images: The number of their images.
        comparisons: The number of mated comparisons, all pairs of images of one identity.
        below: The share of them below the threshold, the FNMR, with its interval over people; None without any.
        loose: The number of identities whose mean mated score is below: their images don't hang together.
        loosest: Those of them with the lowest mean scores, as identity and score, the lowest first.
        own_center: The mean score of an image with the mean of the other images of its identity, −1 to 1, with its
            interval over people; None without any.
        other_center: The mean score of an image with the center of the nearest other identity, likewise.
        misplaced: The share of images that are nearer to the center of another identity of the set than to the mean of
            the others of their own, with its interval over people. None where no identity, or only one, has images.
        most_misplaced: Those images that are so by the most.
    """

    several: int
    images: int
    comparisons: int
    below: Estimate | None
    loose: int
    loosest: tuple[tuple[str | None, float], ...]
    own_center: Estimate | None
    other_center: Estimate | None
    misplaced: Estimate | None
    most_misplaced: tuple[MisplacedImage, ...]


def check_consistency(
    audited: NamedEmbeddings, *, threshold: float | Float64Array, listed: int = 12, seed: int = 0
) -> IdentityConsistency:
    """Compare the images of each identity with one another, and with the centers of all identities.

    Args:
        audited: The set.
        threshold: The threshold for two images; or one for each person, float64 (people,).
        listed: How many identities and images to list at most.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.
    """
    embedded = audited.embedded
    order = np.argsort(embedded.people, kind="stable")
    images = np.bincount(embedded.people)
    starts = np.cumsum(images) - images
    several = np.flatnonzero(images > 1)
    limits = np.broadcast_to(np.asarray(threshold, dtype=np.float64), images.shape)
    below, pairs = np.zeros(len(images), dtype=np.int64), images * (images - 1) // 2
    means = np.full(len(images), np.inf)
    for person in several:
        vectors = embedded.embeddings[order[starts[person] : starts[person] + images[person]]]
        scores = (vectors @ vectors.T)[np.triu_indices(len(vectors), 1)]
        below[person] = int((scores < limits[person]).sum())
        means[person] = float(scores.mean())
    loose = np.flatnonzero(means < limits)
    lowest = loose[np.argsort(means[loose], kind="stable")][:listed]
    several_images = images[embedded.people] > 1
    centers = _Centers.of(audited, several_images) if len(several) else None
    return IdentityConsistency(
        several=len(several),
        images=int(several_images.sum()),
        comparisons=int(pairs.sum()),
        below=share_over_people(below, whole=pairs, seed=seed) if len(several) else None,
        loose=len(loose),
        loosest=tuple((audited.identities[order[starts[person]]], float(means[person])) for person in lowest),
        own_center=centers.mean(centers.own, seed) if centers else None,
        other_center=centers.mean(centers.others, seed) if centers and centers.compared else None,
        misplaced=centers.share(images, seed) if centers and centers.compared else None,
        most_misplaced=centers.listed(audited, listed) if centers and centers.compared else (),
    )


@dataclass(frozen=True)
class _Centers:
    """Images of identities with several, and how near they are to their own and to the nearest other identity.

    Attributes:
        rows: int64 (images,), which they are.
        people: int64 (images,), whose.
        own: float64 (images,), scores with the mean of the person's other images.
        others: float32 (images,), scores with the center of the nearest other identity; −inf where there is none.
        nearest: int64 (images,), the number of that identity.
    """

    rows: Int64Array
    people: Int64Array
    own: Float64Array
    others: Float32Array
    nearest: Int64Array

    @classmethod
    def of(cls, audited: NamedEmbeddings, chosen: BoolArray) -> "_Centers":
        vectors, people = audited.embedded.embeddings, audited.embedded.people
        sums = np.zeros((audited.people, vectors.shape[1]))
        np.add.at(sums, people, vectors)
        rows = np.flatnonzero(chosen)
        rest = sums[people[rows]] - vectors[rows]
        lengths = np.linalg.norm(rest, axis=1)
        with np.errstate(invalid="ignore", divide="ignore"):
            own = np.where(lengths > 0, np.einsum("id,id->i", vectors[rows], rest) / lengths, 0.0)
        owners = people[rows], np.arange(audited.people)
        nearest_others = nearest(vectors[rows], person_vectors(audited.embedded), people=owners)
        return cls(rows, people[rows], own, nearest_others.scores[:, 0], nearest_others.rows[:, 0])

    @property
    def compared(self) -> bool:
        """Whether there is any other identity."""
        return bool(np.isfinite(self.others).all())

    @property
    def misplaced(self) -> BoolArray:
        return np.asarray(self.others > self.own)

    def mean(self, scores: Float32Array | Float64Array, seed: int) -> Estimate:
        groups: PeopleGroups = group_people(self.people, seed=seed)
        return mean_over_people(scores.astype(np.float64), groups, bounds=(-1, 1))

    def share(self, images: Int64Array, seed: int) -> Estimate:
        part = np.bincount(self.people[self.misplaced], minlength=len(images))
        return share_over_people(part, whole=np.where(images > 1, images, 0), seed=seed)

    def listed(self, audited: NamedEmbeddings, most: int) -> tuple[MisplacedImage, ...]:
        first = np.unique(audited.embedded.people, return_index=True)[1]
        worst = np.argsort(self.own - self.others, kind="stable")[: min(most, int(self.misplaced.sum()))]
        return tuple(
            MisplacedImage(
                image=audited.image_ids[row],
                identity=audited.identities[row],
                other_identity=audited.identities[first[other]],
                score=float(own),
                other_score=float(score),
            )
            for row, other, own, score in zip(
                self.rows[worst], self.nearest[worst], self.own[worst], self.others[worst], strict=True
            )
        )
