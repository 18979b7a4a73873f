"""``facegap select``: some images of a face set as a set of their own."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import AsJson, NewSet, ReplaceSet, SetName, SetPath, Workers

Where = Annotated[
    str | None,
    typer.Option(
        metavar="CONDITION",
        help="Images that meet it, such as \"Male == 1 and yaw < 30\": columns of any layer, numbers and 'texts', "
        "and, or, not, in. LAYER.COLUMN where several layers have the column.",
    ),
]
Ids = Annotated[Path | None, typer.Option(metavar="FILE", help="Images whose ids are in this file, one a line.")]
Identities = Annotated[int | None, typer.Option(min=1, help="So many people, drawn at random.")]
Images = Annotated[
    int | None, typer.Option(min=1, help="So many images of each, drawn at random; who has fewer is left out.")
]
Seed = Annotated[int, typer.Option(min=0, help="Of the draws.")]


def select(
    path: SetPath,
    out: NewSet,
    where: Where = None,
    ids: Ids = None,
    identities: Identities = None,
    images: Images = None,
    seed: Seed = 0,
    name: SetName = None,
    replace: ReplaceSet = False,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Make a face set of some images of another, bit for bit, with their layers.

    Options are combined: first the images that meet --where and are among --ids, then so many people with so many
    images each. facegap info tells where the new set comes from, facegap verify whether that is still the same.
    """
    import facegap

    made = facegap.select(
        path,
        out,
        where=where,
        ids=_read_ids(ids) if ids else None,
        identities=identities,
        images=images,
        seed=seed,
        name=name,
        replace=replace,
        workers=workers,
        progress=True,
        tell=echo,
    )
    facts = made.facts()
    print_result(facts if as_json else facts | {"left_behind": facts["left_behind"] or None}, as_json=as_json)
    exit_with(*made.runs)


def _read_ids(path: Path) -> list[str]:
    lines = path.read_text(encoding="utf-8").splitlines()
    return [line.strip() for line in lines if line.strip()]
