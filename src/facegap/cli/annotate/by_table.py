"""The part of ``facegap annotate`` with a table: its labels as a layer, or a layer's labels as a table."""

from pathlib import Path
from typing import Any, Literal

from facegap.cli.annotate.options import split
from facegap.cli.console import echo, exit_with, print_result


def import_table(
    path: Path,
    labels: Path,
    *,
    key: str | None,
    by: Literal["image", "identity"] | None,
    columns: str | None,
    zero: Literal["negative", "undefined"] | None,
    bins: list[str] | None,
    words: list[str] | None,
    out: Path | None,
    as_json: bool,
    **layer: Any,
) -> None:
    """Take the labels of a table, write the page if one is wanted, and print what was taken.

    ``layer`` holds the keywords of ``facegap.import_labels`` that are taken as they are.
    """
    import facegap
    from facegap.annotate import TableOptions, parse_bins, parse_words

    options = TableOptions(
        key=key,
        by=by or "image",
        columns=split(columns),
        zero=zero,
        bins=tuple(parse_bins(bins or []).items()),
        words=tuple(parse_words(words or []).items()),
    )
    taken = facegap.import_labels(path, labels, options=options, **layer)
    page = {"report": str(taken.report(out).page)} if out else {}
    print_result(taken.facts() | page, as_json=as_json)
    for note in taken.notes:
        echo(f"note: {note}")
    exit_with(*taken.runs)


def export_table(path: Path, table: Path, *, out: Path | None, as_json: bool, **layer: Any) -> None:
    """Write a layer's labels to a table, and a page about them if one is wanted."""
    import facegap

    exported = facegap.export_labels(path, table, **layer)
    page = {"report": str(exported.report(out).page)} if out else {}
    lacks = {"attributes_it_lacks": list(exported.absent) or None}
    print_result(exported.written_facts() | page | lacks, as_json=as_json)
    exit_with(*exported.runs)
