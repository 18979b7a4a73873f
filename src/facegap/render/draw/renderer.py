"""Batches of meshes, views and looks through the kernels: arrays up, launches, images down."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import warp as wp

from facegap.base.arrays import AnyArray, FloatingArray, UInt8Array
from facegap.render.draw.kernels.geometry import TriangleGeometry
from facegap.render.draw.kernels.light import Lighting
from facegap.render.draw.kernels.raster import project, rasterise
from facegap.render.draw.kernels.records import LIGHTS, Look, Record, Surface, View, blank
from facegap.render.draw.kernels.resolve import normals, resolve
from facegap.render.draw.kernels.shade import shade
from facegap.render.draw.kernels.skin import Atlas
from facegap.render.draw.mesh import Mesh, Paint, joined
from facegap.render.warp_setup import start_warp

SHADOW_SIZE = 112


@dataclass(frozen=True)
class Frame:
    """One image to draw.

    Attributes:
        opaque: everything that isn't glass, in world space.
        glass: panes, in world space.
        view: a record of ``View`` for an image of ``size`` × ``size`` pixels.
        lamps: records of ``View``, one for each of up to ``LIGHTS`` lights, for a map of ``SHADOW_SIZE``.
        look: a record of ``Look``.
        harmonics: (9, 3).
        background: linear RGB, (rows, columns, 3).
        skin: number of the skin texture among the batch's.
    """

    opaque: Sequence[Mesh]
    glass: Sequence[Mesh]
    view: Record
    lamps: Sequence[Record]
    look: Record
    harmonics: FloatingArray
    background: FloatingArray


@dataclass(frozen=True)
class Textures:
    """The skin textures of a batch, see ``skin.Atlas``: each (maps, rows, columns, 4) float32."""

    corner: tuple[float, float]
    size: tuple[float, float]
    color: FloatingArray
    detail: FloatingArray
    paint: FloatingArray
    beard: FloatingArray


@dataclass(frozen=True)
class FrameBuffers:
    """What came of a batch of b images.

    Attributes:
        color: linear RGB, (b, size, size, 3) float32.
        depth: of each sample, decimeters from the camera, infinite where there is nothing, (b, size·samples,
            size·samples).
        segment: part segmentation of each sample, a ``Segment``, same shape.
        normals: of each pixel in the world, zero where there is nothing, (b, size, size, 3); None if not asked for.
    """

    color: FloatingArray
    depth: FloatingArray
    segment: UInt8Array
    normals: FloatingArray | None


class Renderer:
    """Draws batches on one device.

    Args:
        device: ``cpu`` or a CUDA device as Warp names it.
        size: pixels across and down.
        samples: samples a pixel, along each side.
    """

    def __init__(self, *, device: str = "cpu", size: int = 112, samples: int = 2) -> None:
        start_warp()
        self.device = device
        self.size = size
        self.samples = samples

    def draw(self, frames: Sequence[Frame], textures: Textures, *, with_normals: bool = False) -> FrameBuffers:
        """Draw a batch."""
        with wp.ScopedDevice(self.device):
            return self._draw(frames, textures, with_normals=with_normals)

    def _draw(self, frames: Sequence[Frame], textures: Textures, *, with_normals: bool) -> FrameBuffers:
        count, across = len(frames), self.size * self.samples
        solid = _Upload([frame.opaque for frame in frames])
        clear = _Upload([frame.glass for frame in frames])
        views = _scaled(np.stack([frame.view for frame in frames]), self.samples)
        batch = _Arrays(_appended(solid, clear))
        surfaces = wp.array(_surface_records([*solid.paints, *clear.paints]), dtype=Surface)
        nearest = wp.zeros((count, across, across), dtype=wp.uint64)
        glass = wp.zeros((count, across, across), dtype=wp.uint64)
        screen = batch.projected(wp.array(views, dtype=View))
        batch.rasterise(screen, surfaces, nearest, 0, len(solid.triangles))
        batch.rasterise(screen, surfaces, glass, len(solid.triangles), len(clear.triangles))

        lights = max(len(frame.lamps) for frame in frames)
        lamp_views = blank(View, LIGHTS, count)
        shadows = wp.zeros((LIGHTS, count, SHADOW_SIZE, SHADOW_SIZE), dtype=wp.uint64)
        for light in range(lights):
            for image, frame in enumerate(frames):
                lamp_views[light, image] = frame.lamps[min(light, len(frame.lamps) - 1)]
            cast = batch.projected(wp.array(lamp_views[light], dtype=View))
            batch.rasterise(cast, surfaces, shadows[light], 0, len(solid.triangles))

        lighting = Lighting()
        lighting.harmonics = wp.array(np.stack([frame.harmonics for frame in frames]), dtype=wp.vec3)
        lighting.views = wp.array(lamp_views, dtype=View)
        lighting.shadows = shadows
        backgrounds = np.stack([np.pad(frame.background, ((0, 0), (0, 0), (0, 1))) for frame in frames])
        pixels = (count, self.size, self.size)
        color = wp.empty(pixels, dtype=wp.vec3)
        geometry = batch.geometry(screen)
        wp.launch(
            shade,
            pixels,
            [
                nearest,
                glass,
                self.samples,
                geometry,
                surfaces,
                wp.array(np.stack([frame.look for frame in frames]), dtype=Look),
                _atlas(textures),
                lighting,
                wp.array(backgrounds.astype(np.float32), dtype=wp.vec4),
                color,
            ],
        )
        facing = wp.empty(pixels, dtype=wp.vec3) if with_normals else None
        if facing:
            wp.launch(normals, pixels, [nearest, self.samples, geometry, facing])
        depth = wp.empty(nearest.shape, dtype=float)
        segment = wp.empty(nearest.shape, dtype=wp.uint8)
        wp.launch(resolve, nearest.shape, [nearest, batch.surface, surfaces, depth, segment])
        return FrameBuffers(
            color=color.numpy(),
            depth=depth.numpy(),
            segment=segment.numpy(),
            normals=facing.numpy() if facing else None,
        )


class _Upload:
    """Meshes of several images one after the other."""

    def __init__(self, by_image: Sequence[Sequence[Mesh]]) -> None:
        meshes = [mesh for image in by_image for mesh in image]
        images = np.repeat(np.arange(len(by_image), dtype=np.int32), [len(image) for image in by_image])
        sizes = [len(mesh.positions) for mesh in meshes]
        counts = [len(mesh.triangles) for mesh in meshes]
        whole = joined(meshes) if meshes else None
        self.positions = whole.positions if whole else np.zeros((0, 3), np.float32)
        self.normals = whole.normals if whole else np.zeros((0, 3), np.float32)
        self.coordinates = whole.coordinates if whole else np.zeros((0, 4), np.float32)
        self.triangles = whole.triangles if whole else np.zeros((0, 3), np.int32)
        self.surface = whole.surface if whole else np.zeros(0, np.int32)
        self.paints: tuple[Paint, ...] = whole.paints if whole else ()
        self.vertex_image = np.repeat(images, sizes)
        self.triangle_image = np.repeat(images, counts)


def _appended(solid: _Upload, clear: _Upload) -> dict[str, AnyArray]:
    both = ("positions", "normals", "coordinates", "vertex_image", "triangle_image")
    arrays = {name: np.concatenate([getattr(solid, name), getattr(clear, name)]) for name in both}
    arrays["triangles"] = np.concatenate([solid.triangles, clear.triangles + len(solid.positions)])
    arrays["surface"] = np.concatenate([solid.surface, clear.surface + len(solid.paints)])
    return arrays


class _Arrays:
    """A batch's triangles on the device."""

    def __init__(self, arrays: dict[str, AnyArray]) -> None:
        self.positions = wp.array(arrays["positions"], dtype=wp.vec3)
        self.normals = wp.array(arrays["normals"], dtype=wp.vec3)
        self.coordinates = wp.array(arrays["coordinates"], dtype=wp.vec4)
        self.triangles = wp.array(arrays["triangles"], dtype=int)
        self.surface = wp.array(arrays["surface"].astype(np.int32), dtype=int)
        self.vertex_image = wp.array(arrays["vertex_image"], dtype=int)
        self.triangle_image = wp.array(arrays["triangle_image"], dtype=int)

    def projected(self, views: "wp.array[View]") -> "wp.array[wp.vec4]":
        screen = wp.empty(len(self.positions), dtype=wp.vec4)
        wp.launch(project, len(self.positions), [self.positions, self.vertex_image, views, screen])
        return screen

    def rasterise(
        self,
        screen: "wp.array[wp.vec4]",
        surfaces: "wp.array[Surface]",
        nearest: "wp.array3d[wp.uint64]",
        first: int,
        count: int,
    ) -> None:
        wp.launch(
            rasterise,
            count,
            [screen, self.coordinates, self.triangles, self.surface, self.triangle_image, first, surfaces, nearest],
        )

    def geometry(self, screen: "wp.array[wp.vec4]") -> TriangleGeometry:
        geometry = TriangleGeometry()
        geometry.positions = self.positions
        geometry.normals = self.normals
        geometry.coordinates = self.coordinates
        geometry.screen = screen
        geometry.triangles = self.triangles
        geometry.surface_of = self.surface
        return geometry


def _atlas(textures: Textures) -> Atlas:
    atlas = Atlas()
    atlas.corner = wp.vec2(*textures.corner)
    atlas.size = wp.vec2(*textures.size)
    atlas.color = wp.array(textures.color, dtype=wp.vec4)
    atlas.detail = wp.array(textures.detail, dtype=wp.vec4)
    atlas.paint = wp.array(textures.paint, dtype=wp.vec4)
    atlas.beard = wp.array(textures.beard, dtype=wp.vec4)
    return atlas


def _scaled(views: Record, samples: int) -> Record:
    """Views of pixels to views of samples."""
    scaled = views.copy()
    scaled["across"] *= samples
    scaled["down"] *= samples
    return scaled


def _surface_records(paints: Sequence[Paint]) -> Record:
    records = blank(Surface, len(paints))
    for name in records.dtype.names or ():
        records[name] = [getattr(paint, name) for paint in paints]
    return records
