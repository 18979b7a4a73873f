"""Scores that were computed elsewhere: their error rates, with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

from facegap.benchmark import GivenScores, rate_scores, read_scored_pairs
from facegap.engine import RunSummary
from facegap.report import (
    Figure,
    Report,
    Table,
    given_scores_figures,
    given_scores_findings,
    given_scores_tables,
    to_plain,
    write_given_scores,
)
from facegap.workflows.parts.result import Analysis


@dataclass(frozen=True, repr=False, eq=False)
class GivenScoresResult(Analysis):
    """How well given scores tell people apart.

    Attributes:
        rates: the numbers.
        path: the file of the scores.
        runs: none: nothing is imported or embedded for it.
    """

    rates: GivenScores
    path: Path
    runs: tuple[RunSummary, ...] = ()

    @property
    def headline(self) -> str:
        return f"the scores of {self.path}"

    @cached_property
    def findings(self) -> tuple[str, ...]:
        return tuple(given_scores_findings(self.rates))

    def report_tables(self) -> Mapping[str, Table]:
        return given_scores_tables(self.rates)

    def facts(self) -> dict[str, Any]:
        return dict(to_plain(self.rates))

    def report_figures(self) -> Mapping[str, Figure]:
        return given_scores_figures(self.rates)

    def report(self, folder: str | Path) -> Report:
        return write_given_scores(self.rates, folder=Path(folder))


def measure_scores(scores: str | Path, *, comparisons: str | Path | None = None, seed: int = 0) -> GivenScoresResult:
    """Measure scores that were computed elsewhere: EER, AUC, d′, Fisher ratio, FNMR at levels of FMR, and intervals.

    Intervals are over people where the file names images or people, else over pairs, which is too narrow if people are
    in several pairs.

    Args:
        scores: a CSV file with the columns ``score`` and ``mated`` and, where they are known, ``image1``, ``image2``,
            ``person1``, ``person2``, ``fold`` and ``group``, or without a header score and mated; or a submission to
            FRCSyn. Higher scores are more alike.
        comparisons: FRCSyn's comparison file with labels, which the submission answers.
        seed: of the draws of people, for intervals.

    Raises:
        BenchmarkError: a file is damaged, or its pairs are of one kind only.

    Examples:
        >>> from pathlib import Path
        >>> import facegap as fg
        >>> mated, non_mated = ["0.9,1", "0.7,1", "0.2,1", "0.6,1"], ["0.3,0", "0.1,0", "0.4,0", "0.0,0"]
        >>> _ = Path("scores.csv").write_text(chr(10).join(["score,mated", *mated, *non_mated]))
        >>> result = fg.measure_scores("scores.csv")
        >>> result.rates.mated, result.rates.non_mated, result.rates.eer.value, result.rates.resampled
        (4, 4, 0.25, 'pairs')
    """
    read = read_scored_pairs(Path(scores), comparisons=None if comparisons is None else Path(comparisons))
    return GivenScoresResult(rate_scores(read, seed=seed), Path(scores))
