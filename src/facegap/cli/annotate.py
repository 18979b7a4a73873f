"""``facegap annotate``: attributes of a face set, by a network or from a table, and back to a table."""

from typing import TYPE_CHECKING, Any

from facegap.cli import annotate_options as opt
from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import AsJson, MaxErrors, Replace, SetPath, Workers

if TYPE_CHECKING:
    from facegap.workflows.annotating import AnnotatedLayer


def annotate(
    path: SetPath,
    model: opt.Model = None,
    attributes: opt.Attributes = None,
    align: opt.Align = None,
    device: opt.DeviceName = None,
    workers: Workers = None,
    labels: opt.Labels = None,
    key: opt.Key = None,
    by: opt.By = None,
    columns: opt.TableColumns = None,
    zero: opt.Zero = None,
    bins: opt.Bins = None,
    words: opt.Words = None,
    vocabulary: opt.VocabularyName = None,
    export: opt.Export = None,
    name: opt.Name = None,
    out: opt.Out = None,
    replace: Replace = False,
    max_errors: MaxErrors = 0.01,
    as_json: AsJson = False,
) -> None:
    """Add the layer attributes/NAME to a face set, or write one to a table.

    A network gives a label (1 positive, -1 negative, 0 undefined: not reliable enough), a score and a reliability for
    each attribute. With --labels they come from a table: a column of -1, 0, 1 is an attribute as it stands (0:
    undefined), true/false and yes/no too; words become an attribute each, such as "race: Black"; numbers do with
    --bins; cells that say nothing are undefined.
    """
    import facegap

    network: dict[str, Any] = {"--model": model, "--attributes": attributes, "--align": align}
    network |= {"--device": device, "--workers": workers}
    table = {"--key": key, "--by": by, "--columns": columns, "--zero": zero, "--bins": bins, "--words": words}
    table |= {"--vocabulary": vocabulary}
    opt.check_options(labels=labels, export=export, options={"a network": network, "--labels": table})
    writing: dict[str, Any] = {"name": name, "replace": replace, "progress": True, "tell": echo}
    if export:
        exported = facegap.export_labels(path, export, **writing)
        page = {"report": str(exported.report(out).page)} if out else {}
        lacks = {"attributes_it_lacks": list(exported.absent) or None}
        print_result(exported.written_facts() | page | lacks, as_json=as_json)
        exit_with(*exported.runs)
    elif labels:
        from facegap.annotate import TableOptions, parse_bins, parse_words

        options = TableOptions(
            key=key,
            by=by or "image",
            columns=opt.split(columns),
            zero=zero,
            bins=tuple(parse_bins(bins or []).items()),
            words=tuple(parse_words(words or []).items()),
        )
        taken = facegap.import_labels(
            path, labels, options=options, vocabulary=vocabulary, max_errors=max_errors, **writing
        )
        page = {"report": str(taken.report(out).page)} if out else {}
        print_result(taken.facts() | page, as_json=as_json)
        for note in taken.notes:
            echo(f"note: {note}")
        exit_with(*taken.runs)
    else:
        made = facegap.annotate(
            path,
            model=model,
            attributes=opt.split(attributes),
            align=align,
            device=device or "cpu",
            workers=workers,
            max_errors=max_errors,
            **writing,
        )
        page = {"report": str(made.report(out).page)} if out else {}
        _print_answers(made, page, as_json=as_json)
        exit_with(*made.runs)


def _print_answers(made: "AnnotatedLayer", page: dict[str, str], *, as_json: bool) -> None:
    facts, never = made.run_facts() | page, made.never_answered
    if as_json:
        print_result(facts | {"attributes": made.shares, "never_answered": never}, as_json=True)
        return
    from facegap.cli.attribute_table import print_attributes

    print_result(facts | {"never_answered": ", ".join(never) or None}, as_json=False)
    shares = {
        name: [None if share is None else f"{share:.1%}" for share in each.values()]
        for name, each in made.shares.items()
    }
    print_attributes(("positive", "negative", "undefined"), shares)
