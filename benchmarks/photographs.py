"""Annotators judged on photographs: FairFace's validation images, for what its labels say."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks.embedding import NETWORK
from benchmarks.importing import DETECTOR
from benchmarks.measure import SHARED
from facegap.annotate import Annotate, read_labels
from facegap.annotate.learning import AttributeTraining, train_attributes
from facegap.engine import LocalRunner, RichProgress, create, run
from facegap.estimates import exact_interval
from facegap.faces import Align
from facegap.faceset import FaceSet, FaceSetInfo, ImportSource, holds_faceset, labels_of, open_reader
from facegap.matching import Embed
from facegap.models import find_model

FAIRFACE = SHARED / "fairface"
FOLDER = Path("out") / "photographs"
"""Sets and runs are kept there, so that a run that was ended goes on."""
RENDER_RUN = os.environ.get("RENDER_RUN", "")
"""Folder of a run of the recipe mac-render, to start from."""
ASKED = ("Male", "Young", "Middle_Aged", "Senior", "Asian", "White", "Black")
LABELS, EMBEDDINGS, FEATURES = "fairface", "embeddings/mobilefacenet", "embeddings/mobilefacenet-features"

TITLE = f"| annotator | learnt from | {' | '.join(ASKED)} |\n|---|---|{'---:|' * len(ASKED)}"

OVER_IMAGES: dict[str, Any] = {
    "network": {"exclusive": ("age", "ancestry")},
    "optimizer": {"learning_rate": 2e-3, "balance": 0.0},
    "loop": {"epochs": 12, "batch_size": 64, "precision": "bf16-mixed", "average": 0.99},
}
FROM_RENDERS = OVER_IMAGES | {
    "network": {"exclusive": ("age", "ancestry"), "start": RENDER_RUN},
    "optimizer": {"learning_rate": 1e-3, "balance": 0.0},
    "loop": OVER_IMAGES["loop"] | {"epochs": 6},
}
OVER_EMBEDDINGS: dict[str, Any] = {
    "network": {"over": EMBEDDINGS, "hidden": 32, "features": 512, "exclusive": ("age", "ancestry")},
    "optimizer": {"learning_rate": 1e-3, "balance": 0.0},
    "loop": {"epochs": 30, "batch_size": 128, "average": 0.995},
}
OVER_FEATURES = OVER_EMBEDDINGS | {"network": OVER_EMBEDDINGS["network"] | {"over": FEATURES}}


def aligned(part: str) -> FaceSet:
    """FairFace's images of a part, aligned, with their labels as MAAD-Face's, and embeddings."""
    path = FOLDER / part
    reader = open_reader(FAIRFACE / part)
    source = ImportSource(reader, preparation=Align(find_model(str(DETECTOR), role="detector")), identity="none")
    if not holds_faceset(path):
        info = FaceSetInfo(name=f"fairface-{part}", kind="real", alignment="arcface-112")
        create(source, path, info, runner=LocalRunner(2), progress=RichProgress(), max_errors=0.05)
    faceset = FaceSet.open(path)
    table = FAIRFACE / f"labels_{part}.csv"
    for stage in (
        read_labels(table, faceset, name=LABELS, vocabulary="maad47"),
        Embed(find_model(str(NETWORK), role="embedder")),
        Embed(find_model(str(NETWORK), role="embedder"), features=True),
    ):
        run(stage, faceset, runner=LocalRunner(2), progress=RichProgress(), max_errors=0.05)
    return faceset


def trained(name: str, train: FaceSet, content: dict[str, Any]) -> str:
    """Train an annotator on photographs; the path of its file."""
    config = AttributeTraining.from_dict(
        {
            "name": name,
            "seed": 1,
            "sets": [{"path": str(train.path), "labels": LABELS}],
            "split": {"validation": 0.08, "test": 0.02},
            **content,
        },
        where=name,
    )
    return str(train_attributes(config, FOLDER / name, progress=RichProgress()).exported.model.path)


def scores_of(model: str, faceset: FaceSet) -> tuple[np.ndarray, np.ndarray]:
    """The scores of what is asked, float32 (images, asked), NaN where there are none; and whether it is answered."""
    stage = Annotate.of(find_model(model, role="annotator"), faceset)
    run(stage, faceset, runner=LocalRunner(2), progress=RichProgress(), replace=True, max_errors=0.05)
    rows = faceset.scan(stage.layer)
    scores = rows.select(f"{stage.layer}.{name}_score" for name in ASKED).collect().to_numpy()
    return scores, labels_of(faceset, stage.layer).select(ASKED).fill_null(0).to_numpy()


def judged(name: str, learnt_from: str, scores: np.ndarray, truth: np.ndarray) -> str:
    """A line: the share that is right of the images with a face and a decided label, with its interval."""
    cells = []
    for score, label in zip(scores.T, truth.T, strict=True):
        counts = (label != 0) & ~np.isnan(score)
        right = (score >= 0.5) == (label == 1)
        share = right[counts].mean(keepdims=True)
        low, high = exact_interval(share, np.array([counts.sum()]))
        cells.append(f"{share[0]:.3f} [{low[0]:.3f}, {high[0]:.3f}]")
    return f"| {name} | {learnt_from} | {' | '.join(cells)} |"


def perceptron(train: FaceSet, validation: FaceSet) -> np.ndarray:
    """The scores of a plain scikit-learn perceptron of 256 units over the same embeddings, one for each attribute."""
    from sklearn.neural_network import MLPClassifier
    from sklearn.preprocessing import StandardScaler

    (known, usable), (asked, there) = (one.embeddings("mobilefacenet") for one in (train, validation))
    scaler = StandardScaler().fit(known[usable])
    truth = labels_of(train, f"attributes/{LABELS}").select(ASKED).fill_null(0).to_numpy()
    scores = np.full((len(validation), len(ASKED)), np.nan)
    for column in range(len(ASKED)):
        at = usable & (truth[:, column] != 0)
        classifier = MLPClassifier((256,), early_stopping=True, random_state=0)
        classifier.fit(scaler.transform(known[at]), truth[at, column] > 0)
        scores[there, column] = classifier.predict_proba(scaler.transform(asked[there]))[:, 1]
    return scores


def lines() -> Iterator[str]:
    """The table."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    train, validation = aligned("train"), aligned("val")
    truth = labels_of(validation, f"attributes/{LABELS}").select(ASKED).fill_null(0).to_numpy()
    yield TITLE
    yield judged("`mac-render`, as it comes", "renders only", scores_of("mac-render", validation)[0], truth)
    runs = [("images, from nothing", "photographs", OVER_IMAGES, "scratch")]
    if RENDER_RUN:
        runs.append(("images, from `mac-render`", "renders, then photographs", FROM_RENDERS, "started"))
    runs += [
        ("embeddings", "photographs", OVER_EMBEDDINGS, "embeddings"),
        ("embeddings, ensemble of 5", "photographs", OVER_EMBEDDINGS | {"members": 5}, "ensemble"),
        ("features before the embedding", "photographs", OVER_FEATURES, "features"),
    ]
    for name, learnt_from, content, place in runs:
        yield judged(name, learnt_from, scores_of(trained(place, train, content), validation)[0], truth)
    yield judged("scikit-learn, perceptrons of 256", "photographs", perceptron(train, validation), truth)
