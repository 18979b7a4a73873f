"""The part of ``facegap annotate`` with a network: its answers as a layer."""

from pathlib import Path
from typing import TYPE_CHECKING, Any

from facegap.cli.annotate.options import split
from facegap.cli.console import exit_with, print_attributes, print_result

if TYPE_CHECKING:
    from facegap.workflows.annotating import AnnotatedLayer


def annotate_by_network(
    path: Path,
    *,
    model: str | None,
    attributes: str | None,
    align: str | None,
    device: str | None,
    out: Path | None,
    as_json: bool,
    **layer: Any,
) -> None:
    """Run the network, write the page if one is wanted, and print the shares of its answers.

    ``layer`` holds the keywords of ``facegap.annotate`` that are taken as they are.
    """
    import facegap

    made = facegap.annotate(
        path, model=model, attributes=split(attributes), align=align, device=device or "cpu", **layer
    )
    page = {"report": str(made.report(out).page)} if out else {}
    _print_answers(made, page, as_json=as_json)
    exit_with(*made.runs)


def _print_answers(made: "AnnotatedLayer", page: dict[str, str], *, as_json: bool) -> None:
    facts, never = made.run_facts() | page, made.never_answered
    if as_json:
        print_result(facts | {"attributes": made.shares, "never_answered": never}, as_json=True)
        return
    print_result(facts | {"never_answered": ", ".join(never) or None}, as_json=False)
    shares = {
        name: [None if share is None else f"{share:.1%}" for share in each.values()]
        for name, each in made.shares.items()
    }
    print_attributes(("positive", "negative", "undefined"), shares)
