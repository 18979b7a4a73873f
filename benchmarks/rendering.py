"""Rendering of `wild` to a finished face set, at two sizes, beside Mitsuba on one of the same heads."""

import importlib.util
import resource
import tempfile
import time
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import warp as wp

from benchmarks.measure import Row, measured
from facegap.engine import LocalRunner, create
from facegap.render import Recipe, RenderSource, Sampler, prepare
from facegap.render.image.compose import compose

IMAGES = 20  # of each person
PEOPLE = (100, 400)  # fewer would time the start of the workers
WORKERS = 2
PEER_SIZES = (112, 128)
PEER_SAMPLES, PEER_RENDERS = 16, 40
PEER_DEPTH = 3  # as Mitsuba counts: direct light, and one bounce between surfaces


def render(people: int, device: str) -> int:
    """Make a set with all that belongs to it: JPEG, truth, Parquet. Returns the most memory of a worker in MB."""
    source = RenderSource(Recipe.load("wild"), identities=people, images=IMAGES, seed=0)
    with tempfile.TemporaryDirectory() as folder:
        create(source, Path(folder, "wild"), source.info("wild"), runner=LocalRunner(WORKERS, (device,)))
    return resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024


def mitsuba(size: int) -> tuple[float, int]:
    """Path-trace a head that is ready in memory, again and again. Returns images a second, and Mitsuba's threads."""
    import drjit
    import mitsuba as mi

    mi.set_variant("scalar_rgb")
    scene = _mitsuba_scene(mi, size)
    mi.render(scene, spp=PEER_SAMPLES)
    began = time.perf_counter()
    for seed in range(PEER_RENDERS):
        np.asarray(mi.render(scene, spp=PEER_SAMPLES, seed=seed))
    return PEER_RENDERS / (time.perf_counter() - began), drjit.thread_count()


def _mitsuba_scene(mi: Any, size: int) -> Any:
    """The head of the first person, without hair and clothes, in the crop and pose of their first image."""
    sampler = Sampler(Recipe.load("wild"), seed=0)
    composed = compose(sampler.person(0).assets, sampler.scene(0, 0), frame="arcface", size=size, skin=0)
    head, view, eye = composed.frame.opaque[0], composed.framing.view, composed.framing.eye
    skin = mi.Properties()
    diffuse = {"type": "diffuse", "reflectance": {"type": "rgb", "value": [0.5, 0.35, 0.28]}}
    skin["bsdf"] = mi.load_dict({"type": "twosided", "bsdf": diffuse})
    mesh = mi.Mesh("head", len(head.positions), len(head.triangles), props=skin, has_vertex_normals=True)
    buffers = mi.traverse(mesh)
    buffers["vertex_positions"] = np.ravel(head.positions)
    buffers["vertex_normals"] = np.ravel(head.normals)
    buffers["faces"] = np.ravel(head.triangles)
    buffers.update()
    scale = float(np.hypot(view["across"][0], view["across"][1]))
    target = composed.framing.eye - (0.0, 0.0, 10.0)
    return mi.load_dict(
        {
            "type": "scene",
            "integrator": {"type": "path", "max_depth": PEER_DEPTH},
            "sensor": {
                "type": "perspective",
                "fov": float(np.degrees(2 * np.arctan(size / 2 / scale))),
                "to_world": mi.ScalarTransform4f().look_at(eye.tolist(), target.tolist(), [0, 1, 0]),
                "film": {"type": "hdrfilm", "width": size, "height": size},
                "sampler": {"type": "independent", "sample_count": PEER_SAMPLES},
            },
            "around": {"type": "constant", "radiance": 0.5},
            "lamp": {"type": "directional", "direction": [-0.4, -0.5, -0.8], "irradiance": 2.0},
            "head": mesh,
        }
    )


def rows() -> Iterator[Row]:
    """Ours at both sizes, then the peer; a device that isn't there and a peer that isn't installed say so."""
    recipe = Recipe.load("wild")
    prepare(recipe)
    output = recipe.output
    kind = f"`wild`, {output.size}×{output.size}, {output.samples}×{output.samples} samples"
    rates = []
    for people in PEOPLE:
        count = people * IMAGES
        ours = measured(render, people, "cpu")
        rates.append(count / ours.seconds)
        ratio = "" if len(rates) == 1 else f"{rates[-1] / rates[0]:.2f}× the rate of {PEOPLE[0] * IMAGES}"
        who = f"facegap, {WORKERS} processes; memory of each"
        yield Row(f"{kind}: {count} images, written", who, ours.seconds, f"{rates[-1]:.0f}/s", ours.result, ratio)
    yield _on_cuda(kind, rates[-1])
    yield from _peer(rates[-1])


def _on_cuda(kind: str, rate: float) -> Row:
    count = PEOPLE[-1] * IMAGES
    work = f"{kind}: {count} images, written"
    if not wp.is_cuda_available():
        return Row(work, "facegap with CUDA: no GPU here")
    prepare(Recipe.load("wild"), device="cuda:0")
    ours = measured(render, PEOPLE[-1], "cuda:0")
    who = f"facegap, {wp.get_device('cuda:0').name}, {WORKERS} processes; memory of each"
    ratio = f"{count / ours.seconds / rate:.2f}× the rate without"
    return Row(work, who, ours.seconds, f"{count / ours.seconds:.0f}/s", ours.result, ratio)


def _peer(rate: float) -> Iterator[Row]:
    if importlib.util.find_spec("mitsuba") is None:
        yield Row("one head without hair", "Mitsuba is not installed: pip install -e '.[bench]'")
        return
    for size in PEER_SIZES:
        found = measured(mitsuba, size)
        peer, threads = found.result
        work = f"one head without hair, {size}×{size}, {PEER_SAMPLES} samples: {PEER_RENDERS} times, nothing written"
        who = f"path tracer, Mitsuba {version('mitsuba')} scalar_rgb, {threads} threads"
        ratio = f"facegap {rate / peer:.0f}× faster, everything included"
        yield Row(work, who, PEER_RENDERS / peer, f"{peer:.1f}/s", found.peak_mb, ratio)
