"""Do synthetic people resemble real ones? Nearest neighbors, beyond what chance explains."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import Float64Array
from facegap.base.short_repr import ShortRepr
from facegap.benchmark.leakage.demographics import ImagesAndCenters, join_images_and_centers
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings, closest_images, join_sets
from facegap.benchmark.leakage.nearest_people import Kind
from facegap.benchmark.leakage.search import Search, SearchLevel, Strangers
from facegap.benchmark.leakage.sensitivity import leak_sensitivity
from facegap.benchmark.leakage.shares import share_of_flagged
from facegap.estimates import Estimate
from facegap.matching import EmbeddedSet, ScoreDistribution

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
        level: Which kind of comparison says it the most clearly: ``person``, ``center`` or ``image``.
        score: The score by that kind of comparison.
        threshold: The threshold that it is above, that of the groups of the two people where these are known.
        group: The demographic group of the synthetic person; None where it isn't known.
        reference_group: That of the real person.
        chance: The number of synthetic people in the whole audit who are expected to resemble a stranger as much.
    """

    identity: str | None
    image: str
    reference: str
    reference_identity: str | None
    reference_image: str
    level: Kind
    score: float
    threshold: float
    group: str | None
    reference_group: str | None
    chance: float


@dataclass(frozen=True)
class Leakage(ShortRepr):
    """How many synthetic people resemble real ones more than strangers do.

    Attributes:
        calibrated_on: The reference whose people say how alike strangers are: that with the most people.
        levels: How people were compared; the thresholds of all kinds stand for ``chance`` together.
        chance: The number of synthetic people who are expected above a threshold by chance.
        found: The number of synthetic people who are above a threshold.
        share: Their share of the synthetic people, with its interval over them.
        suspects: The clearest of those found, the clearest first.
        nearest: The scores of each synthetic person with the nearest real person, on the first level.
        nearest_real: The scores of each real person of the calibrating reference with the nearest other one there,
            likewise.
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

    Two people are compared by the means of their images, each image with the mean of a real person's images, and image
    by image, so that one leaked image among many is found too. What is the same is done once: where nobody has two
    images, all three are.

    How many chance hits to expect above a threshold is its false match rate times the comparisons that the audit makes.
    Without ``fmr``, thresholds are lowered as far as at most the share ``chance`` of those found is expected by chance
    (Benjamini and Hochberg, "Controlling the false discovery rate", 1995), and where nobody is found, as far as
    ``chance`` people are: a set without leaks passes but for that share of the audits.

    Args:
        synthetic: The set that is audited.
        references: The sets of real people.
        strangers: How alike different people are among them, by all kinds of comparisons that are made here
            (``kinds_of``), and in which groups they are.
        chance: The share of the suspects that may be expected by chance, above 0 and below 1.
        fmr: the false match rate of the thresholds on all levels instead, for audits that are to be compared; the
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
    compared = ImagesAndCenters.of(synthetic, strangers.names)
    real = join_images_and_centers([strangers.compared_of(each) for each in references])
    searches = [
        Search.of(kind, synthetic=compared, real=real, strangers=strangers)
        for kind in kinds_of(synthetic=synthetic, references=references)
    ]
    alone = np.stack([search.chance for search in searches])
    # A person is as unlikely as the level says on which they are the least likely, of so many levels.
    expected = len(searches) * alone.min(axis=0)
    rates = [fmr if fmr else _allowed(expected, chance) / len(searches) / search.comparisons for search in searches]
    levels = tuple(search.level(rate, strangers, seed=seed) for search, rate in zip(searches, rates, strict=True))
    limits = {search.name: search.calibration.limits(rate) for search, rate in zip(searches, rates, strict=True)}
    flagged = np.any([search.nearest.above(limits[search.name]) for search in searches], axis=0)
    order = np.lexsort((-searches[0].nearest.scores, expected))
    naming = _Naming(synthetic, references, strangers.names)
    leading = alone.argmin(axis=0)
    first = searches[0]
    nearest_real = strangers.nearest[first.name].scores
    return Leakage(
        calibrated_on=strangers.known.name,
        levels=levels,
        chance=sum(level.chance for level in levels),
        found=int(flagged.sum()),
        share=share_of_flagged(flagged, seed=seed),
        suspects=tuple(
            naming.suspect(int(person), searches[at], limits[searches[at].name], float(expected[person]))
            for person in order[flagged[order]][:listed]
            for at in [leading[person]]
        ),
        nearest=ScoreDistribution.of(first.nearest.scores, bins=_BINS),
        nearest_real=ScoreDistribution.of(nearest_real[np.isfinite(nearest_real)], bins=_BINS),
        sensitivity=leak_sensitivity(strangers.compared, limits, seed=seed),
    )


def kinds_of(*, synthetic: NamedEmbeddings, references: Sequence[NamedEmbeddings]) -> tuple[Kind, ...]:
    """The kinds of comparisons that differ: an image is a mean, too, where people have one image each."""
    kinds: list[Kind] = ["image"]
    if not all(each.single for each in references):
        kinds.insert(0, "center")
    if not synthetic.single:
        kinds.insert(0, "person")
    return tuple(kinds)


def _allowed(expected: Float64Array, chance: float) -> float:
    """The number of chance hits to allow: the share ``chance`` of those whom that finds, or of one."""
    ranked = np.sort(expected)
    below = np.flatnonzero(ranked <= chance * np.arange(1, len(ranked) + 1))
    return float(chance * (below[-1] + 1)) if len(below) else chance


class _Naming:
    """From the rows that a search found to the ids of images and people."""

    def __init__(
        self, synthetic: NamedEmbeddings, references: Sequence[NamedEmbeddings], groups: Sequence[str]
    ) -> None:
        self.synthetic = synthetic
        self.real: EmbeddedSet = join_sets(references)
        self.names = [each.name for each in references for _ in each.image_ids]
        self.image_ids = [image_id for each in references for image_id in each.image_ids]
        self.identities = [identity for each in references for identity in each.identities]
        self.groups = groups

    def suspect(self, person: int, search: Search, limits: Float64Array, chance: float) -> Suspect:
        """The person with the image, and the real person's, that are most alike."""
        near = search.nearest
        image, reference = closest_images(self.synthetic.embedded, person, self.real, int(near.people[person]))
        group, reference_group = (self.groups[at] if at >= 0 else None for at in near.groups[person])
        return Suspect(
            identity=self.synthetic.identities[image],
            image=self.synthetic.image_ids[image],
            reference=self.names[reference],
            reference_identity=self.identities[reference],
            reference_image=self.image_ids[reference],
            level=search.name,
            score=float(near.scores[person]),
            threshold=float(near.limit(limits)[person]),
            group=group,
            reference_group=reference_group,
            chance=chance,
        )
