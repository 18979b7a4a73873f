import math
from typing import Any

import numpy as np
import pytest
from tests.conftest import picture

from facegap.base.config import Config
from facegap.base.errors import ConfigError
from facegap.engine import generator
from facegap.recognize.augmentation import FaceGeometry, RecognizerAugmentation, augmentation_names, make_augmentation
from facegap.recognize.preview import augmentation_sheet

NOISE = np.random.default_rng(0).integers(0, 256, (112, 112, 3), dtype=np.uint8)
INPUTS = {
    "black": np.zeros((112, 112, 3), dtype=np.uint8),
    "white": np.full((112, 112, 3), 255, dtype=np.uint8),
    "noise": NOISE,
    "gray": np.repeat(NOISE[..., :1], 3, axis=2),
    "smooth": picture(0, side=112),
    "not square": np.ascontiguousarray(NOISE[:40, :31]),
    "one pixel": np.ascontiguousarray(NOISE[:1, :1]),
}
EXTREME: dict[str, Any] = {
    "geometry": {
        "mirror": 1, "crop": 1, "crop_area": (0.001, 1), "crop_ratio": (0.1, 10), "warp": 1, "aspect": 1,
        "aspect_ratio": (0.2, 5), "scale": (0.05, 20), "turn": 180, "shift": 0.5, "corners": 0.2,
    },
    "occlusion": {"chance": 1, "area": (0.0001, 1), "ratio": (0.01, 100)},
    "photometric": {
        "brightness": 1, "brightness_factor": (0, 20), "contrast": 1, "contrast_factor": (0, 20), "saturation": 1,
        "saturation_factor": (0, 20), "hue": 1, "hue_turn": 180, "white_balance": 1,
        "white_balance_gain": (0.01, 100), "gamma": 1, "gamma_exponent": (0.01, 100),
    },
    "degradation": {
        "blur": 1, "blur_sigma": (0.01, 20), "motion": 1, "motion_sigma": (0.1, 10), "coarse": 1,
        "coarse_side": (0.001, 1), "noise": 1, "noise_sigma": (0, 500), "jpeg": 1, "jpeg_quality": (1, 100),
    },
}  # fmt: skip
ALL = {**{name: make_augmentation(name) for name in augmentation_names()}, "extreme": make_augmentation(EXTREME)}


def test_the_named_ones_are_there() -> None:
    assert augmentation_names() == ("digiface", "field", "mirror", "none", "strong")


@pytest.mark.parametrize("face", INPUTS.values(), ids=INPUTS)
@pytest.mark.parametrize("name", ALL)
def test_any_face_keeps_its_shape_and_follows_from_the_generator(name: str, face: np.ndarray) -> None:
    given = face.copy()
    given.flags.writeable = False
    for draw in range(12):
        found = ALL[name](given, generator(0, draw))
        assert (found.shape, found.dtype) == (face.shape, np.uint8)
        np.testing.assert_array_equal(found, ALL[name](given, generator(0, draw)))
    np.testing.assert_array_equal(given, face)


@pytest.mark.parametrize("name", ["field", "digiface", "strong"])
def test_draws_differ(name: str) -> None:
    assert len({ALL[name](NOISE, generator(0, draw)).tobytes() for draw in range(20)}) > 5


CHANCES: dict[str, dict[str, Any]] = {
    "geometry.mirror": {},
    "geometry.crop": {"crop_area": (0.2, 0.5)},
    "geometry.warp": {"scale": (1.5, 1.5)},
    "geometry.aspect": {"warp": 1, "aspect_ratio": (2, 2)},
    "occlusion.chance": {"area": (1, 1)},
    "photometric.brightness": {"brightness_factor": (0.5, 0.5)},
    "photometric.contrast": {"contrast_factor": (0.5, 0.5)},
    "photometric.saturation": {"saturation_factor": (0, 0)},
    "photometric.hue": {"hue_turn": 180},
    "photometric.white_balance": {"white_balance_gain": (2, 2)},
    "photometric.gray": {},
    "photometric.gamma": {"gamma_exponent": (2, 2)},
    "degradation.blur": {"blur_sigma": (2, 2)},
    "degradation.motion": {"motion_sigma": (2, 2)},
    "degradation.coarse": {"coarse_side": (0.3, 0.3)},
    "degradation.noise": {"noise_sigma": (20, 20)},
    "degradation.jpeg": {"jpeg_quality": (5, 5)},
}


def test_all_chances_are_counted_below() -> None:
    fields = {
        f"{part}.{name}"
        for part, options in RecognizerAugmentation()
        for name, field in type(options).model_fields.items()
        if field.metadata == FaceGeometry.model_fields["mirror"].metadata
    }
    assert fields - {"photometric.chance"} == set(CHANCES)


@pytest.mark.parametrize("name", CHANCES)
def test_things_happen_as_often_as_is_stated(name: str) -> None:
    part, key = name.split(".")
    options = make_augmentation({part: {**CHANCES[name], key: 0.3}})
    face, draws = np.ascontiguousarray(NOISE[:12, :12]), 1500
    changed = [(options(face, generator(0, draw)) != face).any() for draw in range(draws)]
    assert np.mean(changed) == pytest.approx(0.3, abs=4 * math.sqrt(0.3 * 0.7 / draws))


def test_the_field_leaves_a_quarter_as_it_is() -> None:
    """Not mirrored, nor cropped, coarse or colored: 0.5 × 0.8 × 0.8 × 0.8 of the images."""
    same = [(ALL["field"](NOISE, generator(1, draw)) == NOISE).all() for draw in range(2000)]
    assert np.mean(same) == pytest.approx(0.256, abs=4 * math.sqrt(0.256 * 0.744 / 2000))


def test_digiface_has_the_chances_of_its_paper() -> None:
    options = ALL["digiface"]
    colors, losses = options.photometric, options.degradation
    assert (losses.blur, losses.motion, losses.noise) == (0.05, 0.05, 0.035)
    assert (colors.brightness, colors.contrast, colors.hue, colors.saturation) == (0.15, 0.3, 0.1, 0.1)
    assert (colors.gray, losses.coarse, losses.jpeg) == (0.01, 0.01, 0.05)
    assert (options.geometry.aspect, options.geometry.warp, options.geometry.mirror) == (0.1, 1, 0.5)


def test_mirror_mirrors_half_and_does_nothing_else() -> None:
    found = [ALL["mirror"](NOISE, generator(0, draw)) for draw in range(200)]
    mirrored = [(face == NOISE[:, ::-1]).all() for face in found]
    assert all(turned or (face == NOISE).all() for turned, face in zip(mirrored, found, strict=True))
    assert 70 < sum(mirrored) < 130


class Training(Config):
    augmentation: RecognizerAugmentation = RecognizerAugmentation()


def test_in_a_configuration_it_is_a_name_or_a_table() -> None:
    by_name = Training.from_dict({"augmentation": "digiface"}, where="here").augmentation
    assert by_name == ALL["digiface"]
    table = {"like": "digiface", "degradation": {"jpeg": 0.5}}
    changed = Training.from_dict({"augmentation": table}, where="here").augmentation
    assert changed.degradation == by_name.degradation.model_copy(update={"jpeg": 0.5})
    assert changed.geometry == by_name.geometry
    assert make_augmentation(table) == changed
    assert Training.from_dict({"augmentation": changed.model_dump(mode="json")}, where="here").augmentation == changed


@pytest.mark.parametrize(
    ("content", "message"),
    [
        ("digifase", "unknown augmentation 'digifase'; did you mean 'digiface'?"),
        ({"like": 3}, "unknown augmentation 3; known: digiface, field, mirror, none, strong"),
        ({"degradation": {"jpg": 0.1}}, "unknown key 'augmentation.degradation.jpg'; did you mean 'jpeg'?"),
        ({"geometry": {"mirror": 1.5}}, "augmentation.geometry.mirror"),
        ({"geometry": {"scale": (2, 1)}}, "the first must not be above the second"),
        ({"degradation": {"noise_sigma": (0, math.inf)}}, "augmentation.degradation.noise_sigma"),
        ({"geometry": {"scale": (0, 1)}}, "augmentation.geometry.scale"),
    ],
)
def test_what_does_not_fit_is_named(content: Any, message: str) -> None:
    with pytest.raises(ConfigError, match=r"here: augmentation") as caught:
        Training.from_dict({"augmentation": content}, where="here: augmentation")
    assert message in str(caught.value)


def test_a_sheet_shows_each_face_and_its_draws() -> None:
    faces = [picture(number, side=20) for number in range(3)]
    drawn = augmentation_sheet(faces, ALL["mirror"], draws=4, seed=0)
    assert drawn.shape == (60, 100, 3)
    for number, face in enumerate(faces):
        row = drawn[20 * number : 20 * (number + 1)]
        np.testing.assert_array_equal(row[:, :20], face)
        for draw in range(1, 5):
            part = row[:, 20 * draw : 20 * (draw + 1)]
            assert (part == face).all() or (part == face[:, ::-1]).all()
