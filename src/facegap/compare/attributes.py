"""How often each attribute is there, in a real and in a synthetic set."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from facegap.compare.labels import LabelledSet
from facegap.compare.tally import Label, Tally
from facegap.errors import FaceSetError
from facegap.estimates import Estimate, Estimates, jeffreys, kl, kl_bounds, subtract


@dataclass(frozen=True)
class SetLabels:
    """The labelled images of one set.

    Attributes:
        layer: where the labels are from, such as ``truth``.
        images: images with labels.
        people: their identities; images without one count as a person each.
        unknown: images without an identity.
        missing: images without labels.
    """

    layer: str
    images: int
    people: int
    unknown: int
    missing: int


@dataclass(frozen=True)
class AttributeShares:
    """One attribute in one set; shares are of images, 0 to 1.

    Attributes:
        positive: of all labelled images, as the two below.
        negative: likewise.
        undefined: likewise; the three sum to 1.
        defined: images that are positive or negative.
        positive_of_defined: the share of the positive among those; None where there is none.
    """

    positive: Estimate
    negative: Estimate
    undefined: Estimate
    defined: int
    positive_of_defined: Estimate | None


@dataclass(frozen=True)
class AttributeDifference:
    """How an attribute differs between the sets, among the images for which it is defined.

    Attributes:
        positive: the share of the positive, synthetic minus real, −1 to 1.
        positive_floor: the absolute difference to be expected between two halves of the real set's people.
        kl_real_synthetic: KL(real‖synthetic) in nats of positive and negative, by their posterior means under
            Jeffreys' prior; large where the synthetic set lacks what real images show. The interval is what the
            intervals of both shares allow, so wide rather than narrow, up to infinity where the synthetic share may be
            0 or 1.
        kl_synthetic_real: the other way.
        kl_floor: KL to be expected between two halves of the real set's people.
    """

    positive: Estimate
    positive_floor: float
    kl_real_synthetic: Estimate
    kl_synthetic_real: Estimate
    kl_floor: float

    @property
    def clear(self) -> bool:
        """Whether the interval of the difference of shares leaves out zero."""
        return self.positive.low > 0 or self.positive.high < 0


@dataclass(frozen=True)
class ComparedAttribute:
    """One attribute in both sets.

    Attributes:
        name: of the attribute.
        real: P, the data.
        synthetic: Q, the model.
        difference: None where either set has no image for which the attribute is defined.
    """

    name: str
    real: AttributeShares
    synthetic: AttributeShares
    difference: AttributeDifference | None


@dataclass(frozen=True)
class AttributeComparison:
    """The attributes of a real and a synthetic set.

    Attributes:
        real: the labelled images of the real set.
        synthetic: those of the synthetic one.
        compared: the attributes that both have, in the real set's order.
        only_real: the names of those that only the real set has.
        only_synthetic: that only the synthetic one has.
    """

    real: SetLabels
    synthetic: SetLabels
    compared: tuple[ComparedAttribute, ...]
    only_real: tuple[str, ...]
    only_synthetic: tuple[str, ...]

    def ranked(self) -> list[tuple[ComparedAttribute, AttributeDifference]]:
        """The attributes with a difference, the one whose shares differ most first."""
        found = [(one, one.difference) for one in self.compared if one.difference]
        return sorted(found, key=lambda pair: -abs(pair[1].positive.value))


def compare_attributes(*, real: LabelledSet, synthetic: LabelledSet, seed: int = 0) -> AttributeComparison:
    """Compare how often each attribute is positive, negative and undefined in two sets.

    Args:
        real: P, the data.
        synthetic: Q, the model.
        seed: of the division of people into groups.

    Returns:
        Shares, their differences and divergences, with intervals over people and the noise floor of the real set.

    Raises:
        FaceSetError: the sets have no attribute in common.
    """
    common = [name for name in real.attributes if name in synthetic.attributes]
    if not common:
        msg = (
            f"the sets have no attribute in common; in {real.layer!r} the real one has {', '.join(real.attributes)}; "
            f"in {synthetic.layer!r} the synthetic one has {', '.join(synthetic.attributes)}"
        )
        raise FaceSetError(msg)
    ours, theirs = (Tally(labelled, common, seed=seed) for labelled in (real, synthetic))
    described = zip(common, _shares(ours), _shares(theirs), _differences(ours, theirs), strict=True)
    return AttributeComparison(
        real=_describe(real),
        synthetic=_describe(synthetic),
        compared=tuple(ComparedAttribute(*parts) for parts in described),
        only_real=tuple(name for name in real.attributes if name not in common),
        only_synthetic=tuple(name for name in synthetic.attributes if name not in common),
    )


def _shares(tally: Tally) -> list[AttributeShares]:
    positive, negative, undefined = (tally.share(label) for label in (Label.POSITIVE, Label.NEGATIVE, Label.UNDEFINED))
    return [
        AttributeShares(
            positive=positive.at(index),
            negative=negative.at(index),
            undefined=undefined.at(index),
            defined=int(images),
            positive_of_defined=tally.positive_of_defined.at(index) if images else None,
        )
        for index, images in enumerate(tally.defined)
    ]


def _differences(real: Tally, synthetic: Tally) -> list[AttributeDifference | None]:
    ours, theirs = real.positive_of_defined, synthetic.positive_of_defined
    positive = subtract(ours, theirs)
    forth, back = _divergence(p=real, q=synthetic), _divergence(p=synthetic, q=real)
    floor, kl_floor = _floors(real)
    return [
        AttributeDifference(
            positive=positive.at(index),
            positive_floor=float(floor[index]),
            kl_real_synthetic=forth.at(index),
            kl_synthetic_real=back.at(index),
            kl_floor=float(kl_floor[index]),
        )
        if known
        else None
        for index, known in enumerate((real.defined > 0) & (synthetic.defined > 0))
    ]


def _divergence(*, p: Tally, q: Tally) -> Estimates:
    ours, theirs = p.positive_of_defined, q.positive_of_defined
    value = kl(p=jeffreys(p.outcomes()), q=jeffreys(q.outcomes()))
    return Estimates(value, *kl_bounds(p=(ours.low, ours.high), q=(theirs.low, theirs.high)))


def _floors(tally: Tally) -> tuple[npt.NDArray[np.float64], npt.NDArray[np.float64]]:
    """Difference of shares and KL between halves of the people, each (attributes,); NaN where a half has no image."""
    one, other = tally.outcomes(tally.groups.halves), tally.outcomes(~tally.groups.halves)
    with np.errstate(invalid="ignore"):
        difference = one[..., 0] / one.sum(axis=-1) - other[..., 0] / other.sum(axis=-1)
    divergence = kl(p=jeffreys(one), q=jeffreys(other))
    return np.median(np.abs(difference), axis=0), np.median(divergence, axis=0)


def _describe(labelled: LabelledSet) -> SetLabels:
    people = len(np.unique(labelled.people))
    return SetLabels(labelled.layer, len(labelled.labels), people, labelled.unknown, labelled.missing)
