"""What is said of attributes where nobody has validated the annotator, and what where somebody has."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from facegap.compare import LabeledSet, compare_attributes
from facegap.compare.attributes import estimate_score_shares
from facegap.compare.labels import relied_on
from facegap.compare.validity import Validity
from facegap.models import SoftmaxFamily

NAMES = ("Male", "Smiling")
VALID = Validity(
    annotator="mine",
    domain="photographs",
    data="labeled faces",
    validated=frozenset({"Male"}),
    priors={"Male": 0.5, "Smiling": 0.5},
    share_errors={"Male": 0.02},
    share_spreads={"Male": 0.01},
)


def labeled(men: float, validity: Validity, *, people: int = 400, seed: int = 0) -> LabeledSet:
    rng = np.random.default_rng(seed)
    positive = rng.random((people, 2)) < [men, 0.5]
    seen = rng.normal(np.where(positive, 1.2, -1.2), 1)
    scores = (1 / (1 + np.exp(-2.4 * seen))).astype(np.float32)
    labels = np.where(scores > 0.9, 1, np.where(scores < 0.1, -1, 0)).astype(np.int8)
    rows = np.arange(people)
    return LabeledSet("attributes/mine", NAMES, labels, rows, 0, 0, rows, scores=scores, validity=validity)


def test_shares_come_from_scores_with_the_error_of_the_annotator_in_their_intervals() -> None:
    male, smiling = compare_attributes(real=labeled(0.3, VALID), synthetic=labeled(0.7, VALID, seed=1)).compared
    assert male.real.by_scores is not None
    assert male.real.by_scores.value == pytest.approx(0.3, abs=0.06)
    assert male.difference is not None
    assert male.difference.by_scores
    assert male.difference.clear
    unsure = replace(VALID, share_errors={"Male": 0.2}, share_spreads={"Male": 0.2})
    wide = compare_attributes(real=labeled(0.3, unsure), synthetic=labeled(0.7, unsure, seed=1)).compared[0]
    assert wide.real.by_scores is not None
    assert wide.real.by_scores.high - wide.real.by_scores.low > 0.6
    assert wide.difference is not None
    assert not wide.difference.clear
    # Not validated: shown, and neither with an interval nor as a finding.
    assert smiling.real.by_scores is not None
    assert np.isnan(smiling.real.by_scores.low)
    assert not smiling.real.validated
    assert smiling.difference is not None
    assert not smiling.difference.validated
    assert np.isnan(smiling.difference.q_value)


def test_families_are_estimated_together_where_all_members_are_scored() -> None:
    """A set of old people only: alone, the middle would be said to be of some of them."""
    priors = {"Young": 0.4, "Middle_Aged": 0.5, "Senior": 0.1}
    rng = np.random.default_rng(3)
    seen = rng.normal(2.0, 1, 400)
    weights = np.exp(-((seen[:, None] - [-2.0, 0.0, 2.0]) ** 2) / 2) * list(priors.values())
    scores = (weights / weights.sum(axis=1, keepdims=True)).astype(np.float32)
    rows = np.arange(400)
    family = SoftmaxFamily(members=tuple(priors), exhaustive=True)
    validity = replace(VALID, validated=frozenset(priors), priors=priors, families=(family,))
    labels = np.where(scores > 0.5, 1, -1).astype(np.int8)
    everyone = LabeledSet("attributes/mine", tuple(priors), labels, rows, 0, 0, rows, scores=scores, validity=validity)

    def middle(labeled: LabeledSet) -> float:
        estimated = estimate_score_shares(labeled, seed=0)
        assert estimated is not None
        assert np.all(np.isfinite(estimated.halves))
        return float(estimated.shares.value[labeled.attributes.index("Middle_Aged")])

    assert middle(everyone) < 0.05
    apart = middle(replace(everyone, validity=replace(validity, families=())))
    assert apart > middle(everyone) + 0.05
    assert middle(everyone.only(("Young", "Middle_Aged"))) == apart
    unknown = {"Young": 0.4, "Middle_Aged": 0.5}
    without = estimate_score_shares(replace(everyone, validity=replace(validity, priors=unknown)), seed=0)
    assert without is not None
    assert without.shares.value[1] == apart
    assert np.isnan(without.shares.value[2])


def test_what_one_annotator_is_off_by_in_all_sets_of_a_domain_is_no_difference() -> None:
    common = replace(VALID, share_errors={"Male": 0.3}, share_spreads={"Male": 0.01})
    same = compare_attributes(real=labeled(0.3, common), synthetic=labeled(0.7, common, seed=1)).compared[0].difference
    elsewhere = replace(common, domain="renders")
    other = compare_attributes(real=labeled(0.3, common), synthetic=labeled(0.7, elsewhere, seed=1)).compared[0]
    assert same is not None
    assert other.difference is not None
    assert same.clear
    assert not other.difference.clear


def test_a_side_that_is_never_answered_is_not_measurable_and_not_zero() -> None:
    one_sided = replace(VALID, one_sided=frozenset({"Male"}), priors={})
    male = compare_attributes(real=labeled(0.3, one_sided), synthetic=labeled(0.7, one_sided, seed=1)).compared[0]
    assert male.real.positive_of_defined is None
    assert male.real.share is None
    assert male.difference is None
    by_scores = replace(one_sided, priors={"Male": 0.5})
    male = compare_attributes(real=labeled(0.3, by_scores), synthetic=labeled(0.7, by_scores, seed=1)).compared[0]
    assert male.real.positive_of_defined is None
    assert male.real.share is not None
    assert male.difference is not None


def test_several_attributes_together_are_about_the_validated_ones() -> None:
    both = replace(VALID, validated=frozenset(NAMES))
    assert relied_on(labeled(0.3, both), labeled(0.7, both)) == NAMES
    assert relied_on(labeled(0.3, VALID), labeled(0.7, both)) == NAMES  # one alone can't be together with another
    three = replace(labeled(0.3, VALID), attributes=("Male", "Old"))
    assert relied_on(three, three) == ("Male", "Old")


def test_cautions_say_what_is_not_known() -> None:
    assert Validity(None, "photographs").caution("lfw", attributes=NAMES) is None
    assert replace(VALID, validated=frozenset(NAMES)).caution("lfw", attributes=NAMES) is None
    assert "relied on for 1 of 2 attributes (all but Smiling)" in str(VALID.caution("lfw", attributes=NAMES))
    never = Validity("mine", "generated").caution("portraits", attributes=NAMES)
    assert "it was never validated on generated images" in str(never)
    assert "annotate lfw again" in str(replace(VALID, stale=True).caution("lfw", attributes=NAMES))


@pytest.mark.shared_data
def test_the_default_annotator_is_calibrated_for_photographs_and_never_validated_on_generated_images(
    shared_data: Path, tmp_path: Path
) -> None:
    import facegap as fg

    detector = shared_data / "models/face_detection_yunet_2023mar.onnx"
    folder = tmp_path / "faces"
    folder.mkdir()
    for person in range(1, 7):
        source = shared_data / f"frll/images/{person:03}/neutral.jpg"
        (folder / f"{person}.jpg").write_bytes(source.read_bytes())
    validities = {}
    for kind in ("real", "synthetic"):
        faces = fg.import_faces(folder, tmp_path / kind, kind=kind, align=detector, identity="none", workers=1).faceset
        layer = fg.annotate(faces, workers=1)
        validities[kind] = LabeledSet.load(faces, layer.layer).validity
        assert layer.facts()["attributes"]["Smiling"]["validated"] is False
    assert {"Male", "Young", "Asian", "Black"} <= validities["real"].validated
    assert "Smiling" not in validities["real"].validated
    assert validities["real"].share_errors["Male"] > 0.05
    assert not validities["synthetic"].validated
    assert validities["synthetic"].domain == "generated"
