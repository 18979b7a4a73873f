"""The part of ``facegap annotate`` that measures a network on labeled faces."""

from pathlib import Path

from facegap.cli.console import echo, exit_with, print_attributes, print_result

_COLUMNS = ("AUROC", "balanced", "yes right", "no right", "labeled", "share ±")


def measure_network(
    path: Path,
    labels: str,
    *,
    calibrate: bool,
    model: str | None,
    align: str | None,
    device: str | None,
    domain: str | None,
    groups: str | None,
    data: str | None,
    sheet: Path | None,
    seed: int | None,
    as_json: bool,
) -> None:
    """Measure the network, write its sheet, and print how right it is."""
    import facegap

    measured = facegap.validate_annotator(
        path,
        labels=labels,
        model=model,
        calibrate=calibrate,
        domain=domain,
        groups=groups,
        data=data,
        align=align,
        out=sheet,
        seed=seed or 0,
        device=device or "cpu",
        progress=True,
        tell=echo,
    )
    facts = measured.facts()
    if as_json:
        print_result(facts, as_json=True)
    else:
        relied_on = ", ".join(facts.pop("relied_on")) or "none"
        facts["calibrated"] = ", ".join(facts["calibrated"]) or None
        del facts["attributes"]
        print_result(facts | {"relied_on": relied_on}, as_json=False)
        rows = {
            name: [None if value is None else f"{value:.3f}" for value in values]
            for name, values in measured.table().items()
        }
        print_attributes(_COLUMNS, rows)
    exit_with(*measured.runs)
