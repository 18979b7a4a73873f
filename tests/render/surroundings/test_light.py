"""Environments as harmonics, and the balance of light on a face."""

import numpy as np
import pytest

from facegap.base.seeds import generator
from facegap.render.surroundings.environment import LUMINANCE, black_body, environment, irradiance, projected
from facegap.render.surroundings.light import light_for

KINDS = ("indoor", "outdoor", "studio", "clutter")
NORMALS = np.array([[0, 0, 1], [0, 1, 0], [1, 0, 0], [0.6, -0.8, 0], [-0.48, 0.6, 0.64]], np.float32)


def sampled(radiance, normals: np.ndarray, *, count: int = 200_000) -> np.ndarray:
    """Irradiance over π by brute force: the mean of radiance times the clamped cosine over random directions."""
    directions = np.random.default_rng(0).standard_normal((count, 3))
    directions /= np.linalg.norm(directions, axis=1, keepdims=True)
    cosine = np.maximum(directions @ normals.T, 0.0)
    return 4 * cosine.T @ radiance(directions) / count


def test_constant_light_gives_itself() -> None:
    harmonics = projected(lambda d: np.full((len(d), 3), 0.7, np.float32))
    assert irradiance(harmonics, NORMALS) == pytest.approx(np.full((5, 3), 0.7), abs=1e-3)


def test_projection_agrees_with_numerical_integration() -> None:
    def radiance(directions: np.ndarray) -> np.ndarray:
        x, y, z = directions.T
        return np.stack([1 + y, 0.6 + 0.4 * x * z + 0.2 * y * z, np.where(y > 0, 1.0, 0.3)], axis=1)

    assert irradiance(projected(radiance), NORMALS) == pytest.approx(sampled(radiance, NORMALS), abs=0.03)


def test_a_point_far_up_lights_what_faces_up() -> None:
    harmonics = projected(lambda d: np.repeat(np.exp(60 * (d[:, 1:2] - 1)), 3, axis=1))
    above, front, below = irradiance(harmonics, np.array([[0, 1, 0], [0, 0, 1], [0, -1, 0]], np.float32))[:, 0]
    assert above > 5 * front
    assert above > 5 * below


def test_lamps_glow_red_when_cool() -> None:
    warm, cold = black_body(2800), black_body(8500)
    assert warm[0] > 1.2 > 0.8 > warm[2]
    assert cold[0] < 1 < cold[2]
    assert warm @ LUMINANCE == pytest.approx(1.0)


@pytest.mark.parametrize("kind", KINDS)
def test_faces_are_well_exposed(kind: str) -> None:
    face = np.array([[0, 0, 1], [0.5, 0, 0.87], [-0.5, 0, 0.87]], np.float32)
    levels = []
    for seed in range(60):
        light = light_for(kind, generator(seed, "light"), contrast=seed % 11 / 10)
        assert 1 <= len(light.lamps) <= 3
        lit = irradiance(np.array(light.harmonics), face) @ LUMINANCE * light.ambient
        for lamp in light.lamps:
            assert np.linalg.norm(lamp.direction) == pytest.approx(1.0)
            lit = lit + np.maximum(face @ np.array(lamp.direction), 0) * (np.array(lamp.color) @ LUMINANCE)
        levels.append(lit.mean())
    assert 0.85 < np.median(levels) < 1.2
    assert min(levels) > 0.5
    assert max(levels) < 1.8


@pytest.mark.parametrize("kind", KINDS)
def test_environments_have_a_moderate_level(kind: str) -> None:
    for seed in range(20):
        harmonics = environment(kind, generator(seed, "environment"))
        assert harmonics.shape == (9, 3)
        assert 0.29 < harmonics[0] @ LUMINANCE < 0.61
