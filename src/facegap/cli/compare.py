"""``facegap compare``: what differs between a real and synthetic sets."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with
from facegap.cli.options import AlignSets, AsJson, Device, EmbedAllWith, Embedding, ReportFolder, Workers

Real = Annotated[
    Path, typer.Argument(metavar="REAL", help="The real set: a face set, or anything that can be imported.")
]
Synthetic = Annotated[
    list[Path],
    typer.Argument(metavar="SYNTHETIC [MORE]...", help="One or more others, likewise; each is compared with REAL."),
]
Attributes = Annotated[
    str | None,
    typer.Option(
        metavar="NAME",
        help="Compare the attributes of this layer: truth, or what `facegap annotate --name NAME` wrote; alone, "
        "embeddings aren't compared.",
    ),
]
Seed = Annotated[
    int, typer.Option(help="Of what is drawn at random: people's weights and groups, for intervals; samples.")
]


def compare(
    real: Real,
    synthetic: Synthetic,
    out: ReportFolder,
    embedding: Embedding = None,
    model: EmbedAllWith = None,
    attributes: Attributes = None,
    align: AlignSets = None,
    seed: Seed = 0,
    device: Device = "cpu",
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Compare a real set with synthetic ones, both ways round, and write a report.

    From nothing to a report: facegap compare REAL SYNTHETIC --align DETECTOR --model MODEL --out DIR

    Without a network, what rendered sets know of themselves: facegap compare A B --attributes truth --out DIR

    Both: facegap compare REAL A B C --attributes NAME --embedding NAME --out DIR
    """
    import facegap

    result = facegap.compare(
        real,
        *synthetic,
        attributes=attributes,
        embedding=embedding,
        model=model,
        align=align,
        seed=seed,
        device=device,
        workers=workers,
        progress=True,
        tell=echo,
    )
    report = result.report(out)
    typer.echo(result.to_json() if as_json else result.summary, nl=not as_json)
    echo(f"report: {report.page}")
    exit_with(*result.runs)
