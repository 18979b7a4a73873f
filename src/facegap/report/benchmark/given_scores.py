"""The report of scores that were computed elsewhere."""

from pathlib import Path

import numpy as np

from facegap.benchmark import GivenScores
from facegap.benchmark.fairness import TaskFairness
from facegap.report.figures.curves import Curves, Line
from facegap.report.figures.error_rates import PALETTE, Det, Roc, Tradeoff
from facegap.report.figures.figure import Figure
from facegap.report.numbers import estimate, percent
from facegap.report.page.page import Report, write_page
from facegap.report.page.section import Section, figures_of, fill_template
from facegap.report.page.tables import Table, TableColumn, write_tables


def write_given_scores(rates: GivenScores, *, folder: Path) -> Report:
    """Write ``report.html``, ``results.json``, PNGs of the figures, and each table as CSV and LaTeX into ``folder``."""
    sections = _sections(rates)
    report = write_page(title=f"Scores of {rates.task}", sections=sections, results={"scores": rates}, folder=folder)
    write_tables(given_scores_tables(rates), folder)
    return report


def given_scores_figures(rates: GivenScores) -> dict[str, Figure]:
    """The figures of the report by their names."""
    return figures_of(_sections(rates))


def given_scores_findings(rates: GivenScores) -> list[str]:
    """The result as sentences."""
    sentences = [
        f"{rates.task}: {rates.mated:,} mated and {rates.non_mated:,} non-mated scores; equal error rate "
        f"{percent(rates.eer)}, AUC {percent(rates.auc)}, d′ {estimate(rates.d_prime, places=2)}, Fisher ratio "
        f"{estimate(rates.fisher_ratio, places=2)}."
    ]
    if rates.accuracy:
        sentences.append(f"{percent(rates.accuracy.mean)} of the compared pairs are classified correctly, over folds.")
    if rates.skipped:
        pairs = rates.mated + rates.non_mated + rates.skipped
        counted = f" Counted as wrong: accuracy is {percent(rates.accuracy.of_all)}." if rates.accuracy else ""
        sentences.append(
            f"Left out of these: {rates.skipped:,} of the {pairs:,} pairs, {rates.skipped_mated:,} of them mated, "
            f"which have no score.{counted}"
        )
    return [*_doubts(rates), *sentences, _people(rates)]


def _doubts(rates: GivenScores) -> list[str]:
    """What may be wrong with the file as a whole."""
    doubts = []
    if rates.maybe_decisions:
        doubts.append(
            "Every score marked 1 is above every score marked 0. If the file is a submission, its marks are decisions "
            "and no labels, and these numbers mean nothing: give the labels with --comparisons."
        )
    if rates.mated_mean.value < rates.non_mated_mean.value:
        doubts.append(
            "Mated scores are lower than non-mated ones on average. If they are distances, lower is more alike: write "
            "them with a minus, and measure again."
        )
    return doubts


def _people(rates: GivenScores) -> str:
    if rates.people_from is None:
        return (
            "People are not known, so that intervals are over pairs: they are too narrow if people are in several "
            "pairs. Columns image1 and image2, or person1 and person2, tell who is."
        )
    if rates.people_from == "names":
        return "Intervals are over people, who are named."
    return "Intervals are over people: images that mated pairs connect are of one person."


def given_scores_tables(rates: GivenScores) -> dict[str, Table]:
    """The tables ``scores`` and ``thresholds``, and ``groups`` where pairs have groups."""
    tables = {"scores": _scores_table(rates), "thresholds": _thresholds_table(rates)}
    return tables if rates.fairness is None else tables | {"groups": _groups_table(rates.fairness)}


def _scores_table(rates: GivenScores) -> Table:
    columns = (
        *(TableColumn(name, places=0) for name in ("Mated", "Non-mated", "Skipped pairs")),
        *(TableColumn(name) for name in ("Mean mated score", "Mean non-mated score")),
        *(TableColumn(name, places=2, percent=True) for name in ("EER", "AUC", "Accuracy", "Accuracy of all")),
        *(TableColumn(name, places=2) for name in ("d′", "Fisher ratio")),
    )
    cells = (
        rates.mated,
        rates.non_mated,
        rates.skipped,
        rates.mated_mean,
        rates.non_mated_mean,
        rates.eer,
        rates.auc,
        rates.accuracy.mean if rates.accuracy else None,
        rates.accuracy.of_all if rates.accuracy else None,
        rates.d_prime,
        rates.fisher_ratio,
    )
    return Table("Scores", columns, ((rates.task, cells),))


def _thresholds_table(rates: GivenScores) -> Table:
    columns = (
        TableColumn("Threshold", places=4),
        TableColumn("FMR", places=4, percent=True),
        *(TableColumn(name, places=2, percent=True) for name in ("FNMR", "FNMR of all")),
    )
    rows = [(f"{point.level:g}", (point.threshold, point.fmr, point.fnmr, point.fnmr_of_all)) for point in rates.points]
    return Table("Target FMR", columns, tuple(rows))


def _groups_table(fairness: TaskFairness) -> Table:
    columns = (
        *(TableColumn(name, places=0) for name in ("Mated", "Non-mated", "Skipped pairs")),
        TableColumn("FMR", places=3, percent=True),
        *(TableColumn(name, places=2, percent=True) for name in ("FNMR", "FNMR of all")),
    )
    rows = [
        (
            f"{group.name}, {level.fmr:g}",
            (group.mated, group.non_mated, group.skipped, group.fmr, group.fnmr, group.fnmr_of_all),
        )
        for level in fairness.levels
        for group in level.groups
    ]
    return Table("Group, overall FMR", columns, tuple(rows))


def _sections(rates: GivenScores) -> list[Section]:
    figures = (_histogram(rates), *_curves(rates))
    body = fill_template(
        "benchmark/given_scores.html",
        findings=given_scores_findings(rates),
        figures=figures,
        tables={name: table for name, table in given_scores_tables(rates).items() if name != "groups"},
        rates=rates,
    )
    sections = [Section("scores", "Verification performance", body, figures)]
    if rates.fairness:
        fairness = fill_template(
            "benchmark/fairness.html",
            model=rates.task,
            summary=rates.fairness.summary,
            summary_of_all=rates.fairness.summary_of_all,
            levels=rates.fairness.levels,
            figures=(),
        )
        sections.append(Section("fairness", "Fairness across groups", fairness))
    return sections


def _histogram(rates: GivenScores) -> Curves:
    edges = rates.histogram.edges
    centers = ((edges[1:] + edges[:-1]) / 2).tolist()
    kinds = (
        ("different people", rates.histogram.non_mated, PALETTE[1], True),
        ("same person", rates.histogram.mated, PALETTE[0], False),
    )
    return Curves(
        name="scores",
        alt=f"Mated and non-mated scores of {rates.task}",
        x_label="score",
        y_label=f"share of comparisons ({len(centers)} bins)",
        lines=tuple(
            Line(name, centers, (counts / counts.sum()).tolist(), color, dashed=dashed)
            for name, counts, color, dashed in kinds
        ),
    )


def _curves(rates: GivenScores) -> tuple[Figure, ...]:
    fmr, fnmr = (np.asarray(rate).tolist() for rate in (rates.det.fmr, rates.det.fnmr))
    line = Tradeoff(rates.task, fmr, fnmr, rates.eer.value, PALETTE[0])
    alt = f"{rates.task}: false non-matches over false matches"
    return Det("det", f"DET curve of {alt}", (line,)), Roc("roc", f"ROC curve of {alt}", (line,))
