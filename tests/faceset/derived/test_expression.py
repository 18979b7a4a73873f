import math

import pytest
from tests.conftest import MakeSet
from tests.labels import annotate

from facegap.base.errors import ConfigError
from facegap.faceset import FaceSet, parse_condition


@pytest.fixture
def faceset(make_set: MakeSet) -> FaceSet:
    """Six images: ann's 0 to 3, bob's 0 and 1."""
    made = make_set({"ann": 4, "bob": 2})
    numbers = {"age": [10.0, 20.0, 30.0, None, math.nan, 60.0]}
    annotate(made, {"Male": [1, -1, 0, None, 1, 1], "Hat": [1, 1, -1, -1, 1, -1]}, numbers=numbers)
    return annotate(made, {"Male": [1, 1, 1, 1, -1, -1], "Big Nose": [1, -1, 1, -1, 1, -1]}, layer="attributes/mac-net")


def rows(text: str, faceset: FaceSet) -> list[int]:
    condition = parse_condition(text, faceset)
    frame = faceset.scan("images", *(layer for layer in condition.layers if layer != "images")).with_row_index("row")
    return frame.filter(condition.expression).collect()["row"].to_list()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Hat == 1", [0, 1, 4]),
        ("Hat == 1 and age < 30", [0, 1]),
        ("Hat == 1 and not age < 15", [1]),
        ("age < 15 or age >= 60", [0, 5]),
        ("15 < age <= 30", [1, 2]),
        ("30 > age", [0, 1]),
        ("Hat == -1 and (age == 30 or age == 60)", [2, 5]),
        ("identity in ['bob', 'carl']", [4, 5]),
        ('identity not in ("ann",) and Hat != 1', [5]),
        ("identity == 'ann' and width == height and width > 20", [0, 1, 2, 3]),
        ("truth.Male in [0, 1]", [0, 2, 4, 5]),
        ("mac-net.Male == -1", [4, 5]),
        ("attributes/mac-net.Male == -1 and truth.age > 1", [5]),
        ("`Big Nose` == 1", [0, 2, 4]),
        ("`mac-net.Big Nose` == 1 and image_id != 'mac-net.Male'", [0, 2, 4]),
    ],
)
def test_conditions(text: str, expected: list[int], faceset: FaceSet) -> None:
    assert rows(text, faceset) == expected


@pytest.mark.parametrize(
    "text", ["truth.Male != 1", "not truth.Male == 1", "truth.Male not in [1]", "not (truth.Male == 1 or age == 1000)"]
)
def test_no_value_meets_no_comparison_nor_its_opposite(text: str, faceset: FaceSet) -> None:
    """Row 3 has no label and no age, row 4 an age that is not a number."""
    assert 3 not in rows(text, faceset)
    assert {3, 4}.isdisjoint(rows("age > 0", faceset) + rows("not age > 0", faceset))


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("Hut == 1", "'Hut', which no layer of the set has; did you mean 'Hat'"),
        ("truth.Hut == 1", "'truth.Hut', which no layer of the set has; did you mean 'truth.Hat'"),
        ("truth.Nonsense == 1", "truth has no column like it"),
        ("Nonsense == 1", "the layers are images, attributes/mac-net, truth"),
        ("Male == 1", "several layers have; write one of: mac-net.Male, truth.Male"),
        ("Hat = 1", "can't be read"),
        ("", "can't be read"),
        ("Hat", "is no condition; compare it"),
        ("1", "is no condition"),
        ("Hat == '1'", "compares a number with text"),
        ("identity < 3", "compares text with a number"),
        ("identity in [1]", "compares text with a number"),
        ("Hat in 1", "'in' needs a list"),
        ("Hat is 1", "write == or !="),
        ("Hat == None", "None' is no number, text or column"),
        ("Hat + 1 == 2", "no number, text or column"),
        ("__import__('os').system('true') == 0", "no number, text or column"),
        ("image == 1", "'image', which no layer"),
    ],
)
def test_what_is_no_condition_says_why(text: str, message: str, faceset: FaceSet) -> None:
    with pytest.raises(ConfigError, match=message):
        parse_condition(text, faceset)
