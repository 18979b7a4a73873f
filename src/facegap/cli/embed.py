"""``facegap embed``: aligned faces to embeddings."""

from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import AlignSet, AsJson, Device, MaxErrors, Replace, SetPath, Workers

Model = Annotated[
    str,
    typer.Option(
        metavar="MODEL", help="An embedder: a path, a name from `facegap models list`, or the folder of a training."
    ),
]
Name = Annotated[str | None, typer.Option(help="Name of the layer; by default that of the network.")]
Mirror = Annotated[bool, typer.Option(help="Add the embedding of the mirrored face.")]
Features = Annotated[
    bool,
    typer.Option(
        "--features", help="Take the layer before the embedding, NAME-features: for annotators, not for recognition."
    ),
]

People = Annotated[
    bool, typer.Option("--people", help="Add the layer people/NAME too: the mean embedding of each person.")
]


def embed(
    path: SetPath,
    model: Model = "face-render",
    align: AlignSet = None,
    name: Name = None,
    mirror: Mirror = True,
    features: Features = False,
    people: People = False,
    replace: Replace = False,
    device: Device = "cpu",
    workers: Workers = None,
    max_errors: MaxErrors = 0.01,
    as_json: AsJson = False,
) -> None:
    """Add the layer embeddings/NAME to a face set: one unit vector a face.

    The network's card says how faces must be aligned; others are refused. The default never saw a real person: it comes
    with facegap, is small, and tells photographs of people apart much less well than networks that did.
    """
    import facegap

    made = facegap.embed(
        path,
        model=model,
        align=align,
        name=name,
        mirror=mirror,
        features=features,
        people=people,
        replace=replace,
        device=device,
        workers=workers,
        max_errors=max_errors,
        progress=True,
        tell=echo,
    )
    print_result(made.facts(), as_json=as_json)
    exit_with(*made.runs)
