"""``facegap compare``: what differs between a real and synthetic sets."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import AsJson, Workers, end, say


def compare(
    real: Annotated[
        Path, typer.Argument(metavar="REAL", help="The real set: a face set, or anything that can be imported.")
    ],
    synthetic: Annotated[
        list[Path],
        typer.Argument(metavar="SYNTHETIC [MORE]...", help="One or more others, likewise; each is compared with REAL."),
    ],
    out: Annotated[
        Path, typer.Option(metavar="DIR", help="Where report.html, results.json, tables (CSV, LaTeX) and PNGs go.")
    ],
    embedding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Embeddings to compare by; by default those that all sets have."),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Embed all sets with this network on the way.")
    ] = None,
    attributes: Annotated[
        str | None,
        typer.Option(
            metavar="NAME",
            help="Compare the attributes of this layer: truth, or what `facegap annotate --name NAME` wrote; alone, "
            "embeddings aren't compared.",
        ),
    ] = None,
    align: Annotated[
        str | None,
        typer.Option(metavar="DETECTOR", help="For paths that are no face sets: align their faces on the way."),
    ] = None,
    seed: Annotated[
        int, typer.Option(help="Of what is drawn at random: people's weights and groups, for intervals; samples.")
    ] = 0,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Compare a real set with synthetic ones, both ways round, and write a report.

    From nothing to a report: facegap compare REAL SYNTHETIC --align DETECTOR --model MODEL --out DIR

    Without a network, what rendered sets know of themselves: facegap compare A B --attributes truth --out DIR

    Both: facegap compare REAL A B C --attributes NAME --embedding NAME --out DIR
    """
    from facegap.cli.preparing import embedded, opened
    from facegap.compare import ComparedSet, compare_sets
    from facegap.faceset import label_layer, labels_of
    from facegap.matching import Embed, common_embedding
    from facegap.models import find_model
    from facegap.report import findings, to_json, write_comparisons

    # Found first, so that a wrong name is told before a long import; so are labels, before a long embedding.
    stage = Embed(find_model(model, role="embedder"), embedding) if model else None
    found = [opened(real, kind="real", align=align, workers=workers)]
    found += [opened(path, kind="synthetic", align=align, workers=workers) for path in synthetic]
    facesets, runs = [one.faceset for one in found], [one.imported for one in found]
    layers = [label_layer(faceset, attributes) if attributes else None for faceset in facesets]
    for faceset, layer in zip(facesets, layers, strict=True):
        if layer:
            labels_of(faceset, layer)
    if stage:
        runs += [embedded(faceset, stage, workers=workers) for faceset in facesets]
    name = None
    if stage or embedding or not attributes:
        name = common_embedding(facesets, stage.layer.removeprefix("embeddings/") if stage else embedding)
    sets = [
        ComparedSet.load(faceset, labels=layer, embedding=name) for faceset, layer in zip(facesets, layers, strict=True)
    ]
    result = compare_sets(sets, labels=attributes, embedding=name, seed=seed, tell=say)
    report = write_comparisons(result, facesets=facesets, sets=sets, folder=out)
    if as_json:
        typer.echo(to_json(result), nl=False)
    else:
        for number, pair in enumerate(result.pairs):
            if len(result.pairs) > 1:
                typer.echo(f"{chr(10) if number else ''}{pair.real.name} and {pair.synthetic.name}:")
            typer.echo("\n".join(findings(pair)))
    say(f"report: {report.page}")
    end(*runs)
