"""People in scenes to pictures, a batch at a time."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from facegap.base.arrays import BoolArray, FloatingArray, UInt8Array
from facegap.render.description.scene import Scene
from facegap.render.draw.renderer import Renderer, Textures
from facegap.render.draw.surfaces import Segment
from facegap.render.image.capture import photograph
from facegap.render.image.compose import Composed, compose
from facegap.render.image.framing import FrameName
from facegap.render.image.person_assets import PersonAssets
from facegap.render.skin.atlas import CORNER, EXTENT, skin_atlas


@dataclass(frozen=True)
class RenderOutput:
    """The pixels of one image, and the buffers that were drawn with them.

    Attributes:
        pixels: sRGB, (size, size, 3) uint8.
        composed: The posed head and the camera.
        segment: The part segmentation: of each sample a ``Segment``, (size · samples, size · samples) uint8.
        depth: Of each sample the decimeters from the camera, infinite where there is nothing; same shape, float32.
        normals: Of each pixel the unit normal in the world, (size, size, 3) float32, zero where there is nothing; None
            where they weren't asked for.
    """

    pixels: UInt8Array
    composed: Composed
    segment: UInt8Array
    depth: FloatingArray
    normals: FloatingArray | None


class SceneRenderer:
    """Renders people in scenes on one device.

    Args:
        device: ``cpu``, or a CUDA device as Warp names it.
        frame: How the camera frames the face: ``arcface`` (an aligned crop) or ``photo``.
        size: Pixels across and down.
        samples: Samples a pixel along each side.
        with_normals: Whether normals are wanted beside pixels, depth and segmentation.
    """

    def __init__(
        self,
        *,
        device: str = "cpu",
        frame: FrameName = "arcface",
        size: int = 112,
        samples: int = 2,
        with_normals: bool = False,
    ) -> None:
        self._renderer = Renderer(device=device, size=size, samples=samples)
        self._frame: FrameName = frame
        self._with_normals = with_normals

    def render(self, cast: Sequence[tuple[PersonAssets, Scene]]) -> list[RenderOutput]:
        """Render a batch of people whose textures have one resolution; an image doesn't depend on the others in it."""
        people = list(dict.fromkeys(assets for assets, _ in cast))
        size = self._renderer.size
        composed = [
            compose(assets, scene, frame=self._frame, size=size, skin=people.index(assets)) for assets, scene in cast
        ]
        atlas = skin_atlas(people[0].texture.color.shape[0])
        textures = Textures(
            corner=CORNER,
            size=EXTENT,
            color=np.stack([assets.texture.color for assets in people]),
            detail=np.stack([assets.texture.detail for assets in people]),
            paint=atlas.paint[None],
            beard=atlas.beard[None],
        )
        drawn = self._renderer.draw([each.frame for each in composed], textures, with_normals=self._with_normals)
        step = self._renderer.samples
        return [
            RenderOutput(
                pixels=photograph(drawn.color[row], _metered(drawn.segment[row][::step, ::step]), scene.capture),
                composed=composed[row],
                segment=drawn.segment[row],
                depth=drawn.depth[row],
                normals=None if drawn.normals is None else drawn.normals[row],
            )
            for row, (_, scene) in enumerate(cast)
        ]


def _metered(segment: UInt8Array) -> BoolArray:
    """The pixels that automatic exposure looks at: the face, or all where there is none."""
    return np.asarray(segment == Segment.SKIN)
