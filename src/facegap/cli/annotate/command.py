"""``facegap annotate``: which of its ways is meant."""

from typing import Any

from facegap.cli.annotate import options as opt
from facegap.cli.annotate.by_network import annotate_by_network
from facegap.cli.annotate.by_table import export_table, import_table
from facegap.cli.annotate.measuring import measure_network
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
    validate: opt.Validate = None,
    calibrate: opt.Calibrate = None,
    domain: opt.Domain = None,
    groups: opt.Groups = None,
    data: opt.Data = None,
    sheet: opt.Sheet = None,
    seed: opt.FoldSeed = None,
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
    --bins; cells that say nothing are undefined. With --validate or --calibrate no layer is written: it is measured how
    right the network is on labeled faces, and annotate and compare rely on that for images of the same kind.
    """
    mode = opt.mode_of(labels=labels, export=export, validate=validate, calibrate=calibrate)
    shared: dict[str, Any] = {"model": model, "align": align, "device": device, "domain": domain}
    network: dict[str, Any] = {"attributes": attributes, "workers": workers}
    table: dict[str, Any] = {"key": key, "by": by, "columns": columns, "zero": zero, "bins": bins, "words": words}
    table |= {"vocabulary": vocabulary}
    labeled: dict[str, Any] = {"groups": groups, "data": data, "sheet": sheet, "seed": seed}
    by_network: tuple[opt.Mode, ...] = ("a network", "--validate", "--calibrate")
    measuring: tuple[opt.Mode, ...] = ("--validate", "--calibrate")
    opt.check_options(mode, {by_network: shared, ("a network",): network, ("--labels",): table, measuring: labeled})
    layer: dict[str, Any] = {"name": name, "replace": replace, "progress": True, "tell": echo}
    if export:
        export_table(path, export, out=out, as_json=as_json, **layer)
    elif labels:
        import_table(path, labels, out=out, as_json=as_json, max_errors=max_errors, **table, **layer)
    elif wanted := validate or calibrate:
        opt.check_no_layer(name=name, out=out, replace=replace)
        measure_network(path, wanted, calibrate=calibrate is not None, as_json=as_json, **shared, **labeled)
    else:
        annotate_by_network(path, out=out, as_json=as_json, max_errors=max_errors, **shared, **network, **layer)
