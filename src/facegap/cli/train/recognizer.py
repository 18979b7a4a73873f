"""``facegap train recognizer``: a recognizer, from face sets with identities."""

from typing import Annotated

import typer

from facegap.cli.console import echo, print_result
from facegap.cli.options import AsJson, RunFolder


def recognizer(
    config: Annotated[
        str, typer.Argument(metavar="CONFIG", help="A TOML file, or a recipe's name: `facegap train recipes`.")
    ],
    out: RunFolder,
    as_json: AsJson = False,
) -> None:
    """Train a recognizer: from face sets with identities to NAME.onnx, its card, and a page with its curves.

    Held-out people of the sets choose the epoch; benchmarks never do. With several seeds there is one recognizer for
    each. Then: facegap benchmark --model OUT --protocol lfw --data LFW
    """
    import facegap

    result = facegap.train_recognizer(config, out, progress=True)
    recognizers, *rest = result.facts().items()
    print_result(dict([recognizers, ("report", str(result.report().page)), *rest]), as_json=as_json)
    for note in result.notes:
        echo(f"note: {note}")
