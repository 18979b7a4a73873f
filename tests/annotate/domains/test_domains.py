"""An annotator whose scores rank faces well and whose threshold is off, as on photographs."""

from dataclasses import replace

import numpy as np
import pytest

from facegap.annotate.domains import LabeledOutputs, calibrate_domain, fit_to_domain, share_error, validate_domain
from facegap.annotate.vocabulary import Vocabulary
from facegap.base.errors import ConfigError
from facegap.estimates import ExclusiveScores
from facegap.models import AnnotatorCard, AttributeCard, DomainSheet, SoftmaxFamily

NAMES = ("Male", "Young", "Middle_Aged", "Senior")
CARD = AnnotatorCard(
    vocabulary="maad47",
    dropout=0.5,
    passes=20,
    families=(SoftmaxFamily(members=NAMES[1:], exhaustive=True),),
    attributes=tuple(AttributeCard(name=name, positive=0.0, negative=0.0) for name in NAMES),
)
HIDDEN = 3


def outputs(people: int, *, offset: float, seed: int, men: float = 0.5) -> LabeledOutputs:
    """Two images a person; the parts of Young also tell men, which the logit of Male doesn't use."""
    rng = np.random.default_rng(seed)
    male = np.repeat(np.where(rng.random(people) < men, 1, -1), 2)
    age = np.repeat(rng.integers(0, 3, people), 2)
    images = 2 * people
    parts = rng.normal(0, 0.3, (images, 1, len(NAMES), HIDDEN)).astype(np.float32)
    parts[:, 0, 0, 0] += 0.4 * male + offset
    parts[:, 0, 1, 1] += 0.6 * male
    for place in range(3):
        parts[:, 0, 1 + place, 0] += np.where(age == place, 1.5, -0.5)
    labels = np.full((images, len(NAMES)), -1, dtype=np.int8)
    labels[:, 0] = male
    labels[np.arange(images), 1 + age] = 1
    groups = {name: labels[:, place] for place, name in enumerate(NAMES)}
    return LabeledOutputs(parts.sum(axis=-1), parts, labels, np.repeat(np.arange(people), 2), groups, unusable=0)


def test_few_labels_move_the_threshold_to_where_it_belongs() -> None:
    few, others = outputs(200, offset=-2.0, seed=0), outputs(300, offset=-2.0, seed=1)
    before = validate_domain(CARD, others, data="others", vocabulary=Vocabulary.load("maad47"))
    measured = calibrate_domain(CARD, few, data="few", vocabulary=Vocabulary.load("maad47"))
    assert measured.calibration
    assert measured.calibration.people == 200
    sheet = DomainSheet(domain="photographs", network="x", sha256="0" * 64, calibration=measured.calibration)
    after = validate_domain(sheet.calibrate(CARD), others, data="others", vocabulary=Vocabulary.load("maad47"))
    (old, new), in_turns = (
        (
            next(each for each in validation.attributes if each.name == "Male")
            for validation in (before.validation, after.validation)
        ),
        measured.validation.attributes[0],
    )
    assert old.calibration_error
    assert new.calibration_error
    assert old.calibration_error > 0.3 > 0.1 > new.calibration_error
    assert new.auroc
    assert old.auroc
    assert new.auroc > old.auroc + 0.005  # by the parts of another attribute
    assert measured.validation.cross_validated
    assert in_turns.auroc == pytest.approx(new.auroc, abs=0.04)
    assert (new.right or 0) > 0.8
    assert new.share_error is not None
    assert new.share_error < 0.1


def test_faces_are_judged_by_calibrations_of_other_people_and_all_their_images_go_together() -> None:
    # Labels that say nothing: whoever fitted to them would be right more often than chance on the same people.
    rng = np.random.default_rng(3)
    some = outputs(60, offset=0.0, seed=2)
    labels = some.labels.copy()
    labels[:, 0] = np.repeat(rng.choice([-1, 1], 60), 2)
    measured = calibrate_domain(CARD, replace(some, labels=labels), data="noise", vocabulary=None)
    male = next(each for each in measured.validation.attributes if each.name == "Male")
    assert male.auroc is not None
    assert male.auroc < 0.65


def test_the_share_of_another_set_is_found() -> None:
    fitted = fit_to_domain(CARD, outputs(400, offset=-1.0, seed=4))
    card = DomainSheet.model_validate(
        {
            "domain": "photographs",
            "network": "x",
            "sha256": "0" * 64,
            "calibration": {
                "data": "d",
                "images": 1,
                "people": 1,
                "attributes": [each.model_dump() for each in fitted],
            },
        }
    ).calibrate(CARD)
    few_men = outputs(400, offset=-1.0, seed=5, men=0.1)
    validation = validate_domain(card, few_men, data="few men", vocabulary=None).validation
    women = validation.attributes[0].groups.get("not Male", None)
    male = validation.attributes[0]
    assert male.share_error is not None
    assert male.share_error < 0.05
    assert women is None or women.estimated < 0.05


def test_attributes_without_enough_labels_keep_their_numbers() -> None:
    some = outputs(80, offset=0.0, seed=6)
    labels = some.labels.copy()
    labels[:, 3] = 0  # nobody says who is Senior: the family of ages is left out as a whole
    assert [each.name for each in fit_to_domain(CARD, replace(some, labels=labels))] == ["Male"]
    few = outputs(12, offset=0.0, seed=7)
    with pytest.raises(ConfigError, match="label more faces"):
        calibrate_domain(CARD, few, data="few", vocabulary=None)


def test_the_error_of_a_share_is_what_groups_differ_by_and_not_chance() -> None:
    rng = np.random.default_rng(8)
    old = rng.random(8000) < 0.5
    positive = rng.random(8000) < 0.5
    people = np.arange(8000)
    labels = np.where(positive, 1, -1).astype(np.int8)
    families = {"age": {"old": old, "young": ~old}}

    def error(shift: float) -> float:
        seen = rng.normal(np.where(positive, 1.0, -1.0) + np.where(old, shift, -shift), 1)
        scores = (1 / (1 + np.exp(-2 * seen))).astype(np.float32)
        return share_error(
            ExclusiveScores.alone(scores, prior=0.5), labels, member=0, people=people, families=families
        ).total

    assert error(0.0) < 0.02
    assert error(0.5) > 0.05
    open_labels = np.where(rng.random(8000) < 0.5, labels, 0).astype(np.int8)
    scores = np.where(positive, 0.9, 0.1).astype(np.float32)
    undecided = share_error(ExclusiveScores.alone(scores, prior=0.5), open_labels, member=0, people=people, families={})
    assert undecided.total == pytest.approx(0.5 / np.sqrt(12), abs=0.08)
    assert undecided.spread == 0
