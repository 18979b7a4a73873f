"""The columns of the truth layer besides the labels: what each holds, and how it is found."""

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, partial
from operator import attrgetter
from typing import Any

import pyarrow as pa

from facegap.render.description.scene import Scene
from facegap.render.draw.surfaces import Segment
from facegap.render.head.landmarks import five_of
from facegap.render.truth.facts import Facts
from facegap.render.truth.proportions import Proportions
from facegap.render.truth.regions import REGIONS

_NUMBER, _WORD, _FLAG = pa.float32(), pa.string(), pa.bool_()


@dataclass(frozen=True)
class TruthColumn:
    """One column.

    Attributes:
        name: of the column.
        type: of its values.
        meaning: what it holds.
        value: its value for an image.
    """

    name: str
    type: pa.DataType
    meaning: str
    value: Callable[[Facts], Any]


@cache
def columns() -> tuple[TruthColumn, ...]:
    """All columns, in order."""
    return (*_described(), *_proportions(), *_seen(), *_shares())


# Name, type, where the facts have it, meaning.
_PLAIN: tuple[tuple[str, pa.DataType, str, str], ...] = (
    ("yaw", _NUMBER, "scene.pose.yaw", "of the head, degrees, positive to the person's left (the image's right)"),
    ("pitch", _NUMBER, "scene.pose.pitch", "of the head, degrees, positive upwards"),
    (
        "roll",
        _NUMBER,
        "scene.pose.roll",
        "of the head before the crop is aligned, degrees, to the person's left shoulder",
    ),
    ("body_yaw", _NUMBER, "scene.pose.body", "of the shoulders, degrees"),
    ("gaze_yaw", _NUMBER, "scene.pose.gaze_yaw", "of the eyes relative to the head, degrees"),
    ("gaze_pitch", _NUMBER, "scene.pose.gaze_pitch", "likewise, upwards"),
    ("age", _NUMBER, "person.age", "years"),
    ("ancestry", _WORD, "person.ancestry", "white, black, asian, indian or mixed"),
    ("african_share", _NUMBER, "person.african", "weight of MakeHuman's African head; the three sum to 1"),
    ("asian_share", _NUMBER, "person.asian", "likewise"),
    ("caucasian_share", _NUMBER, "person.caucasian", "likewise"),
    ("weight", _NUMBER, "person.weight", "0 thin to 1 heavy"),
    ("melanin", _NUMBER, "person.skin.melanin", "of the skin, 0 palest to 1 darkest"),
    ("eye_colour", _WORD, "person.eyes.color", "brown, hazel, green, blue or gray"),
    ("hair_style", _WORD, "scene.hair.name", "of the day, see facegap.render.tables.hair_styles"),
    ("hair_family", _WORD, "person.hair.family", "black, brown, blond, red or gray"),
    ("hair_curl", _NUMBER, "person.hair.curl", "0 straight to 1 tight, besides the style's waves"),
    ("hair_recession", _NUMBER, "person.hair.recession", "of the temples, 0 to 1"),
    ("beard_stubble", _NUMBER, "scene.beard.stubble", "0 to 1, as the following"),
    ("beard_moustache", _NUMBER, "scene.beard.mustache", "hair on the upper lip"),
    ("beard_goatee", _NUMBER, "scene.beard.goatee", "on the chin"),
    ("beard_sideburns", _NUMBER, "scene.beard.sideburns", "before the ears"),
    ("beard_cheeks", _NUMBER, "scene.beard.cheeks", "on cheeks and jaw"),
    ("headwear", _WORD, "scene.accessories.headwear", "cap, hat, beanie, headscarf or empty"),
    ("eyewear", _WORD, "scene.accessories.eyewear", "spectacles, sunglasses or empty"),
    ("mask", _FLAG, "scene.accessories.mask", "over mouth and nose"),
    ("earrings", _FLAG, "scene.accessories.earrings", "worn, seen or not"),
    ("headphones", _FLAG, "scene.accessories.headphones", "over the ears"),
    ("necktie", _FLAG, "scene.accessories.necktie", "worn, seen or not"),
    ("clothes", _WORD, "scene.accessories.clothes", "tee, shirt, jumper, vneck or jacket"),
    ("occluder", _WORD, "scene.occluder.kind", "hand, phone, cup, microphone or empty"),
    ("lipstick", _NUMBER, "scene.make_up.lipstick", "strength, 0 to 1, as the following"),
    ("eye_shadow", _NUMBER, "scene.make_up.eye_shadow", ""),
    ("eye_liner", _NUMBER, "scene.make_up.liner", ""),
    ("blush", _NUMBER, "scene.make_up.blush", ""),
    ("foundation", _NUMBER, "scene.make_up.foundation", ""),
    ("flush", _NUMBER, "scene.flush", "redness of the day, −1 to 1"),
    ("shine", _NUMBER, "scene.shine", "of the skin on that day, 0 to 1"),
    ("background", _WORD, "scene.background.kind", "indoor, outdoor, studio or clutter"),
    ("background_blur", _NUMBER, "scene.background.blur", "of its focus, a share of the image's width"),
    ("light_ambient", _NUMBER, "scene.light.ambient", "factor of the environment's light"),
    ("camera_distance", _NUMBER, "scene.camera.distance", "to the head, decimeters"),
    ("camera_focal", _NUMBER, "scene.camera.focal", "millimeters of 36 mm wide film; counts in photo frames"),
    ("capture_exposure", _NUMBER, "scene.capture.exposure", "stops relative to the automatic exposure"),
    ("capture_contrast", _NUMBER, "scene.capture.contrast", "1 is neutral"),
    ("capture_saturation", _NUMBER, "scene.capture.saturation", "1 is neutral"),
    ("capture_defocus", _NUMBER, "scene.capture.defocus", "radius of the blur, pixels of a crop of 112"),
    ("capture_motion", _NUMBER, "scene.capture.motion", "length of the blur by motion, likewise"),
    ("capture_noise", _NUMBER, "scene.capture.noise", "standard deviation at mid-gray, of a range of 0 to 1"),
    ("capture_resolution", _NUMBER, "scene.capture.resolution", "the share of the pixels across that were resolved"),
    ("capture_grey", _FLAG, "scene.capture.gray", "black and white"),
    ("capture_jpeg", pa.int16(), "scene.capture.jpeg", "quality of an earlier compression, 0 for none"),
    (
        "lips_apart",
        _NUMBER,
        "lips_apart",
        "gap between the lips in the middle, decimeters; negative where they overlap",
    ),
)


def _described() -> Iterator[TruthColumn]:
    points, five = pa.list_(_NUMBER, 136), pa.list_(_NUMBER, 10)
    yield TruthColumn(
        "landmarks", points, "the 68 of iBUG, x and y in pixels, the first pixel's center at 0, 0", _landmarks
    )
    yield TruthColumn("landmarks5", five, "eyes, tip of the nose, corners of the mouth, likewise", _landmarks5)
    yield TruthColumn("sex", _WORD, "female or male", lambda facts: "male" if facts.person.male else "female")
    for name, kind, where, meaning in _PLAIN:
        yield TruthColumn(name, kind, meaning or "likewise", attrgetter(where))
    yield TruthColumn(
        "light_contrast", _NUMBER, "the lamps' part of the light on what faces them, 0 soft to 1 hard", _contrast
    )
    yield TruthColumn("expression", _WORD, "weights of ARKit's facial actions that aren't 0, as JSON", _expression)
    yield TruthColumn("smile", _NUMBER, "mean weight of mouthSmile, less that of mouthFrown", lambda facts: facts.smile)
    yield TruthColumn(
        "mouth_corners",
        _NUMBER,
        "how much higher than the middle of the lips the mouth's corners are, in distances between the eyes",
        attrgetter("expressed.corners_above"),
    )
    yield TruthColumn(
        "mouth_raised",
        _NUMBER,
        "how much higher than at rest they are, likewise, the mean of both",
        lambda facts: sum(facts.expressed.corners_raised) / 2,
    )
    yield TruthColumn(
        "eyes_open",
        _NUMBER,
        "height between the lids over the width of the eye, the mean of both",
        attrgetter("expressed.eyes_open"),
    )
    yield TruthColumn(
        "eyes_closed", _NUMBER, "mean weight of eyeBlink, 0 open to 1 shut", lambda facts: facts.action("eyeBlink")
    )


def _proportions() -> Iterator[TruthColumn]:
    meaning = "of the head at rest, see facegap.render.truth.proportions"
    for name in Proportions.__dataclass_fields__:
        yield TruthColumn(f"shape_{name}", _NUMBER, meaning, attrgetter(f"proportions.{name}"))


def _seen() -> Iterator[TruthColumn]:
    meaning = "the share of the region's area that is in view and not covered, see facegap.render.truth.regions"
    for region in REGIONS:
        yield TruthColumn(f"seen_{region}", _NUMBER, meaning, partial(_uncovered, region))


def _shares() -> Iterator[TruthColumn]:
    meaning = "the share of the picture that shows it"
    for segment in Segment:
        yield TruthColumn(f"picture_{segment.name.lower()}", _NUMBER, meaning, partial(_share, segment))


def _landmarks(facts: Facts) -> list[float]:
    return [float(value) for value in facts.landmarks.ravel()]


def _landmarks5(facts: Facts) -> list[float]:
    return [float(value) for value in five_of(facts.landmarks).ravel()]


def _expression(facts: Facts) -> str:
    weights = facts.scene.expression
    return json.dumps({name: round(weights[name], 4) for name in sorted(weights) if weights[name]})


def _contrast(facts: Facts) -> float:
    return light_contrast(facts.scene)


def light_contrast(scene: Scene) -> float:
    """The lamps' green light over that and the environment's mean, 0 where there is no lamp."""
    lamps = sum(lamp.color[1] for lamp in scene.light.lamps)
    around = scene.light.ambient * scene.light.harmonics[0][1]
    return lamps / max(lamps + around, 1e-9)


def _uncovered(region: str, facts: Facts) -> float:
    seen = facts.visibility
    return seen.facing(region) * max(1.0 - seen.covered(region), 0.0)


def _share(segment: Segment, facts: Facts) -> float:
    return facts.visibility.of_picture(segment)
