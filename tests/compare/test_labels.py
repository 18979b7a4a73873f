import numpy as np
import pytest
from tests.conftest import MakeSet
from tests.labels import annotate

from facegap.compare import LabelledSet, labels_of
from facegap.errors import FaceSetError


def test_labels_are_the_small_integers_of_a_layer(make_set: MakeSet) -> None:
    labels = {"Male": [1, 1, -1, 0, None], "Pose": [0, 1, 2, 3, 4], "Bald": [0, 0, 0, None, None]}
    faceset = annotate(make_set({"ann": 2, "bob": 3}), labels, layer="attributes/mac")
    found = labels_of(faceset, "attributes/mac")
    assert found.to_dict(as_series=False) == {"Male": [1, 1, -1, 0, None], "Bald": [0, 0, 0, None, None]}


def test_an_image_without_any_label_is_missing(make_set: MakeSet) -> None:
    labels = {"Male": [1, 1, -1, 0, None], "Bald": [0, 0, 0, None, None]}
    found = LabelledSet.load(annotate(make_set({"ann": 2, "bob": 3}), labels), "truth")
    assert (found.attributes, found.missing, found.unknown) == (("Male", "Bald"), 1, 0)
    assert found.labels.tolist() == [[1, 0], [1, 0], [-1, 0], [0, 0]]
    assert len(np.unique(found.people[:2])) == 1
    assert len(np.unique(found.people)) == 2


def test_what_has_no_labels_says_so(make_set: MakeSet) -> None:
    faceset = make_set({"ann": 2})
    with pytest.raises(FaceSetError, match="no complete layer 'truth'; it has: images"):
        LabelledSet.load(faceset, "truth")
    annotate(faceset, {"Pose": [4, 5]}, layer="quality/pose")
    with pytest.raises(FaceSetError, match=r"'quality/pose' has no attributes.* the layers are: images, quality/pose"):
        LabelledSet.load(faceset, "quality/pose")
    with pytest.raises(FaceSetError, match="'images' has no attributes"):
        LabelledSet.load(faceset, "images")
    annotate(faceset, {"Male": [None, None]})
    with pytest.raises(FaceSetError, match="no image has a label in the layer 'truth'"):
        LabelledSet.load(faceset, "truth")
