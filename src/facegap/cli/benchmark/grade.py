"""``facegap benchmark grade``: how right a submission to FRCSyn is."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import print_result, print_table
from facegap.cli.options import AsJson


def grade(
    comparisons: Annotated[
        Path, typer.Argument(metavar="COMPARISONS", help="FRCSyn's comparison file, with its labels.")
    ],
    submission: Annotated[Path, typer.Argument(metavar="SUBMISSION", help="A line `score,0|1` for each.")],
    real: Annotated[
        float | None,
        typer.Option(
            min=0,
            max=100,
            metavar="PERCENT",
            help="Average accuracy of a recognizer trained with real data, for the gap to it: 94.62, or 0.9462.",
        ),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Grade an FRCSyn submission by labels: accuracy of groups, AVG, SD, TO, AUC, EER, FNMR at FMR 1 %, GAP.

    Rates are printed in per cent; with --json they are shares from 0 to 1, but for gap_percent.
    """
    import facegap
    from facegap.report import grade_table, to_plain

    share = real / 100 if real is not None and real > 1 else real  # no recognizer is right in 1 % of pairs
    graded = facegap.grade(comparisons, submission, real=share)
    if as_json:
        print_result(to_plain(graded), as_json=True)
        return
    print_table(grade_table(graded))
    rates = {"AUC": graded.auc, "EER": graded.eer, "FNMR at FMR 1 %": graded.fnmr}
    measures: dict[str, str | int | None] = {"pairs": graded.pairs, "without a score": graded.without_score}
    measures |= {name: None if rate is None else f"{100 * rate:.2f} %" for name, rate in rates.items()}
    if share is not None and graded.gap_percent is not None:
        measures[f"GAP to {100 * share:.2f} %"] = f"{graded.gap_percent:.2f} %"
    print_result(measures, as_json=False)
