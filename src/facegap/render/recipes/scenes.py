"""What scenes are drawn from."""

from collections.abc import Mapping
from typing import Annotated, Any, ClassVar

from pydantic import BeforeValidator

from facegap.base.config import Config
from facegap.render.accessories.clothes import CLOTHES
from facegap.render.accessories.headwear import HEADWEAR
from facegap.render.sampling.choices import Choice, among, shares
from facegap.render.sampling.distributions import Chance, Normal, Quantity, Uniform
from facegap.render.tables.expressions import EXPRESSIONS

PLACES = ("indoor", "outdoor", "studio", "clutter")
OCCLUDERS = ("hand", "phone", "cup", "microphone")


class Sometimes(Config):
    """Something that happens to a share of the images.

    Attributes:
        share: of the images.
        amount: how much, where it happens.
    """

    share: Chance
    amount: Quantity


class VariationRecipe(Config):
    """How far the images of one person differ, 0 (alike) to 1 (as far as those of different people).

    In a recipe a bare number is that of all groups. Ours.

    Attributes:
        face: expression and gaze.
        pose: pose and camera.
        light: light and background.
        wear: what is worn, make-up, beard and hair of the day.
        capture: what the camera makes of it.
    """

    face: Chance = 1.0
    pose: Chance = 1.0
    light: Chance = 1.0
    wear: Chance = 1.0
    capture: Chance = 1.0


def _all_groups(given: Any) -> Any:
    return dict.fromkeys(VariationRecipe.model_fields, given) if isinstance(given, int | float) else given


class FaceRecipe(Config):
    """Expression and gaze.

    Attributes:
        expression: see ``facegap.render.tables.expressions``; about half of all photographs smile, and 40 % show a
            mouth that is open a little.
        strength: from just recognizable (0) to full (1).
        tilt: how much stronger the left side is, −1 to 1.
        brows: unrest of the brows in any expression: positive raises, negative lowers them.
        lids: how far the eyes are narrowed, 0 to 1 (closed), where they are.
        to_camera: the share of those who look into the camera, whatever their pose, as far as eyes turn.
        gaze_yaw: degrees, of the others.
        gaze_pitch: likewise.
        pupil: its share of the iris.
    """

    expression: Annotated[Choice, among(*EXPRESSIONS)] = shares(
        neutral=0.17,
        serious=0.08,
        parted=0.07,
        slight_smile=0.14,
        closed_smile=0.11,
        open_smile=0.17,
        laugh=0.05,
        talk_a=0.04,
        talk_e=0.03,
        talk_o=0.02,
        surprise=0.02,
        shout=0.005,
        frown=0.025,
        sad=0.015,
        disgust=0.01,
        pucker=0.01,
        pressed=0.015,
        smirk=0.01,
        wink=0.005,
        puffed=0.002,
        tongue=0.003,
    )
    strength: Quantity = Uniform(low=0.0, high=1.0)
    tilt: Quantity = Normal(mean=0.0, sd=0.12, low=-0.5, high=0.5)
    brows: Quantity = Normal(mean=0.0, sd=0.18, low=-0.5, high=0.6)
    lids: Sometimes = Sometimes(share=0.1, amount=Normal(mean=0.3, sd=0.3, low=0.05, high=1.0))
    to_camera: Chance = 0.6
    gaze_yaw: Quantity = Normal(mean=0.0, sd=11.0, low=-32.0, high=32.0)
    gaze_pitch: Quantity = Normal(mean=-1.0, sd=6.0, low=-18.0, high=15.0)
    pupil: Quantity = Normal(mean=0.4, sd=0.08, low=0.25, high=0.6)


class PoseRecipe(Config):
    """Where head, body and camera are; truncated normals as DigiFace has them, the numbers ours.

    Attributes:
        yaw: degrees.
        pitch: degrees.
        roll: degrees.
        body: the shoulders' share of the head's yaw.
        turn: degrees, of the shoulders by themselves.
        distance: from camera to head, decimeters.
        focal: millimeters of 36 mm wide film.
        camera_roll: degrees.
        off_center: share of the image's size.
        jitter: error of each coordinate of the landmarks that a crop is aligned by, pixels.
    """

    former_keys: ClassVar[Mapping[str, str]] = {"off_centre": "off_center"}

    yaw: Quantity = Normal(mean=0.0, sd=27.0, low=-90.0, high=90.0)
    pitch: Quantity = Normal(mean=-1.0, sd=12.0, low=-30.0, high=30.0)
    roll: Quantity = Normal(mean=0.0, sd=8.0, low=-30.0, high=30.0)
    body: Quantity = Uniform(low=0.0, high=0.9)
    turn: Quantity = Normal(mean=0.0, sd=9.0, low=-30.0, high=30.0)
    distance: Quantity = Normal(mean=12.0, sd=6.0, low=6.0, high=25.0)
    focal: Quantity = Normal(mean=50.0, sd=18.0, low=24.0, high=105.0)
    camera_roll: Quantity = Normal(mean=0.0, sd=2.0, low=-8.0, high=8.0)
    off_center: Quantity = Normal(mean=0.0, sd=0.05, low=-0.15, high=0.15)
    jitter: Quantity = Normal(mean=0.0, sd=0.7, low=-2.5, high=2.5)


class LightRecipe(Config):
    """Light and background.

    Attributes:
        place: what is around, which light and background both follow.
        contrast: between the strongest lamp and the surroundings, 0 soft to 1 hard.
        ambient: factor of the environment's light.
        blur: of the background, a share of the image's width.
        brightness: of the background relative to the light on the face.
    """

    place: Annotated[Choice, among(*PLACES)] = shares(indoor=0.42, outdoor=0.33, studio=0.1, clutter=0.15)
    contrast: Quantity = Normal(mean=0.5, sd=0.25, low=0.0, high=1.0)
    ambient: Quantity = Normal(mean=1.0, sd=0.2, low=0.5, high=1.6)
    blur: Quantity = Normal(mean=0.03, sd=0.03, low=0.0, high=0.12)
    brightness: Quantity = Normal(mean=0.95, sd=0.35, low=0.2, high=2.2)


class AccessoriesRecipe(Config):
    """What is worn, by DigiFace's probabilities (clothes always; make-up, glasses and headwear 0.15, face-wear 0.01).

    Those of earrings, neckties, headphones, sunglasses, headscarves and of things in front of the face are ours, as is
    what goes with sex and habit; they are such that the shares over all people come out at DigiFace's.

    Attributes:
        spectacles: how often they are worn by those who need them; the others hardly do.
        sunglasses: share.
        headwear: shares; headscarves are women's: a man wears a cap instead.
        mask: share.
        earrings: how often by those who have some.
        necktie: shares of women and of men, from 16 years on.
        clothes: shares; a necktie needs a shirt or a jacket.
        headphones: share.
        make_up: how often it is put on at the strongest habit; in proportion to the habit.
        strength: of make-up, 0 to 1.
        lipstick: the share of lipstick where there is any make-up.
        occluder: share of images with something in front of the face.
        occluders: what it is.
    """

    spectacles: Chance = 0.6
    sunglasses: Chance = 0.025
    headwear: Annotated[Choice, among("none", *HEADWEAR)] = shares(
        none=0.85, cap=0.05, hat=0.035, beanie=0.035, headscarf=0.03
    )
    mask: Chance = 0.01
    earrings: Chance = 0.6
    necktie: tuple[Chance, Chance] = (0.01, 0.14)
    clothes: Annotated[Choice, among(*CLOTHES)] = shares(tee=0.34, shirt=0.24, jumper=0.2, vneck=0.1, jacket=0.12)
    headphones: Chance = 0.012
    make_up: Chance = 0.78
    strength: Quantity = Normal(mean=0.58, sd=0.24, low=0.15, high=1.0)
    lipstick: Chance = 0.75
    occluder: Chance = 0.04
    occluders: Annotated[Choice, among(*OCCLUDERS)] = shares(hand=0.5, phone=0.17, cup=0.15, microphone=0.18)


class LookRecipe(Config):
    """The skin, hair and beard of the day.

    Attributes:
        restyled: how often the hair is in another of the person's styles.
        stubble: of those with a stubble, 0 to 1.
        shaven: what stubble is left after shaving, times what could grow.
        grown: of the parts of a beard that are worn.
        flush: redness of the day, added to the person's own.
        shine: of the skin, 0 to 1.
    """

    restyled: Chance = 0.25
    stubble: Quantity = Normal(mean=0.7, sd=0.2, low=0.35, high=1.0)
    shaven: Quantity = Normal(mean=0.08, sd=0.08, low=0.0, high=0.3)
    grown: Quantity = Normal(mean=0.9, sd=0.12, low=0.6, high=1.0)
    flush: Quantity = Normal(mean=0.0, sd=0.28, low=-0.8, high=1.0)
    shine: Quantity = Normal(mean=0.36, sd=0.22, low=0.0, high=1.0)


class CaptureRecipe(Config):
    """What the camera makes of it: by the shares of DigiFace's augmentation, its amounts ours.

    Attributes:
        exposure: stops.
        balance: logarithm of the gains of red and of blue.
        contrast: a factor.
        saturation: a factor.
        defocus: radius in pixels of a crop of 112.
        motion: length in pixels of a crop of 112.
        noise: standard deviation at mid-gray.
        resolution: the share of the crop's pixels that were resolved.
        gray: share of black-and-white images.
        jpeg: quality of an earlier compression.
    """

    former_keys: ClassVar[Mapping[str, str]] = {"grey": "gray"}

    exposure: Sometimes = Sometimes(share=0.15, amount=Normal(mean=0.0, sd=0.7, low=-1.6, high=1.4))
    balance: Sometimes = Sometimes(share=0.1, amount=Normal(mean=0.0, sd=0.12, low=-0.35, high=0.35))
    contrast: Sometimes = Sometimes(share=0.3, amount=Normal(mean=1.0, sd=0.18, low=0.6, high=1.5))
    saturation: Sometimes = Sometimes(share=0.1, amount=Normal(mean=1.0, sd=0.3, low=0.2, high=1.8))
    defocus: Sometimes = Sometimes(share=0.05, amount=Uniform(low=0.5, high=2.5))
    motion: Sometimes = Sometimes(share=0.05, amount=Uniform(low=2.0, high=8.0))
    noise: Sometimes = Sometimes(share=0.035, amount=Uniform(low=0.01, high=0.06))
    resolution: Sometimes = Sometimes(share=0.01, amount=Uniform(low=0.25, high=0.8))
    gray: Chance = 0.01
    jpeg: Sometimes = Sometimes(share=0.05, amount=Uniform(low=25.0, high=90.0))


class SceneRecipe(Config):
    """The scenes of a set; the defaults are wide: everything varies."""

    former_keys: ClassVar[Mapping[str, str]] = {"wear": "accessories"}

    variation: Annotated[VariationRecipe, BeforeValidator(_all_groups)] = VariationRecipe()
    face: FaceRecipe = FaceRecipe()
    pose: PoseRecipe = PoseRecipe()
    light: LightRecipe = LightRecipe()
    accessories: AccessoriesRecipe = AccessoriesRecipe()
    look: LookRecipe = LookRecipe()
    capture: CaptureRecipe = CaptureRecipe()
