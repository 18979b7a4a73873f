import dataclasses

import numpy as np
import pytest
from tests.benchmark.leakage.simulated import audited, images, named, people

from facegap.base.errors import BenchmarkError
from facegap.benchmark.leakage.leaks import Leakage, find_leaks
from facegap.benchmark.leakage.named_embeddings import NamedEmbeddings
from facegap.benchmark.leakage.search import Strangers

REAL = people(1, 1500)
SYNTHETIC = people(2, 2000)
CALIBRATED: dict[tuple[int, ...], tuple[tuple[NamedEmbeddings, ...], Strangers]] = {}
"""How alike the strangers of some references are, which takes the longest; with the references, which it keeps."""


@pytest.fixture(scope="module")
def real() -> NamedEmbeddings:
    return audited("real", images(REAL, 3, seed=3), named("real", 1500, 3))


def clean(seed: int = 4, each: int = 2) -> NamedEmbeddings:
    return audited("made", images(SYNTHETIC, each, seed=seed), named("made", 2000, each))


def planted(count: int, *, seed: int = 5, each: int = 2) -> NamedEmbeddings:
    """The clean set, in which other images of real people stand in the place of some people."""
    centers = np.concatenate([REAL[:count], SYNTHETIC[count:]])
    identities = [*named("planted", count, each), *named("made", 2000, each)[count * each :]]
    return audited("made", images(centers, each, seed=seed), identities)


def leaks(synthetic: NamedEmbeddings, *references: NamedEmbeddings, **options: float) -> Leakage:
    known = tuple(map(id, references))
    if known not in CALIBRATED:
        CALIBRATED[known] = references, Strangers.among(references)
    strangers = CALIBRATED[known][1]
    return find_leaks(synthetic=synthetic, references=references, strangers=strangers, **options)


def test_planted_people_are_found_and_nobody_else(real: NamedEmbeddings) -> None:
    found = leaks(planted(20), real)
    names = {(suspect.identity, suspect.reference_identity) for suspect in found.suspects}
    assert names == {(f"planted {n}", f"real {n}") for n in range(20)}
    assert found.found == 20
    assert found.share.value == 0.01
    assert found.share.low < 0.01 < found.share.high
    assert found.chance == pytest.approx(0.05 * 20)
    assert [s.chance for s in found.suspects] == sorted(s.chance for s in found.suspects)


@pytest.mark.parametrize("seed", range(3))
def test_nobody_is_found_in_a_clean_set(seed: int, real: NamedEmbeddings) -> None:
    found = leaks(clean(seed=10 + seed), real)
    assert (found.found, found.suspects, found.share.value, found.share.low) == (0, (), 0, 0)
    assert found.chance == pytest.approx(0.05)
    assert sum(level.found for level in found.levels) == 0


def test_a_copied_photograph_among_images_of_another_person_is_found(real: NamedEmbeddings) -> None:
    """The mean of its person doesn't show it."""
    made = clean(each=6)
    vectors = made.embedded.embeddings.copy()
    vectors[6 * 77 + 2] = real.embedded.embeddings[3 * 41 + 1]
    found = leaks(audited("made", vectors, list(made.identities)), real)
    assert found.found == 1
    suspect = found.suspects[0]
    assert (suspect.image, suspect.identity, suspect.level) == (f"made/{6 * 77 + 2}", "made 77", "image")
    assert (suspect.reference_image, suspect.reference_identity) == (f"real/{3 * 41 + 1}", "real 41")
    assert suspect.score == pytest.approx(1)


def test_chance_hits_are_as_many_as_expected() -> None:
    """With a rate that gives some: strangers of the same kind are found as often as the audit says."""
    counts = []
    for seed in range(4):
        real = audited("real", people(100 + seed, 1500), named("real", 1500, 1))
        made = audited("made", people(200 + seed, 2000), named("made", 2000, 1))
        found = leaks(made, real, fmr=1e-5)
        assert found.chance == pytest.approx(30)
        assert len(found.levels) == 1
        counts.append(found.found)
    # Some 30 pairs of 3 million, of a few people more than once; the line errs by some tenths on top of chance.
    assert 15 <= np.mean(counts) <= 40


def test_the_rate_that_was_chosen_is_kept(real: NamedEmbeddings) -> None:
    found = leaks(clean(), real, fmr=1e-7)
    assert [(level.name, level.fmr) for level in found.levels] == [("person", 1e-7), ("center", 1e-7), ("image", 1e-7)]
    assert found.chance == pytest.approx(1e-7 * (2000 * 1500 + 4000 * 1500 + 4000 * 4500))
    assert all(level.extrapolated for level in found.levels)
    assert not any(level.extrapolated for level in leaks(clean(), real, fmr=1e-3).levels)


def test_sensitivity_is_how_many_single_images_would_be_found(real: NamedEmbeddings) -> None:
    found = leaks(clean(), real)
    person, center, image = (level.threshold.value for level in found.levels)
    vectors = real.embedded.embeddings.reshape(1500, 3, -1)
    seen = 0
    for first, *rest in vectors:
        mean = np.mean(rest, axis=0)
        score = first @ mean / np.linalg.norm(mean)
        seen += score >= min(person, center) or max(first @ other for other in rest) >= image
    assert found.sensitivity.value == pytest.approx(seen / 1500, abs=2 / 1500)
    alone = audited("real", images(REAL, 1, seed=9), named("real", 1500, 1))
    assert leaks(clean(), alone).sensitivity is None


def test_what_is_the_same_is_compared_once(real: NamedEmbeddings) -> None:
    alone = audited("real", images(REAL, 1, seed=9), named("real", 1500, 1))
    for synthetic, reference, names in (
        (clean(each=1), real, ["center", "image"]),
        (clean(), alone, ["person", "image"]),
        (clean(each=1), alone, ["image"]),
    ):
        assert [level.name for level in leaks(synthetic, reference).levels] == names


def test_images_against_centers_are_those_of_a_naive_loop(real: NamedEmbeddings) -> None:
    """The scores, thresholds and floor of each image with the mean of each real person's images."""
    made = clean(each=2)
    found = leaks(made, real, fmr=1e-3)
    (level,) = (level for level in found.levels if level.name == "center")
    means = real.embedded.embeddings.reshape(1500, 3, -1).mean(axis=1)
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    others = real.embedded.embeddings @ means.T
    others[np.arange(4500), np.arange(4500) // 3] = -np.inf
    scores = np.sort(others[np.isfinite(others)])
    assert level.calibration_comparisons == len(scores) == 4500 * 1499
    assert level.threshold.value == pytest.approx(scores[-int(1e-3 * len(scores))], abs=2e-4)
    assert level.threshold.low < level.threshold.value < level.threshold.high
    above = (made.embedded.embeddings @ means.T).max(axis=1) >= level.threshold.value
    assert level.found == above.reshape(2000, 2).any(axis=1).sum() > 100
    assert level.share.value == pytest.approx(level.found / 2000)
    floor = (others.max(axis=1) >= level.threshold.value).reshape(1500, 3).any(axis=1).mean()
    assert level.floor.value == pytest.approx(floor, abs=2 / 1500)
    assert level.floor.low < level.floor.value < level.floor.high


def test_an_image_that_is_like_a_persons_mean_is_found_by_it(real: NamedEmbeddings) -> None:
    """A generator that was conditioned on the mean embedding leaks what no photograph shows."""
    made = clean(each=6)
    vectors = made.embedded.embeddings.copy()
    mean = real.embedded.embeddings[3 * 41 : 3 * 42].mean(axis=0)
    vectors[6 * 77 + 2] = images(mean[None] / np.linalg.norm(mean), 1, seed=0, alike=0.85)[0]
    found = leaks(audited("made", vectors, list(made.identities)), real)
    (suspect,) = found.suspects
    assert (suspect.image, suspect.level, suspect.reference_identity) == (f"made/{6 * 77 + 2}", "center", "real 41")
    assert suspect.threshold == next(level.threshold.value for level in found.levels if level.name == "center")


def test_several_references_are_searched_and_the_largest_calibrates(real: NamedEmbeddings) -> None:
    few = audited("few", images(people(8, 5), 2, seed=8), named("few", 5, 2))
    made = clean()
    vectors = made.embedded.embeddings.copy()
    vectors[:2] = few.embedded.embeddings[4:6]
    found = leaks(audited("made", vectors, list(made.identities)), few, real)
    assert found.calibrated_on == "real"
    assert [(s.identity, s.reference, s.reference_identity) for s in found.suspects] == [("made 0", "few", "few 2")]


def test_order_of_images_changes_nothing(real: NamedEmbeddings) -> None:
    made = planted(7)
    order = np.random.default_rng(0).permutation(len(made.image_ids))
    identities = [made.identities[row] for row in order]
    shuffled = audited("made", made.embedded.embeddings[order], identities)
    ours, theirs = leaks(made, real), leaks(shuffled, real)
    assert [s.identity for s in ours.suspects] == [s.identity for s in theirs.suspects]
    for key in ("found", "chance", "levels"):
        assert dataclasses.asdict(ours)[key] == dataclasses.asdict(theirs)[key]


def test_images_without_identity_are_a_person_each(real: NamedEmbeddings) -> None:
    vectors = planted(5, each=1).embedded.embeddings
    found = leaks(audited("made", vectors, [None] * 2000), real)
    assert {suspect.image for suspect in found.suspects} <= {f"made/{row}" for row in range(5)}
    assert found.found >= 3
    assert found.suspects[0].identity is None


def test_bad_input_is_told() -> None:
    made = clean()
    lonely = audited("one", images(REAL[:1], 8, seed=0), named("one", 1, 8))
    with pytest.raises(BenchmarkError, match="0 comparisons of different people are too few"):
        leaks(made, lonely)
    known = audited("real", images(REAL, 1, seed=0), named("real", 1500, 1))
    with pytest.raises(ValueError, match="between 0 and 1"):
        leaks(made, known, fmr=0.0)
    other = audited("real", images(REAL, 1, seed=0)[:, :64], named("real", 1500, 1))
    with pytest.raises(ValueError, match="different dimensions"):
        find_leaks(synthetic=made, references=[other], strangers=Strangers.among([known]))
