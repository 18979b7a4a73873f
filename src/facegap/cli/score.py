"""``facegap score``: all comparisons of a set, its error rates, and how fair they are to groups; given scores."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_summary, print_table
from facegap.cli.options import AlignSet, AsJson, Workers

SetToScore = Annotated[
    Path | None, typer.Argument(metavar="SET", help="A face set, or any data set that `facegap import` takes.")
]
Scores = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE",
        help="Instead of a set, scores that you have: a CSV file with the columns score and mated (1 or 0) and, if "
        "known, image1, image2, person1, person2, fold, group; or two columns without a header; or a submission to "
        "FRCSyn.",
    ),
]
Comparisons = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="With --scores: FRCSyn's comparison file with labels, which a submission answers."
    ),
]

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
    path: SetToScore = None,
    scores: Scores = None,
    comparisons: Comparisons = None,
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

    Of scores that you have: facegap score --scores FILE gives EER, AUC, d′, Fisher ratio and FNMR with intervals.
    """
    import facegap
    from facegap.base.errors import ConfigError

    if scores is not None:
        of_sets = {
            "SET": path, "--embedding": embedding, "--model": model, "--groups": groups, "--source": source,
            "--align": align, "--workers": workers,
        }  # fmt: skip
        given = [name for name, value in of_sets.items() if value is not None]
        if given:
            msg = f"{', '.join(given)} with --scores: the scores are there already; leave out one or the other"
            raise ConfigError(msg)
        measured = facegap.measure_scores(scores, comparisons=comparisons, seed=seed)
        if as_json:
            typer.echo(measured.to_json(), nl=False)
        else:
            for table in measured.report_tables().values():
                print_table(table)
            typer.echo(measured.summary)
        if out:
            echo(f"report: {measured.report(out).page}")
        return
    if path is None or comparisons is not None:
        msg = "name a face set to score, as in facegap score SET, or scores that you have, as in --scores FILE"
        raise ConfigError(msg)
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
    if as_json:
        typer.echo(result.to_json(), nl=False)
    else:
        print_summary(result.summary)
    if out:
        echo(f"report: {result.report(out).page}")
    exit_with(*result.runs)
