"""``facegap compare``: what differs between a real and synthetic sets."""

from pathlib import Path
from typing import Annotated, Literal

import typer

from facegap.base.errors import ConfigError
from facegap.cli.console import echo, exit_with, print_summary
from facegap.cli.of_each_set import identities, names
from facegap.cli.options import AlignSets, AsJson, Device, EmbedAllWith, ReportFolder, Workers

FAILED = 1

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
        help="Layer of attributes: truth, or what `facegap annotate` wrote; by default one that all sets have: "
        "mac-render, else another network's, else a table's, truth last.",
    ),
]
EmbeddingName = Annotated[
    str | None,
    typer.Option(
        "--embedding",
        metavar="NAME",
        help="Embeddings; by default some that all sets have: the first by name, face-render last.",
    ),
]
NoAttributes = Annotated[bool, typer.Option("--no-attributes", help="Leave attributes out.")]
NoEmbeddings = Annotated[bool, typer.Option("--no-embeddings", help="Leave embeddings out.")]
Name = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME|PATH=NAME",
        help="What pages call the sets: once for each set in their order, or PATH=NAME for one. Repeatable.",
    ),
]
Identity = Annotated[
    list[str] | None,
    typer.Option(
        metavar="WHICH|PATH=WHICH",
        help="For paths that are no face sets: source (folders and labels are people, the default), image (each image "
        "is a person of its own) or none (unknown); of all, or PATH=WHICH of one. Repeatable.",
    ),
]
FailIf = Annotated[
    list[str] | None,
    typer.Option(
        "--fail-if",
        metavar="CONDITION",
        help="Exit code 1 where this holds, or may hold as the number isn't known: 'kl_real_synthetic > 0.5', "
        "'abs(difference(Male)) > 10', 'precision < 80%', 'eer_synthetic.high > 5%'. Repeatable; docs/compare.md lists "
        "the numbers.",
    ),
]
ScoreDensity = Annotated[
    Literal["bins", "kernel"],
    typer.Option(
        help="KL of an annotator's scores: in bins of equal mass, where few people show no large values, or by kernel "
        "densities, as in the paper."
    ),
]
Pairs = Annotated[
    Literal["first", "all"],
    typer.Option(
        help="Of three sets or more, which pairs get a full report of their own: those with REAL (first), or every two "
        "(all)."
    ),
]
Seed = Annotated[
    int, typer.Option(help="Of what is drawn at random: people's weights and groups, for intervals; samples.")
]


def compare(
    real: Real,
    synthetic: Synthetic,
    out: ReportFolder,
    attributes: Attributes = None,
    embedding: EmbeddingName = None,
    no_attributes: NoAttributes = False,
    no_embeddings: NoEmbeddings = False,
    model: EmbedAllWith = None,
    align: AlignSets = None,
    identity: Identity = None,
    name: Name = None,
    fail_if: FailIf = None,
    score_density: ScoreDensity = "bins",
    pairs: Pairs = "first",
    seed: Seed = 0,
    device: Device = "cpu",
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Compare a real set with synthetic ones, both ways round, and write a report; with --fail-if a gate.

    Compared are the attributes and the embeddings that all sets have.

    From nothing to a report: facegap compare REAL SYNTHETIC --align DETECTOR --model MODEL --out DIR

    What rendered sets know of themselves: facegap compare A B --attributes truth --no-embeddings --out DIR
    """
    import facegap

    paths = [real, *synthetic]
    result = facegap.compare(
        real,
        *synthetic,
        attributes=_unless(no_attributes, attributes, option="--attributes"),
        embedding=_unless(no_embeddings, embedding, option="--embedding"),
        model=model,
        align=align,
        identity=identities(identity or [], paths),
        names=names(name or [], paths),
        fail_if=fail_if or (),
        score_density=score_density,
        pairs=pairs,
        seed=seed,
        device=device,
        workers=workers,
        progress=True,
        tell=echo,
    )
    echo("writing the report")
    report = result.report(out)
    if as_json:
        typer.echo(result.to_json(), nl=False)
    else:
        print_summary(result.summary)
    echo(f"report: {report.page}")
    for check in result.checks:
        echo(check.sentence)
    exit_with(*result.runs, code=0 if result.passed else FAILED)


def _unless(left_out: bool, name: str | None, *, option: str) -> str | Literal[False] | None:
    """The name of a layer, or False where it is left out.

    Raises:
        ConfigError: it is both named and left out.
    """
    if left_out and name is not None:
        msg = f"{option} {name} names what is to be left out; use one of the two options"
        raise ConfigError(msg)
    return False if left_out else name
