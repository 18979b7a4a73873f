"""The FRCSyn challenge: its published figures, and submissions as they are handed in."""

from pathlib import Path

import numpy as np
import pytest

from facegap.base.errors import BenchmarkError
from facegap.benchmark.frcsyn import (
    Submission,
    accuracy_gap,
    group_accuracies,
    read_submission,
    summarize_accuracies,
    trade_off,
    write_submission,
)

# AVG, SD and TO in per cent, as the organizers published them.
PUBLISHED = {
    "WACV 2024, 1.1, LENS": (93.54, 1.28, 92.25),
    "WACV 2024, 1.1, Idiap": (93.41, 1.53, 91.88),
    "WACV 2024, 1.1, BOVIFOCR-UFPR": (92.35, 1.84, 90.51),
    "WACV 2024, 1.2, CBSR": (96.45, 1.20, 95.25),
    "WACV 2024, 1.2, UNICA": (94.06, 3.03, 91.03),
    "CVPR 2024, 1.1, ID R&D": (97.55, 0.82, 96.73),
    "CVPR 2024, 1.2, ADMIS": (96.50, 0.78, 95.72),
    "CVPR 2024, 1.3, UNICA-IGD-LSI": (96.70, 0.70, 96.00),
}


@pytest.mark.parametrize("team", PUBLISHED)
def test_published_trade_offs(team: str) -> None:
    """Each figure was rounded by itself: 93.54 − 1.28 is 92.26, published as 92.25."""
    average, deviation, published = PUBLISHED[team]
    assert trade_off(average=average, deviation=deviation) == pytest.approx(published, abs=0.0151)


def test_published_gap() -> None:
    assert round(accuracy_gap(real=94.62, synthetic=89.56), 2) == 5.65


def test_standing_is_that_of_the_groups() -> None:
    rng = np.random.default_rng(0)
    mated = rng.random(800) < 0.5
    groups = np.repeat(np.array([*"abcdefgh"], dtype=object), 100)
    decisions = mated ^ (rng.random(800) < 0.1)
    found = group_accuracies(decisions, mated=mated, groups=groups)
    by_hand = [
        sum(d == m for d, m in zip(decisions[a : a + 100], mated[a : a + 100], strict=True)) for a in range(0, 800, 100)
    ]
    assert list(found.values()) == pytest.approx([right / 100 for right in by_hand])
    result = summarize_accuracies(list(found.values()))
    mean = sum(found.values()) / 8
    assert result.average == pytest.approx(mean)
    assert result.deviation == pytest.approx((sum((value - mean) ** 2 for value in found.values()) / 8) ** 0.5)
    assert result.trade_off == pytest.approx(result.average - result.deviation)
    assert group_accuracies(decisions, mated=mated) == {"all": pytest.approx((decisions == mated).mean())}


def test_pairs_without_a_group_are_in_none() -> None:
    right = np.array([True, True, False])
    groups = np.array(["a", None, "a"], dtype=object)
    assert group_accuracies(right, mated=np.ones(3, dtype=bool), groups=groups) == {"a": 0.5}


def test_programming_mistakes() -> None:
    with pytest.raises(ValueError, match="no accuracies"):
        summarize_accuracies([])
    with pytest.raises(ValueError, match="must be positive"):
        accuracy_gap(real=90, synthetic=0)


def test_submissions_are_read_as_they_were_written(tmp_path: Path) -> None:
    scores = np.array([0.1 + 0.2, -1e-30, 1.0, 3.0])
    written = Submission(scores, np.array([True, False, True, True]))
    write_submission(tmp_path / "bupt.txt", written)
    assert (tmp_path / "bupt.txt").read_text().splitlines()[0] == "0.30000000000000004,1"
    read = read_submission(tmp_path / "bupt.txt", pairs=4)
    assert np.array_equal(read.scores, scores)
    assert np.array_equal(read.decisions, written.decisions)


BAD = {
    "few lines": ("0.5,1\n", "1 lines for 2 comparisons, 1 missing"),
    "many lines": ("0.5,1\n0.5,1\n0.1,0\n", "3 lines for 2 comparisons, 1 too many"),
    "blank line": ("0.5,1\n\n0.1,0\n", "line 2: ''; expected score,decision"),
    "not a number": ("0.5,1\nhigh,0\n", "line 2: 'high,0'; expected a finite number"),
    "not finite": ("nan,1\n0.1,0\n", "line 1: 'nan,1'; expected a finite number"),
    "infinite": ("0.5,1\n-inf,0\n", "line 2: '-inf,0'; expected a finite number"),
    "decision": ("0.5,1\n0.1,2\n", "line 2: '0.1,2'; expected score,decision"),
    "no decision": ("0.5\n0.1,0\n", "line 1: '0.5'; expected score,decision"),
    "empty": ("\n", "the list is empty"),
}


@pytest.mark.parametrize("case", BAD)
def test_bad_submissions_are_told_with_their_line(case: str, tmp_path: Path) -> None:
    content, message = BAD[case]
    path = tmp_path / "submission.txt"
    path.write_text(content)
    with pytest.raises(BenchmarkError) as error:
        read_submission(path, pairs=2)
    assert str(path) in str(error.value)
    assert message in str(error.value)


def test_scores_that_are_not_finite_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(BenchmarkError, match="comparison 2 has no finite score"):
        write_submission(tmp_path / "out.txt", Submission(np.array([0.5, np.nan]), np.array([True, False])))
    assert not (tmp_path / "out.txt").exists()
