"""Rows of the truth layer."""

import json

import pyarrow as pa
import pytest
from tests.render.builders import a_scene
from tests.render.truth.cases import Case
from tests.render.truth.test_attributes import facts

from facegap.render.truth.columns import light_contrast
from facegap.render.truth.layer import truth_row, truth_schema
from facegap.render.truth.vocabulary import ATTRIBUTES


def test_a_row_fits_the_schema_and_comes_back():
    row = truth_row(facts(Case(scene={"pose": {"yaw": 25.0}, "expression": {"jawOpen": 0.5, "mouthPucker": 0.0}})))
    table = pa.Table.from_pylist([row], schema=truth_schema())
    back = table.to_pylist()[0]
    assert tuple(table.column_names[: len(ATTRIBUTES)]) == ATTRIBUTES
    assert back["yaw"] == 25.0
    assert json.loads(back["expression"]) == {"jawOpen": 0.5}
    assert back["sex"] == "male"
    assert len(back["landmarks"]) == 136
    assert back["seen_forehead"] == pytest.approx(1.0)
    assert None not in back.values()


def test_names_differ_in_more_than_case():
    names = [name.lower() for name in truth_schema().names]
    assert len(set(names)) == len(names)


def test_contrast_is_the_lamps_part_of_the_light():
    assert light_contrast(a_scene()) == 0.0
