import numpy as np
import pytest
import scipy.stats
from hypothesis import given, settings
from hypothesis import strategies as st

from facegap.base.errors import BenchmarkError
from facegap.benchmark.identification import evaluate_identification
from facegap.benchmark.protocol import Identification
from facegap.matching.pairs import sweep


def unit(vectors: np.ndarray) -> np.ndarray:
    return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


def example(
    seed: int, *, people: int, strangers: int, failures: float = 0.0, noise: float = 1.0
) -> tuple[Identification, np.ndarray, np.ndarray]:
    """Two probes of each person in the gallery and some of people who are not, in one matrix, shuffled."""
    rng = np.random.default_rng(seed)
    centers = rng.standard_normal((people + strangers, 8))
    owners = np.r_[np.arange(people), np.repeat(np.arange(people), 2), people + np.arange(strangers)]
    vectors = unit(centers[owners] + noise * rng.standard_normal((len(owners), 8)))
    order = rng.permutation(len(owners))
    place = np.argsort(order)
    probes = place[people:]
    mates = np.where(owners[people:] < people, owners[people:], -1)
    valid = rng.random(len(owners)) >= failures
    return Identification("task", place[:people], probes, mates), vectors[order], valid


def naive(task: Identification, vectors: np.ndarray, valid: np.ndarray) -> tuple[list[float], list[float], list[float]]:
    """The rank and the score of each mated probe's mate, and the best score of each non-mated one, one at a time."""
    ranks, scores, alarms = [], [], []
    for probe, mate in zip(task.probes, task.mates, strict=True):
        against = [
            float(np.dot(vectors[probe].astype(float), vectors[row].astype(float)))
            if valid[row] and valid[probe]
            else -np.inf
            for row in task.gallery
        ]
        if mate < 0:
            alarms.append(max(against))
            continue
        own = against[mate]
        others = [score for place, score in enumerate(against) if place != mate]
        ranks.append(np.inf if own == -np.inf else 1 + sum(score >= own for score in others))
        scores.append(own)
    return ranks, scores, alarms


@settings(max_examples=30, deadline=None)
@given(
    people=st.integers(2, 25),
    strangers=st.integers(0, 40),
    failures=st.sampled_from([0.0, 0.2]),
    seed=st.integers(0, 10**6),
)
def test_rates_are_those_of_a_naive_loop(people: int, strangers: int, failures: float, seed: int) -> None:
    task, vectors, valid = example(seed, people=people, strangers=strangers, failures=failures)
    ranks, scores, alarms = naive(task, vectors, valid)
    found = evaluate_identification(task, vectors, valid, ranks=(1, 2, 5), fpirs=(0.1, 0.01))
    for hit in found.hits:
        assert hit.share.value == pytest.approx(np.mean([rank <= hit.rank for rank in ranks]))
    assert [hit.rank for hit in found.hits] == [rank for rank in (1, 2, 5) if rank <= people]
    tried = [probe for probe, mate in zip(task.probes, task.mates, strict=True) if mate >= 0]
    mates = [task.gallery[mate] for mate in task.mates if mate >= 0]
    both = [valid[probe] and valid[mate] for probe, mate in zip(tried, mates, strict=True)]
    for hit in found.hits:
        shown = [rank <= hit.rank for rank, known in zip(ranks, both, strict=True) if known]
        assert hit.of_compared.value == pytest.approx(np.mean(shown) if shown else np.nan, nan_ok=True)
    assert found.cmc == pytest.approx([np.mean([r <= rank for r in ranks]) for rank in range(1, len(found.cmc) + 1)])
    assert (found.mated, found.non_mated) == (2 * people, strangers)
    for rate in found.open_set:
        if strangers * rate.fpir < 1:
            assert (rate.threshold, rate.fnir) == (None, None)
            continue
        threshold = rate.threshold
        # The naive scores are in double precision; the threshold lies one step above a score in single precision.
        assert np.mean([alarm >= threshold + 1e-6 for alarm in alarms]) <= rate.fpir
        misses = [rank > 1 or score < threshold for rank, score in zip(ranks, scores, strict=True)]
        assert rate.fnir.value == pytest.approx(np.mean(misses))


def test_the_threshold_is_the_lowest_that_is_allowed() -> None:
    task, vectors, valid = example(3, people=10, strangers=200)
    alarms = sorted(naive(task, vectors, valid)[2], reverse=True)
    rate = evaluate_identification(task, vectors, valid, fpirs=(0.1,)).open_set[0]
    assert alarms[20] < rate.threshold <= alarms[19]
    assert rate.threshold == pytest.approx(alarms[20], abs=1e-6)


def test_ranks_of_random_scores_are_uniform() -> None:
    """A closed form: of a network that knows nothing, rank k finds k of n."""
    rng = np.random.default_rng(0)
    vectors = unit(rng.standard_normal((40 + 4000, 16)))
    task = Identification("random", np.arange(40), np.arange(40, 4040), np.arange(4000) % 40)
    found = evaluate_identification(task, vectors, np.ones(4040, dtype=bool), ranks=(1, 4, 20))
    for hit in found.hits:
        assert hit.share.low <= hit.rank / 40 <= hit.share.high
        assert abs(hit.share.value - hit.rank / 40) < 4 * scipy.stats.binom(4000, hit.rank / 40).std() / 4000


def test_a_network_that_tells_nobody_apart_is_never_right() -> None:
    vectors = np.ones((30, 1), dtype=np.float32)
    task = Identification("same", np.arange(10), np.arange(10, 30), np.r_[np.arange(10), -np.ones(10, dtype=int)])
    found = evaluate_identification(task, vectors, np.ones(30, dtype=bool), ranks=(1, 10))
    assert [hit.share.value for hit in found.hits] == [0, 1]
    assert found.open_set[1].fnir.value == 1


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    task, vectors, valid = example(7, people=30, strangers=50, failures=0.1)
    expected = evaluate_identification(task, vectors, valid)
    monkeypatch.setattr(sweep, "BLOCK", 7)
    found = evaluate_identification(task, vectors, valid)
    assert found.hits == expected.hits
    assert found.open_set == expected.open_set


def test_failures_are_misses_and_are_counted() -> None:
    vectors = np.eye(4, dtype=np.float32)[[0, 1, 2, 0, 1, 2, 3]]
    task = Identification("f", np.arange(3), np.arange(3, 7), np.array([0, 1, 2, -1]))
    valid = np.array([True, False, True, True, True, False, False])
    vectors[~valid] = 0
    found = evaluate_identification(task, vectors, valid, ranks=(1, 3))
    assert [hit.share.value for hit in found.hits] == [1 / 3, 1 / 3]
    assert (found.failed_gallery, found.failed_mated, found.failed_non_mated) == (1, 1, 1)
    assert [hit.of_compared.value for hit in found.hits] == [1, 1]  # of the one probe that has an embedding and a mate
    everybody = evaluate_identification(
        task, np.eye(4, dtype=np.float32)[[0, 1, 2, 0, 1, 2, 3]], np.ones(7, dtype=bool)
    )
    assert all(hit.of_compared == hit.share for hit in everybody.hits)


def test_the_threshold_of_those_compared_is_from_those_compared() -> None:
    """Of 20 strangers 10 have no embedding: two alarms may sound at FPIR 0.1, and of those compared only one."""
    task, vectors, valid = example(5, people=10, strangers=20)
    valid[task.probes[-10:]] = False
    vectors[~valid] = 0
    found = evaluate_identification(task, vectors, valid, fpirs=(0.1,)).open_set[0]
    ranks, scores, alarms = naive(task, vectors, valid)
    known = sorted(alarm for alarm in alarms if alarm > -np.inf)
    misses = [rank > 1 or score < known[-2] + 1e-6 for rank, score in zip(ranks, scores, strict=True)]
    assert found.of_compared is not None
    assert found.of_compared.value == pytest.approx(np.mean(misses))
    assert found.fnir is not None
    assert found.fnir.value <= found.of_compared.value


def test_what_cannot_be_identified_is_an_error() -> None:
    vectors, valid = np.eye(3, dtype=np.float32), np.ones(3, dtype=bool)
    none = np.zeros(0, dtype=np.int64)
    with pytest.raises(BenchmarkError, match="empty: nobody can be identified"):
        evaluate_identification(Identification("empty", none, none, none), vectors, valid)
    task = Identification("t", np.array([0]), np.array([1]), np.array([0]))
    with pytest.raises(BenchmarkError, match="embedding 1 has the length nan"):
        evaluate_identification(task, vectors * np.array([[1], [np.nan], [1]], dtype=np.float32), valid)
    with pytest.raises(ValueError, match="names the embeddings 0 to 9"):
        evaluate_identification(Identification("t", np.array([0]), np.array([9]), np.array([0])), vectors, valid)
    with pytest.raises(ValueError, match="in a gallery of 1"):
        evaluate_identification(Identification("t", np.array([0]), np.array([1]), np.array([1])), vectors, valid)
