"""``facegap audit``: do synthetic people resemble real ones? A gate with a report."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_summary
from facegap.cli.options import AlignSets, AsJson, Device, Workers

FAILED = 1

Synthetic = Annotated[
    Path,
    typer.Argument(metavar="SYNTHETIC", help="The set to audit: a face set, or anything that can be imported."),
]
Against = Annotated[
    list[Path],
    typer.Option(metavar="REAL", help="A set of real people that it must not show, likewise; repeatable."),
]
Out = Annotated[Path, typer.Option(metavar="DIR", help="Where report.html, results.json and PNGs go.")]
MaxShare = Annotated[float, typer.Option(min=0, max=1, help="Share of synthetic people who may resemble real ones.")]
Fmr = Annotated[
    float | None,
    typer.Option(
        metavar="RATE",
        help="False match rate of the thresholds; by default so low that at most 5 % of those found are chance.",
    ),
]
Embeddings = Annotated[
    list[str] | None,
    typer.Option(
        "--embedding",
        metavar="NAME",
        help="Embeddings to use; by default all that all sets have. Repeatable: several networks give a range.",
    ),
]
Models = Annotated[
    list[str] | None,
    typer.Option("--model", metavar="MODEL", help="Embed all sets with this network on the way; repeatable."),
]
Groups = Annotated[
    list[str] | None,
    typer.Option(
        metavar="COLUMNS",
        help="Demographic groups, for thresholds by group: LAYER.COLUMN, such as images.race, or labels of which one "
        "is positive, truth.Asian+White+Black. Once for all sets, or once for each, SYNTHETIC first.",
    ),
]
Seed = Annotated[int, typer.Option(help="Of the division of people into groups, for intervals.")]


def audit(
    synthetic: Synthetic,
    against: Against,
    out: Out,
    embedding: Embeddings = None,
    model: Models = None,
    align: AlignSets = None,
    groups: Groups = None,
    max_share: MaxShare = 0.0,
    fmr: Fmr = None,
    seed: Seed = 0,
    device: Device = "cpu",
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Search synthetic people who resemble real ones, and write a report; exit code 1 if there are.

    Two networks are better than one: what one takes for one person is its judgment.

    From nothing to a verdict: facegap audit SYNTHETIC --against REAL --align DETECTOR --model MODEL --out DIR
    """
    import facegap

    result = facegap.audit(
        synthetic,
        against=against,
        embedding=embedding,
        model=model,
        align=align,
        groups=groups,
        max_share=max_share,
        fmr=fmr,
        seed=seed,
        device=device,
        workers=workers,
        progress=True,
        tell=echo,
    )
    report = result.report(out)
    if as_json:
        typer.echo(result.to_json(), nl=False)
    else:
        print_summary(result.summary)
    echo(f"report: {report.page}")
    exit_with(*result.runs, code=0 if result.passed else FAILED)
