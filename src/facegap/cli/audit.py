"""``facegap audit``: do synthetic people resemble real ones? A gate with a report."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facegap.cli.console import AsJson, Workers, end, say

if TYPE_CHECKING:
    from facegap.faceset import FaceSet

FAILED = 1


def audit(
    synthetic: Annotated[
        Path,
        typer.Argument(metavar="SYNTHETIC", help="The set to audit: a face set, or anything that can be imported."),
    ],
    against: Annotated[
        list[Path],
        typer.Option(metavar="REAL", help="A set of real people that it must not show, likewise; repeatable."),
    ],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where report.html, results.json and PNGs go.")],
    embedding: Annotated[
        str | None, typer.Option(metavar="NAME", help="Embeddings to use; by default those that all sets have.")
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Embed all sets with this network on the way.")
    ] = None,
    align: Annotated[
        str | None,
        typer.Option(metavar="DETECTOR", help="For paths that are no face sets: align their faces on the way."),
    ] = None,
    max_share: Annotated[
        float, typer.Option(min=0, max=1, help="Share of synthetic people who may resemble real ones.")
    ] = 0.0,
    fmr: Annotated[
        float | None,
        typer.Option(
            metavar="RATE",
            help="False match rate of the thresholds; by default so low that at most 5 % of those found are chance.",
        ),
    ] = None,
    seed: Annotated[int, typer.Option(help="Of the division of people into groups, for intervals.")] = 0,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Search synthetic people who resemble real ones, and write a report; exit code 1 if there are.

    From nothing to a verdict: facegap audit SYNTHETIC --against REAL --align DETECTOR --model MODEL --out DIR
    """
    from facegap.base.errors import ConfigError
    from facegap.benchmark.leakage import NamedEmbeddings, audit_set
    from facegap.cli.preparing import embedded, opened
    from facegap.matching import Embed, common_embedding
    from facegap.models import find_model
    from facegap.report import audit_findings, to_json, write_audit

    if fmr is not None and not 0 < fmr < 1:
        msg = f"--fmr {fmr}: a false match rate lies between 0 and 1, such as 1e-6"
        raise ConfigError(msg)
    # Found first, so that a wrong name is told before a long import.
    stage = Embed(find_model(model, role="embedder"), embedding) if model else None
    found = [opened(synthetic, kind="synthetic", align=align, workers=workers)]
    found += [opened(path, kind="real", align=align, workers=workers) for path in against]
    runs = [one.imported for one in found]
    facesets = _named([one.faceset for one in found])
    if stage:
        runs += [embedded(faceset, stage, workers=workers) for faceset in facesets.values()]
    asked = stage.layer.removeprefix("embeddings/") if stage else embedding
    name = common_embedding(list(facesets.values()), asked)
    sets = [NamedEmbeddings.load(faceset, name, name=called) for called, faceset in facesets.items()]
    result = audit_set(synthetic=sets[0], references=sets[1:], embedder=name, max_share=max_share, fmr=fmr, seed=seed)
    report = write_audit(result, facesets=facesets, folder=out)
    if as_json:
        typer.echo(to_json({"passed": result.passed, "audit": result}), nl=False)
    else:
        typer.echo("\n".join(audit_findings(result)))
    say(f"report: {report.page}")
    end(*runs, code=0 if result.passed else FAILED)


def _named(facesets: "list[FaceSet]") -> "dict[str, FaceSet]":
    """The sets by their names, with a number where two have one name."""
    named: dict[str, FaceSet] = {}
    for faceset in facesets:
        name, number = faceset.info.name, 2
        while name in named:
            name, number = f"{faceset.info.name} ({number})", number + 1
        named[name] = faceset
    return named
