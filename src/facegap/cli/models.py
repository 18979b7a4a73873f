"""``facegap models``: networks, their cards and their licenses."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from facegap.cli.console import echo, handle_errors, print_result
from facegap.cli.options import AsJson

if TYPE_CHECKING:
    from facegap.models import AnnotatorCard

app = typer.Typer(no_args_is_help=True, help="Networks: list their cards, show one, add a file, get a download.")

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of a network's card.")]


@app.command("list")
@handle_errors
def list_models(as_json: AsJson = False) -> None:
    """List the networks that facegap knows, and which are on this machine."""
    from facegap.models import file_of, known_cards

    cards = sorted(known_cards().values(), key=lambda card: (card.role, card.name))
    here = {card.name: file_of(card) is not None for card in cards}
    if as_json:
        print_result(
            {"models": [card.model_dump(mode="json") | {"here": here[card.name]} for card in cards]}, as_json=True
        )
        return
    for card in cards:
        place = "here" if here[card.name] else "can be got" if card.download else "by path"
        terms = card.license if card.commercial_use else f"{card.license}: not for commercial use"
        typer.echo(f"{card.name:<18} {card.role:<9} {place:<11} {card.summary}\n{'':<40} {terms}")


@app.command("show")
@handle_errors
def show_model(name: Name, as_json: AsJson = False) -> None:
    """Show a network's card: origin, license, hash, what it takes and, of an annotator, how good its answers are."""
    from facegap.models import file_of, known_card

    card = known_card(name)
    path = file_of(card)
    facts = card.model_dump(mode="json") | {"path": str(path) if path else None}
    if as_json:
        print_result(facts, as_json=True)
        return
    for table in ("input", "embeddings", "annotator"):
        content = facts.pop(table) or {}
        facts |= {f"{table} {key}": value for key, value in content.items()}
    facts = {key: ", ".join(map(str, v)) if isinstance(v, list) else v for key, v in facts.items()}
    facts["download"] = card.download.url if card.download else None
    if card.annotator:
        facts |= _annotator_facts(card.annotator)
        del facts["annotator attributes"]
    print_result(facts, as_json=False)
    if card.annotator:
        _show_attributes(card.annotator)


def _annotator_facts(annotator: "AnnotatorCard") -> dict[str, Any]:
    """What takes words of its own."""
    families = [
        ", ".join(family.members) + (" (one of them)" if family.exhaustive else "") for family in annotator.families
    ]
    return {
        "annotator families": families or None,
        "annotator limits": list(annotator.limits) or None,
        "never answered": ", ".join(annotator.never_answered) or None,
    }


def _show_attributes(annotator: "AnnotatorCard") -> None:
    from facegap.cli.attribute_table import print_attributes
    from facegap.models import MEASURES

    typer.echo("\nOn people that it never saw (– where nobody measured it):")
    columns = [measure.replace("_", "\n") for measure in MEASURES]
    print_attributes(
        columns, {one.name: [getattr(one, measure) for measure in MEASURES] for one in annotator.attributes}
    )


@app.command("add")
@handle_errors
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
    print_result({"added": recorded.name, "sha256": recorded.sha256}, as_json=as_json)


@app.command("get")
@handle_errors
def get(
    name: Name,
    accept: Annotated[bool, typer.Option("--accept-terms", help="Accept the terms without being asked.")] = False,
    as_json: AsJson = False,
) -> None:
    """Download a network, after showing its license and terms; a cut download goes on when it is run again."""
    from facegap.cli.transfer_bar import transfer_bar
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
    with transfer_bar(card.name) as advance:
        recorded = get_model(card, advance=advance)
    if known is None:
        echo("nobody has published its SHA-256: it was recorded now and will be checked at every use")
    print_result({"got": recorded.name, "sha256": recorded.sha256}, as_json=as_json)
