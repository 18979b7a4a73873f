from tests.conftest import MakeSet
from tests.labels import annotate

from facegap.faceset import labels_of


def test_labels_are_the_small_integers_of_a_layer(make_set: MakeSet) -> None:
    labels = {"Male": [1, 1, -1, 0, None], "Pose": [0, 1, 2, 3, 4], "Bald": [0, 0, 0, None, None]}
    faceset = annotate(make_set({"ann": 2, "bob": 3}), labels, layer="attributes/mac")
    found = labels_of(faceset, "attributes/mac")
    assert found.to_dict(as_series=False) == {"Male": [1, 1, -1, 0, None], "Bald": [0, 0, 0, None, None]}
