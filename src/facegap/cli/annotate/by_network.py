"""The part of ``facegap annotate`` with a network: its answers as a layer."""

import math
from pathlib import Path
from typing import TYPE_CHECKING, Any

from facegap.cli.annotate.options import split
from facegap.cli.console import echo, exit_with, print_attributes, print_result

if TYPE_CHECKING:
    from facegap.estimates import Estimate
    from facegap.workflows.annotating import AnnotatedLayer


def annotate_by_network(
    path: Path,
    *,
    model: str | None,
    attributes: str | None,
    align: str | None,
    device: str | None,
    domain: str | None,
    out: Path | None,
    as_json: bool,
    **layer: Any,
) -> None:
    """Run the network, write the page if one is wanted, and print the shares of its answers.

    ``layer`` holds the keywords of ``facegap.annotate`` that are taken as they are.
    """
    import facegap

    made = facegap.annotate(
        path, model=model, attributes=split(attributes), align=align, device=device or "cpu", domain=domain, **layer
    )
    page = {"report": str(made.report(out).page)} if out else {}
    _print_answers(made, page, as_json=as_json)
    exit_with(*made.runs)


def _print_answers(made: "AnnotatedLayer", page: dict[str, str], *, as_json: bool) -> None:
    facts, never = made.run_facts() | page, made.never_answered
    if as_json:
        print_result(made.facts() | page, as_json=True)
        return
    print_result(facts | {"never_answered": ", ".join(never) or None}, as_json=False)
    by_scores = made.shares_by_scores
    shares = {
        f"{name}{'' if name in made.validated else ' ?'}": [
            *(
                "never" if label in made.sides_never_given(name) else None if math.isnan(share) else f"{share:.1%}"
                for label, share in each.items()
            ),
            _interval(by_scores.get(name)),
        ]
        for name, each in made.shares.items()
    }
    print_attributes(("positive", "negative", "undefined", "by scores"), shares)
    if any(made.sides_never_given(name) for name in made.attributes):
        echo("never: a label that the network never gives, so that labels don't tell how frequent the attribute is")
    if len(made.validated) < len(made.attributes):
        echo(f"? not validated on such images ({made.domain}): may be wrong in either direction")


def _interval(share: "Estimate | None") -> str | None:
    """A share with its interval, in per cent."""
    if share is None or math.isnan(share.low):
        return None
    return f"{share.value:.0%} [{share.low:.0%}, {share.high:.0%}]"
