import math
from collections.abc import Iterator
from dataclasses import astuple

import numpy as np
import pytest
from tests.labels import labeled, random_set

from facegap.base.errors import FaceSetError
from facegap.compare import AttributeComparison, LabeledSet, compare_attributes
from facegap.estimates import Estimate

SHARES = {"even": 0.5, "rare": 0.04, "most": 0.9}


def test_shares_and_divergences_by_hand() -> None:
    real = labeled({"Male": [1, 1, 1, -1, 0, 0, 0, 0]}, range(8))
    synthetic = labeled({"Male": [1, -1, -1, -1, -1, 0, 0, 0]}, range(8))
    found = compare_attributes(real=real, synthetic=synthetic).compared[0]
    ours, theirs, difference = found.real, found.synthetic, found.difference
    assert (ours.positive.value, ours.negative.value, ours.undefined.value) == (3 / 8, 1 / 8, 1 / 2)
    assert (ours.defined, theirs.defined) == (4, 5)
    assert ours.positive_of_defined
    assert ours.positive_of_defined.value == 3 / 4
    assert difference
    assert difference.positive.value == pytest.approx(1 / 5 - 3 / 4)
    p, q = 3.5 / 5, 1.5 / 6
    forth = p * math.log(p / q) + (1 - p) * math.log((1 - p) / (1 - q))
    back = q * math.log(q / p) + (1 - q) * math.log((1 - q) / (1 - p))
    assert difference.kl_real_synthetic.value == pytest.approx(forth)
    assert difference.kl_synthetic_real.value == pytest.approx(back)


def test_counts_are_those_of_a_loop() -> None:
    real = random_set(SHARES, people=13, images=3, alike=0.4, seed=0)
    found = compare_attributes(real=real, synthetic=real)
    for index, attribute in enumerate(found.compared):
        values = [row[index] for row in real.labels.tolist()]
        assert attribute.name == real.attributes[index]
        assert attribute.real.positive.value == pytest.approx(values.count(1) / 39)
        assert attribute.real.negative.value == pytest.approx(values.count(-1) / 39)
        assert attribute.real.undefined.value == pytest.approx(values.count(0) / 39)
        assert attribute.real.defined == values.count(1) + values.count(-1)


def test_a_set_does_not_differ_from_itself_and_the_floor_is_not_zero() -> None:
    real = random_set(SHARES, people=40, images=3, alike=0.4, seed=1)
    for attribute in compare_attributes(real=real, synthetic=real).compared:
        assert attribute.difference
        assert attribute.difference.positive.value == 0
        assert not attribute.difference.clear
        assert attribute.difference.kl_real_synthetic.value == attribute.difference.kl_synthetic_real.value == 0
        assert attribute.difference.positive_floor > 0
        assert attribute.difference.kl_floor > 0


def test_differences_are_synthetic_minus_real_and_ranked() -> None:
    real = random_set({"a": 0.5, "b": 0.2}, people=200, images=2, alike=0.3, seed=2)
    synthetic = random_set({"a": 0.55, "b": 0.7}, people=200, images=2, alike=0.3, seed=3)
    forth = compare_attributes(real=real, synthetic=synthetic)
    back = compare_attributes(real=synthetic, synthetic=real)
    (most, one), (least, _) = forth.ranked()
    other = back.ranked()[0][1]
    assert (most.name, least.name) == ("b", "a")
    assert one.clear
    assert one.positive.value == pytest.approx(-other.positive.value)
    mirrored = other.kl_synthetic_real
    assert astuple(one.kl_real_synthetic) == pytest.approx(astuple(mirrored))
    assert one.p_value == other.p_value
    assert one.positive.value > 5 * one.positive_floor
    assert one.kl_real_synthetic.value > 5 * one.kl_floor


def test_what_the_synthetic_set_never_shows_is_missed_and_not_the_other_way_round() -> None:
    rng = np.random.default_rng(4)
    real = labeled({"hat": rng.choice([1, -1], 300, p=[0.3, 0.7])}, range(300))
    bare = labeled({"hat": [-1] * 300}, range(300))
    difference = compare_attributes(real=real, synthetic=bare).compared[0].difference
    assert difference
    assert difference.kl_real_synthetic.value > 3 * difference.kl_synthetic_real.value
    assert (difference.kl_real_synthetic.low > 0, difference.kl_real_synthetic.high) == (True, math.inf)
    assert np.isfinite(difference.kl_synthetic_real.high)


def intervals(found: AttributeComparison) -> Iterator[tuple[str, Estimate]]:
    for attribute in found.compared:
        assert attribute.real.positive_of_defined
        assert attribute.difference
        yield f"{attribute.name}: positive", attribute.real.positive
        yield f"{attribute.name}: of defined", attribute.real.positive_of_defined
        yield f"{attribute.name}: difference", attribute.difference.positive
        yield f"{attribute.name}: KL", attribute.difference.kl_real_synthetic


@pytest.mark.parametrize("alike", [0.1, 0.9])
def test_intervals_cover_the_truth_at_least_as_often_as_they_say(alike: float) -> None:
    """Shares are known here, of people who are alike on their images and of people who are not."""
    other = {"even": 0.6, "rare": 0.1, "most": 0.9}
    truth = {}
    for name, p in SHARES.items():
        q = other[name]
        divergence = p * math.log(p / q) + (1 - p) * math.log((1 - p) / (1 - q))
        truth |= {f"{name}: positive": 0.8 * p, f"{name}: of defined": p}
        truth |= {f"{name}: difference": q - p, f"{name}: KL": divergence}
    covered = dict.fromkeys(truth, 0)
    for seed in range(100):
        real = random_set(SHARES, people=50, images=4, alike=alike, seed=seed)
        synthetic = random_set(other, people=50, images=4, alike=alike, seed=1000 + seed)
        for name, interval in intervals(compare_attributes(real=real, synthetic=synthetic)):
            covered[name] += interval.low <= truth[name] <= interval.high
    # 95 of 100 on average; fewer than 89 would have a chance under 1 %.
    assert min(covered.values()) >= 89, covered


def test_values_lie_within_their_intervals() -> None:
    for seed in range(20):
        sets = [
            random_set(SHARES, people=12, images=5, alike=0.5, seed=at, defined=0.4) for at in (2 * seed, 2 * seed + 1)
        ]
        for name, interval in intervals(compare_attributes(real=sets[0], synthetic=sets[1])):
            assert not interval.low > interval.value, name
            assert not interval.high < interval.value, name


def test_images_of_one_person_go_together() -> None:
    """Ten images of each of 30 people, all the same, say as much as one of each."""
    values = np.random.default_rng(5).choice([1, -1], 30)
    one = labeled({"x": values}, range(30))
    ten = labeled({"x": np.repeat(values, 10)}, np.repeat(np.arange(30), 10))
    apart = labeled({"x": np.repeat(values, 10)}, range(300))
    width = {}
    for name, found in (("one", one), ("ten", ten), ("apart", apart)):
        share = compare_attributes(real=found, synthetic=found).compared[0].real.positive
        width[name] = share.high - share.low
    assert width["ten"] == pytest.approx(width["one"], rel=0.1)
    assert width["apart"] < 0.5 * width["ten"]


def test_what_is_undefined_everywhere_is_not_compared() -> None:
    real = labeled({"x": [1, -1, 1, 0], "y": [1, 1, -1, -1]}, range(4))
    synthetic = labeled({"x": [0, 0, 0, 0], "y": [1, 1, 1, -1]}, range(4))
    found = compare_attributes(real=real, synthetic=synthetic)
    first = found.compared[0]
    assert (first.difference, first.synthetic.positive_of_defined) == (None, None)
    assert first.synthetic.undefined.value == 1
    assert [attribute.name for attribute, _ in found.ranked()] == ["y"]


def test_too_few_people_for_intervals() -> None:
    one = labeled({"x": [1, 1, -1]}, [0, 0, 0])
    found = compare_attributes(real=one, synthetic=one).compared[0]
    assert found.difference
    assert math.isnan(found.real.positive.low)
    assert math.isnan(found.difference.positive.low)
    assert math.isnan(found.difference.positive_floor)
    assert not found.difference.clear


def test_attributes_of_one_set_only_are_named_and_none_in_common_is_an_error() -> None:
    real, synthetic = labeled({"x": [1, -1], "y": [1, 1]}, [0, 1]), labeled({"z": [0, 1], "x": [1, 1]}, [0, 1])
    found = compare_attributes(real=real, synthetic=synthetic)
    assert ([attribute.name for attribute in found.compared], found.only_real, found.only_synthetic) == (
        ["x"],
        ("y",),
        ("z",),
    )
    with pytest.raises(FaceSetError, match=r"no attribute in common: one has x, y in 'truth'; one has w in"):
        compare_attributes(real=real, synthetic=labeled({"w": [1, 1]}, [0, 1]))


def test_the_seed_divides_people_and_changes_no_share() -> None:
    real = random_set(SHARES, people=40, images=3, alike=0.4, seed=6)
    one, two = (compare_attributes(real=real, synthetic=real, seed=seed).compared[0].real for seed in (0, 1))
    assert one.positive.value == two.positive.value
    assert one.positive != two.positive


def test_everyone_counts_the_same_by_identity() -> None:
    """One person with many images moves the share of images, not that of people."""
    smiling = [1] * 8 + [1, -1] + [-1, 0]
    people = [0] * 8 + [1, 1] + [2, 2]
    found = compare_attributes(
        real=labeled({"Smiling": smiling}, people), synthetic=labeled({"Smiling": smiling}, people)
    ).compared[0]
    own = found.real.by_identity
    assert found.real.positive.value == pytest.approx(9 / 12)
    assert (own.positive.value, own.negative.value) == (pytest.approx(1.5 / 3), pytest.approx(1 / 3))
    assert own.undefined.value == pytest.approx(0.5 / 3)
    assert own.positive_of_defined
    assert own.positive_of_defined.value == pytest.approx((1 + 0.5 + 0) / 3)


def test_where_all_is_defined_nothing_is_undefined_by_identity() -> None:
    """Not a little by rounding, which would have the interval of something rare."""
    real = random_set(SHARES, people=100, images=30, alike=0.3, seed=0, defined=1)
    for attribute in compare_attributes(real=real, synthetic=real).compared:
        own = attribute.real.by_identity.undefined
        assert (own.value, own.low, own.high) == pytest.approx((0, 0, 1 - 0.025 ** (1 / 100)), abs=1e-9)
        assert own.value == 0


def test_three_valued_divergence_and_ratio_by_hand() -> None:
    real = labeled({"Male": [1, 1, 1, -1, 0, 0, 0, 0]}, range(8))
    synthetic = labeled({"Male": [1, -1, -1, -1, -1, 0, 0, 0]}, range(8))
    difference = compare_attributes(real=real, synthetic=synthetic).compared[0].difference
    assert difference
    p, q = np.array([1.5, 4.5, 3.5]) / 9.5, np.array([4.5, 3.5, 1.5]) / 9.5
    assert difference.three_real_synthetic.value == pytest.approx(np.sum(p * np.log(p / q)))
    assert difference.three_synthetic_real.value == pytest.approx(np.sum(q * np.log(q / p)))
    assert difference.ratio.value == pytest.approx((1.5 / 6) / (3.5 / 5))
    assert not difference.unseen


def test_an_empty_cell_is_finite_and_said() -> None:
    found = compare_attributes(
        real=labeled({"hat": [1, -1] * 20}, range(40)), synthetic=labeled({"hat": [-1] * 40}, range(40))
    )
    difference = found.compared[0].difference
    assert difference
    assert difference.unseen
    assert np.isfinite([difference.kl_real_synthetic.value, difference.ratio.value]).all()


def test_false_discoveries_are_as_rare_as_they_say_with_clustered_people() -> None:
    """40 attributes alike in truth and 10 that differ: of what is called different, one in twenty is false at most."""
    alike = {f"same {number}": 0.05 + 0.02 * number for number in range(40)}
    false, found = [], 0
    for seed in range(40):
        shares = alike | {f"other {number}": 0.3 for number in range(10)}
        shifted = alike | {f"other {number}": 0.6 for number in range(10)}
        real = random_set(shares, people=80, images=5, alike=0.6, seed=seed)
        synthetic = random_set(shifted, people=80, images=5, alike=0.6, seed=1000 + seed)
        clear = [attribute.name for attribute, difference in compare(real, synthetic).ranked() if difference.clear]
        false.append(sum(name.startswith("same") for name in clear) / max(len(clear), 1))
        found += sum(name.startswith("other") for name in clear)
    assert np.mean(false) <= 0.05
    assert found > 0.7 * 400


def compare(real: LabeledSet, synthetic: LabeledSet) -> AttributeComparison:
    return compare_attributes(real=real, synthetic=synthetic)
