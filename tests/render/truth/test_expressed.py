"""What mouth and eyes look like once shape and expression have come together."""

import numpy as np
import pytest
from tests.render.builders import a_person, a_scene, changed

from facegap.render.head.landmarks import landmarks68
from facegap.render.head.shape import expression_offsets, head_of
from facegap.render.tables.expressions import EXPRESSIONS, action_weights
from facegap.render.truth.expressed import ExpressedFace, expressed_face
from facegap.render.truth.labels.features import smiling
from facegap.render.truth.plain import plain_facts
from facegap.render.truth.proportions import proportions_of


def of(expression: str, **shape: float) -> tuple[ExpressedFace, int]:
    """What a face with this expression looks like, and whether its truth says that it smiles."""
    person = a_person(shape={name.replace("_", "-"): value for name, value in shape.items()})
    head = head_of(person)
    weights = action_weights(expression, strength=0.5, tilt=0.0, left=True)
    face = expressed_face(head.landmarks, weights)
    return face, smiling(changed(plain_facts(person, proportions_of(head)), expressed=face, scene=a_scene()))


def test_it_measures_the_posed_vertices():
    head = head_of(a_person())
    weights = action_weights("open_smile", strength=1.0, tilt=0.3, left=False)
    marks = (head.positions + expression_offsets(weights))[landmarks68()]
    between = np.linalg.norm(marks[36:42].mean(0) - marks[42:48].mean(0))
    above = (marks[[48, 54], 1].mean() - marks[[62, 66], 1].mean()) / between
    face = expressed_face(head.landmarks, weights)
    assert face.corners_above == pytest.approx(above, abs=1e-5)
    assert face.corners_raised[1] > face.corners_raised[0] > 0.08


def test_a_face_at_rest_has_raised_nothing_and_lids_close_to_nothing():
    rest = head_of(a_person()).landmarks
    assert expressed_face(rest, {}).corners_raised == (0.0, 0.0)
    shut = expressed_face(rest, {"eyeBlinkLeft": 1.0, "eyeBlinkRight": 1.0})
    half = expressed_face(rest, {"eyeBlinkLeft": 1.0})
    assert shut.eyes_open < 0.15 < half.eyes_open < expressed_face(rest, {}).eyes_open - 0.05
    assert expressed_face(rest, {"eyeWideLeft": 1.0}).eyes_open > expressed_face(rest, {}).eyes_open


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_of_a_plain_face_smiles_are_true_and_other_expressions_are_not(name):
    expression = EXPRESSIONS[name]
    face, label = of(name)
    assert label == (1 if expression.smiling else 0 if name == "smirk" else -1), face


def test_the_same_smile_is_none_on_a_mouth_that_turns_down():
    down, up = sorted(
        (of("slight_smile", mouth_angles_up=value) for value in (-1.0, 1.0)),
        key=lambda found: found[0].corners_above,
    )
    assert down[0].corners_above < 0.03 < up[0].corners_above
    assert (down[1], up[1]) == (0, 1)
