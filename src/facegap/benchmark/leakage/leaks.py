"""Do synthetic people resemble real ones? Nearest neighbors, beyond what chance explains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float64Array
from facegap.base.short_repr import ShortRepr
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings, closest_images, join_sets, person_vectors
from facegap.benchmark.leakage.search import Search, SearchLevel, Strangers, by_image, by_person
from facegap.benchmark.leakage.shares import share_over_people
from facegap.estimates import Estimate
from facegap.matching import EmbeddedSet, ScoreDistribution
from facegap.matching.neighbors.nearest_neighbors import nearest_others

CHANCE = 0.05
"""At most that share of the suspects is expected by chance, and a set without any has none with the rest of it."""
_BINS = 200


@dataclass(frozen=True)
class Suspect:
    """A synthetic person who resembles a real one.

    Attributes:
        identity: The synthetic person's identity; None where images have none.
        image: The image of theirs which is most like the real person's.
        reference: The name of the real person's set.
        reference_identity: The real person's identity; None where images have none.
        reference_image: The real person's image that is most like it.
        level: Whether ``person`` or ``image`` says it more clearly.
        score: The score on that level, of the means of their images or of the two images.
        chance: The number of synthetic people in the whole audit who are expected to resemble a stranger as much.
    """

    identity: str | None
    image: str
    reference: str
    reference_identity: str | None
    reference_image: str
    level: str
    score: float
    chance: float


@dataclass(frozen=True)
class Leakage(ShortRepr):
    """How many synthetic people resemble real ones more than strangers do.

    Attributes:
        calibrated_on: The reference whose people say how alike strangers are: that with the most people.
        levels: How people were compared; both kinds of thresholds stand for ``chance`` together.
        chance: The number of synthetic people who are expected above a threshold by chance.
        found: The number of synthetic people who are above a threshold.
        share: Their share of the synthetic people, with its interval over them.
        suspects: The clearest of those found, the clearest first.
        nearest: The scores of each synthetic person with the nearest real person.
        nearest_real: The scores of each real person of the calibrating reference with the nearest other one there.
        floor: The share of those real people for whom it is above the threshold: people with two names, twins, or
            chance.
        sensitivity: The share of real people who would be found if one of their images were a synthetic person, and the
            others the reference; None where no real person has two images.
    """

    calibrated_on: str
    levels: tuple[SearchLevel, ...]
    chance: float
    found: int
    share: Estimate
    suspects: tuple[Suspect, ...]
    nearest: ScoreDistribution
    nearest_real: ScoreDistribution
    floor: Estimate
    sensitivity: Estimate | None


def find_leaks(
    *,
    synthetic: NamedEmbeddings,
    references: Sequence[NamedEmbeddings],
    strangers: Strangers,
    chance: float = CHANCE,
    fmr: float | None = None,
    listed: int = 50,
    seed: int = 0,
) -> Leakage:
    """Search the nearest real person of each synthetic one.

    Two people are compared by the means of their images, and image by image, so that one leaked image among many is
    found too. Where nobody has two images, both are the same and are done once.

    How many chance hits to expect above a threshold is its false match rate times the comparisons that the audit makes.
    Without ``fmr``, thresholds are lowered as far as at most the share ``chance`` of those found is expected by chance
    (Benjamini and Hochberg, "Controlling the false discovery rate", 1995), and where nobody is found, as far as
    ``chance`` people are: a set without leaks passes but for that share of the audits.

    Args:
        synthetic: The set that is audited.
        references: The sets of real people.
        strangers: How alike different people are among them.
        chance: The share of the suspects that may be expected by chance, above 0 and below 1.
        fmr: the false match rate of the thresholds on both levels instead, for audits that are to be compared; the
            number of chance hits is then what it is.
        listed: How many suspects to list at most.
        seed: The seed by which people are dealt into groups; intervals alone depend on it.

    Raises:
        ValueError: no reference, ``chance`` or ``fmr`` out of range, or embeddings of other dimensions.
    """
    if not references or not 0 < chance < 1 or not (fmr is None or 0 < fmr < 1):
        msg = (
            f"an audit needs at least one reference, and chance and fmr between 0 and 1; given were {len(references)} "
            f"references, chance {chance} and fmr {fmr}"
        )
        raise ValueError(msg)
    dimensions = [each.embedded.embeddings.shape[1] for each in (synthetic, *references)]
    if len(set(dimensions)) > 1:
        sizes = ", ".join(f"{n} of {each.name}" for n, each in zip(dimensions, (synthetic, *references), strict=True))
        msg = f"the embeddings of the sets have different dimensions: {sizes}; embed all with one network"
        raise ValueError(msg)
    real = join_sets(references)
    searches = [by_person(synthetic=synthetic.embedded, real=real, calibration=strangers.by_person)]
    if any(each.people < len(each.image_ids) for each in (synthetic, *references)):
        searches.append(by_image(synthetic=synthetic.embedded, real=real, calibration=strangers.by_image))
    alone = np.stack([search.chance for search in searches])
    # A person is as unlikely as the level says on which they are the least likely, of so many levels.
    expected = len(searches) * alone.min(axis=0)
    rates = [fmr if fmr else _allowed(expected, chance) / len(searches) / search.comparisons for search in searches]
    levels = tuple(search.level(rate) for search, rate in zip(searches, rates, strict=True))
    flagged = np.any([s.scores >= level.threshold.value for s, level in zip(searches, levels, strict=True)], axis=0)
    order = np.lexsort((-searches[0].scores, expected))
    naming = _Naming(synthetic, references, real)
    leading = alone.argmin(axis=0)
    known = strangers.known
    nearest_real = nearest_others(person_vectors(known.embedded)).scores[:, 0]
    return Leakage(
        calibrated_on=known.name,
        levels=levels,
        chance=sum(level.chance for level in levels),
        found=int(flagged.sum()),
        share=_share(flagged, seed),
        suspects=tuple(
            naming.suspect(int(person), searches[leading[person]], float(expected[person]))
            for person in order[flagged[order]][:listed]
        ),
        nearest=ScoreDistribution.of(searches[0].scores, bins=_BINS),
        nearest_real=ScoreDistribution.of(nearest_real[np.isfinite(nearest_real)], bins=_BINS),
        floor=_share(nearest_real >= levels[0].threshold.value, seed),
        sensitivity=_sensitivity(known.embedded, [level.threshold.value for level in levels], seed),
    )


def _allowed(expected: Float64Array, chance: float) -> float:
    """The number of chance hits to allow: the share ``chance`` of those whom that finds, or of one."""
    ranked = np.sort(expected)
    below = np.flatnonzero(ranked <= chance * np.arange(1, len(ranked) + 1))
    return float(chance * (below[-1] + 1)) if len(below) else chance


def _share(flagged: BoolArray, seed: int) -> Estimate:
    """The share of people who are flagged, with its interval over people."""
    return share_over_people(flagged.astype(np.int64), whole=np.ones(len(flagged), dtype=np.int64), seed=seed)


def _sensitivity(embedded: EmbeddedSet, thresholds: Sequence[float], seed: int) -> Estimate | None:
    """Whether the first image of each person finds the mean of their others, or one of them."""
    order = np.argsort(embedded.people, kind="stable")
    vectors, people = embedded.embeddings[order], embedded.people[order]
    images = np.bincount(people)
    starts = np.searchsorted(people, np.arange(len(images)))
    several = images > 1
    if not several.any():
        return None
    first = vectors[starts]
    rest = np.add.reduceat(vectors, starts, axis=0, dtype=np.float64) - first
    with np.errstate(invalid="ignore"):
        by_means = np.einsum("pd,pd->p", first, rest) / np.linalg.norm(rest, axis=1)
    each = np.einsum("id,id->i", vectors, first[people])
    each[starts] = -np.inf
    scores = (by_means, np.maximum.reduceat(each, starts))
    recognized = np.any([score >= threshold for score, threshold in zip(scores, thresholds, strict=False)], axis=0)
    return _share(recognized[several], seed)


class _Naming:
    """From the rows that a search found to the ids of images and people."""

    def __init__(self, synthetic: NamedEmbeddings, references: Sequence[NamedEmbeddings], real: EmbeddedSet) -> None:
        self.synthetic = synthetic
        self.real = real
        self.names = [each.name for each in references for _ in each.image_ids]
        self.image_ids = [image_id for each in references for image_id in each.image_ids]
        self.identities = [identity for each in references for identity in each.identities]

    def suspect(self, person: int, search: Search, chance: float) -> Suspect:
        """The person with the image, and the real person's, that are most alike."""
        image, reference = closest_images(self.synthetic.embedded, person, self.real, int(search.nearest[person]))
        return Suspect(
            identity=self.synthetic.identities[image],
            image=self.synthetic.image_ids[image],
            reference=self.names[reference],
            reference_identity=self.identities[reference],
            reference_image=self.image_ids[reference],
            level=search.name,
            score=float(search.scores[person]),
            chance=chance,
        )
