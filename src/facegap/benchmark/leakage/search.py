"""The nearest real person of each synthetic one: by means of images, image against center, and image by image."""

from collections.abc import Sequence
from dataclasses import dataclass

from facegap.base.arrays import Float64Array
from facegap.benchmark.leakage.calibration import GroupedCalibration, GroupThreshold, calibrate_groups
from facegap.benchmark.leakage.demographics import ImagesAndCenters
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings
from facegap.benchmark.leakage.nearest_people import Kind, Nearest, sides_of
from facegap.benchmark.leakage.shares import share_of_flagged
from facegap.estimates import Estimate

_CONSISTENCY: tuple[Kind, ...] = ("image",)
"""By images, the images of one identity are compared."""


@dataclass(frozen=True)
class SearchLevel:
    """One way to compare people, and from which score on it makes them suspects.

    Attributes:
        name: ``person``, the means of people's images; ``center``, each image with the mean of a real person's images;
            or ``image``, each image with each.
        comparisons: The number of comparisons between the synthetic set and the references.
        fmr: The false match rate that the threshold stands for, 0 to 1.
        threshold: The threshold, with its interval over the people that it was calibrated on; above 1 where no score
            can reach it. Where there are groups, it is that of all people, and each group has its own.
        groups: The threshold within each demographic group; empty where no groups are known.
        least: The lowest of all thresholds that synthetic people were compared with.
        chance: The number of comparisons expected above it by chance, ``fmr`` · ``comparisons``.
        calibrated_on: The name of the real set whose non-mated scores the thresholds are from.
        calibration_comparisons: The number of these scores.
        counted_fmr: The rarest rate that was counted; ``fmr`` below it is on the line through those counted.
        found: The number of synthetic people above the threshold.
        share: Their share of the synthetic people, with its interval over them.
        floor: The share of the people of ``calibrated_on`` above the threshold to somebody else there, who are people
            with two names, twins, or chance.
    """

    name: Kind
    comparisons: int
    fmr: float
    threshold: Estimate
    groups: tuple[GroupThreshold, ...]
    least: float
    chance: float
    calibrated_on: str
    calibration_comparisons: int
    counted_fmr: float
    found: int
    share: Estimate
    floor: Estimate

    @property
    def extrapolated(self) -> bool:
        """Whether so low a rate couldn't be counted."""
        return self.fmr < self.counted_fmr


@dataclass(frozen=True)
class Strangers:
    """How alike different real people are.

    Attributes:
        known: The reference whose people say so.
        compared: Its images and the centers of its people.
        calibrations: How alike they are, by each kind of comparison that was asked for, and by images.
        nearest: The nearest other person there of each, by each of these kinds.
        names: The names of the demographic groups.
    """

    known: NamedEmbeddings
    compared: ImagesAndCenters
    calibrations: dict[Kind, GroupedCalibration]
    nearest: dict[Kind, Nearest]
    names: tuple[str, ...] = ()

    @classmethod
    def among(
        cls,
        references: Sequence[NamedEmbeddings],
        *,
        kinds: Sequence[Kind] = ("person", "center", "image"),
        single: bool = False,
        names: tuple[str, ...] = (),
        seed: int = 0,
    ) -> "Strangers":
        """Compare the people of the reference with the most people with one another.

        Args:
            references: The real sets.
            kinds: The kinds of comparisons that are made.
            single: Whether the people who will be compared with them have one image each; the nearest of these real
                people are then searched by one image, too.
            names: The names of the demographic groups.
            seed: The seed by which people are dealt into groups; intervals alone depend on it.

        Raises:
            BenchmarkError: they are too few, or their scores don't vary.
        """
        known = max(references, key=lambda reference: reference.people)
        compared = ImagesAndCenters.of(known, names)
        calibrations: dict[Kind, GroupedCalibration] = {}
        for kind in dict.fromkeys([*kinds, *_CONSISTENCY]):
            if calibrations and known.single:  # a person's image is then the mean, too
                calibrations[kind] = next(iter(calibrations.values()))
                continue
            images = compared.centers if kind == "person" else compared.images
            centers = compared.centers if kind == "center" and not known.single else None
            calibrations[kind] = calibrate_groups(images, centers=centers, names=names, seed=seed)
        near = {}
        for kind in kinds:
            sides = sides_of(kind, compared, compared, single=single)
            near[kind] = Nearest.among(*sides, calibrations[kind], others=True)
        return cls(known, compared, calibrations, near, names)

    def compared_of(self, reference: NamedEmbeddings) -> ImagesAndCenters:
        """The images and centers of a reference, with the numbers of the groups here."""
        return self.compared if reference is self.known else ImagesAndCenters.of(reference, self.names)


@dataclass(frozen=True)
class Search:
    """What was found by one kind of comparison.

    Attributes:
        name: The kind.
        comparisons: The number of comparisons made.
        calibration: How alike strangers are by it.
        nearest: The nearest real person of each synthetic one.
    """

    name: Kind
    comparisons: int
    calibration: GroupedCalibration
    nearest: Nearest

    @classmethod
    def of(cls, kind: Kind, *, synthetic: ImagesAndCenters, real: ImagesAndCenters, strangers: Strangers) -> "Search":
        """Search the nearest real person of each synthetic one."""
        queries, references = sides_of(kind, synthetic, real)
        calibration = strangers.calibrations[kind]
        comparisons = len(queries.people) * len(references.people)
        return cls(kind, comparisons, calibration, Nearest.among(queries, references, calibration))

    @property
    def chance(self) -> Float64Array:
        """For each synthetic person, the comparisons expected to give such a score by chance, float64 (people,)."""
        return self.comparisons * self.nearest.rates

    def level(self, fmr: float, strangers: Strangers, *, seed: int) -> SearchLevel:
        """The level with the thresholds for a false match rate."""
        everyone, limits = self.calibration.everyone, self.calibration.limits(fmr)
        flagged = self.nearest.above(limits)
        return SearchLevel(
            name=self.name,
            comparisons=self.comparisons,
            fmr=fmr,
            threshold=everyone.threshold(fmr),
            groups=self.calibration.thresholds(fmr),
            least=float(self.nearest.limit(limits).min()),
            chance=fmr * self.comparisons,
            calibrated_on=strangers.known.name,
            calibration_comparisons=everyone.tail.comparisons,
            counted_fmr=everyone.tail.counted,
            found=int(flagged.sum()),
            share=share_of_flagged(flagged, seed=seed),
            floor=share_of_flagged(strangers.nearest[self.name].above(limits), seed=seed),
        )
