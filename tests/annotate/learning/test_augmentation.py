import numpy as np
import pytest
from tests.conftest import picture

from facegap.annotate.learning.augmentation import AnnotatorAugmentation
from facegap.engine import generator

NOTHING = AnnotatorAugmentation(
    mirror=0, shift=0, turn=0, scale=0, brightness=0, contrast=0, blur=0, coarse=0, noise=0, compress=0, erase=0
)


def test_nothing_changes_nothing() -> None:
    face = picture(0, side=32)
    np.testing.assert_array_equal(NOTHING(face, generator(0)), face)


def test_mirrored_is_mirrored() -> None:
    face = picture(0, side=32)
    np.testing.assert_array_equal(NOTHING.model_copy(update={"mirror": 1})(face, generator(0)), face[:, ::-1])


@pytest.mark.parametrize(
    "change", ["shift", "turn", "brightness", "contrast", "blur", "coarse", "noise", "compress", "erase"]
)
def test_each_change_changes_and_keeps_the_shape(change: str) -> None:
    face = picture(0, side=32)
    amount = {"shift": 4.0, "turn": 5.0, "brightness": 0.3, "contrast": 0.3}.get(change, 1.0)
    changed = NOTHING.model_copy(update={change: amount})(face, generator(0))
    assert (changed.shape, changed.dtype) == (face.shape, np.uint8)
    assert (changed != face).any()
    np.testing.assert_array_equal(changed, NOTHING.model_copy(update={change: amount})(face, generator(0)))


def test_brightness_is_cut_not_wrapped() -> None:
    dark = np.full((8, 8, 3), 10, dtype=np.uint8)
    found = {
        int(
            AnnotatorAugmentation(**dict.fromkeys(("blur", "coarse", "noise", "compress"), 0))(dark, generator(n))[
                4, 4, 0
            ]
        )
        for n in range(50)
    }
    assert 0 in found
    assert max(found) < 100


def test_turns_are_about_the_middle() -> None:
    face = np.zeros((33, 33, 3), dtype=np.uint8)
    face[14:19, 14:19] = 255
    turned = NOTHING.model_copy(update={"turn": 5.0})(face, generator(3))
    rows, columns = np.nonzero(turned[..., 0] > 127)
    assert rows.mean() == pytest.approx(16, abs=0.6)
    assert columns.mean() == pytest.approx(16, abs=0.6)
