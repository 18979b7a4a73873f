"""From labeled faces of a domain to its sheet: a calibration for it, and how right the annotator is there."""

from dataclasses import dataclass

import numpy as np

from facegap.annotate.domains.labeled_outputs import LabeledOutputs
from facegap.annotate.domains.recalibration import fit_to_domain
from facegap.annotate.domains.share_errors import Families, estimated_share, share_error
from facegap.annotate.network.postprocessing import Predictions, thresholds_from_card
from facegap.annotate.trust import Assessment, assess, choose_thresholds, labels_at
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.arrays import Float64Array, Int64Array
from facegap.base.errors import ConfigError
from facegap.engine import generator
from facegap.estimates import ExclusiveScores
from facegap.models import (
    AnnotatorCard,
    DomainCalibration,
    DomainValidation,
    GroupFigures,
    ValidatedAttribute,
)

FOLDS = 5
"""Parts of the people, each judged by a calibration that was fitted to the others."""
_DIGITS = 4


@dataclass(frozen=True)
class MeasuredDomain:
    """What was measured of an annotator on labeled faces.

    Attributes:
        calibration: The calibration; None where none was fitted.
        validation: How right the annotator is.
    """

    calibration: DomainCalibration | None
    validation: DomainValidation


def calibrate_domain(
    card: AnnotatorCard, outputs: LabeledOutputs, *, data: str, vocabulary: Vocabulary | None, seed: int = 0
) -> MeasuredDomain:
    """Fit a calibration to labeled faces, and judge it on the same faces in turns: each by one of other people.

    Args:
        card: The annotator's part of its card, as it comes.
        outputs: The labeled faces.
        data: What these are, in words, with their license.
        vocabulary: The annotator's vocabulary, which says what groups of people there are; None looks at none.
        seed: The seed of the division of people into folds.

    Raises:
        ConfigError: No attribute has enough labeled people of either class.
    """
    fitted = fit_to_domain(card, outputs)
    if not fitted:
        msg = (
            f"{data}: no attribute, and no whole family of them, has labels of 20 people with it and 20 without; "
            "label more faces"
        )
        raise ConfigError(msg)
    folds = _folds(outputs.people, seed=seed)
    predictions = _predict_in_turns(card, outputs, folds)
    columns = [card.names.index(attribute.name) for attribute in fitted]
    thresholds = choose_thresholds(
        predictions.scores[:, columns],
        predictions.reliability[:, columns],
        outputs.labels[:, columns],
        people=outputs.people,
        precision=card.precision,
    )
    fitted = tuple(
        attribute.model_copy(update={"positive": _known(positive), "negative": _known(negative)})
        for attribute, positive, negative in zip(fitted, thresholds.positive, thresholds.negative, strict=True)
    )
    calibration = DomainCalibration(data=data, images=len(outputs), people=outputs.person_count, attributes=fitted)
    calibrated = card.with_attributes(fitted)
    kept = labels_at(predictions.scores, predictions.reliability, thresholds_from_card(calibrated))
    predictions = Predictions(predictions.scores, predictions.reliability, kept)
    validation = _validate(
        calibrated, outputs, predictions, data=data, vocabulary=vocabulary, cross_validated=True, seed=seed
    )
    return MeasuredDomain(calibration, validation)


def validate_domain(
    card: AnnotatorCard, outputs: LabeledOutputs, *, data: str, vocabulary: Vocabulary | None, seed: int = 0
) -> MeasuredDomain:
    """Judge an annotator on labeled faces that nothing was fitted to.

    Args:
        card: The annotator's part of its card, with the calibration of the domain if there is one.
        outputs: The labeled faces.
        data: What these are, in words, with their license.
        vocabulary: The annotator's vocabulary, which says what groups of people there are; None looks at none.
        seed: The seed of what is drawn for intervals.
    """
    predictions = outputs.predict(card)
    validation = _validate(
        card, outputs, predictions, data=data, vocabulary=vocabulary, cross_validated=False, seed=seed
    )
    return MeasuredDomain(None, validation)


def _predict_in_turns(card: AnnotatorCard, outputs: LabeledOutputs, folds: Int64Array) -> Predictions:
    shape = outputs.labels.shape
    scores, reliability = np.empty(shape, dtype=np.float32), np.empty(shape, dtype=np.float32)
    for fold in range(FOLDS):
        held_out = folds == fold
        if held_out.any():
            fitted = fit_to_domain(card, outputs.select(~held_out))
            judged = outputs.select(held_out).predict(card.with_attributes(fitted))
            scores[held_out], reliability[held_out] = judged.scores, judged.reliability
    return Predictions(scores, reliability, np.zeros(shape, dtype=np.int8))


def _folds(people: Int64Array, *, seed: int) -> Int64Array:
    """The fold of each image, 0 to ``FOLDS`` − 1; all images of a person are in one."""
    persons, at = np.unique(people, return_inverse=True)
    fold_of = np.arange(len(persons)) % FOLDS
    generator(seed, "domain", "folds").shuffle(fold_of)
    return np.asarray(fold_of[at])


def _validate(
    card: AnnotatorCard,
    outputs: LabeledOutputs,
    predictions: Predictions,
    *,
    data: str,
    vocabulary: Vocabulary | None,
    cross_validated: bool,
    seed: int,
) -> DomainValidation:
    base_rates = np.array([attribute.share for attribute in card.attributes])
    families = _demographic_families(outputs, vocabulary)
    groups = {name: images for group in families.values() for name, images in group.items() if images.any()}
    assessment = assess(
        predictions.scores,
        predictions.reliability,
        labels=predictions.labels,
        truth=outputs.labels,
        people=outputs.people,
        base_rates=base_rates,
        groups=groups,
        seed=seed,
    )
    attributes = tuple(
        _validated(card, column, outputs, predictions, assessment, families, base_rates, seed)
        for column in np.flatnonzero((outputs.labels != 0).any(axis=0)).tolist()
    )
    return DomainValidation(
        data=data,
        images=len(outputs),
        people=outputs.person_count,
        cross_validated=cross_validated,
        attributes=attributes,
    )


def _validated(
    card: AnnotatorCard,
    column: int,
    outputs: LabeledOutputs,
    predictions: Predictions,
    assessment: Assessment,
    families: Families,
    base_rates: Float64Array,
    seed: int,
) -> ValidatedAttribute:
    labels = outputs.labels[:, column]
    exclusive, member = _exclusive_scores(card, column, predictions)
    has_prior = 0 < float(base_rates[column]) < 1
    measures = ("balanced_accuracy", "auroc", "calibration_error", "coverage", "right", "right_positive")
    figures = {name: _known(getattr(assessment, name).value[column]) for name in (*measures, "right_negative")}
    groups = {}
    for name, images in ((name, images) for group in families.values() for name, images in group.items()):
        decided = images & (labels != 0) & exclusive.known
        if has_prior and decided.any():
            of_group = assessment.groups[name]
            groups[name] = GroupFigures(
                images=int(decided.sum()),
                true=round(float((labels[decided] > 0).mean()), _DIGITS),
                estimated=round(estimated_share(exclusive.of_images(decided), member=member), _DIGITS),
                balanced_accuracy=_known(of_group.balanced_accuracy.value[column]),
                right=_known(of_group.right.value[column]),
            )
    error = (
        share_error(exclusive, labels, member=member, people=outputs.people, families=families, seed=seed)
        if has_prior
        else None
    )
    return ValidatedAttribute(
        name=card.names[column],
        positive_images=int(assessment.positive_images[column]),
        negative_images=int(assessment.negative_images[column]),
        positive_people=int(assessment.positive_people[column]),
        negative_people=int(assessment.negative_people[column]),
        share_error=None if error is None else round(error.total, _DIGITS),
        share_spread=None if error is None else round(error.spread, _DIGITS),
        groups=groups,
        **figures,
    )


def _exclusive_scores(card: AnnotatorCard, column: int, predictions: Predictions) -> tuple[ExclusiveScores, int]:
    """The scores that an attribute's share is estimated from, those of its family or its own, and its place there."""
    name, priors = card.names[column], {each.name: each.share for each in card.attributes}
    for family in card.families:
        if name in family.members and family.estimable(card.names, priors=priors):
            columns = [card.names.index(member) for member in family.members]
            of_family = np.array([priors[member] for member in family.members])
            scores = ExclusiveScores(predictions.scores[:, columns], of_family, family.exhaustive)
            return scores, family.members.index(name)
    return ExclusiveScores.alone(predictions.scores[:, column], prior=priors[name]), 0


def _demographic_families(outputs: LabeledOutputs, vocabulary: Vocabulary | None) -> Families:
    """The demographic groups, by the families that they exclude each other in; the others are families of two."""
    names = tuple(outputs.group_labels)
    demographics = [name for name in vocabulary.demographics if name in names] if vocabulary else list(names)
    demographics = demographics or list(names)
    family_of = {
        member: family.name for family in (vocabulary.families if vocabulary else ()) for member in family.members
    }
    families: dict[str, dict[str, np.ndarray]] = {}
    for name in demographics:
        family = families.setdefault(family_of.get(name, name), {})
        family[name] = outputs.group_labels[name] == 1
        if name not in family_of:
            family[f"not {name}"] = outputs.group_labels[name] == -1
    return families


def _known(value: float) -> float | None:
    return None if np.isnan(value) else round(float(value), _DIGITS)
