"""The nearest real person of each synthetic one, by the means of their images or image by image."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float32Array, Float64Array, Int64Array
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings, person_vectors
from facegap.benchmark.leakage.tail import ScoreCalibration, calibrate_scores
from facegap.estimates import Estimate
from facegap.matching import EmbeddedSet, nearest


@dataclass(frozen=True)
class SearchLevel:
    """One way to compare people, and from which score on it makes them suspects.

    Attributes:
        name: ``person``, by the means of their images, or ``image``, each with each.
        comparisons: made between the synthetic set and the references.
        fmr: the false match rate that the threshold stands for, 0 to 1.
        threshold: with its interval over the people that it was calibrated on; above 1 where no score can reach it.
        chance: comparisons expected above it by chance, ``fmr`` · ``comparisons``.
        calibration_comparisons: of different real people, on which the rate rests.
        counted_fmr: the rarest rate that was counted; ``fmr`` below it is on the line through those counted.
        found: synthetic people above the threshold.
    """

    name: str
    comparisons: int
    fmr: float
    threshold: Estimate
    chance: float
    calibration_comparisons: int
    counted_fmr: float
    found: int

    @property
    def extrapolated(self) -> bool:
        """Whether so low a rate couldn't be counted."""
        return self.fmr < self.counted_fmr


@dataclass(frozen=True)
class Strangers:
    """How alike different real people are.

    Attributes:
        known: the reference whose people say so.
        by_person: of the means of their images.
        by_image: of their images.
    """

    known: NamedEmbeddings
    by_person: ScoreCalibration
    by_image: ScoreCalibration

    @classmethod
    def among(cls, references: Sequence[NamedEmbeddings], *, seed: int = 0) -> "Strangers":
        """Compare the people of the reference with the most people with one another.

        Raises:
            BenchmarkError: they are too few, or their scores don't vary.
        """
        known = max(references, key=lambda reference: reference.people)
        vectors = person_vectors(known.embedded)
        by_person = calibrate_scores(vectors, np.arange(len(vectors)), seed=seed)
        if len(vectors) == len(known.image_ids):
            return cls(known, by_person, by_person)
        return cls(known, by_person, calibrate_scores(known.embedded.embeddings, known.embedded.people, seed=seed))


@dataclass(frozen=True)
class Search:
    """What was found on one level, for each synthetic person.

    Attributes:
        name: of the level.
        comparisons: made.
        calibration: how alike strangers are on this level.
        nearest: int64 (people,), the number of the nearest real person.
        scores: float32 (people,), how near.
    """

    name: str
    comparisons: int
    calibration: ScoreCalibration
    nearest: Int64Array
    scores: Float32Array

    @property
    def chance(self) -> Float64Array:
        """For each synthetic person, the comparisons expected to give their score by chance, float64 (people,)."""
        return self.comparisons * self.calibration.tail.fmr(self.scores)

    def level(self, fmr: float) -> SearchLevel:
        """The level with the threshold for a false match rate."""
        threshold = self.calibration.threshold(fmr)
        return SearchLevel(
            name=self.name,
            comparisons=self.comparisons,
            fmr=fmr,
            threshold=threshold,
            chance=fmr * self.comparisons,
            calibration_comparisons=self.calibration.tail.comparisons,
            counted_fmr=self.calibration.tail.counted,
            found=int((self.scores >= threshold.value).sum()),
        )


def by_person(*, synthetic: EmbeddedSet, real: EmbeddedSet, calibration: ScoreCalibration) -> Search:
    """Compare the means of people's images."""
    synthetic_people, real_people = person_vectors(synthetic), person_vectors(real)
    neighbors = nearest(synthetic_people, real_people)
    comparisons = len(synthetic_people) * len(real_people)
    return Search("person", comparisons, calibration, neighbors.rows[:, 0], neighbors.scores[:, 0])


def by_image(*, synthetic: EmbeddedSet, real: EmbeddedSet, calibration: ScoreCalibration) -> Search:
    """Compare each image with each, and keep the best of each synthetic person's."""
    neighbors = nearest(synthetic.embeddings, real.embeddings)
    rows, scores = neighbors.rows[:, 0], neighbors.scores[:, 0]
    order = np.lexsort((-scores, synthetic.people))
    best = order[np.searchsorted(synthetic.people[order], np.arange(int(synthetic.people.max()) + 1))]
    comparisons = len(synthetic.people) * len(real.people)
    return Search("image", comparisons, calibration, real.people[rows[best]], scores[best])
