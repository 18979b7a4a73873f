"""``facegap benchmark``: recognizers on protocols, to one table."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_table
from facegap.cli.options import Aligned, AsJson, Detector, Device, Workers

Models = Annotated[
    list[str],
    typer.Option(
        "--model",
        metavar="MODEL",
        help="A recognizer: a path, a name from `facegap models list`, or the folder of a training; repeatable.",
    ),
]
Protocols = Annotated[
    list[str], typer.Option(metavar="NAME", help="Such as lfw; `facegap benchmark protocols` lists them; repeatable.")
]
Data = Annotated[
    list[Path], typer.Option(metavar="PATH", help="Folder or file of the protocol's data; as often as --protocol.")
]
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Where report.html, results.json, PNGs and the tables as CSV and LaTeX go."),
]
DrawSeed = Annotated[int, typer.Option("--seed", min=0, help="Of the draws of people, for intervals.")]


def benchmark(
    model: Models,
    protocol: Protocols,
    data: Data,
    align: Detector = "yunet",
    aligned: Aligned = None,
    out: Out = None,
    seed: DrawSeed = 0,
    device: Device = "cpu",
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Measure recognizers on protocols, from the photographs on.

    Faces are found, aligned and embedded once and kept in the cache; a second run only measures.
    """
    import facegap
    from facegap.base.errors import ConfigError

    if len(protocol) != len(data):
        msg = (
            f"{len(protocol)} of --protocol and {len(data)} of --data; each protocol needs its data, in the same order"
        )
        raise ConfigError(msg)
    result = facegap.benchmark(
        model,
        list(zip(protocol, data, strict=True)),
        align=align,
        aligned=aligned,
        seed=seed,
        device=device,
        workers=workers,
        progress=True,
        tell=echo,
    )
    if as_json:
        typer.echo(result.to_json(), nl=False)
    else:
        for table in result.report_tables().values():
            print_table(table)
        typer.echo(result.summary)
    if out:
        echo(f"report: {result.report(out).page}")
    exit_with(*result.runs)
