from collections import Counter

import pytest
from tests.labels import labeled, random_set

from facegap.compare import demographics_in_sets

AXES = [("Male",), ("Asian", "Black"), ("Young", "Senior")]


def test_groups_are_counted_as_by_hand() -> None:
    """Against a count of tuples, image by image."""
    shares = {"Male": 0.5, "Asian": 0.2, "Black": 0.3, "Young": 0.5, "Senior": 0.1}
    drawn = random_set(shares, people=60, images=1, alike=0.4, seed=3, defined=0.9)
    counted: Counter[tuple[str, ...]] = Counter()
    for row in drawn.labels:
        label = dict(zip(drawn.attributes, row, strict=True))
        values = [{1: "Male", -1: "not Male"}.get(int(label["Male"]))]
        for axis in AXES[1:]:
            positive = [name for name in axis if label[name] == 1]
            none = all(label[name] == -1 for name in axis)
            values.append(positive[0] if len(positive) == 1 else "none of these" if none else None)
        if None not in values:
            counted[tuple(str(value) for value in values)] += 1
    found = demographics_in_sets([drawn], axes=AXES)
    assert found
    total = sum(counted.values())
    shares_of = {group.values: group.shares[0] for group in found.groups}
    shown = {
        values: one.positive_of_defined.value for values, one in shares_of.items() if one and one.positive_of_defined
    }
    assert shown == pytest.approx({values: count / total for values, count in counted.items()})
    assert found.decided[0].value == pytest.approx(total / len(drawn.labels))
    assert found.decided[0].low < found.decided[0].value < found.decided[0].high


def test_what_labels_never_say_has_no_share_rather_than_none() -> None:
    first = labeled({"Male": [1, -1] * 10, "Black": [1, 1, -1, -1] * 5, "Asian": [-1] * 20}, range(20))
    second = labeled({"Male": [1, -1] * 10, "Black": [-1] * 20, "Asian": [-1] * 20}, range(20))
    found = demographics_in_sets([first, second], axes=[("Male",), ("Asian", "Black")])
    assert found
    shares = {group.name: group.shares for group in found.groups}
    assert set(shares) == {f"{sex}, {other}" for sex in ("Male", "not Male") for other in ("Black", "none of these")}
    assert shares["Male, Black"][1] is None
    assert found.never == (("Asian",), ("Asian", "Black"))


def test_an_axis_that_few_labels_decide_is_left_out_and_named() -> None:
    male, young = [1, -1] * 10, [1] + [0] * 19
    one = labeled({"Male": male, "Young": young, "Black": male}, range(20))
    found = demographics_in_sets([one], axes=[("Male",), ("Young",), ("Black",)])
    assert found
    assert (found.axes, found.left_out) == ((("Male",), ("Black",)), ((("Young",), (0.05,)),))
    found = demographics_in_sets([one], axes=[("Male",), ("Young",)])
    assert found
    assert (found.groups, found.decided) == ((), ())


def test_fewer_than_two_axes_are_no_breakdown() -> None:
    one, other = labeled({"Male": [1, -1], "Young": [1, -1]}, range(2)), labeled({"Male": [1, -1]}, range(2))
    assert demographics_in_sets([one, other], axes=[("Male",), ("Young", "Senior")]) is None
    assert demographics_in_sets([one], axes=[]) is None


def test_each_person_counts_the_same_by_identity() -> None:
    """Three images of one man and one each of three women: half of the images, a quarter of the people."""
    labels = {"Male": [1, 1, 1, -1, -1, -1], "Young": [1] * 6}
    found = demographics_in_sets([labeled(labels, [0, 0, 0, 1, 2, 3])], axes=[("Male",), ("Young",)])
    assert found
    man = found.groups[0].shares[0]
    assert man
    assert man.positive_of_defined
    assert man.by_identity.positive_of_defined
    assert (man.positive_of_defined.value, man.by_identity.positive_of_defined.value) == (0.5, 0.25)
