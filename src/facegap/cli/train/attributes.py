"""``facegap train attributes``: an annotator, from face sets with labels."""

from typing import Annotated

import typer

from facegap.cli.console import echo, print_result
from facegap.cli.options import AsJson, RunFolder


def attributes(
    config: Annotated[
        str, typer.Argument(metavar="CONFIG", help="A TOML file, or mac-render, the recipe of the default annotator.")
    ],
    out: RunFolder,
    as_json: AsJson = False,
) -> None:
    """Train an annotator: from face sets with labels to NAME.onnx, its card, and a page on how far it can be trusted.

    Then: facegap annotate SET --model OUT/NAME.onnx
    """
    import facegap

    result = facegap.train_attributes(config, out, progress=True)
    annotator, *rest = result.facts().items()
    print_result(dict([annotator, ("report", str(result.report().page)), *rest]), as_json=as_json)
    for note in result.notes:
        echo(f"note: {note}")
