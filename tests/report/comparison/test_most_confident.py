from dataclasses import replace

import numpy as np
import pytest
from tests.labels import annotate, labeled

from facegap.compare import LabeledSet, compare_attributes
from facegap.faceset import FaceSet
from facegap.report.comparison.most_confident import AnnotatedSide, most_confident_section
from facegap.report.page.picks import Annotated, pick_most_confident


def answers(images: int = 200, people: int = 40, *, seed: int = 0) -> Annotated:
    """Random answers, rounded so that many reliabilities and some scores are the same."""
    rng = np.random.default_rng(seed)
    labels = rng.choice([-1, 0, 1], (images, 2)).astype(np.int8)
    scores = np.round(rng.random((images, 2)), 2).astype(np.float32)
    reliability = np.round(rng.random((images, 2)), 1).astype(np.float32)
    reliability[::7] = np.nan
    owners = rng.integers(0, people, images)
    of = replace(labeled({"a": labels[:, 0].tolist(), "b": labels[:, 1].tolist()}, owners.tolist()), scores=scores)
    return Annotated(of, reliability, np.ones(images, dtype=bool))


@pytest.mark.parametrize("seed", range(5))
def test_the_most_confident_are_those_of_a_plain_loop(seed: int) -> None:
    given = answers(seed=seed)
    of, at = given.labeled, 1
    assert of.scores is not None
    assert given.reliability is not None
    (picks,) = pick_most_confident(given, ("b",), most=6)
    for found, label in ((picks.yes, 1), (picks.no, -1)):
        best: dict[int, tuple[float, float]] = {}
        for image in np.flatnonzero(of.labels[:, at] == label):
            score, certain = float(of.scores[image, at]), float(given.reliability[image, at])
            key = (-1.0 if np.isnan(certain) else certain, score if label == 1 else 1 - score)
            best[of.people[image]] = max(best.get(of.people[image], (-2.0, 0.0)), key)
        expected = sorted(best.values(), reverse=True)[:6]
        shown = [
            (-1.0 if np.isnan(one.reliability) else one.reliability, one.score if label == 1 else 1 - one.score)
            for one in found
        ]
        np.testing.assert_allclose(shown, expected, atol=1e-6)
        assert {of.labels[one.place, at] for one in found} == {label}
        assert len({of.people[one.place] for one in found}) == len(found)
    doubts = [
        (float(certain), abs(float(score) - 0.5))
        for certain, score in zip(given.reliability[:, at], of.scores[:, at], strict=True)
    ]
    least: dict[int, tuple[float, float]] = {}
    for person, doubt in zip(of.people, doubts, strict=True):
        if not np.isnan(doubt[0]):
            least[person] = min(least.get(person, (2.0, 0.0)), doubt)
    fence = [(one.reliability, abs(one.score - 0.5)) for one in picks.borderline]
    np.testing.assert_allclose(fence, sorted(least.values())[:6], atol=1e-6)


def test_scores_alone_rank_too() -> None:
    given = answers()
    assert given.labeled.scores is not None
    (picks,) = pick_most_confident(replace(given, reliability=None), ("a",), most=4)
    positive = given.labeled.labels[:, 0] == 1
    assert picks.yes[0].score == given.labeled.scores[positive, 0].max()
    assert np.isnan(picks.yes[0].reliability)
    assert picks.borderline[0].score == pytest.approx(0.5, abs=0.02)


def test_labels_without_scores_are_drawn_by_the_seed() -> None:
    bare = labeled({"a": [1, -1, 0] * 40}, np.repeat(np.arange(60), 2).tolist())
    given = Annotated(bare, None, np.ones(120, dtype=bool))
    drawn = [pick_most_confident(given, ("a",), most=5, seed=seed)[0] for seed in (0, 0, 1)]
    places = [[[one.place for one in kind] for kind in (picks.yes, picks.no, picks.borderline)] for picks in drawn]
    assert places[0] == places[1] != places[2]
    for label, kind in zip((1, -1, 0), places[0], strict=True):
        assert len(kind) == 5
        assert {bare.labels[place, 0] for place in kind} == {label}


def test_what_is_never_so_and_what_has_no_picture_is_not_shown() -> None:
    given = Annotated(labeled({"a": [-1] * 10}, range(10)), None, np.arange(10) != 3)
    (picks,) = pick_most_confident(given, ("a",), most=20)
    assert picks.yes == picks.borderline == ()
    assert picks.places == set(range(10)) - {3}


@pytest.fixture
def two_sets(make_set) -> list[AnnotatedSide]:  # type: ignore[no-untyped-def]
    """Nearly all positive in one set, nearly none in the other; an attribute that doesn't differ beside it."""
    sides = []
    for name, share in (("real", 0.9), ("<b>", 0.1)):
        faceset: FaceSet = make_set({f"p{n}": 1 for n in range(20)}, name=name.strip("<>"), shard_rows=8)
        yes = np.arange(20) < 20 * share
        scores = np.where(yes, 0.9, 0.1)
        annotate(
            faceset,
            {"drifting": np.where(yes, 1, -1).tolist(), "same": [1, -1] * 10},
            layer="attributes/net",
            numbers={"drifting_score": scores.tolist(), "same_score": [0.8, 0.2] * 10},
        )
        sides.append(AnnotatedSide(name, faceset, LabeledSet.load(faceset, "attributes/net")))
    return sides


def test_drift_shows_the_most_confident_of_both_sets(two_sets: list[AnnotatedSide]) -> None:
    real, synthetic = two_sets
    found = compare_attributes(real=real.labeled, synthetic=synthetic.labeled)
    section = most_confident_section(found, real=real, synthetic=synthetic, most=8)
    assert section is not None
    assert "drifting" in section.body
    assert "same" not in section.body.partition("<h3>")[2].partition('<p class="note">')[0]
    assert section.body.count("<img") == 8 + 2
    assert "<b>" not in section.body
    bare = [side._replace(labeled=replace(side.labeled, scores=None)) for side in two_sets]
    assert most_confident_section(found, real=bare[0], synthetic=synthetic) is None
    assert most_confident_section(found, real=real, synthetic=bare[1]) is None


def test_sets_that_do_not_differ_have_no_such_section(two_sets: list[AnnotatedSide]) -> None:
    real, _ = two_sets
    found = compare_attributes(real=real.labeled, synthetic=real.labeled)
    assert most_confident_section(found, real=real, synthetic=real) is None
