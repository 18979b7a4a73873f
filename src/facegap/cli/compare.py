"""``facegap compare``: what differs between a real and a synthetic set."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import AsJson, Workers, end, say


def compare(
    real: Annotated[
        Path, typer.Argument(metavar="REAL", help="The real set: a face set, or anything that can be imported.")
    ],
    synthetic: Annotated[Path, typer.Argument(metavar="SYNTHETIC", help="The synthetic set, likewise.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where report.html, results.json and PNGs go.")],
    embedding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Embeddings to compare by; by default those that both sets have."),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Embed both sets with this network on the way.")
    ] = None,
    attributes: Annotated[
        str | None,
        typer.Option(
            metavar="LAYER",
            help="Compare the attributes labelled in this layer, such as truth; alone, embeddings aren't compared.",
        ),
    ] = None,
    align: Annotated[
        str | None,
        typer.Option(metavar="DETECTOR", help="For paths that are no face sets: align their faces on the way."),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the division of people into groups, for intervals.")] = 0,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Compare a real and a synthetic set, and write a report.

    From nothing to a report: facegap compare REAL SYNTHETIC --align DETECTOR --model MODEL --out DIR

    Without a network, what rendered sets know of themselves: facegap compare A B --attributes truth --out DIR
    """
    from facegap.cli.preparing import embedded, opened
    from facegap.compare import Comparison, LabelledSet, SetDescription, compare_attributes, compare_scores
    from facegap.matching import Embed, EmbeddedSet, common_embedding
    from facegap.models import find_model
    from facegap.report import findings, to_json, write_report

    # Found first, so that a wrong name is told before a long import; so are labels, before a long embedding.
    stage = Embed(find_model(model, role="embedder"), embedding) if model else None
    p = opened(real, kind="real", align=align, workers=workers)
    q = opened(synthetic, kind="synthetic", align=align, workers=workers)
    runs = [p.imported, q.imported]
    compared = None
    if attributes:
        labels_p, labels_q = LabelledSet.load(p.faceset, attributes), LabelledSet.load(q.faceset, attributes)
        compared = compare_attributes(real=labels_p, synthetic=labels_q, seed=seed)
    if stage:
        runs += [embedded(found.faceset, stage, workers=workers) for found in (p, q)]
    name = scores = vectors_p = vectors_q = None
    if stage or embedding or not attributes:
        name = common_embedding(p.faceset, q.faceset, stage.layer.removeprefix("embeddings/") if stage else embedding)
        vectors_p, vectors_q = EmbeddedSet.load(p.faceset, name), EmbeddedSet.load(q.faceset, name)
        scores = compare_scores(real=vectors_p, synthetic=vectors_q, seed=seed)
    comparison = Comparison(
        embedder=name,
        real=SetDescription.of(p.faceset, missing=vectors_p.missing if vectors_p else None),
        synthetic=SetDescription.of(q.faceset, missing=vectors_q.missing if vectors_q else None),
        scores=scores,
        attributes=compared,
    )
    report = write_report(comparison, real=p.faceset, synthetic=q.faceset, folder=out)
    if as_json:
        typer.echo(to_json(comparison), nl=False)
    else:
        typer.echo("\n".join(findings(comparison)))
    say(f"report: {report.page}")
    end(*runs)
