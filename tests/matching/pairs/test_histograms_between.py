import numpy as np
import pytest

from facegap.matching import OwnedEmbeddings, count_scores_between


def owned(seed: int, rows: int, *, people: int = 30, groups: int = 3) -> OwnedEmbeddings:
    rng = np.random.default_rng(seed)
    vectors = rng.standard_normal((rows, 8))
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return OwnedEmbeddings(
        vectors.astype(np.float32), rng.integers(0, people, rows), rng.integers(0, groups, rows).astype(np.int64)
    )


@pytest.mark.parametrize("threads", [1, 3])
def test_counts_are_those_of_numpy(threads: int) -> None:
    rows, columns = owned(0, 1100), owned(1, 700)
    counts = count_scores_between(rows, columns, groups=3, bins=50, threads=threads)
    scores = rows.vectors.astype(np.float64) @ columns.vectors.T.astype(np.float64)
    others = rows.people[:, None] != columns.people
    for g in range(3):
        for h in range(3):
            cell = others & (rows.groups == g)[:, None] & (columns.groups == h)
            expected = np.histogram(scores[cell], bins=50, range=(-1, 1))[0]
            # A score within the rounding of single precision of a bound may lie on either side of it.
            assert np.abs(counts[g, h] - expected).max() <= 2
            assert counts[g, h].sum() == cell.sum()


def test_what_does_not_go_together_is_refused() -> None:
    rows, columns = owned(0, 5), owned(1, 4)
    with pytest.raises(ValueError, match="to 2; 2 groups"):
        count_scores_between(rows, columns._replace(groups=np.array([0, 1, 2, 0])), groups=2)
    with pytest.raises(ValueError, match="3 people and 4 groups don't go together"):
        count_scores_between(rows, columns._replace(people=columns.people[1:]), groups=3)
    with pytest.raises(ValueError, match="don't go together"):
        count_scores_between(rows, columns._replace(vectors=columns.vectors[:, :4]), groups=3)
    with pytest.raises(ValueError, match="length"):
        count_scores_between(rows, columns._replace(vectors=2 * columns.vectors), groups=3)
