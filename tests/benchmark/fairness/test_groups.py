import numpy as np
import pyarrow as pa
import pytest
from tests.conftest import MakeSet
from tests.labels import annotate

from facegap.base.errors import FaceSetError
from facegap.benchmark.fairness.groups import Groups, load_groups
from facegap.engine import LocalRunner, Worker, run
from facegap.faceset import FaceSet

PEOPLE = {"ann": 3, "bob": 3}


class Columns:
    """A stage that writes given columns, in the order of the set."""

    needs = ("images",)
    networks = ()

    def __init__(self, columns: dict[str, pa.Array], ids: list[str], layer: str) -> None:
        self.layer, self.columns, self.ids = layer, columns, ids

    def settings(self) -> dict[str, str]:
        return {"stage": "columns"}

    def start(self, worker: Worker):
        def compute(rows: pa.Table) -> pa.Table:
            at = [self.ids.index(image_id) for image_id in rows["image_id"].to_pylist()]
            columns = {name: values.take(pa.array(at)) for name, values in self.columns.items()}
            return pa.table(columns | {"error": pa.nulls(len(at), pa.string())})

        return compute


def with_columns(faceset: FaceSet, layer: str = "truth", **columns: pa.Array) -> FaceSet:
    ids = faceset.column("images", "image_id").to_list()
    run(Columns(columns, ids, layer), faceset, runner=LocalRunner(1))
    return faceset


@pytest.fixture
def faceset(make_set: MakeSet) -> FaceSet:
    return with_columns(
        make_set(PEOPLE, shard_rows=4),
        gender=pa.array(["f", "m", "f", None, "m", ""]),
        Male=pa.array([1, -1, 0, None, 1, -1], pa.int8()),
        happy=pa.array([True, False, None, True, False, True]),
        day=pa.array([3, 1, 1, 3, 2, None], pa.int16()),
        age=pa.array([10.0, 30.0, 59.9, 60.0, None, float("nan")]),
        tags=pa.array([["x"]] * 6),
    )


def named(groups: Groups) -> list[str | None]:
    return [groups.names[group] if group >= 0 else None for group in groups.of]


@pytest.mark.parametrize(
    ("asked", "expected"),
    [
        ("truth.gender", ["f", "m", "f", None, "m", None]),
        ("truth.Male", ["Male", "not Male", None, None, "Male", "not Male"]),
        ("truth.happy", ["happy", "not happy", None, "happy", "not happy", "happy"]),
        ("truth.day", ["day 3", "day 1", "day 1", "day 3", "day 2", None]),
        ("truth.day:2", ["day ≥ 2", "day < 2", "day < 2", "day ≥ 2", "day ≥ 2", None]),
        ("truth.age:30:60", ["age < 30", "age 30–60", "age 30–60", "age ≥ 60", None, None]),
        ("truth.Male+happy", [None, None, None, "happy", "Male", "happy"]),
        ("images.identity", ["ann", "ann", "ann", "bob", "bob", "bob"]),
        ("truth.gender, truth.Male", ["f × Male", "m × not Male", None, None, "m × Male", None]),
        (
            "truth.gender,images.identity,truth.happy",
            ["f × ann × happy", "m × ann × not happy", None, None, "m × bob × not happy", None],
        ),
    ],
)
def test_groups_are_by_value(faceset: FaceSet, asked: str, expected: list[str | None]) -> None:
    found = load_groups(faceset, asked)
    assert named(found) == expected
    assert found.left_out == expected.count(None)
    assert len(set(found.names)) == len(found.names) == len(set(expected) - {None})
    assert found.of.dtype == np.int64


def test_layers_may_have_dots_in_their_names(make_set: MakeSet) -> None:
    faceset = annotate(make_set(PEOPLE), {"Male": [1, 1, 1, -1, -1, -1]}, layer="attributes/mac")
    annotate(faceset, {"Male": [-1, -1, -1, 1, 1, 1]}, layer="attributes/mac.v2")
    assert named(load_groups(faceset, "attributes/mac.Male"))[0] == "Male"
    assert named(load_groups(faceset, "attributes/mac.v2.Male"))[0] == "not Male"


@pytest.mark.parametrize(
    ("asked", "message"),
    [
        ("gender", r"'gender' names no column of a layer; .*the layers are: images, truth"),
        ("labels.gender", "'labels.gender' names no column of a layer"),
        ("truth.sex", "the layer 'truth' has no column 'sex'; it has: gender, Male, happy, day, age, tags"),
        ("truth.age", "'truth.age' holds numbers that aren't whole; give bounds"),
        ("truth.age:60:30", "must be rising numbers"),
        ("truth.age:", "must be rising numbers"),
        ("truth.age:nan", "must be rising numbers"),
        ("truth.gender:3", "'gender' holds String; only numbers"),
        ("truth.Male+sex", "the layer 'truth' has no column 'sex'"),
        ("truth.Male+gender", "the column 'gender' holds String; only labels can be joined"),
        ("truth.tags", "can't be divided into groups"),
        ("images.image", "can't be divided into groups"),
        ("truth.gender,", "'' names no column"),
        ("images.error", "no image has a value in each column of 'images.error'"),
    ],
)
def test_what_gives_no_groups_says_why(faceset: FaceSet, asked: str, message: str) -> None:
    with pytest.raises(FaceSetError, match=message):
        load_groups(faceset, asked)


def test_too_many_groups_are_none(make_set: MakeSet) -> None:
    faceset = make_set({f"p{number}": 1 for number in range(65)}, shard_rows=65)
    with pytest.raises(FaceSetError, match=r"'images.identity' makes 65 groups, more than 64; choose columns"):
        load_groups(faceset, "images.identity")
