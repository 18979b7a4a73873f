import math

import numpy as np
import pytest
from sklearn.metrics import mutual_info_score
from tests.labels import labeled, random_set

from facegap.base.errors import FaceSetError
from facegap.compare.attribute_pairs.comparison import PairDifference, compare_pairs
from facegap.compare.attribute_pairs.counts import count_pairs
from facegap.compare.attribute_pairs.sample import PairSample, mutual_information, phi
from facegap.compare.labels import LabeledSet

SHARES = {"even": 0.5, "rare": 0.05, "most": 0.9, "some": 0.3}


def pair(found: list[PairDifference], first: str, second: str) -> PairDifference:
    (one,) = [pair for pair in found if (pair.first, pair.second) == (first, second)]
    return one


def linked(*, people: int, images: int, alike: float, link: float, seed: int) -> LabeledSet:
    """Independent attributes, but for ``some``, which has the label of ``even`` on a share ``link`` of the images."""
    given = random_set(SHARES, people=people, images=images, alike=alike, seed=seed)
    same = np.random.default_rng(seed + 10_000).random(people * images) < link
    given.labels[same, 3] = given.labels[same, 0]
    return given


def test_measures_of_cells() -> None:
    cells = np.array([[30, 5, 10, 55], [25, 0, 0, 75], [0, 50, 50, 0], [9, 21, 21, 49], [10, 0, 20, 0]], dtype=float)
    for (both, first, second, neither), value, told in zip(cells, phi(cells), mutual_information(cells), strict=True):
        one = np.repeat([1, 1, 0, 0], np.array([both, first, second, neither], dtype=int))
        other = np.repeat([1, 0, 1, 0], np.array([both, first, second, neither], dtype=int))
        if np.ptp(one) and np.ptp(other):
            assert value == pytest.approx(np.corrcoef(one, other)[0, 1])
        else:
            assert math.isnan(value)
        assert told == pytest.approx(mutual_info_score(one, other), abs=1e-12)
    assert phi(cells)[1:4] == pytest.approx([1, -1, 0])
    assert mutual_information(cells)[2] == pytest.approx(math.log(2))
    assert math.isnan(mutual_information(np.zeros(4)))


def test_pairs_are_of_the_images_where_both_are_defined() -> None:
    real = linked(people=60, images=3, alike=0.3, link=0.4, seed=0)
    synthetic = linked(people=40, images=5, alike=0.3, link=0.0, seed=1)
    found = compare_pairs(real=real, synthetic=synthetic)
    assert len(found.compared) == 6
    for one in found.compared:
        expected = []
        for given in (real, synthetic):
            a, b = (given.labels[:, given.attributes.index(name)] for name in (one.first, one.second))
            there = (a != 0) & (b != 0)
            expected.append(np.corrcoef(a[there], b[there])[0, 1])
        assert (one.phi_real.value, one.phi_synthetic.value) == pytest.approx(expected)
        assert one.phi.value == pytest.approx(expected[1] - expected[0])
        assert one.phi.low < one.phi.value < one.phi.high
        assert one.phi_floor > 0


def test_a_link_that_only_one_set_has_is_found_and_nothing_else() -> None:
    real = linked(people=300, images=4, alike=0.3, link=0.3, seed=2)
    synthetic = linked(people=300, images=4, alike=0.3, link=0.0, seed=3)
    forth, back = compare_pairs(real=real, synthetic=synthetic), compare_pairs(real=synthetic, synthetic=real)
    assert [(one.first, one.second) for one in forth.ranked() if one.clear] == [("even", "some")]
    first, other = forth.ranked()[0], back.ranked()[0]
    assert first.phi.high < -0.1
    assert first.information.high < 0
    assert (first.phi.value, first.q_value) == pytest.approx((-other.phi.value, other.q_value))
    assert abs(first.phi.value) > 3 * first.phi_floor


def test_false_discoveries_are_rare_and_intervals_hold_with_images_of_people_who_are_alike() -> None:
    """Sets of one world, of people whose images share their labels: each of 40 studies has 28 pairs."""
    shares = {f"{name} {copy}": share for name, share in SHARES.items() for copy in "ab"}
    chances, discovered, held = [], 0, []
    for seed in range(40):
        real = random_set(shares, people=80, images=5, alike=0.6, seed=2 * seed)
        synthetic = random_set(shares, people=50, images=8, alike=0.6, seed=2 * seed + 1)
        found = compare_pairs(real=real, synthetic=synthetic).compared
        chances += [one.p_value for one in found]
        discovered += any(one.clear for one in found)
        held += [one.phi_real.low <= 0 <= one.phi_real.high for one in found]
    assert discovered <= 5  # 2 on average; more than 5 have a chance of 1.4 %
    assert 0.02 < np.mean(np.array(chances) < 0.05) < 0.07
    assert 0.93 < np.mean(held) < 0.985


def test_most_of_the_bias_of_mutual_information_is_taken_off() -> None:
    """Of independent attributes it is 0, but more in any sample, the more so as images of a person are alike."""
    plain, corrected = [], []
    for seed in range(30):
        given = random_set({"a": 0.5, "b": 0.4}, people=60, images=5, alike=0.6, seed=seed)
        counts = count_pairs(given.labels, np.zeros(300, dtype=np.int64), 1)[0]
        plain.append(mutual_information(counts[[0, 0, 2, 2], [1, 3, 1, 3]].astype(float)))
        corrected.append(PairSample.of(given, given.attributes, seed=0).information.value[0])
    assert abs(np.mean(corrected)) < 0.4 * np.mean(plain)


def test_copies_of_images_tell_nothing_new() -> None:
    once = random_set(SHARES, people=100, images=1, alike=0.3, seed=4)
    other = random_set(SHARES, people=100, images=1, alike=0.3, seed=5)

    def often(given: LabeledSet, *, apart: bool) -> LabeledSet:
        people = np.arange(1000) if apart else np.repeat(given.people, 10)
        columns = {name: np.repeat(column, 10) for name, column in zip(SHARES, given.labels.T, strict=True)}
        return labeled({name: column.tolist() for name, column in columns.items()}, people.tolist())

    def width(real: LabeledSet, synthetic: LabeledSet) -> float:
        one = pair(list(compare_pairs(real=real, synthetic=synthetic).compared), "even", "some")
        return one.phi.high - one.phi.low

    plain = width(once, other)
    assert width(often(once, apart=False), often(other, apart=False)) == pytest.approx(plain, rel=0.05)
    assert width(often(once, apart=True), often(other, apart=True)) < 0.5 * plain


def test_a_set_does_not_differ_from_itself() -> None:
    real = random_set(SHARES, people=40, images=2, alike=0.3, seed=6)
    for one in compare_pairs(real=real, synthetic=real).compared:
        assert (one.phi.value, one.p_value, one.clear) == (0, 1, False)
        assert one.information.value == 0


def test_what_no_image_shows_is_not_taken_to_be_impossible() -> None:
    """Hats and beards, never together on 20 of 200 faces each, and twice in another sample of 200."""
    hat, beard = np.full(200, -1), np.full(200, -1)
    hat[:20] = beard[20:40] = 1
    moved = beard.copy()
    moved[38:40], moved[:2] = -1, 1
    one = labeled({"hat": hat.tolist(), "beard": beard.tolist()}, range(200))
    two = labeled({"hat": hat.tolist(), "beard": moved.tolist()}, range(200))
    (found,) = compare_pairs(real=one, synthetic=two).compared
    assert found.phi_real.high > 0
    assert not found.clear


def test_attributes_that_exclude_each_other_in_both_sets_are_left_out() -> None:
    """They are less correlated the rarer they are, and that is all."""
    sets = []
    for shares in ([0.2, 0.2, 0.6], [0.5, 0.4, 0.1]):
        group = np.random.default_rng(8).choice(3, 500, p=shares)
        columns = {str(value): np.where(group == value, 1, -1).tolist() for value in range(3)}
        sets.append(labeled(columns | {"hat": np.tile([1, -1], 250).tolist()}, range(500)))
    found = compare_pairs(real=sets[0], synthetic=sets[1])
    assert ([one.second for one in found.compared], found.left_out) == (["hat"] * 3, 3)


def test_pairs_that_can_not_be_judged_are_counted() -> None:
    real = labeled({"a": [1, -1, 1, -1], "b": [1, 1, -1, -1], "constant": [1] * 4, "none": [0] * 4}, range(4))
    found = compare_pairs(real=real, synthetic=real)
    assert ([(one.first, one.second) for one in found.compared], found.left_out) == ([("a", "b")], 5)
    alone = labeled({"a": [1, -1, 1, -1], "b": [1, 1, -1, -1]}, [0] * 4)
    found = compare_pairs(real=alone, synthetic=alone)
    assert (found.compared, found.left_out) == ((), 1)
    single = compare_pairs(real=labeled({"a": [1, -1]}, [0, 1]), synthetic=labeled({"a": [1, -1]}, [0, 1]))
    assert (single.compared, single.left_out) == ((), 0)
    with pytest.raises(FaceSetError, match="no attribute in common"):
        compare_pairs(real=real, synthetic=labeled({"z": [1, -1]}, [0, 1]))


def test_ten_images_are_compared_without_a_discovery() -> None:
    real = random_set(SHARES, people=10, images=1, alike=0.3, seed=7, defined=1)
    synthetic = random_set(SHARES, people=10, images=1, alike=0.3, seed=8, defined=1)
    found = compare_pairs(real=real, synthetic=synthetic)
    assert len(found.compared) + found.left_out == 6
    assert not any(one.clear for one in found.compared)
