"""Draw a scene of a person from a recipe."""

import math
from collections.abc import Mapping

from facegap.base.seeds import generator
from facegap.render.conditions.conditions import Request
from facegap.render.description.person import Person
from facegap.render.description.scene import Background, Camera, Capture, Light, MakeUp, Occluder, Pose, Scene
from facegap.render.recipes.scenes import CaptureRecipe, SceneRecipe, Sometimes
from facegap.render.sampling.draws import Draws
from facegap.render.sampling.odds import Odds
from facegap.render.scenes.accessory_sampling import sample_accessories
from facegap.render.scenes.grooming_sampling import forehead_asked, hair_today, make_up_today, sample_beard_today
from facegap.render.surroundings.light import light_for
from facegap.render.tables.expressions import action_weights
from facegap.render.tables.hair_styles import HairStyle

_EYES_TURN = (35.0, 22.0)  # How far eyes turn in their sockets, degrees.


def sample_scene(
    recipe: SceneRecipe,
    person: Person,
    *,
    seed: int,
    identity: int,
    image: int,
    attempt: int,
    candidate: int = 0,
    ask: Request,
    wide: bool = False,
    odds: Odds | None = None,
    styles: Mapping[str, HairStyle],
) -> Scene:
    """Draw one image's scene.

    Args:
        recipe: What scenes are drawn from.
        person: The person in the scene.
        seed: The seed of the whole set.
        identity: The person's number.
        image: The image's number among the person's.
        attempt: 0, and one more whenever the image hadn't what was asked.
        candidate: The number among those of which one is chosen, see ``render.candidates``.
        ask: What must be true of the image.
        wide: Whether bounds leave all that what is asked may be true of, or what it is likely to be true of.
        odds: Multiplied by how likely free draws were to keep to the bounds.
        styles: All hair styles that people may wear, by name.

    Returns:
        The same scene for the same arguments, anywhere.
    """
    limits = ask.wide_scene_limits if wide else ask.scene_limits
    odds = odds or Odds()

    def draws(group: str, variation: float) -> Draws:
        number = (candidate,) if candidate else ()
        own = generator(seed, "scene", identity, image, attempt, group, *number)
        habit = generator(seed, "habit", identity, attempt, group) if variation < 1.0 else None
        return Draws(own, limits, habit=habit, variation=variation, odds=odds)

    vary = recipe.variation
    view = draws("pose", vary.pose)
    pose_yaw, pose_pitch = view.number(recipe.pose.yaw), view.number(recipe.pose.pitch)
    face = draws("face", vary.face)
    gaze_yaw, gaze_pitch = _gaze(recipe, face, yaw=pose_yaw, pitch=pose_pitch)
    pose = Pose(
        yaw=pose_yaw,
        pitch=pose_pitch,
        roll=view.number(recipe.pose.roll),
        body=pose_yaw * view.number(recipe.pose.body) + view.number(recipe.pose.turn),
        gaze_yaw=gaze_yaw,
        gaze_pitch=gaze_pitch,
    )
    light, background = _surroundings(recipe, draws("light", vary.light))
    dress = draws("wear", vary.wear)
    forehead = forehead_asked(limits)
    hair = hair_today(recipe, dress, person, styles=styles, forehead=forehead)
    accessories = sample_accessories(recipe.accessories, dress, person, hair=hair, forehead=forehead)
    make_up = make_up_today(recipe.accessories, dress, person)
    return Scene(
        expression=_expression(recipe, face),
        pose=pose,
        camera=_camera(recipe, view),
        light=light,
        background=background,
        accessories=accessories,
        make_up=make_up,
        beard=sample_beard_today(recipe.look, dress, person),
        hair=hair,
        flush=_flush(recipe, dress, person, make_up),
        shine=_shine(recipe, dress, person),
        pupil=face.number(recipe.face.pupil),
        occluder=_occluder(recipe, dress),
        capture=sample_capture(recipe.capture, draws("capture", vary.capture)),
    )


def _expression(recipe: SceneRecipe, draws: Draws) -> dict[str, float]:
    """Weights of facial actions: the expression, and unrest of brows and lids on top of it."""
    face = recipe.face
    name = draws.choice(face.expression, "expression")
    weights = action_weights(
        name, strength=draws.number(face.strength), tilt=draws.number(face.tilt), left=draws.uniform() < 0.5
    )
    brows = draws.number(face.brows)
    narrowed = draws.chance(face.lids.share, "lids")
    lids = draws.number(face.lids.amount) if narrowed else 0.06 * draws.uniform()
    added = {"browInnerUp": max(brows, 0.0), "eyeBlinkLeft": lids, "eyeBlinkRight": lids}
    for side in ("Left", "Right"):
        added["browDown" + side] = max(-brows, 0.0)
        added["browOuterUp" + side] = max(0.7 * brows, 0.0)
    for action, weight in added.items():
        if weight:
            weights[action] = min(weights.get(action, 0.0) + weight, 1.0)
    return {action: weight for action, weight in weights.items() if weight}


def _gaze(recipe: SceneRecipe, draws: Draws, *, yaw: float, pitch: float) -> tuple[float, float]:
    """Into the camera, but for a degree or two, or anywhere."""
    face = recipe.face
    to_camera = draws.chance(face.to_camera)
    gaze_yaw, gaze_pitch = draws.number(face.gaze_yaw), draws.number(face.gaze_pitch)
    if to_camera:
        gaze_yaw, gaze_pitch = 0.15 * gaze_yaw - yaw, 0.15 * gaze_pitch - pitch
    across, up = _EYES_TURN
    return min(max(gaze_yaw, -across), across), min(max(gaze_pitch, -up), up)


def _camera(recipe: SceneRecipe, draws: Draws) -> Camera:
    pose = recipe.pose
    return Camera(
        distance=draws.number(pose.distance),
        focal=draws.number(pose.focal),
        roll=draws.number(pose.camera_roll),
        off_center=(draws.number(pose.off_center), draws.number(pose.off_center)),
        jitter=tuple(draws.number(pose.jitter) for _ in range(10)),
    )


def _surroundings(recipe: SceneRecipe, draws: Draws) -> tuple[Light, Background]:
    """Light and background of one place."""
    light = recipe.light
    place = draws.choice(light.place)
    contrast, ambient = draws.number(light.contrast), draws.number(light.ambient)
    background = Background(
        place, draws.seed(), blur=draws.number(light.blur), brightness=draws.number(light.brightness)
    )
    shone = light_for(place, generator(draws.seed(), "light"), contrast=contrast)
    return Light(shone.harmonics, shone.lamps, shone.ambient * ambient), background


def _flush(recipe: SceneRecipe, draws: Draws, person: Person, make_up: MakeUp) -> float:
    """Redness of the day; a bound of ``redness`` is on all that reddens the cheeks."""
    besides = _OWN_FLUSH * person.skin.flush + _BLUSH * make_up.blush
    red = draws.keep(draws.number(recipe.look.flush) + besides, "redness", spread=0.3)
    return min(max(red - besides, -1.0), 1.0)


def _shine(recipe: SceneRecipe, draws: Draws, person: Person) -> float:
    """Shine of the day; a bound of ``gleam`` is on it together with the skin's own gloss."""
    own = _OWN_GLOSS * person.skin.gloss
    gleam = draws.keep(own + _SHINE * draws.number(recipe.look.shine), "gleam", spread=0.15)
    return min(max((gleam - own) / _SHINE, 0.0), 1.0)


# How much each counts, as in ``facegap.render.truth.labels.complexion``.
_OWN_FLUSH, _BLUSH = 0.4, 0.8
_OWN_GLOSS, _SHINE = 0.45, 0.75


def _occluder(recipe: SceneRecipe, draws: Draws) -> Occluder:
    """A hand anywhere, a phone beside the face, a cup or a microphone at the mouth."""
    is_occluded = draws.chance(recipe.accessories.occluder, "occluder")
    kind = draws.choice(recipe.accessories.occluders)
    u, v, angle, seed = draws.uniform(), draws.uniform(), draws.uniform(), draws.seed()
    if not is_occluded:
        return Occluder("", (0.0, 0.0), 0.0, 0)
    (left, right), (low, high), turn = _PLACES[kind]
    return Occluder(kind, (left + u * (right - left), low + v * (high - low)), turn * (2.0 * angle - 1.0), seed)


# Where things are held: from and to across, from and to up, and how far they are turned either way.
_PLACES: dict[str, tuple[tuple[float, float], tuple[float, float], float]] = {
    "hand": ((-1.0, 1.0), (-1.0, 1.0), 70.0),
    "phone": ((-1.0, 1.0), (-0.9, 0.3), 40.0),
    "cup": ((-0.3, 0.3), (-1.0, -0.5), 15.0),
    "microphone": ((-0.5, 0.5), (-1.0, -0.6), 50.0),
}


def sample_capture(recipe: CaptureRecipe, draws: Draws) -> Capture:
    """Each flaw by its own share of the images."""
    red, blue = _some(recipe.balance, draws, 0.0), draws.number(recipe.balance.amount)
    return Capture(
        exposure=_some(recipe.exposure, draws, 0.0),
        balance=(math.exp(red), math.exp(blue if red else 0.0)),
        contrast=_some(recipe.contrast, draws, 1.0),
        saturation=_some(recipe.saturation, draws, 1.0),
        defocus=_some(recipe.defocus, draws, 0.0),
        motion=_some(recipe.motion, draws, 0.0),
        motion_angle=180.0 * draws.uniform(),
        noise=_some(recipe.noise, draws, 0.0),
        resolution=_some(recipe.resolution, draws, 1.0),
        gray=draws.chance(recipe.gray, "grey"),
        jpeg=round(_some(recipe.jpeg, draws, 0.0)),
        seed=draws.seed(),
    )


def _some(recipe: Sometimes, draws: Draws, neutral: float) -> float:
    """The amount where it happens, else the neutral value; two random numbers either way."""
    happens, u = draws.chance(recipe.share), draws.uniform()
    return recipe.amount.at(u) if happens else neutral
