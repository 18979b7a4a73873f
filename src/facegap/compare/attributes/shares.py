"""How often an attribute is there, in one set."""

from dataclasses import dataclass

from facegap.compare.attributes.counting import Column
from facegap.compare.attributes.score_shares import ScoreShares
from facegap.compare.attributes.tally import Ratio, Tally
from facegap.compare.labels import LabeledSet
from facegap.estimates import Estimate, Estimates

_NEGATIVE, _UNDEFINED, _POSITIVE = range(3)
_LABELS = (_POSITIVE, _NEGATIVE, _UNDEFINED)
"""The labels by their place among ``Sums.outcomes``, in the order of the fields below."""
_OWN = (Column.OWN_POSITIVE, Column.OWN_NEGATIVE, Column.OWN_UNDEFINED)


@dataclass(frozen=True)
class AttributeLabelShares:
    """Shares of the labels of one attribute, 0 to 1.

    Attributes:
        positive: The share of the positive among all; with the two below it sums to 1.
        negative: The share of the negative among all.
        undefined: The share of those for which the attribute is undefined.
        positive_of_defined: The share of the positive among those for which it is defined; None where there are none,
            or where the annotator never answers one side, so that labels can't tell.
    """

    positive: Estimate
    negative: Estimate
    undefined: Estimate
    positive_of_defined: Estimate | None


@dataclass(frozen=True)
class AttributeShares(AttributeLabelShares):
    """One attribute in one set: shares of images.

    Attributes:
        defined: How many images are positive or negative.
        by_identity: The same shares as means over people, each of whom counts the same however many images there are:
            what to expect of an image of a person drawn at random.
        by_scores: The share of the positive among all images with a score, estimated from calibrated scores; None where
            there are none, or where nobody knows for which share they are calibrated.
        validated: Whether the annotator was validated for this attribute on such images, or labels were given by people
            or the renderer. Otherwise the shares are what the annotator says, right or wrong.
        reliability: The mean reliability that the annotator gives its labels, 0 to 1; None where it gives none.
    """

    defined: int
    by_identity: AttributeLabelShares
    by_scores: Estimate | None = None
    validated: bool = True
    reliability: float | None = None

    @property
    def share(self) -> Estimate | None:
        """The share of the positive to rely on first: by scores, else by labels; None where neither can tell."""
        return self.by_scores or self.positive_of_defined


def describe_shares(labeled: LabeledSet, tally: Tally, scores: ScoreShares | None) -> list[AttributeShares]:
    """The shares of each attribute, with intervals over people.

    Args:
        labeled: The set.
        tally: The tally of its labels.
        scores: The shares by its scores, if there are any.
    """
    reliability, validity = labeled.reliability, labeled.validity
    measurable = [validity.measurable_by_labels(name) for name in labeled.attributes]
    scored = scores.shares.interval() if scores else None
    images = [tally.of_images(_share_of_images(label)).interval() for label in _LABELS]
    people = [tally.of_people(_share_of_people(column)).interval() for column in _OWN]
    of_defined, own_of_defined = tally.positive_of_defined.interval(), tally.own_positive_of_defined.interval()
    return [
        AttributeShares(
            *_at(images, of_defined, index, measurable=measurable[index]),
            defined=int(defined),
            by_identity=AttributeLabelShares(*_at(people, own_of_defined, index, measurable=measurable[index])),
            by_scores=_known(scored.at(index)) if scored else None,
            validated=validity.trusts(labeled.attributes[index]),
            reliability=None if reliability is None else float(reliability[index]),
        )
        for index, defined in enumerate(tally.everyone.defined[0])
    ]


def _share_of_images(label: int) -> Ratio:
    return lambda sums: sums.outcomes[..., label] / sums.images


def _share_of_people(column: Column) -> Ratio:
    return lambda sums: sums.of(column) / sums.people


def _at(
    shares: list[Estimates], of_defined: Estimates, index: int, *, measurable: bool
) -> tuple[Estimate, Estimate, Estimate, Estimate | None]:
    positive, negative, undefined = (share.at(index) for share in shares)
    return positive, negative, undefined, _known(of_defined.at(index)) if measurable else None


def _known(estimate: Estimate) -> Estimate | None:
    return estimate if estimate.known else None
