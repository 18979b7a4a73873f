"""What is said of attributes, judged by outside labels: recalibration, shares by scores, rendered sets."""

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

import facegap
from benchmarks.importing import DETECTOR
from benchmarks.measure import SHARED
from benchmarks.photographs import FOLDER, LABELS, aligned
from facegap.compare import LabeledSet, compare_attributes
from facegap.compare.attributes import estimate_score_shares
from facegap.faceset import FaceSet, holds_faceset, labels_of

LAYER = "attributes/mac-render"
SUBSETS, IMAGES = 40, 300
QUICKSTART = {"wild": 0, "studio": 1}

TITLE = "| what | measured |\n|---|---|"


def coverage(validation: FaceSet) -> Iterator[str]:
    """In how many of 40 random subsets of FairFace's validation photographs the interval of a share holds the truth."""
    labeled = LabeledSet.load(validation, LAYER)
    labeled = labeled.only(labeled.validated)
    assert labeled.scores is not None
    truth = labels_of(validation, f"attributes/{LABELS}").select(labeled.attributes).fill_null(0).to_numpy()
    truth = truth[labeled.rows]
    for column, name in enumerate(labeled.attributes):
        held, widths = 0, []
        for subset in range(SUBSETS):
            rng = np.random.default_rng(subset)
            rows = np.sort(rng.choice(np.flatnonzero(truth[:, column]), IMAGES, replace=False))
            some = replace(
                labeled,
                labels=labeled.labels[rows],
                people=np.arange(IMAGES),
                rows=rows,
                scores=labeled.scores[rows],
            )
            shares = estimate_score_shares(some, seed=subset)
            assert shares is not None
            interval = shares.shares.interval().at(column)
            held += interval.low <= (truth[rows, column] > 0).mean() <= interval.high
            widths.append(interval.high - interval.low)
        width = 100 * np.mean(widths)
        yield f"| {name}: intervals that hold the true share | {held} of {SUBSETS}, {width:.0f} points wide |"


def differences() -> Iterator[str]:
    """The true differences of quickstart's two sets, and what is said of each by calibrated scores."""
    sets = []
    for recipe, seed in QUICKSTART.items():
        path = FOLDER / recipe
        faceset = facegap.render(recipe, path, identities=80, images=10, seed=seed, progress=True).faceset
        facegap.annotate(faceset, progress=True)
        sets.append(faceset)
    by_scores, by_truth = (
        compare_attributes(real=first, synthetic=second)
        for first, second in ([LabeledSet.load(faceset, layer) for faceset in sets] for layer in (LAYER, "truth"))
    )
    said = {attribute.name: attribute.difference for attribute in by_scores.compared}
    for attribute, true in by_truth.ranked():
        difference = said.get(attribute.name)
        if true.clear and difference:
            low, high = difference.positive.low, difference.positive.high
            verdict = "clear" if difference.clear else "leaves out zero" if low > 0 or high < 0 else "not certain"
            yield (
                f"| {attribute.name}: true difference {100 * true.positive.value:+.1f} points | "
                f"{100 * difference.positive.value:+.1f} [{100 * low:.1f}, {100 * high:.1f}], {verdict} |"
            )


def lines() -> Iterator[str]:
    """The table."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    yield TITLE
    validation = aligned("val")
    facegap.annotate(validation, replace=True, progress=True)
    scores = validation.scan(LAYER).select(f"{LAYER}.Male_score").collect().to_numpy()[:, 0]
    truth = labels_of(validation, f"attributes/{LABELS}")["Male"].fill_null(0).to_numpy()
    known = (truth != 0) & ~np.isnan(scores)
    yield f"| FairFace validation, Male right | {((scores >= 0.5) == (truth > 0))[known].mean():.3f} |"
    path = FOLDER / "lfw"
    if not holds_faceset(path):
        facegap.import_faces(SHARED / "lfw" / "images", path, kind="real", align=DETECTOR, progress=True)
    share = facegap.annotate(path, progress=True).shares_by_scores["Male"]
    yield f"| LFW, share of men (about 77 %) | {share.value:.1%} [{share.low:.1%}, {share.high:.1%}] |"
    yield from coverage(validation)
    yield from differences()
