"""Drift as an annotator sees it, beside what rendered sets know of themselves."""

from dataclasses import dataclass

import numpy as np

from facegap.compare.attributes import AttributeComparison, AttributeDifference, ComparedAttribute


@dataclass(frozen=True)
class ConfirmedAttribute:
    """One attribute whose truth is known in both sets.

    Attributes:
        name: The name of the attribute.
        found: The difference of the shares of positive, synthetic minus real, by the annotator; None where it decided
            nothing in one of the sets.
        scored: The difference of the mean scores, −1 to 1, which leaves nothing out and so is fair where the annotator
            answers one side only; NaN without scores.
        true: The difference of the shares by the truth.
    """

    name: str
    found: AttributeDifference | None
    scored: float
    true: AttributeDifference

    @property
    def verdict(self) -> str:
        """What the annotator made of it.

        ``confirmed``: both differ clearly, the same way; ``reversed``: both differ clearly, opposite ways; ``missed``:
        the truth differs clearly, and what the annotator finds doesn't; ``invented``: only that does; ``silent``:
        nothing could be measured; ``alike``: neither does.
        """
        if self.found is None:
            return "silent"
        if self.found.clear and self.true.clear:
            same = (self.found.positive.value > 0) == (self.true.positive.value > 0)
            return "confirmed" if same else "reversed"
        return "missed" if self.true.clear else "invented" if self.found.clear else "alike"


@dataclass(frozen=True)
class Confirmation:
    """The drift that an annotator found, attribute by attribute beside the true one.

    Attributes:
        attributes: The attributes that both know, the largest true difference first.
        correlation: Pearson's correlation of the differences found with the true ones, −1 to 1, over the attributes of
            which the annotator decided something; NaN below three.
        score_correlation: The same correlation of the differences of the mean scores.
    """

    attributes: tuple[ConfirmedAttribute, ...]
    correlation: float
    score_correlation: float

    def counted(self, verdict: str) -> int:
        """How many attributes have a verdict."""
        return sum(attribute.verdict == verdict for attribute in self.attributes)


def confirm(annotated: AttributeComparison, true: AttributeComparison) -> Confirmation | None:
    """Compare the drift that an annotator found with the true one.

    Args:
        annotated: The comparison of the annotator's labels.
        true: The comparison of the truth of the same sets.

    Returns:
        The attributes side by side; None where they have no attribute in common whose truth is decided in both sets.
    """
    annotated_by_name = {attribute.name: attribute for attribute in annotated.compared}
    shared = tuple(
        ConfirmedAttribute(
            attribute.name,
            annotated_by_name[attribute.name].difference,
            _scored(annotated_by_name[attribute.name]),
            difference,
        )
        for attribute, difference in true.ranked()
        if attribute.name in annotated_by_name
    )
    if not shared:
        return None
    labels = [
        (attribute.found.positive.value, attribute.true.positive.value) for attribute in shared if attribute.found
    ]
    scores = [
        (attribute.scored, attribute.true.positive.value) for attribute in shared if not np.isnan(attribute.scored)
    ]
    return Confirmation(shared, _correlation(labels), _correlation(scores))


def _scored(attribute: ComparedAttribute) -> float:
    shift = attribute.scores
    return float("nan") if shift is None else shift.synthetic_mean - shift.real_mean


def _correlation(pairs: list[tuple[float, float]]) -> float:
    varied = len(pairs) > 2 and bool((np.ptp(pairs, axis=0) > 0).all())
    return float(np.corrcoef(np.array(pairs).T)[0, 1]) if varied else float("nan")
