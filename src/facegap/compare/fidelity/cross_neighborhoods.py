"""Two sets whose images have been compared, within each and with one another: what all that follows is counted from."""

from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, Float32Array, Float64Array, Int64Array
from facegap.compare.fidelity.embedded_pair import NEIGHBORS, EmbeddedPair
from facegap.compare.fidelity.neighborhoods import Neighborhoods, find_neighborhoods
from facegap.compare.fidelity.points import check_points
from facegap.matching import distance_rounding, sweep_distances


@dataclass(frozen=True)
class CrossNeighborhoods:
    """How the images of two sets lie to one another: whether each is in neighborhoods of the other set.

    The neighborhood of an image is the ball around it that reaches to its k-th nearest other **unit** of the same set.
    A unit is a person, whose nearest image counts (ours), or, as published, an image. An image is in a neighborhood if
    it is strictly nearer than its radius.

    Why people: of a set with more than k images of a person, the k nearest images are mostly the person's own. Balls
    are then so small that two halves of one set hardly meet: of 80 rendered people with ten images each, 0 to 7 % of
    either half were in balls of the other. With balls that reach to the fifth person it is 94 to 100 %, for two
    networks and for LFW's photographs too, while recall is still 0 of five faces that pose as 40 people, or of a set
    whose embeddings are all moved by their own length. Balls that reach to the k-th *image of another person* are of a
    size between: two halves reach 74 to 98 %, since the five nearest images of others are often all of one person, the
    more so the more images a person has. Where every image is of a person of its own, all three are the same.

    By people, two samples of one world have a density of 1 on average, and a coverage of 1 − Π (p − 1 − j) /
    (p + s − 1 − j) over j < k, with p real and s synthetic people, however alike the images of a person are.

    Attributes:
        neighbors: The k of the neighborhoods.
        around: The neighborhoods of the real images within their set.
        precise: bool (synthetic images,), whether each synthetic image is in any real neighborhood.
        recalled: bool (real images,), whether each real image is in any synthetic neighborhood.
        covered: bool (real images,), whether any synthetic image is in the neighborhood of each real image.
        holding: int64 (synthetic units,), in how many real neighborhoods any image of each unit is; units in the order
            of their numbers.
        real_units: How many units the real set has.
        nearest: int64 (synthetic images,), the row of the nearest real image, the lower one of two as near.
        distance: float64 (synthetic images,), the squared Euclidean distance to it.
    """

    neighbors: int
    around: Neighborhoods
    precise: BoolArray
    recalled: BoolArray
    covered: BoolArray
    holding: Int64Array
    real_units: int
    nearest: Int64Array
    distance: Float64Array

    @property
    def similarity(self) -> Float64Array:
        """The cosine of each synthetic image and its nearest real one, of unit vectors: float64 (synthetic images,)."""
        return np.asarray(1 - self.distance / 2)

    @property
    def authentic(self) -> BoolArray:
        """Which synthetic images are no near-copies: further from the nearest real one than that from its own nearest.

        Alaa et al., "How faithful is your synthetic data?", 2022: bool (synthetic images,).
        """
        return np.asarray(self.distance > self.around.nearest[self.nearest])

    @property
    def precision(self) -> float:
        """The share of synthetic images in any real neighborhood, 0 to 1; low where many look like no real one.

        Kynkäänniemi et al., "Improved precision and recall metric for assessing generative models", 2019.
        """
        return float(np.mean(self.precise))

    @property
    def recall(self) -> float:
        """The share of real images in any synthetic neighborhood, 0 to 1; low where kinds of real images are missing.

        Kynkäänniemi et al., 2019.
        """
        return float(np.mean(self.recalled))

    @property
    def densities(self) -> Float64Array:
        """Of each synthetic unit, the real neighborhoods that it is in over those to be expected: float64 (units,).

        Naeem et al., "Reliable fidelity and diversity metrics for generative models", 2020, divide by k, which is what
        is to be expected where real units are images; of units with several images it is k real units' images.
        """
        images_of_unit = len(self.recalled) / self.real_units
        return np.asarray(self.holding / (self.neighbors * images_of_unit))

    @property
    def density(self) -> float:
        """The mean of ``densities``: 1 on average of two samples of one world, and possibly more."""
        return float(np.mean(self.densities))

    @property
    def coverage(self) -> float:
        """The share of real images with a synthetic one in their neighborhood, 0 to 1 (Naeem et al., 2020)."""
        return float(np.mean(self.covered))


def neighborhoods_of(pair: EmbeddedPair) -> CrossNeighborhoods:
    """Compare all images of two sets, with neighborhoods that reach as the pair says."""
    people = (pair.real.people, pair.synthetic.people)
    return _compare(pair.real.embeddings, pair.synthetic.embeddings, people, units_of(pair), pair.neighbors)


def units_of(pair: EmbeddedPair) -> tuple[Int64Array, Int64Array]:
    """The unit of each real and of each synthetic image: its person, or, as published, the image itself."""
    if pair.reach == "people":
        return pair.real.people, pair.synthetic.people
    return np.arange(len(pair.real.people)), np.arange(len(pair.synthetic.people))


def compare_neighborhoods(
    *,
    real: Float32Array,
    synthetic: Float32Array,
    real_people: Int64Array | None = None,
    synthetic_people: Int64Array | None = None,
    neighbors: int = NEIGHBORS,
) -> CrossNeighborhoods:
    """Compare the neighborhoods of two sets of points exactly: all pairs, none by chance or approximation.

    Args:
        real: P, the data, float32 (n, dimensions).
        synthetic: Q, the model, float32 (m, dimensions).
        real_people: int64 (n,), a number for the person of each real point, not negative. Without it, every point is a
            person of its own, and neighborhoods are those of the published metrics.
        synthetic_people: int64 (m,), a number for the person of each synthetic point, not negative; without it as for
            ``real_people``.
        neighbors: The k of the neighborhoods. Both sets must have more people than that.

    Raises:
        ValueError: The points have other dimensions or aren't finite, there are too few people or none for a point, or
            ``neighbors`` is below 1.

    >>> import numpy as np
    >>> real = np.float32([[0], [1], [2], [3]])
    >>> synthetic = np.float32([[0.5], [0.6], [0.7], [9]])
    >>> found = compare_neighborhoods(real=real, synthetic=synthetic, neighbors=1)
    >>> found.precision, found.recall, found.density, found.coverage
    (0.75, 0.75, 1.5, 0.5)
    """
    check_points(real=real, synthetic=synthetic, least=1)
    if neighbors < 1:
        msg = f"{neighbors} neighbors; there must be one at least"
        raise ValueError(msg)
    units = []
    for name, points, people in (("real", real, real_people), ("synthetic", synthetic, synthetic_people)):
        numbers = np.arange(len(points)) if people is None else np.asarray(people)
        if numbers.shape != (len(points),):
            msg = f"{numbers.shape} people of {len(points)} {name} points; there must be one number for each"
            raise ValueError(msg)
        if (count := len(np.unique(numbers))) <= neighbors:
            what = "points" if people is None else "people"
            msg = f"{count} {name} {what}; {neighbors} neighbors need {neighbors + 1} at least"
            raise ValueError(msg)
        units.append(numbers)
    return _compare(real, synthetic, (units[0], units[1]), (units[0], units[1]), neighbors)


def _compare(
    real: Float32Array,
    synthetic: Float32Array,
    people: tuple[Int64Array, Int64Array],
    units: tuple[Int64Array, Int64Array],
    neighbors: int,
) -> CrossNeighborhoods:
    # Here, since compiled code takes long to import.
    from facegap.compare.fidelity.compiled import note_crossings

    around, among = (
        find_neighborhoods(points, people=people[side], units=units[side], neighbors=neighbors)
        for side, points in enumerate((real, synthetic))
    )
    order = np.argsort(units[1], kind="stable")  # all images of a unit follow one another
    unit = np.unique(units[1][order], return_inverse=True)[1]
    rows, columns = np.ascontiguousarray(synthetic[order]), np.ascontiguousarray(real)
    rounding = distance_rounding(rows, columns)
    bounds = (around.radius + rounding).astype(np.float32)
    holding = np.zeros(unit[-1] + 1, dtype=np.int64)
    nearest, distance = np.full(len(rows), -1, dtype=np.int64), np.full(len(rows), np.inf)
    precise = np.zeros(len(rows), dtype=np.uint8)
    recalled, covered = (np.zeros(len(columns), dtype=np.uint8) for _ in range(2))
    row_radii = among.radius[order]

    def use(row: int, column: int, distances: Float32Array) -> None:
        note_crossings(
            distances,
            row,
            column,
            rows,
            columns,
            unit,
            rounding,
            row_radii,
            around.radius,
            bounds,
            holding,
            precise,
            recalled,
            covered,
            distance,
            nearest,
        )

    sweep_distances(rows, columns, use, row_cuts=np.flatnonzero(np.diff(unit, prepend=-1)).tolist())
    back = np.argsort(order, kind="stable")
    return CrossNeighborhoods(
        neighbors=neighbors,
        around=around,
        precise=precise[back].astype(np.bool_),
        recalled=recalled.astype(np.bool_),
        covered=covered.astype(np.bool_),
        holding=holding,
        real_units=len(np.unique(units[0])),
        nearest=nearest[back],
        distance=distance[back],
    )
