from pathlib import Path

import numpy as np
import pytest
from tests.recognize.patterned import SIDE, patterned_set, training

from facegap.base.errors import ConfigError
from facegap.faceset import IMAGES, decode
from facegap.recognize.preview import preview_of


def test_a_set_of_few_people_who_all_train_can_be_looked_at(tmp_path: Path) -> None:
    faces = patterned_set(tmp_path, "real", people=20, alone=2)  # in two shards
    config = training(tmp_path, {"path": "real", "train_only": True}, {"path": "not made yet"}, augmentation="none")
    assert preview_of(config, people=3, draws=2, seed=0).shape == (3 * SIDE, 3 * SIDE, 3)
    seen = preview_of(config, people=100, draws=1, seed=0)
    assert seen.shape == (20 * SIDE, 2 * SIDE, 3)  # those with one image don't train
    images = faces.column(IMAGES, "image").to_list()
    for person in range(20):
        face = seen[person * SIDE : (person + 1) * SIDE, :SIDE]
        assert np.array_equal(face, decode(images[4 * person]["bytes"]))
    nobody = training(tmp_path, {"path": "real", "fewest_images": 5})
    with pytest.raises(ConfigError, match="nobody in it has 5 or more images"):
        preview_of(nobody, people=3, draws=2, seed=0)
