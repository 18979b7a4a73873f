import colorsys
import math

import numpy as np
import pytest
from tests.conftest import picture

from facegap.engine import generator
from facegap.recognize.augmentation import Photometric
from facegap.recognize.augmentation.photometric import hue, saturation

FACE = picture(5, side=48)
LUMA = np.array([0.299, 0.587, 0.114])


def cut(pixels: np.ndarray) -> np.ndarray:
    return np.clip(pixels, 0, 255)


def brighter(pixels: np.ndarray) -> np.ndarray:
    return 1.3 * pixels


def flatter(pixels: np.ndarray) -> np.ndarray:
    return 0.6 * pixels + 0.4 * (pixels @ LUMA).mean()


def paler(pixels: np.ndarray) -> np.ndarray:
    return 0.5 * pixels + 0.5 * (pixels @ LUMA)[..., None]


def gray(pixels: np.ndarray) -> np.ndarray:
    return np.repeat((pixels @ LUMA)[..., None], 3, axis=-1)


CASES = {
    "brightness": ({"brightness": 1, "brightness_factor": (1.3, 1.3)}, brighter),
    "contrast": ({"contrast": 1, "contrast_factor": (0.6, 0.6)}, flatter),
    "saturation": ({"saturation": 1, "saturation_factor": (0.5, 0.5)}, paler),
    "gray": ({"gray": 1}, gray),
    "gamma": ({"gamma": 1, "gamma_exponent": (0.7, 0.7)}, lambda pixels: 255 * (pixels / 255) ** 0.7),
    "white balance": (
        {"white_balance": 1, "white_balance_gain": (1.2, 1.2)},
        lambda pixels: pixels * np.array([1.2, 1, 1.2]),
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_change_is_its_formula(name: str) -> None:
    options, formula = CASES[name]
    found = Photometric.model_validate(options)(FACE, generator(0))
    assert np.abs(found - cut(formula(FACE.astype(np.float64)))).max() < 1
    assert (found != FACE).any()


def test_all_at_once_is_one_after_another_with_one_cut_at_the_end() -> None:
    options = {key: value for name in ("brightness", "contrast", "saturation") for key, value in CASES[name][0].items()}
    found = Photometric.model_validate(options)(FACE, generator(0))
    assert np.abs(found - cut(flatter(paler(brighter(FACE.astype(np.float64)))))).max() < 1


def test_hue_turns_as_colorsys_has_yiq() -> None:
    turned = hue(25)
    for color in np.random.default_rng(0).uniform(0.3, 0.7, (50, 3)):
        luma, i, q = colorsys.rgb_to_yiq(*color)
        angle = math.radians(25)
        i, q = i * math.cos(angle) - q * math.sin(angle), i * math.sin(angle) + q * math.cos(angle)
        np.testing.assert_allclose(turned @ color, colorsys.yiq_to_rgb(luma, i, q), atol=0.02)  # its digits are few


def test_hue_keeps_grays_and_luma_and_comes_round() -> None:
    np.testing.assert_allclose(hue(70) @ np.ones(3), 1, atol=1e-3)
    np.testing.assert_allclose(LUMA @ hue(70), LUMA, atol=1e-3)
    np.testing.assert_allclose(hue(0), np.eye(3), atol=1e-12)
    np.testing.assert_allclose(hue(120) @ hue(240), np.eye(3), atol=1e-12)
    np.testing.assert_allclose(saturation(1), np.eye(3), atol=1e-12)


def test_hue_turns_either_way_up_to_its_range() -> None:
    red = np.full((2, 2, 3), (180, 90, 90), dtype=np.uint8)
    found = np.array([Photometric(hue=1, hue_turn=20)(red, generator(0, draw))[0, 0] for draw in range(300)])
    ends = np.array([hue(-20) @ red[0, 0], hue(20) @ red[0, 0]])
    np.testing.assert_allclose([found[:, 2].max(), found[:, 1].max()], [ends[:, 2].max(), ends[:, 1].max()], atol=2.0)


def test_factors_fill_their_range() -> None:
    flat = np.full((2, 2, 3), 100, dtype=np.uint8)
    options = Photometric(brightness=1, brightness_factor=(0.5, 1.5))
    found = np.array([options(flat, generator(0, draw))[0, 0, 0] for draw in range(1000)])
    assert (found.min(), found.max(), found.mean()) == pytest.approx((50, 150, 100), abs=3)


def test_no_chance_no_change_and_the_other_chances_are_shares_of_it() -> None:
    sure = {key: value for options, _ in CASES.values() for key, value in options.items()}
    assert Photometric.model_validate({**sure, "chance": 0})(FACE, generator(0)) is FACE
    options = Photometric(chance=0.4, brightness=0.5, brightness_factor=(1.5, 1.5))
    changed = [(options(FACE[:2, :2], generator(0, draw)) != FACE[:2, :2]).any() for draw in range(2000)]
    assert np.mean(changed) == pytest.approx(0.2, abs=4 * math.sqrt(0.2 * 0.8 / 2000))
