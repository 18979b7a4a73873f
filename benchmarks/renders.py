"""Renders judged by networks that only ever saw photographs: is it a face, and whose?"""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import numpy as np

from benchmarks.embedding import NETWORK
from benchmarks.importing import DETECTOR, PHOTOGRAPHS
from facegap.engine import LocalRunner, create, open_or_import, run
from facegap.faces import Align, FaceDetector
from facegap.faceset import FaceSet, decode
from facegap.matching import Embed, EmbeddedSet, ScoreDistribution, count_scores, equal_error_rate
from facegap.models import find_model
from facegap.render import Recipe, RenderSource, prepare

PEOPLE, IMAGES = 200, 20
SEEDS = (1, 2)
FARTHEST_YAW = 45.0  # degrees

TITLE = "| images | of people | YuNet finds | mean mated | mean non-mated | EER |\n|---|---:|---:|---:|---:|---:|"
WANTED = "| wanted of renders | | ≥ 98 % | | ≤ 0.15 | ≤ 5 % |"


def facing() -> Recipe:
    """``wild``, but as most photographs of people are: not from the side, nothing before mouth and nose."""
    content = Recipe.load("wild").model_dump(mode="json")
    content["scenes"]["pose"]["yaw"] |= {"low": -FARTHEST_YAW, "high": FARTHEST_YAW}
    content["scenes"]["wear"] |= {"mask": 0.0, "occluder": 0.0}
    return Recipe.from_dict({**content, "name": "facing"}, where="benchmarks.renders")


def found(faceset: FaceSet) -> float:
    """The share of aligned images in which YuNet finds a face, at the threshold that photographs are aligned with."""
    align = Align(find_model(str(DETECTOR), role="detector"))
    detect = FaceDetector(align.detector, score_threshold=align.score_threshold, longest_side=align.longest_side)
    images = [image["bytes"] for shard in faceset.shards() for image in shard["image"].drop_null().to_pylist()]
    return float(np.mean([len(detect(decode(image))) > 0 for image in images]))


def judged(name: str, faceset: FaceSet) -> str:
    """A line of the table: detection, and all comparisons of MobileFaceNet's embeddings with mirror."""
    stage = Embed(find_model(str(NETWORK), role="embedder"))
    run(stage, faceset, runner=LocalRunner(2))
    embedded = EmbeddedSet.load(faceset, stage.model.card.name)
    counts = count_scores(embedded.embeddings, embedded.people)
    mated, non_mated = ScoreDistribution(counts.mated[0, 0]), ScoreDistribution(counts.non_mated[0, 0])
    eer = equal_error_rate(mated, non_mated)
    return (
        f"| {name}: {len(faceset):,} | {faceset.identities():,} | {found(faceset):.1%} | {mated.mean:.3f} "
        f"| {non_mated.mean:.3f} | {eer:.1%} |"
    )


def lines() -> Iterator[str]:
    """The table: renders of two seeds, and photographs for reference."""
    yield TITLE
    recipe = facing()
    prepare(recipe)
    for seed in SEEDS:
        source = RenderSource(recipe, identities=PEOPLE, images=IMAGES, seed=seed)
        with tempfile.TemporaryDirectory() as folder:
            faceset, _ = create(source, Path(folder, "renders"), source.info("renders"), runner=LocalRunner(2))
            yield judged(f"`wild` within ±{FARTHEST_YAW:.0f}° of yaw, no mask or occluder, seed {seed}", faceset)
    yield WANTED
    align = Align(find_model(str(DETECTOR), role="detector"))
    photographs = open_or_import(PHOTOGRAPHS, kind="real", preparation=align, alignment=align.alignment)
    yield judged("LFW's photographs, aligned", photographs.faceset)
