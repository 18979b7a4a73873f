from dataclasses import replace

import numpy as np
import pytest
from tests.labels import labeled as labels_of_people
from tests.labels import random_set

from facegap.base.errors import FaceSetError
from facegap.compare import LabeledSet
from facegap.compare.joint import joint_divergence

SHARES = {"a": 0.5, "b": 0.2, "c": 0.7, "d": 0.4}


def of_people(people: int, *, seed: int, images: int = 4) -> LabeledSet:
    return random_set(SHARES, people=people, images=images, alike=0.4, seed=seed)


def scored(labeled: LabeledSet, *, seed: int) -> LabeledSet:
    noise = np.random.default_rng(seed).normal(0, 0.5, labeled.labels.shape)
    return replace(labeled, scores=(1 / (1 + np.exp(-2 * labeled.labels - noise))).astype(np.float32))


def test_ten_images_and_one_person_have_numbers_or_none_but_no_belief() -> None:
    other = of_people(40, seed=1)
    for few in (of_people(5, seed=0, images=2), of_people(1, seed=0, images=10)):
        found = joint_divergence(p=few, q=other)
        for way in (way for one in found.estimators.values() for way in (one.p_q, one.q_p)):
            assert not way.believable or way.value.high > way.value.low
        assert np.isfinite(found.tree.raw).all()
    assert np.isnan(found.kernel.p_q.value.value)
    assert np.isnan(found.classifier.auc.value)
    assert np.isnan(found.tree.floor)


def test_sets_of_one_world_differ_by_no_more_than_chance() -> None:
    found = joint_divergence(p=of_people(80, seed=0), q=of_people(80, seed=1))
    for one in found.estimators.values():
        # The classifier has no interval where none of its bounds is above zero.
        assert one.p_q.value.value == 0 or one.p_q.value.low <= max(one.floor, 0.05)
        assert one.asymmetry.low < 0 < one.asymmetry.high
    assert found.classifier.auc.low < 0.55


def test_a_set_does_not_differ_from_itself() -> None:
    one = of_people(30, seed=0)
    found = joint_divergence(p=one, q=replace(one))
    assert found.same
    assert [way.value.value for each in found.estimators.values() for way in (each.p_q, each.q_p)] == [0] * 8
    assert all(each.floor >= 0 for each in found.estimators.values())
    assert found.classifier.auc.value == pytest.approx(0.5)


def test_what_is_always_undefined_or_the_same_adds_nothing() -> None:
    sets = [of_people(40, seed=seed) for seed in range(2)]
    more = [
        replace(
            one,
            attributes=(*one.attributes, "undefined", "always"),
            labels=np.concatenate([one.labels, np.zeros_like(one.labels[:, :1]), np.ones_like(one.labels[:, :1])], 1),
        )
        for one in sets
    ]
    tree = joint_divergence(p=sets[0], q=sets[1]).tree
    assert joint_divergence(p=more[0], q=more[1]).tree.raw == pytest.approx(tree.raw)
    nothing = [one.only(("undefined",)) for one in more]
    found = joint_divergence(p=nothing[0], q=replace(nothing[1], people=nothing[1].people + 1000))
    assert found.tree.p_q.value.value == 0
    assert abs(found.neighbors.p_q.value.value) < 0.3


def test_images_without_scores_are_left_out_and_counted() -> None:
    p, q = (scored(of_people(40, seed=seed), seed=seed) for seed in range(2))
    assert p.scores is not None
    p.scores[3, 1] = np.nan
    found = joint_divergence(p=p, q=q)
    assert (found.p.images, found.p.left_out, found.q.left_out) == (159, 1, 0)
    assert found.space.of == "scores"
    assert joint_divergence(p=p, q=replace(q, scores=None)).space.of == "labels"
    p.scores[:, 1] = np.nan
    with pytest.raises(FaceSetError, match="no image has a score for each of the 4 attributes in 'truth'"):
        joint_divergence(p=p, q=q)


def test_scores_that_are_all_one_are_not_infinitely_far() -> None:
    p, q = (scored(of_people(20, seed=seed), seed=seed) for seed in range(2))
    flat = replace(p, scores=np.full_like(p.scores, 0.5))
    found = joint_divergence(p=flat, q=q)
    assert np.isnan(found.kernel.p_q.value.value)
    assert np.isfinite([found.neighbors.p_q.value.value, found.neighbors.q_p.value.value]).all()
    both = joint_divergence(p=flat, q=replace(flat, people=flat.people + 100))
    assert abs(both.neighbors.p_q.value.value) < 0.1


def test_only_attributes_that_both_have() -> None:
    p, q = of_people(10, seed=0), of_people(10, seed=1)
    assert joint_divergence(p=p, q=q.only(("c", "a"))).attributes == ("a", "c")
    with pytest.raises(FaceSetError, match="no attribute in common"):
        joint_divergence(p=p.only(("a",)), q=q.only(("b",)))


def test_of_large_sets_whole_people_are_drawn() -> None:
    p, q = of_people(60, seed=0), of_people(30, seed=1)
    found = joint_divergence(p=p, q=q, most=120)
    assert (found.p.images, found.p.people, found.p.drawn) == (120, 30, True)
    assert (found.q.images, found.q.people, found.q.drawn) == (120, 30, False)
    assert repr(found) == repr(joint_divergence(p=p, q=q, most=120))
    assert found.tree != joint_divergence(p=p, q=q, most=120, seed=1).tree


def test_the_classifier_is_right_where_one_set_is_ten_times_as_large_and_labels_are_few() -> None:
    """With one attribute, whose shares are 0.2 and 0.6, AUC and accuracy are known, and so is what is bounded."""
    rng = np.random.default_rng(0)
    real, synthetic = (
        labels_of_people({"a": np.where(rng.random(count) < share, 1, -1)}, range(count))
        for count, share in ((4000, 0.2), (400, 0.6))
    )
    found = joint_divergence(p=real, q=synthetic).classifier
    p, q = np.array([0.2, 0.8]), np.array([0.6, 0.4])
    assert found.auc.value == pytest.approx(0.5 + 0.4 / 2, abs=0.03)
    assert found.accuracy.value == pytest.approx(0.7, abs=0.03)
    for way, truth in ((found.p_q, np.sum(p * np.log(p / q))), (found.q_p, np.sum(q * np.log(q / p)))):
        assert 0.6 * truth < way.value.value < truth + 0.05
