"""What scoring depends on: the embeddings, and never the order, the division of the work, or the machine's kernels."""

import os
import subprocess
import sys
from collections.abc import Callable

import numpy as np
import pytest
import threadpoolctl
from tests.matching.scores import alike

from facegap.matching import count_scores
from facegap.matching.pairs import exact_scores, grouped_embeddings, histograms
from facegap.matching.rates import exact
from facegap.matching.rates.exact import ExactRates, exact_rates

IMAGES = 1300


def data() -> dict[str, np.ndarray]:
    rng = np.random.default_rng(0)
    people = rng.integers(0, 200, IMAGES)
    vectors = alike(rng, people, 96)
    vectors[::7] = vectors[0]  # many copies of one image
    groups, sources = rng.integers(0, 3, IMAGES), rng.integers(0, 1200, IMAGES)
    return {"embeddings": vectors, "identities": people, "groups": groups, "sources": sources}


def everything(rates: ExactRates) -> str:
    """All that was found, to the last digit."""
    people = rates.people
    arrays = [people.person, people.group, people.mated, people.non_mated]
    arrays += [people.mated_matches, people.non_mated_matches]
    numbers = (rates.mated, rates.non_mated, rates.points, rates.equal_error_rate, rates.equal_error_threshold)
    return repr((numbers, [array.tolist() for array in arrays]))


def cut_into(monkeypatch: pytest.MonkeyPatch, block: int) -> None:
    """Have all embeddings cut into blocks of another size."""

    def in_blocks(*arguments: object, **more: object) -> grouped_embeddings.GroupedEmbeddings:
        return grouped_embeddings.group_embeddings(*arguments, **{**more, "block": block})

    for module in (histograms, exact):
        monkeypatch.setattr(module, "group_embeddings", in_blocks)


def shuffled() -> dict[str, np.ndarray]:
    order = np.random.default_rng(1).permutation(IMAGES)
    return {name: column[order] for name, column in data().items()}


@pytest.mark.parametrize("block", [64, 128, 1024])
def test_exact_rates_do_not_depend_on_blocks(block: int, monkeypatch: pytest.MonkeyPatch) -> None:
    expected = everything(exact_rates(**data()))
    cut_into(monkeypatch, block)
    assert everything(exact_rates(**data())) == expected


@pytest.mark.parametrize(
    "rates",
    [
        lambda: exact_rates(**shuffled()),
        lambda: exact_rates(**data(), threads=1),
        lambda: exact_rates(**data(), threads=5),
    ],
)
def test_exact_rates_do_not_depend_on_order_or_threads(rates: Callable[[], ExactRates]) -> None:
    assert everything(rates()) == everything(exact_rates(**data()))


def test_exact_rates_do_not_depend_on_how_much_is_stored(monkeypatch: pytest.MonkeyPatch) -> None:
    expected = everything(exact_rates(**data()))
    monkeypatch.setattr(exact, "_STORED", 50)
    assert everything(exact_rates(**data())) == expected


@pytest.mark.parametrize("kernels", ["Haswell", "Nehalem"])
def test_exact_rates_do_not_depend_on_the_kernels_of_the_machine(kernels: str) -> None:
    """OpenBLAS multiplies with other instructions on other processors, and rounds otherwise."""
    program = (
        "from tests.guarantees.test_scoring_determinism import *; print(everything(exact_rates(**data())), end='')"
    )
    environment = {**os.environ, "OPENBLAS_CORETYPE": kernels}
    elsewhere = subprocess.run([sys.executable, "-c", program], env=environment, capture_output=True, text=True)
    assert elsewhere.returncode == 0, elsewhere.stderr
    assert elsewhere.stdout == everything(exact_rates(**data()))


def test_histograms_do_not_depend_on_threads() -> None:
    one, many = count_scores(**data(), threads=1), count_scores(**data(), threads=5)
    assert np.array_equal(one.mated, many.mated)
    assert np.array_equal(one.non_mated, many.non_mated)
    assert one.excluded == many.excluded


@pytest.mark.parametrize("block", [64, 192, 512])
def test_histograms_in_another_order_differ_by_what_rounding_moves_over_bounds(
    block: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The number of scores below each bound is that of the exact scores, or of exact scores within rounding of it."""
    found = count_scores(**data(), bins=4096)
    cut_into(monkeypatch, block)
    again = count_scores(**shuffled(), bins=4096)
    if _kernels() == {"SkylakeX"}:
        assert np.array_equal(found.mated, again.mated)
        assert np.array_equal(found.non_mated, again.non_mated)
    for ours, theirs in ((found.mated, again.mated), (found.non_mated, again.non_mated)):
        assert np.array_equal(ours.sum(axis=2), theirs.sum(axis=2))
    given = data()
    i, j = np.triu_indices(IMAGES, 1)
    vectors = given["embeddings"].astype(np.float64)
    scores = np.sort((vectors @ vectors.T)[i, j][given["sources"][i] != given["sources"][j]])
    bounds = np.linspace(-1, 1, 4097)[1:-1]
    for counted in (found, again):
        below = np.cumsum((counted.mated + counted.non_mated).sum(axis=(0, 1)))[:-1]
        off = exact_scores.rounding(vectors.shape[1])
        assert np.all(below >= np.searchsorted(scores, bounds - off))
        assert np.all(below <= np.searchsorted(scores, bounds + off))


def _kernels() -> set[str]:
    import scipy.linalg  # noqa: F401  (whose BLAS it is)

    return {library.get("architecture") for library in threadpoolctl.threadpool_info()}
