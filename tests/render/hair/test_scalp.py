from dataclasses import replace

import numpy as np
import pytest

from facegap.render.hair.growth import beard_regions, brow_mask, scalp_cover

CROWN, TEMPLE, ABOVE_FOREHEAD = (0.0, 8.4, 0.1), (0.46, 8.0, 1.05), (0.0, 7.86, 1.38)


def at(*points):
    return np.array(points, np.float32)


@pytest.mark.parametrize("point", [CROWN, (0.0, 8.2, 1.0), (0.0, 7.5, -0.38), (0.73, 7.8, 0.4), (0.71, 7.2, 0.65)])
def test_hair_grows_on_the_scalp_and_the_sideburns(make_person, point):
    assert scalp_cover(make_person().hair, at(point))[0] > 0.9


@pytest.mark.parametrize(
    "point", [(0.0, 7.7, 1.4), (0.5, 6.95, 1.1), (0.82, 7.1, 0.45), (0.0, 6.2, 1.4), (0.4, 6.0, 0.3), (0.7, 7.0, 0.9)]
)
def test_none_grows_on_face_ears_or_neck(make_person, point):
    assert scalp_cover(make_person().hair, at(point))[0] < 0.05


def test_recession_peak_thinning_and_height_move_the_hairline(make_person):
    def cover(point, **hair):
        return scalp_cover(make_person(**hair).hair, at(point))[0]

    assert cover(TEMPLE) > 0.9 > 0.1 > cover(TEMPLE, recession=1.0)
    assert cover(ABOVE_FOREHEAD) < 0.2 < 0.8 < cover(ABOVE_FOREHEAD, peak=1.0)
    assert cover(CROWN, thinning=1.0) < 0.5
    assert cover((0.0, 8.0, 1.3), hairline=1.0) < 0.3


def test_the_style_decides_what_remains(make_person):
    assert not scalp_cover(make_person(style="bald").hair, at(CROWN)).any()
    top, side = scalp_cover(make_person(style="horseshoe").hair, at(CROWN, (0.73, 7.6, 0.4)))
    assert top < 0.05 < 0.9 < side


def test_each_part_of_the_beard_has_its_place_and_lips_have_none():
    mustache, goatee, sideburn, cheek = np.eye(4, dtype=bool)
    places = at((0.1, 6.74, 1.6), (0.0, 6.25, 1.45), (0.72, 6.98, 0.62), (0.55, 6.5, 0.85))
    strong = beard_regions(places) > 0.6
    for row, part in zip(strong, (mustache, goatee, sideburn, cheek), strict=True):
        assert row[part].all()
    assert beard_regions(at((0.0, 6.66, 1.6), (0.1, 6.53, 1.57), (0.0, 7.5, 1.5), (0.5, 7.0, 1.1))).max() < 0.05


def test_brows_lie_on_the_landmarks_and_obey_their_parameters(make_person):
    brows = make_person().brows
    grid = np.stack(np.meshgrid(np.linspace(-0.7, 0.7, 281), np.linspace(7.25, 7.65, 161)), -1).reshape(-1, 2)
    xyz = np.concatenate([grid, np.full((len(grid), 1), 1.4)], 1).astype(np.float32)

    def mask(**changed):
        return brow_mask(replace(brows, **changed), xyz)

    usual = mask()
    assert brow_mask(brows, at((0.3, 7.475, 1.45), (-0.3, 7.475, 1.45))).min() > 0.4
    assert brow_mask(brows, at((0.0, 7.45, 1.5), (0.3, 7.475, 0.5))).max() == 0.0
    assert mask(thickness=2.0).sum() > 1.6 * usual.sum()
    assert mask(density=0.4).sum() < 0.6 * usual.sum()
    assert mask(length=1.2).nonzero()[0].size > usual.nonzero()[0].size
    inner = np.abs(xyz[:, 0])
    assert inner[mask(gap=0.2) > 0.3].min() < inner[mask(gap=1.5) > 0.3].min() - 0.04
    assert (xyz[:, 1] * mask(height=1.0)).sum() / mask(height=1.0).sum() > (
        xyz[:, 1] * usual
    ).sum() / usual.sum() + 0.02
