import math

import cv2
import numpy as np
import pytest
from scipy import ndimage
from tests.conftest import picture

from facegap.engine import generator
from facegap.faceset import decode, encode_jpeg
from facegap.recognize.augmentation import Degradation
from facegap.recognize.augmentation.degradation import coarser, motion_kernel, noisy

FACE = picture(2, side=64)


def test_blur_is_a_gaussian() -> None:
    found = Degradation(blur=1, blur_sigma=(1.5, 1.5))(FACE, generator(0))
    expected = ndimage.gaussian_filter(FACE.astype(np.float64), (1.5, 1.5, 0), mode="mirror")
    assert np.abs(found - expected).max() < 2


@pytest.mark.parametrize("direction", [0.0, 0.4, 0.8, 1.3, 2.8])
def test_motion_blurs_along_its_direction_only(direction: float) -> None:
    kernel = motion_kernel(sigma=2.5, direction=direction).astype(np.float64)
    assert kernel.sum() == pytest.approx(1)
    np.testing.assert_allclose(kernel, kernel[::-1, ::-1], atol=1e-7)
    y, x = np.mgrid[-5:6, -5:6]
    spread = np.array([[(kernel * a * b).sum() for a in (x, y)] for b in (x, y)])
    values, vectors = np.linalg.eigh(spread)
    along = np.array([math.cos(direction), math.sin(direction)])
    assert abs(vectors[:, 1] @ along) > 0.99
    assert math.sqrt(values[0]) < 0.65
    assert math.sqrt(values[1]) == pytest.approx(2.5, abs=0.5)  # less, as it is cut at two standard deviations


def test_motion_blur_is_a_convolution() -> None:
    options = Degradation(motion=1, motion_sigma=(2, 2))
    found = options(FACE, generator(4))
    rng = generator(4)
    rng.random()
    kernel = motion_kernel(sigma=2, direction=rng.random() * math.pi)
    expected = ndimage.convolve(FACE.astype(np.float64), kernel[..., None], mode="mirror")
    assert np.abs(found - expected).max() < 1


def test_coarser_takes_means_and_repeats_them() -> None:
    found = coarser(FACE, share=0.25, down=cv2.INTER_AREA, up=cv2.INTER_NEAREST)
    means = FACE.reshape(16, 4, 16, 4, 3).mean(axis=(1, 3))
    assert np.abs(found - means.repeat(4, axis=0).repeat(4, axis=1)).max() <= 0.5
    every = coarser(FACE, share=0.5, down=cv2.INTER_NEAREST, up=cv2.INTER_NEAREST)
    np.testing.assert_array_equal(every, FACE[::2, ::2].repeat(2, axis=0).repeat(2, axis=1))


def test_coarse_images_have_few_distinct_pixels_but_never_none() -> None:
    tiny = Degradation(coarse=1, coarse_side=(0.001, 0.001))(FACE, generator(0))
    assert tiny.shape == FACE.shape
    assert len(np.unique(tiny.reshape(-1, 3), axis=0)) == 1


def test_noise_is_normal_and_independent() -> None:
    flat = np.full((200, 200, 3), 128, dtype=np.uint8)
    noise = noisy(flat, sigma=8, rng=generator(0)).astype(np.float64) - 128
    assert noise.mean() == pytest.approx(0, abs=0.1)
    assert noise.std() == pytest.approx(math.sqrt(64 + 1 / 12), rel=0.01)  # rounding to whole levels adds 1/12
    within = [(np.abs(noise) <= 8 * times + 0.5).mean() for times in (1, 2, 3)]
    normal = [math.erf((8 * times + 0.5) / 8 / math.sqrt(2)) for times in (1, 2, 3)]
    np.testing.assert_allclose(within, normal, atol=0.025)
    assert np.abs(np.corrcoef(noise.reshape(-1, 3).T) - np.eye(3)).max() < 0.03
    assert abs(np.corrcoef(noise[:, 1:].ravel(), noise[:, :-1].ravel())[0, 1]) < 0.02


def test_noise_on_black_is_cut() -> None:
    found = noisy(np.zeros((200, 200, 3), dtype=np.uint8), sigma=10, rng=generator(0))
    assert found.mean() == pytest.approx(10 / math.sqrt(2 * math.pi), rel=0.02)


def test_no_noise_is_no_change() -> None:
    np.testing.assert_array_equal(Degradation(noise=1, noise_sigma=(0, 0))(FACE, generator(0)), FACE)


def test_jpeg_is_encoding_and_decoding() -> None:
    found = Degradation(jpeg=1, jpeg_quality=(30, 30))(FACE, generator(0))
    np.testing.assert_array_equal(found, decode(encode_jpeg(FACE, quality=30)))
    assert (found != FACE).any()


def test_losses_come_in_the_order_of_a_camera() -> None:
    options = Degradation(blur=1, blur_sigma=(2, 2), noise=1, noise_sigma=(20, 20), jpeg=1, jpeg_quality=(95, 95))
    rough = options(np.full((64, 64, 3), 128, dtype=np.uint8), generator(0))
    assert rough[..., 1].std() > 10  # a blur after it would have smoothed the noise away
