"""Whether synthetic images come nearer to real ones than is due: the two metrics of novelty."""

from collections.abc import Callable

from facegap.compare.fidelity.cross_neighborhoods import CrossNeighborhoods, neighborhoods_of
from facegap.compare.fidelity.embedded_pair import EmbeddedPair, Needs
from facegap.compare.fidelity.metric import MetricCard, register_metric
from facegap.estimates import EstimateWithFloor, mean_over_people, share_of_images


@register_metric(
    MetricCard(
        name="authentic",
        label="Authentic",
        family="novelty",
        nearer="higher",
        range=(0, 1),
        unit="share",
        swapped="different",
        identical=0,
        sees=frozenset(),
        needs=Needs(images=2),
        says="Images of {q} that are no near-copies: further from the nearest image of {p} than that is from its own "
        "nearest.",
        same_world="near 1",
        source="Alaa et al., 2022",
        places=1,
    )
)
def measure_authentic(pair: EmbeddedPair) -> EstimateWithFloor:
    """The share of synthetic images that are further from their nearest real image than that is from its own nearest.

    It is low where real images are copied. The interval is over synthetic people, given the real images. Where real
    people have several images, the nearest other is mostly of the same person: then only what is as like as those is a
    copy.
    """
    authentic = pair.shared(neighborhoods_of).authentic
    share = share_of_images(authentic, pair.synthetic.people, groups=pair.groups[1])
    return EstimateWithFloor(share, _reference(pair, lambda neighborhoods: float(neighborhoods.authentic.mean())))


@register_metric(
    MetricCard(
        name="nearest_similarity",
        label="Similarity to the nearest",
        family="novelty",
        nearer="higher",
        range=(-1, 1),
        unit="cosine",
        swapped="different",
        identical=1,
        sees=frozenset({"displacement"}),
        needs=Needs(images=2),
        says="Mean cosine of an image of {q} and the nearest of {p}. Much higher than for other people of {p}: copies.",
        same_world="as that of real images and the nearest of other real people",
        source="ours",
        best="Best near that of other people of one set.",
    )
)
def measure_nearest_similarity(pair: EmbeddedPair) -> EstimateWithFloor:
    """The mean cosine of a synthetic image and its nearest real one."""
    mean = mean_over_people(pair.shared(neighborhoods_of).similarity, pair.groups[1], bounds=(-1, 1))
    return EstimateWithFloor(mean, _reference(pair, lambda neighborhoods: float(neighborhoods.similarity.mean())))


def _reference(pair: EmbeddedPair, number: Callable[[CrossNeighborhoods], float]) -> float:
    """A number of real people in place of the synthetic set; NaN where they, or the rest, are too few."""
    reference = pair.reference
    if reference is None or reference.lacking(Needs(images=2)):
        return float("nan")
    return number(reference.shared(neighborhoods_of))
