"""How often each attribute is there, in a real and in a synthetic set."""

from dataclasses import dataclass

import numpy as np

from facegap.base.short_repr import ShortRepr
from facegap.compare.attributes.annotator_scores import ScoreDensity, ScoreShift, compare_annotator_scores
from facegap.compare.attributes.difference import AttributeDifference, compare_shares
from facegap.compare.attributes.positive_shares import positive_shares, scored_in_both
from facegap.compare.attributes.score_shares import estimate_score_shares
from facegap.compare.attributes.shares import AttributeShares, describe_shares
from facegap.compare.attributes.tally import Tally
from facegap.compare.labels import LabeledSet, in_common


@dataclass(frozen=True)
class SetLabels:
    """The labeled images of one set.

    Attributes:
        layer: The name of the layer that the labels are from, such as ``truth``.
        images: How many images have labels.
        people: How many identities they show; an image without one counts as a person of its own.
        unknown: How many of them have no identity.
        missing: How many images have no labels.
    """

    layer: str
    images: int
    people: int
    unknown: int
    missing: int

    @classmethod
    def of(cls, labeled: LabeledSet) -> "SetLabels":
        """Describe a set."""
        people = len(np.unique(labeled.people))
        return cls(labeled.layer, len(labeled.labels), people, labeled.unknown, labeled.missing)


@dataclass(frozen=True)
class ComparedAttribute(ShortRepr):
    """One attribute in both sets.

    Attributes:
        name: The name of the attribute.
        real: Its shares in P, the data.
        synthetic: Its shares in Q, the model.
        difference: How the shares differ; None where either set has no image for which the attribute is defined.
        scores: How the annotator's scores differ; None where a set has none.
    """

    name: str
    real: AttributeShares
    synthetic: AttributeShares
    difference: AttributeDifference | None
    scores: ScoreShift | None = None


@dataclass(frozen=True)
class AttributeComparison(ShortRepr):
    """The attributes of a real and a synthetic set.

    Attributes:
        real: The labeled images of the real set.
        synthetic: The labeled images of the synthetic set.
        compared: The attributes that both sets have, in the real set's order.
        only_real: The names of the attributes that only the real set has.
        only_synthetic: The names of the attributes that only the synthetic set has.
    """

    real: SetLabels
    synthetic: SetLabels
    compared: tuple[ComparedAttribute, ...]
    only_real: tuple[str, ...]
    only_synthetic: tuple[str, ...]

    def ranked(self) -> list[tuple[ComparedAttribute, AttributeDifference]]:
        """The attributes with a difference, the one whose shares differ most first."""
        differing = [(attribute, attribute.difference) for attribute in self.compared if attribute.difference]
        return sorted(differing, key=lambda pair: -abs(pair[1].positive.value))


def compare_attributes(
    *, real: LabeledSet, synthetic: LabeledSet, score_density: ScoreDensity = "bins", seed: int = 0
) -> AttributeComparison:
    """Compare how often each attribute is positive, negative and undefined in two sets.

    Args:
        real: P, the data, with its labels.
        synthetic: Q, the model, with its labels.
        score_density: How densities of an annotator's scores are found for their KL: in ``bins`` of equal mass, which
            is bounded, or by ``kernel``, as the paper has it.
        seed: Seed of the people's weights in the bootstrap, and of their division into halves.

    Returns:
        The shares, their differences and divergences, with intervals over people, the noise floor of the real set, and
        p-values with the rate of false discoveries over the attributes.

    Raises:
        FaceSetError: The sets have no attribute in common.

    >>> import numpy as np
    >>> from facegap.compare import LabeledSet
    >>> def people(smiling: int) -> LabeledSet:
    ...     labels = np.repeat([[1], [-1]], [smiling, 50 - smiling], axis=0).astype(np.int8)
    ...     people = np.arange(50)
    ...     return LabeledSet("attributes/mine", ("Smiling",), labels, people, unknown=0, missing=0, rows=people)
    >>> attribute, difference = compare_attributes(real=people(20), synthetic=people(45)).ranked()[0]
    >>> attribute.name, round(difference.positive.value, 2), difference.clear
    ('Smiling', 0.5, True)
    """
    common = in_common(real, synthetic)
    shared_real, shared_synthetic = real.only(common), synthetic.only(common)
    both = (shared_real, shared_synthetic)
    tallies = (Tally(shared_real, seed=seed), Tally(shared_synthetic, seed=seed))
    scores = [estimate_score_shares(labeled, seed=seed) for labeled in both]
    relative = real.validity.same_instrument(synthetic.validity)
    by_scores = scored_in_both(*scores, attributes=len(common))
    shares = [
        positive_shares(labeled, tally, scored, by_scores=by_scores, relative=relative)
        for labeled, tally, scored in zip(both, tallies, scores, strict=True)
    ]
    validated = np.array([all(labeled.validity.trusts(name) for labeled in both) for name in common])
    described = zip(
        common,
        describe_shares(shared_real, tallies[0], scores[0]),
        describe_shares(shared_synthetic, tallies[1], scores[1]),
        compare_shares(real=shares[0], synthetic=shares[1], tallies=tallies, validated=validated),
        compare_annotator_scores(real=shared_real, synthetic=shared_synthetic, density=score_density, seed=seed),
        strict=True,
    )
    return AttributeComparison(
        real=SetLabels.of(real),
        synthetic=SetLabels.of(synthetic),
        compared=tuple(ComparedAttribute(*parts) for parts in described),
        only_real=tuple(name for name in real.attributes if name not in common),
        only_synthetic=tuple(name for name in synthetic.attributes if name not in common),
    )
