"""The page of a trained recognizer: how well it tells held-out people apart, and how it was trained."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from facegap.models import ModelCard
from facegap.report.figures.figure import Figure
from facegap.report.page.page import Report, write_page
from facegap.report.page.section import Section, figures_of, fill_template
from facegap.report.page.tables import MEAN, Cell, Table, TableColumn, mean_over_runs, write_tables
from facegap.report.training.course import course_section

if TYPE_CHECKING:
    # Only for its type: the room needs the extra `train`, which a report can do without.
    from facegap.training import History

_LOSSES = (
    "The training loss includes the margin and covers the training people only; it can't be compared between runs with "
    "other people or margins."
)


def write_recognizer_training(
    cards: Sequence[ModelCard],
    histories: Sequence["History"],
    *,
    seeds: Sequence[int],
    fmr: float,
    facts: Mapping[str, str | int | float],
    folder: Path,
) -> Report:
    """Write ``training.html``, ``training.json``, ``training.png`` and ``validation.csv`` and ``.tex`` into ``folder``.

    Args:
        cards: of the recognizers, one for each seed.
        histories: of their training.
        seeds: of each.
        fmr: the false match rate at which held-out people were looked at.
        facts: of the training, such as its sets, in words for people.
        folder: where to; made if need be.
    """
    table = validation_table(cards, histories, fmr=fmr)
    body = fill_template("training/recognizer.html", cards=cards, table=table)
    sections = [
        Section("validation", "Validation on held-out people", body),
        _course(histories, seeds, facts),
    ]
    results = {
        "recognizers": [card.model_dump(mode="json") for card in cards],
        "facts": dict(facts),
        "histories": histories,
    }
    title = (
        f"The recognizer {cards[0].name}" if len(cards) == 1 else f"The recognizers {', '.join(c.name for c in cards)}"
    )
    report = write_page(title=title, sections=sections, results=results, folder=folder, name="training")
    write_tables({"validation": table}, folder)
    return report


def recognizer_training_figures(histories: Sequence["History"], *, seeds: Sequence[int]) -> dict[str, Figure]:
    """The figures of the report by their names."""
    return figures_of([_course(histories, seeds, {})])


def _course(histories: Sequence["History"], seeds: Sequence[int], facts: Mapping[str, str | int | float]) -> Section:
    by_seed = {f"seed {seed}": history for seed, history in zip(seeds, histories, strict=True)}
    return course_section(by_seed, facts, note=_LOSSES)


def validation_table(cards: Sequence[ModelCard], histories: Sequence["History"], *, fmr: float) -> Table:
    """A row for each seed, and their mean with its interval where there are several."""
    columns = (
        TableColumn("Epoch", places=0),
        TableColumn(f"FNMR at FMR {100 * fmr:g} %", places=2, percent=True),
        TableColumn("EER", places=2, percent=True),
        TableColumn("d\N{PRIME}", places=2),
    )
    measures = ("fnmr", "eer", "d_prime")
    rows: list[tuple[str, tuple[Cell, ...]]] = [
        (card.name, (history.best_epoch + 1, *(history.best.numbers[name] for name in measures)))
        for card, history in zip(cards, histories, strict=True)
    ]
    if len(histories) > 1:
        means = [mean_over_runs([history.best.numbers[name] for history in histories]) for name in measures]
        rows.append((MEAN.format(len(histories)), (None, *means)))
    return Table("Recognizer", columns, tuple(rows))
