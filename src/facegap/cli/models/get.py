"""``facegap models get``: a network from where its authors have it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from facegap.cli.console import echo, print_result
from facegap.cli.options import AsJson, ModelName


def get(
    name: ModelName,
    accept: Annotated[bool, typer.Option("--accept-terms", help="Accept the terms without being asked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Download a network, after showing its license and terms; a cut download goes on when it is run again."""
    from facegap.models import download_of, file_of, find_model, get_model, known_card

    card = known_card(name)
    if file_of(card):
        here = find_model(name, role=card.role)
        print_result({"here": str(here.path), "sha256": here.sha256}, as_json=as_json)
        return
    echo(f"{card.name}: {card.summary}\nfrom {download_of(card).url}")
    echo(f"license: {card.license}\nterms: {card.terms}\ntrained on: {card.training_data}")
    if not card.commercial_use:
        echo("NOT for commercial use.")
    if not accept:
        typer.confirm("Download it under these terms?", abort=True, err=True)
    known = card.sha256
    with _transfer_bar(card.name) as advance:
        recorded = get_model(card, advance=advance)
    if known is None:
        echo("nobody has published its SHA-256: it was recorded now and will be checked at every use")
    print_result({"got": recorded.name, "sha256": recorded.sha256}, as_json=as_json)


@contextmanager
def _transfer_bar(what: str) -> Iterator[Callable[[int, int | None], None]]:
    """Show on standard error how far a download is; yield what is told of the bytes there and of the whole size."""
    from rich import progress
    from rich.console import Console

    columns = (
        progress.TextColumn(what),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=Console(stderr=True)) as bar:
        task = bar.add_task(what, total=None)
        yield lambda have, total: bar.update(task, completed=have, total=total)
