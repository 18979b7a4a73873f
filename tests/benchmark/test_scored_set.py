"""A set scored as a whole: exact thresholds, fairness over groups, and what is left out."""

import numpy as np
import pytest
from tests.conftest import MakeSet
from tests.given import give

from facegap.base.errors import BenchmarkError, FaceSetError
from facegap.benchmark import score_faceset, score_set
from facegap.benchmark.fairness import Groups
from facegap.matching import EmbeddedSet
from facegap.report import score_findings, score_tables


def people(count: int, images: int, *, noise: float, seed: int) -> EmbeddedSet:
    rng = np.random.default_rng(seed)
    vectors = np.repeat(rng.standard_normal((count, 24)), images, axis=0)
    vectors += noise * rng.standard_normal(vectors.shape)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return EmbeddedSet(vectors.astype(np.float32), np.repeat(np.arange(count), images), 0, 0)


def scores_of(embedded: EmbeddedSet) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    vectors = embedded.embeddings.astype(np.float64)
    i, j = np.triu_indices(len(vectors), 1)
    return i, j, np.sum(vectors[i] * vectors[j], axis=1), embedded.people[i] == embedded.people[j]


def test_thresholds_and_rates_are_those_of_a_naive_loop() -> None:
    embedded = people(60, 4, noise=0.9, seed=0)
    found = score_set(embedded, name="x", embedder="net")
    _, _, scores, same = scores_of(embedded)
    for point in found.points:
        accepted = int(point.level * (~same).sum() + 1e-9)
        if not accepted:
            assert (point.threshold, point.fmr, point.fnmr) == (None, None, None)
            continue
        rejected = np.sort(scores[~same])[-1 - accepted]
        assert point.threshold == pytest.approx(rejected, abs=1e-12)
        assert point.fnmr is not None
        assert point.fnmr.value == pytest.approx((scores[same] <= rejected + 1e-12).mean())
        if point.level * (~same).sum() >= 10:
            assert point.fnmr.low <= point.fnmr.value <= point.fnmr.high
        else:
            assert np.isnan(point.fnmr.low)


def test_groups_are_judged_at_the_threshold_of_all() -> None:
    """Rates within and between groups, those without a group left out of them but not of the threshold."""
    embedded = people(90, 3, noise=0.9, seed=1)
    of = np.repeat(np.arange(90) % 3 - 1, 3)  # −1, 0 and 1
    found = score_set(embedded, name="x", embedder="net", groups=Groups(("a", "b"), of))
    i, j, scores, same = scores_of(embedded)
    assert (found.group_names, found.left_out) == (("a", "b"), 90)
    assert [level.fmr for level in found.fairness] == [0.1, 0.01, 0.001]
    for level in found.fairness:
        assert np.mean(scores[~same] >= level.threshold) <= level.fmr
        match = scores >= level.threshold
        for g in (0, 1):
            within = (of[i] == g) & (of[j] == g)
            rates = level.groups[g]
            assert (rates.people, rates.mated, rates.non_mated) == (
                30,
                (within & same).sum(),
                (within & ~same).sum(),
            )
            assert rates.fmr is not None
            assert rates.fnmr is not None
            assert rates.fmr.value == pytest.approx(match[within & ~same].mean())
            assert rates.fnmr.value == pytest.approx((~match[within & same]).mean())
        between = level.between[0][1]
        across = (of[i] != of[j]) & (of[i] >= 0) & (of[j] >= 0) & ~same
        assert between is not None
        assert between.value == pytest.approx(match[across].mean())
        assert between.low <= between.value <= between.high


def test_a_group_with_mated_comparisons_of_one_person_is_left_out() -> None:
    embedded = people(150, 16, noise=0.9, seed=9)
    one_image, of = np.arange(len(embedded.people)) % 16 == 0, embedded.people % 3
    kept = np.where(of == 2, one_image | (embedded.people == 2), np.arange(len(of)) % 16 < 3)
    embedded = EmbeddedSet(embedded.embeddings[kept], embedded.people[kept], 0, 0)
    level = score_set(embedded, name="x", embedder="net", groups=Groups(("a", "b", "c"), of[kept])).fairness[0]
    assert (level.groups[2].people, level.groups[2].mated, level.compared) == (50, 120, ("a", "b"))
    assert level.groups[2].too_few == "too few people in mated comparisons"


def test_intervals_of_groups_cover_other_people() -> None:
    """Of 60 samples of people, the 95 % intervals of FMR within and between groups hold the truth in 52 at least."""
    rng = np.random.default_rng(2)
    threshold_of = people(600, 2, noise=0.9, seed=3)
    _, _, scores, same = scores_of(threshold_of)
    held = np.zeros(3, dtype=int)
    for _ in range(60):
        sample = people(60, 3, noise=0.9, seed=int(rng.integers(1 << 30)))
        of = np.repeat(np.arange(60) % 2, 3)
        level = score_set(sample, name="x", embedder="net", groups=Groups(("a", "b"), of)).fairness[1]
        truth_fmr = np.mean(scores[~same] >= level.threshold)
        truth_fnmr = np.mean(scores[same] < level.threshold)
        cells = (level.groups[0].fmr, level.between[0][1], level.groups[1].fnmr)
        for number, (cell, truth) in enumerate(zip(cells, (truth_fmr, truth_fmr, truth_fnmr), strict=True)):
            assert cell is not None
            held[number] += cell.low <= truth <= cell.high
    assert held.min() >= 52, held


def test_one_photograph_is_not_compared_with_itself() -> None:
    embedded = people(20, 4, noise=0.5, seed=4)
    sources = np.repeat(np.arange(40), 2)  # of each person's four images two and two are of one photograph
    found = score_set(embedded, name="x", embedder="net", sources=sources)
    assert found.excluded == 40
    assert found.scores.mated.total == 20 * 4


def test_a_face_set_by_its_columns(make_set: MakeSet) -> None:
    faceset = make_set({f"{name}{n}": 3 for name in "ab" for n in range(12)}, shard_rows=40)
    vectors = people(24, 3, noise=0.5, seed=5).embeddings
    give(faceset, vectors, name="net", drop=1)
    found = score_faceset(faceset, "net", source="identity")
    assert (found.missing, found.scores.mated.total, found.excluded) == (1, 0, 23 * 3 + 1)
    assert any("Left out of these: 1 of the" in sentence for sentence in score_findings(found))
    (scores,) = score_tables(found)["scores"].rows
    assert scores[1][-2:] == (found.scores.images + 1, 1)
    found = score_faceset(faceset, "net", groups="images.width")
    assert found.group_names == ("width 24",)
    assert found.fairness[0].fdr is None  # one group can't be unlike others
    with pytest.raises(FaceSetError, match="no column 'video'"):
        score_faceset(faceset, "net", source="video")


def test_one_image_has_nothing_to_be_compared_with() -> None:
    with pytest.raises(BenchmarkError, match="at least two are needed to compare"):
        score_set(people(1, 1, noise=0.5, seed=6), name="x", embedder="net")


def test_strangers_only_have_thresholds_but_no_misses() -> None:
    found = score_set(people(80, 1, noise=0.5, seed=7), name="x", embedder="net")
    assert found.points[0].threshold is not None
    assert found.points[0].fnmr is None
    assert (found.scores.eer, found.scores.mated_mean) == (None, None)
