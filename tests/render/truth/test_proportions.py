"""Measures of heads whose shape is known."""

import pytest
from tests.render.builders import a_person

from facegap.render.head.landmarks import lips_apart
from facegap.render.head.shape import expression_offsets, head_of
from facegap.render.truth.build import ovalness, roundness, squareness
from facegap.render.truth.proportions import Proportions, proportions_of


def measured(**shape: float) -> Proportions:
    return proportions_of(head_of(a_person(shape={name.replace("_", "-"): value for name, value in shape.items()})))


@pytest.mark.parametrize(
    ("parameter", "measure"),
    [
        ("chin_height", "face_height"),
        ("head_scale_horiz", "face_width"),
        ("head_fat", "jaw_width"),
        ("neck_double", "double_chin"),
        ("cheek_trans_up", "cheekbones"),
        ("cheek_bones", "cheekbones"),
        ("mouth_lowerlip_height", "lips"),
        ("mouth_upperlip_volume", "lips"),
        ("nose_scale_vert", "nose"),
        ("nose_width3", "nose"),
        ("chin_width", "chin_width"),
    ],
)
def test_a_parameter_raises_what_it_is_named_after(parameter, measure):
    low, high = (getattr(measured(**{parameter: value}), measure) for value in (-0.8, 0.8))
    assert high > low


def test_a_narrower_tip_is_more_pointed():
    assert measured(nose_point_width=-1.0).nose_tip > measured().nose_tip > measured(nose_volume=1.0).nose_tip


def test_measures_of_parts_do_not_depend_on_the_size_of_the_head():
    head = head_of(a_person())
    small, large = proportions_of(head), proportions_of(type(head)(2.0 * head.positions, head.normals))
    assert large.face_height == pytest.approx(2.0 * small.face_height, rel=1e-4)
    for name in Proportions.__dataclass_fields__.keys() - {"face_height", "face_width"}:
        assert getattr(large, name) == pytest.approx(getattr(small, name), rel=1e-3, abs=1e-4), name


@pytest.mark.parametrize(("form", "score"), [("square", squareness), ("round", roundness), ("oval", ovalness)])
def test_forms_score_highest_as_what_they_are(form, score):
    forms = ("square", "round", "oval", "triangular", "rectangular")
    scores = {name: score(measured(**{f"head_{name}": 0.5})) for name in forms}
    assert max(scores, key=scores.__getitem__) == form
    assert scores[form] > score(measured())


def test_lips_part_with_the_jaw_and_close_again():
    rest = head_of(a_person()).positions
    opened, pressed = (expression_offsets({action: 1.0}) for action in ("jawOpen", "mouthPressLeft"))
    assert lips_apart(rest + opened) > 0.2 > 0.03 > lips_apart(rest) > lips_apart(rest + pressed) - 0.03
