"""``facegap embed``: aligned faces to embeddings."""

from typing import Annotated

import typer

from facegap.cli.console import AsJson, MaxErrors, SetPath, Workers, end, run_facts, show


def embed(
    path: SetPath,
    model: Annotated[
        str,
        typer.Option(
            metavar="MODEL",
            help="An embedder: a path, a name from `facegap models list`, or the folder of a training.",
        ),
    ] = "face-render",
    align: Annotated[
        str | None, typer.Option(metavar="DETECTOR", help="For a path that is no face set: align its faces.")
    ] = None,
    name: Annotated[str | None, typer.Option(help="Name of the layer; by default that of the network.")] = None,
    mirror: Annotated[bool, typer.Option(help="Add the embedding of the mirrored face.")] = True,
    features: Annotated[
        bool,
        typer.Option(
            "--features",
            help="Take the layer before the embedding, NAME-features: for annotators, not for recognition.",
        ),
    ] = False,
    replace: Annotated[bool, typer.Option("--replace", help="Replace a layer of that name made another way.")] = False,
    workers: Workers = None,
    max_errors: MaxErrors = 0.01,
    as_json: AsJson = False,
) -> None:
    """Add the layer embeddings/NAME to a face set: one unit vector a face.

    The network's card says how faces must be aligned; others are refused. The default never saw a real person: it comes
    with facegap, is small, and tells photographs of people apart much less well than networks that did.
    """
    from facegap.cli.preparing import embedded, opened
    from facegap.matching import Embed
    from facegap.models import find_model

    # Found first, so that a wrong name is told before a long import.
    stage = Embed(find_model(model, role="embedder"), name, mirror, features)
    found = opened(path, align=align, workers=workers)
    summary = embedded(found.faceset, stage, workers=workers, replace=replace, max_errors=max_errors)
    show({"layer": stage.layer, "model": stage.model.card.summary, **run_facts(summary)}, as_json=as_json)
    end(found.imported, summary)
