"""The facts of a person by themselves, and with a scene: as a plain photograph from the front would show them."""

import numpy as np

from facegap.render.description.person import Person
from facegap.render.description.scene import (
    Accessories,
    Background,
    BeardToday,
    Camera,
    Capture,
    Light,
    MakeUp,
    Occluder,
    Pose,
    Scene,
)
from facegap.render.draw.surfaces import Segment
from facegap.render.tables.hair_styles import HairStyle
from facegap.render.truth.expressed import ExpressedFace
from facegap.render.truth.facts import Facts
from facegap.render.truth.proportions import Proportions
from facegap.render.truth.regions import REGIONS
from facegap.render.truth.visible import Visibility


def plain_facts(person: Person, proportions: Proportions) -> Facts:
    """A neutral face with its usual hair, bare and shaved, sharp, in color, with nothing before it."""
    at_rest = ExpressedFace(corners_raised=(0.0, 0.0), corners_above=0.0, eyes_open=0.35)
    return described_facts(person, plain_scene(person.hair.style), proportions, at_rest)


def described_facts(person: Person, scene: Scene, proportions: Proportions, expressed: ExpressedFace) -> Facts:
    """A person in a scene as if a picture from the front showed all of the face, whatever is before it."""
    segments = np.zeros((len(REGIONS), len(Segment)), np.float32)
    segments[:, Segment.SKIN] = 1.0
    style = scene.hair
    picture = np.zeros(len(Segment), np.float32)
    picture[Segment.EYE] = 0.02
    picture[Segment.HAIR] = 0.0 if style.cards is None and style.shells is None else 0.2
    picture[Segment.SKIN] = 1.0 - picture.sum()
    return Facts(
        person=person,
        scene=scene,
        proportions=proportions,
        visibility=Visibility(np.ones(len(REGIONS), np.float32), segments, picture),
        landmarks=np.zeros((68, 2), np.float32),
        lips_apart=0.0,
        expressed=expressed,
    )


def plain_scene(hair: HairStyle) -> Scene:
    """From the front, in even light, with nothing worn but a tee."""
    white = (1.0, 1.0, 1.0)
    black = (0.0, 0.0, 0.0)
    return Scene(
        expression={},
        pose=Pose(yaw=0.0, pitch=0.0, roll=0.0, body=0.0, gaze_yaw=0.0, gaze_pitch=0.0),
        camera=Camera(distance=12.0, focal=50.0, roll=0.0, off_center=(0.0, 0.0), jitter=(0.0,) * 10),
        light=Light(harmonics=((0.5, 0.5, 0.5), *((black,) * 8)), lamps=(), ambient=1.0),
        background=Background("studio", seed=0, blur=0.0, brightness=1.0),
        accessories=Accessories(
            "", "", mask=False, earrings=False, necktie=False, clothes="tee", headphones=False, seed=0
        ),
        occluder=Occluder("", (0.0, 0.0), 0.0, 0),
        make_up=MakeUp(0.0, white, 0.0, white, 0.0, white, 0.0, 0.0),
        beard=BeardToday(0.0, 0.0, 0.0, 0.0, 0.0),
        hair=hair,
        flush=0.0,
        shine=0.0,
        pupil=0.4,
        capture=_sharp(),
    )


def _sharp() -> Capture:
    return Capture(
        exposure=0.0,
        balance=(1.0, 1.0),
        contrast=1.0,
        saturation=1.0,
        defocus=0.0,
        motion=0.0,
        motion_angle=0.0,
        noise=0.0,
        resolution=1.0,
        gray=False,
        jpeg=0,
        seed=0,
    )
