"""``facegap benchmark grade``: how right a submission to FRCSyn is."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import print_result
from facegap.cli.options import AsJson


def grade(
    comparisons: Annotated[
        Path, typer.Argument(metavar="COMPARISONS", help="FRCSyn's comparison file, with its labels.")
    ],
    submission: Annotated[Path, typer.Argument(metavar="SUBMISSION", help="A line `score,0|1` for each.")],
    real: Annotated[
        float | None,
        typer.Option(min=0, max=1, help="Average accuracy of a recognizer trained with real data, for the gap to it."),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Grade an FRCSyn submission by labels: accuracy of groups, AVG, SD, TO, AUC, EER, FNMR at FMR 1 %, GAP."""
    import facegap
    from facegap.report import to_plain

    measures = to_plain(facegap.grade(comparisons, submission, real=real))
    if not as_json:
        for name in ("accuracy", "summary"):
            measures[name] = [f"{part}: {value:.4f}" for part, value in measures[name].items()]
    print_result(measures, as_json=as_json)
