from dataclasses import replace

import numpy as np
import pytest
from tests.benchmark.leakage.simulated import audited, grouped, images, named, people

from facegap.benchmark.leakage.search import Strangers
from facegap.benchmark.leakage.uniqueness import count_different


@pytest.fixture(scope="module")
def strangers() -> Strangers:
    return Strangers.among([audited("real", images(people(9, 400), 3, seed=9), named("real", 400, 3))])


def test_people_who_are_there_twice_are_counted_once(strangers: Strangers) -> None:
    centers = people(0, 60)
    twice = np.concatenate([centers, centers[:5], centers[:2]])
    made = audited("made", images(twice, 4, seed=1, alike=0.8), named("made", 67, 4))
    found = count_different(made, strangers=strangers, fmr=1e-8)
    assert (found.people, found.clusters, found.calibrated_on) == (67, 60, "real")
    assert found.threshold == strangers.calibrations["person"].everyone.threshold(1e-8)
    assert 0.5 < found.least == found.threshold.value < 0.75
    assert found.pairs == 5 + 2 + 2  # the first two are there three times
    assert {(pair.identity, pair.other_identity) for pair in found.alike} >= {
        ("made 0", "made 60"),
        ("made 4", "made 64"),
    }
    assert found.chance == pytest.approx(1e-8 * 67 * 66 / 2)
    for pair in found.alike:
        ours, theirs = (
            made.embedded.embeddings[int(image.partition("/")[2])] for image in (pair.image, pair.other_image)
        )
        assert pair.identity == made.identities[int(pair.image.partition("/")[2])]
        assert ours @ theirs > 0.6
        assert pair.threshold == found.threshold.value < pair.score
    # Five people in nine pairs, of seven identities more than sixty.
    assert (found.skew.people, found.skew.largest) == (12, 3)


def test_near_copies_of_an_image_are_counted(strangers: Strangers) -> None:
    vectors = images(people(0, 50), 2, seed=2)
    vectors[[31, 77]] = vectors[10]
    found = count_different(audited("made", vectors, named("made", 50, 2)), strangers=strangers, fmr=1e-12)
    assert (found.copies, found.copied) == (3, 2)
    assert {(pair.image, pair.other_image) for pair in found.closest} == {
        ("made/10", "made/31"),
        ("made/10", "made/77"),
        ("made/31", "made/77"),
    }
    assert found.closest[0].score == pytest.approx(1)


def test_what_a_network_would_notice_is_how_many_real_people_it_knows_again(strangers: Strangers) -> None:
    single = audited("made", people(3, 40), named("made", 40, 1))
    found = count_different(single, strangers=strangers, fmr=1e-6)
    first, second, third = strangers.known.embedded.embeddings.reshape(400, 3, -1).swapaxes(0, 1)
    assert found.threshold == strangers.calibrations["image"].everyone.threshold(1e-6)
    noticed = np.einsum("pd,pd->p", first, second) >= found.threshold.value
    assert found.sensitivity.value == pytest.approx(noticed.mean())
    assert 0.2 < found.sensitivity.low < found.sensitivity.value < found.sensitivity.high < 1
    several = count_different(
        audited("made", images(people(3, 40), 3, seed=0), named("made", 40, 3)), strangers=strangers, fmr=1e-6
    )
    half = first + second
    half /= np.linalg.norm(half, axis=1, keepdims=True)
    noticed = np.einsum("pd,pd->p", half, third) >= several.threshold.value
    assert several.sensitivity.value == pytest.approx(noticed.mean())


def test_people_whom_a_network_takes_for_alike_are_one_by_everyones_threshold_and_not_by_their_own() -> None:
    """The case that the audit is to be honest about: strangers of a group that is rare in the reference."""
    made = grouped("made", 120, 80, seed=20)
    real = grouped("real", 900, 100, seed=30)
    without = grouped("real", 900, 0, seed=30)
    blind = Strangers.among([replace(without, groups=None)], kinds=("image",))
    one = count_different(replace(made, groups=None), strangers=blind, fmr=2.5e-6)
    assert one.clusters < 150
    assert one.skew.people < one.skew.evenly
    assert one.skew.tenth_share > one.skew.tenth_evenly
    assert one.skew.groups == one.groups == ()
    # Their groups are known and those of real people are not: the skew can be told, and no more.
    names = ("alike", "plain")
    nobody = Strangers.among([replace(without, groups=None)], kinds=("image",), names=names)
    told = count_different(made, strangers=nobody, fmr=2.5e-6)
    assert (told.clusters, told.pairs, told.threshold) == (one.clusters, one.pairs, one.threshold)
    assert [group.threshold for group in told.groups] == [None, None]
    rows = {row.name: row for row in told.skew.groups}
    assert rows["alike"].share > 0.9
    assert rows["alike"].evenly == pytest.approx(80 * 79 / (200 * 199))
    assert sum(row.alike for row in rows.values()) == told.pairs
    assert sum(row.pairs for row in rows.values()) == 200 * 199 / 2
    # With groups of both, people of one group are compared with strangers of that group.
    known = Strangers.among([real], kinds=("image",), names=names)
    own = count_different(made, strangers=known, fmr=2.5e-6)
    limits = {group.name: group.threshold.value for group in own.groups}
    assert limits["plain"] == pytest.approx(one.threshold.value, abs=1e-9)
    assert limits["alike"] > one.threshold.value + 0.2
    assert own.clusters >= 198
    # At a rate that can be counted, the threshold of a group is the quantile of its own scores.
    of = np.array([group == "alike" for group in real.groups])
    vectors = real.embedded.embeddings[of].astype(np.float64)
    scores = np.sort((vectors @ vectors.T)[np.triu_indices(len(vectors), 1)])
    alike = known.calibrations["image"].thresholds(0.02)[0]
    assert alike.comparisons == len(scores) == 100 * 99 / 2
    assert alike.threshold.value == pytest.approx(scores[-int(0.02 * len(scores))], abs=2e-3)
    assert alike.threshold.low < alike.threshold.value < alike.threshold.high
    assert own.least == limits["plain"]


def test_a_group_without_enough_strangers_has_the_highest_threshold() -> None:
    real = replace(grouped("real", 400, 100, seed=40), groups=["plain"] * 400 + ["alike"] * 77 + [None] * 23)
    strangers = Strangers.among([real], kinds=("image",), names=("alike", "plain"))
    limits = strangers.calibrations["image"].limits(1e-5)
    alike, plain = strangers.calibrations["image"].thresholds(1e-5)
    assert (alike.comparisons, alike.threshold) == (77 * 76 / 2, None)
    everyone = strangers.calibrations["image"].everyone.threshold(1e-5).value
    highest = max(everyone, plain.threshold.value)
    assert limits.tolist() == [[highest, highest, highest], [highest, plain.threshold.value, highest], [highest] * 3]
