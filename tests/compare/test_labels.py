import numpy as np
import pytest
from tests.conftest import MakeSet
from tests.labels import annotate, labeled

from facegap.base.errors import FaceSetError
from facegap.compare import LabeledSet
from facegap.compare.labels import in_common
from facegap.faceset import label_layer


def test_an_image_without_any_label_is_missing(make_set: MakeSet) -> None:
    labels = {"Male": [1, 1, -1, 0, None], "Bald": [0, 0, 0, None, None]}
    found = LabeledSet.load(annotate(make_set({"ann": 2, "bob": 3}), labels), "truth")
    assert (found.attributes, found.missing, found.unknown) == (("Male", "Bald"), 1, 0)
    assert found.labels.tolist() == [[1, 0], [1, 0], [-1, 0], [0, 0]]
    assert len(np.unique(found.people[:2])) == 1
    assert len(np.unique(found.people)) == 2


def test_what_has_no_labels_says_so(make_set: MakeSet) -> None:
    faceset = make_set({"ann": 2})
    with pytest.raises(FaceSetError, match="no complete layer 'truth'; it has: images"):
        LabeledSet.load(faceset, "truth")
    annotate(faceset, {"Pose": [4, 5]}, layer="quality/pose")
    with pytest.raises(FaceSetError, match=r"'quality/pose' has no attributes.* the layers are: images, quality/pose"):
        LabeledSet.load(faceset, "quality/pose")
    with pytest.raises(FaceSetError, match="'images' has no attributes"):
        LabeledSet.load(faceset, "images")
    annotate(faceset, {"Male": [None, None]})
    with pytest.raises(FaceSetError, match="no image has a label in the layer 'truth'"):
        LabeledSet.load(faceset, "truth")


def test_scores_and_reliabilities_stand_beside_the_labels(make_set: MakeSet) -> None:
    numbers = {
        "Male_score": [0.9, float("nan"), None, 0.5, 0.1],
        "Bald_score": [0.0, 1.0, 0.2, 0.3, 0.4],
        "Male_reliability": [0.8, 0.6, None, float("nan"), 0.0],
        "Bald_reliability": [None] * 5,
    }
    labels = {"Male": [1, -1, 0, 0, None], "Bald": [-1, 1, -1, -1, None]}
    faceset = annotate(make_set({"ann": 2, "bob": 3}), labels, layer="attributes/mac", numbers=numbers)
    found = LabeledSet.load(faceset, label_layer(faceset, "mac"))
    assert found.rows.tolist() == [0, 1, 2, 3]
    assert found.scores is not None
    np.testing.assert_allclose(found.scores, [[0.9, 0], [np.nan, 1], [np.nan, 0.2], [0.5, 0.3]], rtol=1e-6)
    assert found.reliability is not None
    np.testing.assert_allclose(found.reliability, [(0.8 + 0.6 + 0.0) / 3, np.nan], rtol=1e-6)


def test_without_a_score_for_each_attribute_there_are_none(make_set: MakeSet) -> None:
    faceset = annotate(make_set({"ann": 2}), {"Male": [1, 1], "Bald": [0, 1]}, numbers={"Male_score": [0.9, 0.8]})
    found = LabeledSet.load(faceset, "truth")
    assert (found.scores, found.reliability) == (None, None)


def test_a_score_that_is_no_chance_is_an_error(make_set: MakeSet) -> None:
    faceset = annotate(make_set({"ann": 2}), {"Male": [1, 1]}, numbers={"Male_score": [0.9, 1.5]})
    with pytest.raises(FaceSetError, match=r"'truth' the column 'Male_score' has the value 1.5 for ann/1"):
        LabeledSet.load(faceset, "truth")


def test_what_sets_have_in_common_is_in_the_order_of_the_first() -> None:
    one = labeled({"a": [1, 0], "b": [-1, 1], "c": [0, 0]}, [0, 1])
    other = labeled({"c": [1, 1], "a": [0, -1]}, [0, 1])
    assert in_common(one, other) == ("a", "c")
    assert one.only(("c", "a")).labels.tolist() == [[0, 1], [0, 0]]
    with pytest.raises(FaceSetError, match="no attribute in common: one has a, b, c in 'truth'; one has d in 'truth'"):
        in_common(one, labeled({"d": [1]}, [0]))
