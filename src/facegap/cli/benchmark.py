"""``facegap benchmark``: recognizers on protocols, to one table; the protocols that there are; FRCSyn's submissions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facegap.cli.benchmark_options import Aligned, Data, Detector, DrawSeed, Models, Out, Protocols
from facegap.cli.console import echo, exit_with, handle_errors, print_result
from facegap.cli.default_command import DEFAULT, DefaultCommandGroup
from facegap.cli.options import AsJson, Device, Workers

if TYPE_CHECKING:
    from facegap.report import Table

app = typer.Typer(
    cls=DefaultCommandGroup,
    no_args_is_help=True,
    help="Measure recognizers on protocols: error rates with intervals, fairness, identification.",
)


@app.command(DEFAULT)
@handle_errors
def benchmark(
    model: Models,
    protocol: Protocols,
    data: Data,
    align: Detector = "yunet",
    aligned: Aligned = None,
    out: Out = None,
    seed: DrawSeed = 0,
    device: Device = "cpu",
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Measure recognizers on protocols, from the photographs on.

    Faces are found, aligned and embedded once and kept in the cache; a second run only measures.
    """
    import facegap
    from facegap.base.errors import ConfigError

    if len(protocol) != len(data):
        msg = (
            f"{len(protocol)} of --protocol and {len(data)} of --data; each protocol needs its data, in the same order"
        )
        raise ConfigError(msg)
    result = facegap.benchmark(
        model,
        list(zip(protocol, data, strict=True)),
        align=align,
        aligned=aligned,
        seed=seed,
        device=device,
        workers=workers,
        progress=True,
        tell=echo,
    )
    if as_json:
        typer.echo(result.to_json(), nl=False)
    else:
        for table in result.report_tables().values():
            _print(table)
        typer.echo(result.summary)
    if out:
        echo(f"report: {result.report(out).page}")
    exit_with(*result.runs)


def _print(table: "Table") -> None:
    """The numbers without their intervals, so that a row fits a terminal."""
    from rich import box
    from rich.console import Console
    from rich.table import Table as Grid
    from rich.text import Text

    from facegap.report import to_text

    grid = Grid(box=box.SIMPLE_HEAD, pad_edge=False, caption="rates are in per cent", caption_justify="left")
    grid.add_column(table.corner, no_wrap=True)
    for column in table.columns:
        grid.add_column(column.name, justify="right")
    for name, cells in table.rows:
        numbers = [to_text(cell, column).partition(" [")[0] for cell, column in zip(cells, table.columns, strict=True)]
        grid.add_row(Text(name), *numbers)
    Console().print(grid)


@app.command("protocols")
@handle_errors
def list_protocols(as_json: AsJson = False) -> None:
    """List the protocols that are known, and which files each looks for."""
    from facegap.benchmark import known_protocols

    protocols = {name: f"{kind.summary}\n{kind.layout}" for name, kind in sorted(known_protocols.items())}
    print_result(protocols, as_json=as_json)


@app.command("submit")
@handle_errors
def submit(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="FRCSyn's comparison files and their images.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write a submission for each file into.")],
    model: Annotated[str, typer.Option(metavar="MODEL", help="The recognizer that decides.")],
    threshold: Annotated[float, typer.Option(min=-1, max=1, help="Scores at or above it are decided as mated.")],
    align: Detector = "yunet",
    aligned: Aligned = None,
    device: Device = "cpu",
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Write FRCSyn submissions, a line `score,0|1` for each comparison; no labels are needed.

    Take the threshold from a benchmark with labels, never from the one that is submitted to.
    """
    import facegap

    written = facegap.submit(
        data,
        out,
        model=model,
        threshold=threshold,
        align=align,
        aligned=aligned,
        device=device,
        workers=workers,
        progress=True,
    )
    print_result(written.facts(), as_json=as_json)
    exit_with(*written.runs)


@app.command("grade")
@handle_errors
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
