"""Precision, recall, density and coverage: which part of each set lies where the other one does.

Their intervals are over the people of the images that are counted, synthetic ones for precision and density, real ones
for recall and coverage, given the neighborhoods that the sets happen to have. The floor is of one choice of real people
in place of the synthetic set.
"""

from collections.abc import Callable

import numpy as np

from facegap.compare.fidelity.cross_neighborhoods import CrossNeighborhoods, neighborhoods_of, units_of
from facegap.compare.fidelity.embedded_pair import EmbeddedPair, Needs
from facegap.compare.fidelity.metric import MetricCard, register_metric
from facegap.estimates import Estimate, EstimateWithFloor, PeopleGroups, mean_over_people, share_of_images


@register_metric(
    MetricCard(
        name="precision",
        label="Precision",
        family="overlap",
        nearer="higher",
        range=(0, 1),
        unit="share",
        swapped="different",
        identical=1,
        sees=frozenset({"displacement"}),
        needs=Needs(neighbors=True),
        says="Images of {q} that lie among those of {p}. Low: many look like no image of {p}.",
        same_world="near 1",
        source="Kynkäänniemi et al., 2019; by people: ours",
        places=1,
    )
)
def measure_precision(pair: EmbeddedPair) -> EstimateWithFloor:
    """The share of synthetic images in any real neighborhood."""
    neighborhoods = pair.shared(neighborhoods_of)
    share = share_of_images(neighborhoods.precise, pair.synthetic.people, groups=pair.groups[1])
    return _with_floor(pair, share, lambda reference: reference.precision)


@register_metric(
    MetricCard(
        name="recall",
        label="Recall",
        family="overlap",
        nearer="higher",
        range=(0, 1),
        unit="share",
        swapped="different",
        identical=1,
        sees=frozenset({"collapse", "displacement"}),
        needs=Needs(neighbors=True),
        says="Images of {p} that lie among those of {q}. Low: whole kinds of images are missing in {q}.",
        same_world="near 1",
        source="Kynkäänniemi et al., 2019; by people: ours",
        places=1,
    )
)
def measure_recall(pair: EmbeddedPair) -> EstimateWithFloor:
    """The share of real images in any synthetic neighborhood."""
    neighborhoods = pair.shared(neighborhoods_of)
    share = share_of_images(neighborhoods.recalled, pair.real.people, groups=pair.groups[0])
    return _with_floor(pair, share, lambda reference: reference.recall)


@register_metric(
    MetricCard(
        name="density",
        label="Density",
        family="overlap",
        nearer="higher",
        range=(0, np.inf),
        unit="times what is to be expected",
        swapped="different",
        identical=1,
        sees=frozenset({"displacement"}),
        needs=Needs(neighbors=True),
        says="How thick images of {p} are around people of {q}. Low: these are at the rim, or outside.",
        same_world="1 on average",
        source="Naeem et al., 2020; by people: ours",
        places=2,
    )
)
def measure_density(pair: EmbeddedPair) -> EstimateWithFloor:
    """The real neighborhoods that a synthetic person is in, over those to be expected; by images, as published."""
    neighborhoods = pair.shared(neighborhoods_of)
    first = np.unique(units_of(pair)[1], return_index=True)[1]
    groups = pair.groups[1]
    of_units = PeopleGroups(groups.of[first], groups.count, groups.halves)
    mean = mean_over_people(neighborhoods.densities, of_units)
    return _with_floor(pair, mean, lambda reference: reference.density)


@register_metric(
    MetricCard(
        name="coverage",
        label="Coverage",
        family="overlap",
        nearer="higher",
        range=(0, 1),
        unit="share",
        swapped="different",
        identical=1,
        sees=frozenset({"collapse", "displacement"}),
        needs=Needs(neighbors=True),
        says="Images of {p} with one of {q} in their own neighborhood. Low: missing kinds, or too few of them.",
        same_world="about 0.97 of as many people, small if synthetic people are few",
        source="Naeem et al., 2020; by people: ours",
        places=1,
    )
)
def measure_coverage(pair: EmbeddedPair) -> EstimateWithFloor:
    """The share of real images with any synthetic image in their neighborhood."""
    neighborhoods = pair.shared(neighborhoods_of)
    share = share_of_images(neighborhoods.covered, pair.real.people, groups=pair.groups[0])
    return _with_floor(pair, share, lambda reference: reference.coverage)


def _with_floor(
    pair: EmbeddedPair, estimate: Estimate, number: Callable[[CrossNeighborhoods], float]
) -> EstimateWithFloor:
    """The floor from real people in place of the synthetic set; NaN where these, or the rest, are too few."""
    reference = pair.reference
    if reference is None or reference.lacking(Needs(neighbors=True)):
        return EstimateWithFloor(estimate, float("nan"))
    return EstimateWithFloor(estimate, number(reference.shared(neighborhoods_of)))
