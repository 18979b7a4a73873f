"""The three things that ``facegap annotate`` does: ask a network, take a table's labels, write labels to a table."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from facegap.base.errors import ConfigError
from facegap.cli.console import end, run_facts, say, show

if TYPE_CHECKING:
    from facegap.annotate import Annotate, LayoutLabels, TableOptions, Vocabulary
    from facegap.faceset import FaceSet
    from facegap.models import ModelCard

Mode = Literal["a network", "--labels", "--export"]

DEFAULT_MODEL = "mac-render"


@dataclass(frozen=True)
class Writing:
    """How a layer is written.

    Attributes:
        name: of the layer attributes/NAME; None for the usual one.
        replace: whether a layer of that name made another way is replaced.
        max_errors: share of images that may go wrong.
        as_json: whether the result is printed as JSON.
        out: folder for a page about the layer; None for none.
    """

    name: str | None
    replace: bool
    max_errors: float
    as_json: bool
    out: Path | None = None

    def page(
        self,
        faceset: "FaceSet",
        layer: str,
        *,
        card: "ModelCard | None" = None,
        vocabulary: "Vocabulary | None" = None,
    ) -> dict[str, str]:
        """Write the page, if it is wanted; return it as a fact."""
        if self.out is None:
            return {}
        from facegap.report import write_annotation

        return {"report": str(write_annotation(faceset, layer, self.out, card=card, vocabulary=vocabulary).page)}


def check_options(*, labels: Path | None, export: Path | None, options: Mapping[Mode, Mapping[str, Any]]) -> None:
    """See that no option was given that does nothing in this run.

    Args:
        labels: the table to take labels from.
        export: the table to write labels to.
        options: those that go with one mode only, by mode and name; None where one wasn't given.

    Raises:
        ConfigError: one was.
    """
    if labels and export:
        msg = "--labels reads labels and --export writes them: use one of them at a time"
        raise ConfigError(msg)
    mode: Mode = "--labels" if labels else "--export" if export else "a network"
    for other, values in options.items():
        given = [option for option, value in values.items() if value is not None]
        if other != mode and given:
            wants = "is for a network's answers" if other == "a network" else f"goes with {other} FILE"
            msg = f"{given[0]} {wants}; it does nothing {'with ' + mode if mode != 'a network' else 'without'}"
            raise ConfigError(msg)


def annotate_by_network(
    path: Path, model: str | None, attributes: str | None, align: str | None, workers: int | None, writing: Writing
) -> None:
    """Add a layer of a network's answers, and say how often it gave which."""
    from facegap.annotate import Annotate, answered
    from facegap.annotate.network import check_names
    from facegap.cli.preparing import opened
    from facegap.engine import LocalRunner, RichProgress, run
    from facegap.models import find_model

    # Found first, so that a wrong name is told before a long import.
    found_model = find_model(model or DEFAULT_MODEL, role="annotator")
    wanted = tuple(name.strip() for name in attributes.split(",")) if attributes else None
    check_names(found_model.card, wanted or ())
    found = opened(path, align=align, workers=workers)
    stage = Annotate.of(found_model, found.faceset, name=writing.name, attributes=wanted)
    _introduce(stage, default=model is None)
    runner, progress = LocalRunner(workers), RichProgress()
    summary = run(
        stage, found.faceset, runner=runner, progress=progress, replace=writing.replace, max_errors=writing.max_errors
    )
    shares = answered(found.faceset, stage.layer, stage.written)
    never = [name for name in found_model.card.answers.never_answered if name in stage.written]
    card = found_model.card
    facts = {"layer": stage.layer, "model": card.name, "trained_on": card.training_data, **run_facts(summary)}
    facts |= writing.page(found.faceset, stage.layer, card=card)
    labeled = {name: asdict(one) for name, one in shares.items()}
    if writing.as_json:
        show(facts | {"attributes": labeled, "never_answered": never}, as_json=True)
    else:
        from facegap.cli.attribute_table import attribute_table

        show(facts | {"never_answered": ", ".join(never) or None}, as_json=False)
        attribute_table(
            ("positive", "negative", "undefined"),
            {
                name: [None if share is None else f"{share:.1%}" for share in one.values()]
                for name, one in labeled.items()
            },
        )
    end(found.imported, summary)


def _introduce(stage: "Annotate", *, default: bool) -> None:
    card = stage.model.card
    other = " (--model names another)" if default else ""
    say(f"annotator: {card.name}{other}, trained on {card.training_data}")
    for line in card.answers.limits:
        say(f"note: {line}")


def annotate_from_table(
    path: Path, labels: Path, options: "TableOptions", vocabulary: str | None, writing: Writing
) -> None:
    """Add a layer of a table's labels."""
    from facegap.annotate import LayoutLabels, read_labels
    from facegap.cli.preparing import opened
    from facegap.engine import LocalRunner, RichProgress, run

    found = opened(path)
    stage = read_labels(labels, found.faceset, name=writing.name, options=options, vocabulary=vocabulary)
    # One process: looking rows up is less work than starting others.
    runner, progress = LocalRunner(1), RichProgress()
    summary = run(
        stage, found.faceset, runner=runner, progress=progress, replace=writing.replace, max_errors=writing.max_errors
    )
    known = stage.vocabulary if isinstance(stage, LayoutLabels) else None
    show(
        {
            "layer": stage.layer,
            "attributes": stage.attributes,
            "left_out": [f"{column}: {why}" for column, why in stage.left_out.items()] or None,
            "labeled": found.faceset.column(stage.layer, "error").null_count(),
            "rows_without_image": stage.without,
            **(_layout_facts(stage) if isinstance(stage, LayoutLabels) else {}),
            **run_facts(summary),
            **writing.page(found.faceset, stage.layer, vocabulary=known),
        },
        as_json=writing.as_json,
    )
    for note in stage.notes:
        say(f"note: {note}")
    end(found.imported, summary)


def _layout_facts(stage: "LayoutLabels") -> dict[str, Any]:
    """What is known of labels whose vocabulary is known."""
    return {
        "vocabulary": stage.vocabulary.name,
        "malformed_cells": stage.malformed.cells if stage.malformed else 0,
        "contradictory_images": stage.contradictions.contradicted,
    }


def export_labels(path: Path, out: Path, writing: Writing) -> None:
    """Write a layer's labels to a table in MAAD-Face's layout."""
    from facegap.annotate import write_maad
    from facegap.cli.preparing import opened
    from facegap.faceset import label_layer

    if writing.name is None:
        msg = "--export needs --name NAME, the layer attributes/NAME that is written (or truth)"
        raise ConfigError(msg)
    if out.exists() and not writing.replace:
        msg = f"{out} exists; name another file, or say --replace. Nothing was changed"
        raise ConfigError(msg)
    found = opened(path)
    layer = label_layer(found.faceset, writing.name)
    written = write_maad(found.faceset, layer, out)
    facts = {"written_to": str(out), "layer": layer, "images": written.rows, "images_without_labels": written.without}
    facts |= writing.page(found.faceset, layer)
    show(facts | {"attributes_it_lacks": list(written.absent) or None}, as_json=writing.as_json)
    end(found.imported)
