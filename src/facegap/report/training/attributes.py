"""The page of a trained annotator: how good it is on people whom it never saw, for whom, and how it was trained."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING

from facegap.annotate.trust.assessment import Assessment
from facegap.annotate.vocabulary import Vocabulary
from facegap.models import ModelCard
from facegap.report.figures.figure import Figure
from facegap.report.page.attribute_groups import group_attributes, vocabulary_of
from facegap.report.page.page import Report, write_page
from facegap.report.page.section import Section, figures_of
from facegap.report.page.tables import Table, write_tables
from facegap.report.training.attribute_sections import accuracy_section, groups_section, kept_labels_section
from facegap.report.training.attribute_summary import training_summary_section
from facegap.report.training.attribute_tables import accuracy_table, group_table, kept_table, method_table
from facegap.report.training.course import course_section

if TYPE_CHECKING:
    # Only for its type: the room needs the extra `train`, which a report can do without.
    from facegap.training import History

Facts = Mapping[str, str | int | float]

_LOSSES = "The training loss is computed with augmentation and dropout, so it can be higher than the validation loss."


def write_attribute_training(
    assessment: Assessment,
    histories: Sequence["History"],
    *,
    card: ModelCard,
    facts: Facts,
    folder: Path,
    methods: Mapping[str, Assessment] = MappingProxyType({}),
    vocabulary: Vocabulary | None = None,
) -> Report:
    """Write ``training.html``, ``training.json``, PNGs of the figures, and tables as CSV and LaTeX into ``folder``.

    Args:
        assessment: of the annotator as it is shipped, on people who were kept out of its training; its groups are shown
            against everyone.
        histories: of the training; of an ensemble one for each member; none where it was trained elsewhere.
        card: of the annotator: names and order of the attributes of the assessment, thresholds, limits.
        facts: of the training, such as its sets and seed, in words for people.
        folder: where to; made if need be.
        methods: the same answers with reliabilities of several methods, the one in use among them, each with thresholds
            of its own for the same precision; by the method's name.
        vocabulary: what groups the attributes; by default see ``vocabulary_of``.

    Raises:
        ValueError: the assessment is of another number of attributes than the card.
        ModelError: the card is of no annotator.
    """
    annotator = card.answers
    tables = attribute_training_tables(assessment, card=card, methods=methods, vocabulary=vocabulary)
    sections = [
        training_summary_section(assessment, card),
        accuracy_section(assessment, annotator.names, tables["accuracy"]),
        kept_labels_section(assessment, annotator, tables["kept"], methods=tables.get("methods")),
        *([groups_section(assessment, tables["groups"])] if assessment.groups else []),
        _course(histories, facts),
    ]
    results = {
        "annotator": card.name,
        "attributes": annotator.names,
        "assessment": assessment,
        "methods": dict(methods),
        "facts": dict(facts),
        "histories": histories,
    }
    report = write_page(
        title=f"The annotator {card.name}", sections=sections, results=results, folder=folder, name="training"
    )
    write_tables(tables, folder)
    return report


def attribute_training_figures(histories: Sequence["History"]) -> dict[str, Figure]:
    """The figures of the training's course by their names."""
    return figures_of([_course(histories, {})])


def _course(histories: Sequence["History"], facts: Facts) -> Section:
    by_member = {f"member {number}": history for number, history in enumerate(histories)}
    return course_section(by_member, facts, note=_LOSSES)


def attribute_training_tables(
    assessment: Assessment,
    *,
    card: ModelCard,
    methods: Mapping[str, Assessment] = MappingProxyType({}),
    vocabulary: Vocabulary | None = None,
) -> dict[str, Table]:
    """The tables ``accuracy``, ``kept`` and, where there are any, ``groups`` and ``methods``.

    Args and errors are those of ``write_attribute_training``.
    """
    annotator = card.answers
    if len(annotator.names) != len(assessment.positive_images):
        msg = f"an assessment of {len(assessment.positive_images)} attributes, a card of {len(annotator.names)}"
        raise ValueError(msg)
    words = vocabulary or vocabulary_of(annotator.names, card)
    order = [
        name for group in group_attributes(annotator.names, words.groups if words else {}) for name in group.attributes
    ]
    tables = {
        "accuracy": accuracy_table(assessment, annotator.names, order),
        "kept": kept_table(assessment, annotator, order),
    }
    if assessment.groups:
        tables["groups"] = group_table(assessment, annotator.names)
    if methods:
        tables["methods"] = method_table(methods)
    return tables
