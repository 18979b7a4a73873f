"""``facegap benchmark``: recognizers on protocols, to one table."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import TOO_MANY_ERRORS, echo, exit_with, print_summary, print_table
from facegap.cli.options import Aligned, AsJson, Detector, Device, FacesOf, Workers

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
    faces: FacesOf = None,
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
    A face set that was imported before is taken as it is: --faces lfw=SET.
    """
    import facegap
    from facegap.base.errors import ConfigError
    from facegap.engine import MAX_ERRORS

    if len(protocol) != len(data):
        msg = (
            f"{len(protocol)} of --protocol and {len(data)} of --data; each protocol needs its data, in the same order"
        )
        raise ConfigError(msg)
    result = facegap.benchmark(
        model,
        list(zip(protocol, data, strict=True)),
        faces=_faces_by_protocol(faces or []),
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
        for name, table in result.report_tables().items():
            if name != "fairness":  # as long as there are groups and thresholds: in the report and in its CSV
                print_table(table)
        print_summary(result.summary)
    if out:
        echo(f"report: {result.report(out).page}")
    few = any(len(each.lacking) > MAX_ERRORS * each.images for each in result.protocols)
    exit_with(*result.runs, code=TOO_MANY_ERRORS if few else 0)


def _faces_by_protocol(texts: list[str]) -> str | dict[str, str] | None:
    """One set for all protocols, or a set for each that is named."""
    from facegap.base.errors import ConfigError

    sets: dict[str, str] = {}
    for text in texts:
        name, equals, path = text.partition("=")
        sets |= {"": text} if not equals or Path(text).exists() else {name: path}
    if len(sets) < len(texts) or ("" in sets and len(sets) > 1):
        msg = f"--faces {' --faces '.join(texts)}: several sets need the name of the protocol of each, as in lfw=SET"
        raise ConfigError(msg)
    return sets.get("", sets or None)
