"""Scores that were computed elsewhere: the numbers of a benchmark, from a file alone."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest
import sklearn.metrics
from tests.benchmark.verification.people_who_score import draw
from tests.cli.commands import facegap

import facegap as fg
from facegap.base.errors import BenchmarkError
from facegap.benchmark import evaluate_verification

LIST = draw("list", 200, seed=1)


def write(path: Path, scores: np.ndarray, *columns: str) -> Path:
    """The list's pairs with these scores, and the columns that are asked for."""
    values = {
        "score": scores,
        "mated": LIST.task.mated.astype(int),
        "person1": LIST.people[LIST.task.first],
        "person2": LIST.people[LIST.task.second],
        "fold": LIST.task.folds,
        "group": np.where(np.arange(len(scores)) % 3, "x", "y"),
    }
    kept = ("score", "mated", *columns)
    lines = [",".join(kept), *(",".join(map(str, row)) for row in zip(*(values[name] for name in kept), strict=True))]
    path.write_text("\n".join(lines) + "\n")
    return path


def test_the_numbers_are_those_of_a_benchmark(tmp_path: Path) -> None:
    """With people and folds: values exactly, since a file has all digits, and intervals but for the draws of people."""
    rates = fg.measure_scores(write(tmp_path / "list.csv", LIST.scores, "person1", "person2", "fold")).rates
    expected = evaluate_verification(LIST.task, LIST.scores, people=LIST.people)
    assert rates.people_from == "names"
    assert (rates.resampled, rates.replicates) == (expected.resampled, expected.replicates)
    for name in ("eer", "auc", "d_prime", "fisher_ratio", "mated_mean", "non_mated_mean"):
        found, wanted = getattr(rates, name), getattr(expected, name)
        assert found.value == pytest.approx(wanted.value, rel=1e-12)
        assert found.high - found.low == pytest.approx(wanted.high - wanted.low, rel=0.15)
    assert rates.accuracy
    assert expected.accuracy
    assert rates.accuracy.accuracies == expected.accuracy.accuracies
    assert [point.threshold for point in rates.points] == [point.threshold for point in expected.points]
    assert rates.auc.value == pytest.approx(sklearn.metrics.roc_auc_score(LIST.task.mated, LIST.scores))
    assert rates.histogram.mated.sum() == rates.mated == 100
    assert rates.histogram.non_mated.sum() == rates.non_mated == 100


def test_without_people_intervals_are_over_pairs_and_the_result_says_so(tmp_path: Path) -> None:
    found = fg.measure_scores(write(tmp_path / "list.csv", LIST.scores))
    assert (found.rates.resampled, found.rates.people_from) == ("pairs", None)
    assert "People are not known, so that intervals are over pairs" in found.summary
    known = fg.measure_scores(write(tmp_path / "known.csv", LIST.scores, "person1", "person2"))
    assert known.rates.eer.value == found.rates.eer.value
    assert "Intervals are over people, who are named." in known.summary


def test_scores_may_have_any_range(tmp_path: Path) -> None:
    """Another unit of the score changes thresholds and means, and no rate."""
    plain = fg.measure_scores(write(tmp_path / "one.csv", LIST.scores, "fold")).rates
    scaled = fg.measure_scores(write(tmp_path / "two.csv", LIST.scores * 1024 + 4096, "fold")).rates
    assert (scaled.eer, scaled.auc) == (plain.eer, plain.auc)
    assert scaled.d_prime.value == pytest.approx(plain.d_prime.value)
    assert scaled.d_prime.low == pytest.approx(plain.d_prime.low)
    assert scaled.mated_mean.value == pytest.approx(1024 * plain.mated_mean.value + 4096)
    assert plain.points[0].threshold is not None
    assert scaled.points[0].threshold == pytest.approx(1024 * plain.points[0].threshold + 4096)


def test_pairs_without_a_score_are_counted_and_groups_have_rates(tmp_path: Path) -> None:
    scores = np.where(np.arange(200) % 20 == 0, np.nan, LIST.scores)
    found = fg.measure_scores(write(tmp_path / "list.csv", scores, "fold", "group"))
    assert (found.rates.skipped, found.rates.skipped_mated) == (10, 5)
    assert found.rates.accuracy is not None
    assert found.rates.accuracy.of_all.value < found.rates.accuracy.mean.value
    assert "Left out of these: 10 of the 200 pairs, 5 of them mated" in found.summary
    assert found.rates.fairness is not None
    groups = found.rates.fairness.levels[0].groups
    assert [group.name for group in groups] == ["x", "y"]
    assert sum(group.skipped or 0 for group in groups) == 10
    assert all(group.people is None for group in groups)  # nobody is known
    assert found.tables == ("scores", "thresholds", "groups")


def test_distances_and_decisions_are_suspected(tmp_path: Path) -> None:
    distances = fg.measure_scores(write(tmp_path / "distances.csv", -LIST.scores)).findings
    assert distances[0].startswith("Mated scores are lower than non-mated ones")
    decisions = tmp_path / "submission.txt"
    decisions.write_text("".join(f"{score},{int(score > 0.2)}\n" for score in LIST.scores))
    assert fg.measure_scores(decisions).findings[0].startswith("Every score marked 1 is above every score marked 0")
    plain = fg.measure_scores(write(tmp_path / "list.csv", LIST.scores)).findings
    assert plain[0].startswith("list: 100 mated")


def test_pairs_of_one_kind_are_refused(tmp_path: Path) -> None:
    (tmp_path / "one.csv").write_text("0.3,1\n0.5,1\n")
    with pytest.raises(BenchmarkError, match="one: none of the 0 non-mated pairs has a score"):
        fg.measure_scores(tmp_path / "one.csv")


def test_the_command_prints_and_writes_what_the_function_gives(tmp_path: Path) -> None:
    path = write(tmp_path / "list.csv", LIST.scores, "fold", "group")
    expected = fg.measure_scores(path)
    printed = json.loads(facegap("score", "--scores", path, "--out", tmp_path / "out", "--json").stdout)
    assert printed == json.loads(expected.to_json())
    told = facegap("score", "--scores", path).stdout
    for text in (*expected.findings, f"{100 * expected.rates.eer.value:.2f}", "Fisher"):
        assert text in told
    page = (tmp_path / "out/report.html").read_text()
    for text in ("Verification performance", "Fairness across groups", "intervals over pairs"):
        assert text in page
    rows = list(csv.DictReader((tmp_path / "out/thresholds.csv").read_text().splitlines()))
    assert float(rows[0]["FNMR"]) == expected.rates.points[0].fnmr.value  # type: ignore[union-attr]
    assert "leave out one or the other" in facegap("score", path, "--scores", path, code=2).stderr
    assert "--model" in facegap("score", "--scores", path, "--model", "sface", code=2).stderr
    assert "name a face set to score" in facegap("score", code=2).stderr
    assert "name a face set to score" in facegap("score", path, "--comparisons", path, code=2).stderr
