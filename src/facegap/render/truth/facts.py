"""All that is known of one rendered image."""

from dataclasses import dataclass

from facegap.base.arrays import FloatingArray, UInt8Array
from facegap.render.description.person import Person
from facegap.render.description.scene import Scene
from facegap.render.draw.surfaces import Segment
from facegap.render.head.landmarks import lips_apart
from facegap.render.image.framing import Framing
from facegap.render.truth.expressed import ExpressedFace, expressed_face
from facegap.render.truth.proportions import Proportions
from facegap.render.truth.visible import Visibility, visibility

# Ours:
_IN_VIEW = 0.15  # how much of a region must be in view for it to be judged, relative to a picture from the front
_COVERED = 0.6  # the share of that which may be covered
_HAIR_SEEN = 0.01  # the share of the picture that must show hair for its color and waves to be judged


@dataclass(frozen=True)
class Facts:
    """What labels are judged by.

    Attributes:
        person: The person.
        scene: What differs between images of the person.
        proportions: The measures of the person's head.
        visibility: What the image shows of each region.
        landmarks: the 68 landmarks in pixels, the center of the first pixel being (0, 0), (68, 2).
        lips_apart: the gap between the lips in the middle, decimeters.
        expressed: what mouth and eyes look like with the expression.
    """

    person: Person
    scene: Scene
    proportions: Proportions
    visibility: Visibility
    landmarks: FloatingArray
    lips_apart: float
    expressed: ExpressedFace

    def action(self, name: str) -> float:
        """How strong a facial action is, the mean of its left and its right side."""
        left, right = (self.scene.expression.get(name + side, 0.0) for side in ("Left", "Right"))
        return (left + right) / 2

    @property
    def smile(self) -> float:
        """How strongly the corners of the mouth are drawn up, −1 (down) to 1."""
        return self.action("mouthSmile") - self.action("mouthFrown")

    def shows(self, region: str) -> bool:
        """Whether enough of a region is in view and uncovered to judge it."""
        seen = self.visibility
        return seen.turned_to_camera(region) >= _IN_VIEW and seen.covered(region) <= _COVERED

    @property
    def forehead_in_view(self) -> bool:
        """Whether enough of the forehead faces the camera, covered or not."""
        return self.visibility.turned_to_camera("forehead") >= _IN_VIEW

    @property
    def shows_eyes(self) -> bool:
        """Whether the eyes can be judged: in view and not behind sunglasses."""
        return self.scene.accessories.eyewear != "sunglasses" and self.shows("eyes")

    @property
    def shows_hair(self) -> bool:
        """Whether enough hair is seen to judge its color and waves."""
        return self.visibility.of_picture(Segment.HAIR) >= _HAIR_SEEN


def facts_of(
    person: Person,
    scene: Scene,
    proportions: Proportions,
    *,
    rest: FloatingArray,
    framing: Framing,
    positions: FloatingArray,
    normals: FloatingArray,
    segment: UInt8Array,
    depth: FloatingArray,
    size: int,
) -> Facts:
    """Gather the facts of a rendered image.

    Args:
        person: The person.
        scene: What differs between images of the person.
        proportions: The measures of the person's head, see ``proportions_of``.
        rest: The 68 landmarks of the person's head at rest, (68, 3), decimeters.
        framing: The camera.
        positions: Positions of the basis's vertices in the world, (n, 3), decimeters.
        normals: Their unit normals, (n, 3).
        segment: The ``Segment`` of each sample, (s, s).
        depth: Of each sample the decimeters from the camera, (s, s).
        size: Pixels across and down.
    """
    seen = visibility(segment, depth, framing=framing, positions=positions, normals=normals, size=size)
    expressed = expressed_face(rest, scene.expression)
    return Facts(person, scene, proportions, seen, framing.landmarks, lips_apart(positions), expressed)
