"""How much of the sky each vertex sees: ambient occlusion, traced once for the template."""

import numpy as np
import warp as wp

from facegap.base.arrays import BoolArray, FloatingArray, Int32Array
from facegap.render.head.sky import sky_seen
from facegap.render.warp_setup import start_warp

_RAYS, _REACH, _LIFT = 128, 1.5, 0.004  # reach and lift in decimeters


def ambient_occlusion(template: FloatingArray, triangles: Int32Array, *, exclude: BoolArray) -> FloatingArray:
    """Cosine-weighted share of the hemisphere over each vertex that is open within 15 cm, (n,), 0 to 1.

    Args:
        template: vertices, (n, 3), decimeters.
        triangles: (t, 3).
        exclude: triangles that cast no shade, (t,).
    """
    normals = _normals(template, triangles)
    lifted = np.ascontiguousarray(template + _LIFT * normals)
    blockers = np.ascontiguousarray(triangles[~exclude].ravel())
    start_warp()
    with wp.ScopedDevice("cpu"):
        mesh = wp.Mesh(wp.array(template, dtype=wp.vec3), wp.array(blockers, dtype=int))
        openness = wp.zeros(len(template), dtype=float)
        points = wp.array(lifted, dtype=wp.vec3)
        directions = wp.array(normals, dtype=wp.vec3)
        rays = wp.array(_sphere(_RAYS), dtype=wp.vec3)
        wp.launch(sky_seen, len(template), [mesh.id, points, directions, rays, _REACH, openness])
        return np.asarray(openness.numpy(), np.float32)


def _normals(template: FloatingArray, triangles: Int32Array) -> FloatingArray:
    a, b, c = (template[triangles[:, corner]] for corner in range(3))
    faces = np.cross(b - a, c - a)
    normals = np.zeros_like(template)
    for corner in range(3):
        np.add.at(normals, triangles[:, corner], faces)
    return np.asarray(normals / np.maximum(np.linalg.norm(normals, axis=1, keepdims=True), 1e-9), np.float32)


def _sphere(count: int) -> FloatingArray:
    """Directions spread evenly over the sphere (Fibonacci's spiral)."""
    step = np.arange(count) + 0.5
    height = 1 - 2 * step / count
    angle = np.pi * (1 + 5**0.5) * step
    radius = np.sqrt(1 - height**2)
    return np.stack([radius * np.cos(angle), height, radius * np.sin(angle)], axis=1).astype(np.float32)
