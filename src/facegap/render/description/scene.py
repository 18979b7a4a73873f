"""A scene: all that may differ from one image of a person to the next."""

from collections.abc import Mapping
from dataclasses import dataclass

from facegap.render.colors import RGB
from facegap.render.tables.hair_styles import HairStyle


@dataclass(frozen=True)
class Pose:
    """Where the head points, in degrees.

    Attributes:
        yaw: positive when the person looks to their left (to the right of the image), −90 to 90.
        pitch: positive upwards, −30 to 30.
        roll: positive when the head tilts to the person's left shoulder.
        body: the yaw of the shoulders.
        gaze_yaw, gaze_pitch: of the eyes, relative to the head.
    """

    yaw: float
    pitch: float
    roll: float
    body: float
    gaze_yaw: float
    gaze_pitch: float


@dataclass(frozen=True)
class Camera:
    """Where the camera stands and how it frames.

    Attributes:
        distance: from the head, decimeters.
        focal: focal length in millimeters of a 36 mm wide film; counts in photo frames.
        roll: degrees.
        off_center: shift of the face as a share of the image's width and height; counts in photo frames.
        jitter: error of the five landmarks that an aligned crop is cut by, ten numbers in pixels of the crop.
    """

    distance: float
    focal: float
    roll: float
    off_center: tuple[float, float]
    jitter: tuple[float, ...]


@dataclass(frozen=True)
class Lamp:
    """A directional light with shadows.

    Attributes:
        direction: towards the light, a unit vector; x to the image's right, y up, z to the camera.
        color: linear RGB times its strength.
    """

    direction: tuple[float, float, float]
    color: RGB


@dataclass(frozen=True)
class Light:
    """All light: an environment as spherical harmonics, and one to three lamps.

    Attributes:
        harmonics: nine RGB coefficients of irradiance over π, for the polynomials 1, y, z, x, xy, yz, 3z²−1, xz, x²−y².
        lamps: the strongest first.
        ambient: factor of the environment.
    """

    harmonics: tuple[RGB, ...]
    lamps: tuple[Lamp, ...]
    ambient: float


@dataclass(frozen=True)
class Background:
    """What is behind the head: drawn from its seed.

    Attributes:
        kind: ``indoor``, ``outdoor``, ``studio`` or ``clutter``.
        blur: of its focus, as a share of the image's width.
        brightness: relative to the light on the face.
    """

    kind: str
    seed: int
    blur: float
    brightness: float


@dataclass(frozen=True)
class Accessories:
    """What is worn; an empty name is nothing. Colors and patterns are drawn from the seed.

    Attributes:
        eyewear: ``spectacles``, ``sunglasses`` or empty.
        headwear: ``cap``, ``hat``, ``beanie``, ``headscarf`` or empty.
        mask: a mask over mouth and nose.
        earrings: whether there are any.
        necktie: with a shirt's collar.
        clothes: ``tee``, ``shirt``, ``jumper``, ``vneck`` or ``jacket``.
        headphones: over the ears.
        seed: of colors, sizes and shapes.
    """

    eyewear: str
    headwear: str
    mask: bool
    earrings: bool
    necktie: bool
    clothes: str
    headphones: bool
    seed: int


@dataclass(frozen=True)
class Occluder:
    """A hand or an object in front of the face.

    Attributes:
        kind: ``hand``, ``phone``, ``cup``, ``microphone`` or empty.
        place: where its middle is, in the face's frame: x from −1 (person's right) to 1, y from −1 (chin) to 1 (brow).
        angle: degrees.
        seed: of its colors and size.
    """

    kind: str
    place: tuple[float, float]
    angle: float
    seed: int


@dataclass(frozen=True)
class MakeUp:
    """Make-up: colors (linear RGB) and strengths (0 to 1)."""

    lipstick: float
    lip_color: RGB
    eye_shadow: float
    shadow_color: RGB
    blush: float
    blush_color: RGB
    liner: float
    foundation: float


@dataclass(frozen=True)
class BeardToday:
    """How much there is of each part, 0 to 1."""

    stubble: float
    mustache: float
    goatee: float
    sideburns: float
    cheeks: float


@dataclass(frozen=True)
class Capture:
    """What the camera makes of the light.

    Attributes:
        exposure: stops relative to the automatic exposure.
        balance: gains of red and blue relative to green.
        contrast, saturation: 1 is neutral.
        defocus: radius of the blur, pixels of a crop of 112.
        motion: length of the blur by motion, pixels of a crop of 112; motion_angle: its direction in degrees.
        noise: standard deviation at mid-gray, of a range of 0 to 1.
        resolution: the share of the crop's pixels across that the camera resolved, 0 to 1.
        gray: whether it is black and white.
        jpeg: quality of an earlier compression, 0 for none.
        seed: of the noise.
    """

    exposure: float
    balance: tuple[float, float]
    contrast: float
    saturation: float
    defocus: float
    motion: float
    motion_angle: float
    noise: float
    resolution: float
    gray: bool
    jpeg: int
    seed: int


@dataclass(frozen=True)
class Scene:
    """One image of a person.

    Attributes:
        expression: weights (0 to 1) of ARKit facial actions, such as ``jawOpen``; what isn't named is 0.
        hair: the style of the day.
        flush: redness of the day, −1 to 1.
        shine: of the skin, 0 to 1.
        pupil: its share of the iris, about 0.25 to 0.6.
    """

    expression: Mapping[str, float]
    pose: Pose
    camera: Camera
    light: Light
    background: Background
    accessories: Accessories
    occluder: Occluder
    make_up: MakeUp
    beard: BeardToday
    hair: HairStyle
    flush: float
    shine: float
    pupil: float
    capture: Capture
