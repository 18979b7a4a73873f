"""``facegap models``: networks, their cards and their licences."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import AsJson, say, show, told

app = typer.Typer(no_args_is_help=True, help="Networks: list their cards, show one, add a file, get a download.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a network's card.")]


@app.command("list")
@told
def list_models(as_json: AsJson = False) -> None:
    """List the networks that facegap knows, and which are on this machine."""
    from facegap.models import known_cards, stored_models

    stored = stored_models()
    cards = sorted(known_cards().values(), key=lambda card: (card.role, card.name))
    if as_json:
        show(
            {"models": [card.model_dump(mode="json") | {"here": card.name in stored} for card in cards]},
            as_json=True,
        )
        return
    for card in cards:
        here = "here" if card.name in stored else "can be got" if card.download else "by path"
        terms = card.licence if card.commercial_use else f"{card.licence}: not for commercial use"
        typer.echo(f"{card.name:<18} {card.role:<9} {here:<11} {card.summary}\n{'':<40} {terms}")


@app.command("show")
@told
def show_model(name: Name, as_json: AsJson = False) -> None:
    """Show a network's card: origin, licence, hash and input contract."""
    from facegap.models import known_card, stored_models

    card = known_card(name)
    stored = stored_models().get(name)
    facts = card.model_dump(mode="json") | {"path": str(stored[1]) if stored else None}
    if not as_json:
        contract = facts.pop("input")
        facts |= {f"input {key}": value for key, value in contract.items()}
        facts = {key: ", ".join(map(str, v)) if isinstance(v, list) else v for key, v in facts.items()}
        facts["download"] = card.download.url if card.download else None
    show(facts, as_json=as_json)


@app.command("add")
@told
def add(
    file: Annotated[Path, typer.Argument(metavar="FILE", exists=True, dir_okay=False, help="The network's file.")],
    card: Annotated[
        Path | None,
        typer.Option(help="Its card; by default the TOML beside the file, or the known one with its hash."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Copy a network into the store, so that it can be named, and record its hash."""
    from facegap.faceset import sha256
    from facegap.models import ModelCard, add_model, card_of

    recorded = add_model(file, ModelCard.from_toml(card) if card else card_of(file, sha256(file)))
    show({"added": recorded.name, "sha256": recorded.sha256}, as_json=as_json)


@app.command("get")
@told
def get(
    name: Name,
    accept: Annotated[bool, typer.Option("--accept-terms", help="Accept the terms without being asked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Download a network, after showing its licence and terms; a cut download goes on when it is run again."""
    from facegap.cli.transfer_bar import transfer_bar
    from facegap.models import download_of, find_model, get_model, known_card, stored_models

    card = known_card(name)
    if name in stored_models():
        here = find_model(name, role=card.role)
        show({"here": str(here.path), "sha256": here.sha256}, as_json=as_json)
        return
    say(f"{card.name}: {card.summary}\nfrom {download_of(card).url}")
    say(f"licence: {card.licence}\nterms: {card.terms}\ntrained on: {card.training_data}")
    if not card.commercial_use:
        say("NOT for commercial use.")
    if not accept:
        typer.confirm("Download it under these terms?", abort=True, err=True)
    known = card.sha256
    with transfer_bar(card.name) as advance:
        recorded = get_model(card, advance=advance)
    if known is None:
        say("nobody has published its SHA-256: it was recorded now and will be checked at every use")
    show({"got": recorded.name, "sha256": recorded.sha256}, as_json=as_json)
