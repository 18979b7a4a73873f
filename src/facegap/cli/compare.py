"""``facegap compare``: what differs between a real and a synthetic set."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facegap.cli.console import AsJson, Workers, say

if TYPE_CHECKING:
    from facegap.compare import SetDescription
    from facegap.faceset import FaceSet


def compare(
    real: Annotated[Path, typer.Argument(help="The real set: a face set, or anything that can be imported.")],
    synthetic: Annotated[Path, typer.Argument(help="The synthetic set, likewise.")],
    out: Annotated[Path, typer.Option(metavar="DIR", help="Where report.html, results.json and PNGs go.")],
    embedding: Annotated[
        str | None,
        typer.Option(metavar="NAME", help="Embeddings to compare by; by default those that both sets have."),
    ] = None,
    model: Annotated[
        str | None, typer.Option(metavar="MODEL", help="Embed both sets with this network on the way.")
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
    """
    from facegap.cli.preparing import embedded, opened
    from facegap.compare import Comparison, compare_scores
    from facegap.matching import EmbeddedSet
    from facegap.report import findings, to_json, write_report

    sets = {
        "real": opened(real, kind="real", align=align, workers=workers),
        "synthetic": opened(synthetic, kind="synthetic", align=align, workers=workers),
    }
    if model:
        for faceset in sets.values():
            embedding, _ = embedded(faceset, model, name=embedding, workers=workers)
    name = embedding or _common_embedding(*sets.values())
    vectors = {side: EmbeddedSet.load(faceset, name) for side, faceset in sets.items()}
    comparison = Comparison(
        embedder=name,
        real=_described(sets["real"], vectors["real"].missing),
        synthetic=_described(sets["synthetic"], vectors["synthetic"].missing),
        scores=compare_scores(real=vectors["real"], synthetic=vectors["synthetic"], seed=seed),
    )
    report = write_report(comparison, real=sets["real"], synthetic=sets["synthetic"], folder=out)
    if as_json:
        typer.echo(to_json(comparison), nl=False)
    else:
        typer.echo("\n".join(findings(comparison)))
    say(f"report: {report.page}")


def _common_embedding(real: "FaceSet", synthetic: "FaceSet") -> str:
    from facegap.errors import FaceSetError

    has = [
        {layer.removeprefix("embeddings/") for layer in faceset.layers() if layer.startswith("embeddings/")}
        for faceset in (real, synthetic)
    ]
    common = has[0] & has[1]
    if len(common) == 1:
        return common.pop()
    listed = ", ".join(sorted(common)) or "none"
    msg = f"embeddings that both sets have: {listed}; " + (
        "choose one with --embedding" if common else "make them with `facegap embed`, or name a network with --model"
    )
    raise FaceSetError(msg)


def _described(faceset: "FaceSet", missing: int) -> "SetDescription":
    from facegap.compare import SetDescription
    from facegap.faceset import IMAGES

    return SetDescription(
        name=faceset.info.name,
        kind=faceset.info.kind,
        licence=faceset.info.licence,
        alignment=faceset.info.alignment,
        images=len(faceset),
        identities=faceset.identities(),
        without_image=faceset.layer(IMAGES).errors,
        missing=missing,
    )
