"""``facegap score``: all comparisons of a set, its error rates, and how fair they are to groups."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from facegap.cli.console import AsJson, SetPath, Workers, end, say


def score(
    path: SetPath,
    embedding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Embeddings to score; by default the only ones there are.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Embed the set with this network on the way.")
    ] = None,
    groups: Annotated[
        str | None,
        typer.Option(
            metavar="COLUMNS",
            help="For fairness: LAYER.COLUMN, such as truth.Black; several with commas; with bounds truth.age:30:60.",
        ),
    ] = None,
    source: Annotated[
        str | None,
        typer.Option(metavar="COLUMN", help="Column such as a video's id: images of one video aren't compared."),
    ] = None,
    align: Annotated[
        str | None, typer.Option(metavar="DETECTOR", help="For a path that is no face set: align its faces.")
    ] = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Where report.html, results.json, tables and PNGs go.")
    ] = None,
    device: Annotated[
        Literal["cpu", "cuda"], typer.Option(help="Where to compare; exact thresholds are found on the CPU.")
    ] = "cpu",
    seed: Annotated[int, typer.Option(min=0, help="Of the division of people into groups, for intervals.")] = 0,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Compare every image of a set with every other: mated and non-mated scores, exact thresholds, fairness.

    From nothing to a report: facegap score SET --align DETECTOR --model MODEL --groups images.gender --out DIR
    """
    from facegap.benchmark import score_faceset
    from facegap.cli.preparing import embedded, opened
    from facegap.matching import Embed, only_embedding
    from facegap.models import find_model
    from facegap.report import score_findings, to_json, write_score

    # Found first, so that a wrong name is told before a long import.
    stage = Embed(find_model(model, role="embedder"), embedding) if model else None
    found = opened(path, align=align, workers=workers)
    faceset = found.faceset
    runs = [found.imported]
    if stage:
        runs.append(embedded(faceset, stage, workers=workers))
    name = only_embedding(faceset, stage.layer.removeprefix("embeddings/") if stage else embedding)
    scored = score_faceset(faceset, name, groups=groups, source=source, device=device, seed=seed)
    if as_json:
        typer.echo(to_json(scored), nl=False)
    else:
        typer.echo("\n".join(score_findings(scored)))
    if out:
        say(f"report: {write_score(scored, folder=out).page}")
    end(*runs)
