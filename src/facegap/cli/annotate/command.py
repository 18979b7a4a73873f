"""``facegap annotate``: which of its ways is meant."""

from typing import Any

from facegap.cli.annotate import options as opt
from facegap.cli.annotate.by_network import annotate_by_network
from facegap.cli.annotate.by_table import export_table, import_table
from facegap.cli.console import echo
from facegap.cli.options import AsJson, MaxErrors, Replace, SetPath, Workers


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
    network: dict[str, Any] = {"model": model, "attributes": attributes, "align": align}
    network |= {"device": device, "workers": workers}
    table: dict[str, Any] = {"key": key, "by": by, "columns": columns, "zero": zero, "bins": bins, "words": words}
    table |= {"vocabulary": vocabulary}
    opt.check_options(labels=labels, export=export, options={"a network": network, "--labels": table})
    layer: dict[str, Any] = {"name": name, "replace": replace, "progress": True, "tell": echo}
    if export:
        export_table(path, export, out=out, as_json=as_json, **layer)
    elif labels:
        import_table(path, labels, out=out, as_json=as_json, max_errors=max_errors, **table, **layer)
    else:
        annotate_by_network(path, out=out, as_json=as_json, max_errors=max_errors, **network, **layer)
