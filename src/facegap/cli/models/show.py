"""``facegap models show``: a network's card."""

from typing import TYPE_CHECKING, Any

import typer

from facegap.cli.console import print_attributes, print_result
from facegap.cli.options import AsJson, ModelName

if TYPE_CHECKING:
    from facegap.models import AnnotatorCard


def show_model(name: ModelName, as_json: AsJson = False) -> None:
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
    facts["domains"] = [f"{each.domain}: {each.figure} ({each.data})" for each in card.domains] or None
    facts["download"] = card.download.url if card.download else None
    if card.annotator:
        facts |= _annotator_facts(card.annotator) | _domain_facts(card.sha256)
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


def _domain_facts(digest: str | None) -> dict[str, Any]:
    """What was measured of an annotator on each domain."""
    from facegap.models import find_sheets

    facts = {}
    for sheet in find_sheets(digest) if digest else ():
        calibrated = [f"calibrated on {sheet.calibration.data}"] if sheet.calibration else []
        validated = [f"validated on {validation.data}" for validation in sheet.validations]
        facts[f"on {sheet.domain}"] = [f"relied on: {', '.join(sheet.usable) or 'none'}", *calibrated, *validated]
    return facts


def _show_attributes(annotator: "AnnotatorCard") -> None:
    from facegap.models import MEASURES

    typer.echo("\nOn people that it never saw (– where nobody measured it):")
    columns = [measure.replace("_", " ") for measure in MEASURES]
    print_attributes(
        columns, {one.name: [getattr(one, measure) for measure in MEASURES] for one in annotator.attributes}
    )
