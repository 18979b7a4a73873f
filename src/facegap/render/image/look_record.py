"""The record that shading reads: light, make-up, beard and eyes of one image."""

import numpy as np

from facegap.render.description.scene import Scene
from facegap.render.draw.kernels.records import LIGHTS, Look, Record, blank
from facegap.render.image.framing import Framing
from facegap.render.image.person_assets import PersonAssets
from facegap.render.image.posing import Posing, rotation

_LASH_LINE = 0.3  # what lashes at least darken the rim of the lids
_IRIS = 0.44  # the usual radius of the iris, relative to the eyeball's


def look_record(
    assets: PersonAssets,
    scene: Scene,
    posing: Posing,
    framing: Framing,
    *,
    lens: tuple[float, float, float, float],
    skin: int,
) -> Record:
    """Fill in the record of ``Look``.

    Args:
        assets: The person, ready to be put into scenes.
        scene: What differs between images of the person.
        posing: How the head is turned.
        framing: Where the camera stands.
        lens: What spectacles' glass lets through (linear RGB), and how much it mirrors.
        skin: The number of the person's texture among the batch's.
    """
    person, light, make_up, beard = assets.person, scene.light, scene.make_up, scene.beard
    look = blank(Look)
    look["eye"] = framing.eye
    lamps = light.lamps[:LIGHTS]
    look["lights"] = len(lamps)
    for row, lamp in enumerate(lamps):
        look["light_direction"][row] = lamp.direction
        look["light_color"][row] = lamp.color
    look["ambient"] = light.ambient
    look["skin"] = skin
    look["gloss"] = np.clip(0.45 * person.skin.gloss + 0.75 * scene.shine, 0, 1)
    look["lipstick"] = (*make_up.lip_color, make_up.lipstick)
    look["eye_shadow"] = (*make_up.shadow_color, make_up.eye_shadow)
    look["blush"] = (*make_up.blush_color, make_up.blush)
    look["liner"] = max(make_up.liner, _LASH_LINE + 0.35 * person.eyes.lashes)
    look["foundation"] = make_up.foundation
    look["flush"] = scene.flush
    look["hair"] = person.hair.root
    look["beard"] = person.beard.color
    look["scalp"] = assets.scalp_shade(scene.hair)
    look["bearded"] = any((beard.stubble, beard.mustache, beard.goatee, beard.sideburns, beard.cheeks))
    look["stubble"] = beard.stubble
    look["mustache"] = beard.mustache
    look["goatee"] = beard.goatee
    look["sideburns"] = beard.sideburns
    look["cheek_beard"] = beard.cheeks
    gaze = rotation(yaw=scene.pose.gaze_yaw, pitch=scene.pose.gaze_pitch)[:, 2]
    follows = np.ones(1, np.float32)
    for side, center in zip(("left", "right"), assets.head.eyes, strict=True):
        look[f"{side}_eye"] = posing.points(center[None], follows)[0]
        look[f"{side}_gaze"] = posing.head @ gaze
    look["iris"] = _IRIS * person.eyes.size
    look["pupil"] = scene.pupil
    look["lens"] = lens
    return look
