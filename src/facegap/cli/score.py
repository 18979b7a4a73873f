"""``facegap score``: all comparisons of a set, its error rates, and how fair they are to groups."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with
from facegap.cli.options import AlignSet, AsJson, SetPath, Workers

Embedding = Annotated[
    str | None, typer.Option(metavar="NAME", help="Embeddings to score; by default the only ones there are.")
]
Model = Annotated[str | None, typer.Option(metavar="MODEL", help="Embed the set with this network on the way.")]
Groups = Annotated[
    str | None,
    typer.Option(
        metavar="COLUMNS",
        help="For fairness: LAYER.COLUMN, such as truth.Black; several with commas; with bounds truth.age:30:60.",
    ),
]
Source = Annotated[
    str | None,
    typer.Option(metavar="COLUMN", help="Column such as a video's id: images of one video aren't compared."),
]
Out = Annotated[Path | None, typer.Option(metavar="DIR", help="Where report.html, results.json, tables and PNGs go.")]
Device = Annotated[
    str,
    typer.Option(
        help="Where --model runs and images are compared: cpu, or a GPU such as cuda:0; exact thresholds are found on "
        "the CPU."
    ),
]
Seed = Annotated[int, typer.Option(min=0, help="Of the division of people into groups, for intervals.")]


def score(
    path: SetPath,
    embedding: Embedding = None,
    model: Model = None,
    groups: Groups = None,
    source: Source = None,
    align: AlignSet = None,
    out: Out = None,
    device: Device = "cpu",
    seed: Seed = 0,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Compare every image of a set with every other: mated and non-mated scores, exact thresholds, fairness.

    From nothing to a report: facegap score SET --align DETECTOR --model MODEL --groups images.gender --out DIR
    """
    import facegap

    result = facegap.score(
        path,
        embedding=embedding,
        model=model,
        groups=groups,
        source=source,
        align=align,
        device=device,
        seed=seed,
        workers=workers,
        progress=True,
        tell=echo,
    )
    typer.echo(result.to_json() if as_json else result.summary, nl=not as_json)
    if out:
        echo(f"report: {result.report(out).page}")
    exit_with(*result.runs)
