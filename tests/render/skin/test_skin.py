"""Skin: pigments, the texture's regions, packs of textures."""

import cv2
import numpy as np
import pytest
from tests.render.builders import a_person

from facegap.base.errors import ConfigError
from facegap.render.skin.atlas import skin_atlas
from facegap.render.skin.photographs import skin_for, skin_pack
from facegap.render.skin.texture import skin_color, skin_texture

ROWS = 128


def face(texture: np.ndarray) -> np.ndarray:
    place = skin_atlas(ROWS).place
    return texture[(place[..., 2] > 1.1) & (np.abs(place[..., 1] - 6.95) < 0.15)]


def test_melanin_darkens_and_haemoglobin_reddens() -> None:
    amounts = np.linspace(0, 1, 6)
    melanin = skin_color(amounts, np.full(6, 0.4), np.full(6, 0.2))
    assert (np.diff(melanin, axis=0) < 0).all()
    blood = skin_color(np.full(6, 0.2), amounts, np.full(6, 0.2))
    assert (np.diff(blood[:, 0] / blood[:, 1]) > 0).all()


def test_the_atlas_shows_each_region_where_it_is() -> None:
    atlas = skin_atlas(ROWS)
    lips = np.average(atlas.place.reshape(-1, 3), axis=0, weights=atlas.lips.ravel())
    assert lips == pytest.approx((0.0, 6.6, 1.5), abs=0.1)
    cheeks = np.average(np.abs(atlas.place.reshape(-1, 3)), axis=0, weights=atlas.paint[..., 2].ravel())
    assert cheeks[:2] == pytest.approx((0.47, 6.98), abs=0.1)


def test_people_have_textures_of_their_own() -> None:
    one, again, other = (skin_texture(a_person(seed=seed), rows=ROWS) for seed in (1, 1, 2))
    assert np.array_equal(one.color, again.color)
    assert np.abs(face(one.color) - face(other.color)).mean() > 1e-3


def test_a_texture_shows_the_skin_that_it_is_of() -> None:
    pale, dark = (skin_texture(a_person(skin={"melanin": melanin}), rows=ROWS) for melanin in (0.1, 0.8))
    assert face(dark.color)[:, :3].mean() < 0.4 * face(pale.color)[:, :3].mean()
    smooth, lined = (skin_texture(a_person(skin={"wrinkles": amount}), rows=ROWS) for amount in (0.0, 1.0))
    assert np.abs(face(lined.detail)[:, :2]).mean() > 1.2 * np.abs(face(smooth.detail)[:, :2]).mean()


def test_packs_are_found_by_whom_they_suit(tmp_path) -> None:
    for name, level in (("young_african_male", 60), ("old_caucasian_female", 200)):
        (tmp_path / name).mkdir()
        cv2.imwrite(str(tmp_path / name / "skin_diffuse.png"), np.full((64, 64, 3), level, np.uint8))
    (tmp_path / "readme.txt").write_text("words")
    assert len(skin_pack(tmp_path)) == 2
    man = a_person(ancestry="black", age=25.0)
    assert skin_for(man, tmp_path).parent.name == "young_african_male"
    textured = skin_texture(man, rows=ROWS, photograph=skin_for(man, tmp_path))
    assert np.isfinite(textured.color).all()


def test_a_missing_pack_is_an_error_that_says_so(tmp_path) -> None:
    with pytest.raises(ConfigError, match="not a folder"):
        skin_pack(tmp_path / "nowhere")
    (tmp_path / "empty").mkdir()
    with pytest.raises(ConfigError, match="diffuse"):
        skin_pack(tmp_path / "empty")
