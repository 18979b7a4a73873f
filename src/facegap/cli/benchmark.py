"""``facegap benchmark``: recognizers on protocols, to one table; the protocols that there are; FRCSyn's submissions."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from facegap.cli.console import AsJson, Workers, end, say, show, told
from facegap.cli.default_command import DEFAULT, DefaultCommandGroup

if TYPE_CHECKING:
    from facegap.report import Table

app = typer.Typer(
    cls=DefaultCommandGroup,
    no_args_is_help=True,
    help="Measure recognizers on protocols: error rates with intervals, fairness, identification.",
)

Models = Annotated[
    list[str],
    typer.Option(
        "--model",
        metavar="MODEL",
        help="A recognizer: a path, a name from `facegap models list`, or the folder of a training; repeatable.",
    ),
]
Detector = Annotated[
    str,
    typer.Option(
        "--align",
        metavar="DETECTOR",
        help="Finds the faces of protocols that come as photographs; looked for beside MODEL too.",
    ),
]

Aligned = Annotated[
    str | None, typer.Option(metavar="TEMPLATE", help="Say that the images already are crops, such as arcface-112.")
]


@app.command(DEFAULT)
@told
def benchmark(
    model: Models,
    protocol: Annotated[
        list[str],
        typer.Option(metavar="NAME", help="Such as lfw; `facegap benchmark protocols` lists them; repeatable."),
    ],
    data: Annotated[
        list[Path],
        typer.Option(metavar="PATH", help="Folder or file of the protocol's data; as often as --protocol."),
    ],
    align: Detector = "yunet",
    aligned: Aligned = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Where report.html, results.json, PNGs and the tables as CSV and LaTeX go."),
    ] = None,
    seed: Annotated[int, typer.Option(min=0, help="Of the draws of people, for intervals.")] = 0,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Measure recognizers on protocols, from the photographs on.

    Faces are found, aligned and embedded once and kept in the cache; a second run only measures.
    """
    from facegap.benchmark import evaluate_protocol, name_protocols
    from facegap.cli.protocol_faces import embed_for, images_of, named_models, opened_protocols, runs_of
    from facegap.report import benchmark_findings, benchmark_tables, to_json, write_benchmark

    models = named_models(model)
    named_protocols = name_protocols(opened_protocols(protocol, data))  # before long imports
    trained = runs_of(models)
    results, runs = [], []
    for each in named_protocols:
        say(f"{each.name}: {each.protocol.data}")
        faces = images_of(each.protocol, models, detector=align, aligned=aligned, workers=workers)
        layers, embedded = embed_for(faces.faceset, models, workers=workers)
        runs += [faces.imported, *embedded]
        results.append(
            evaluate_protocol(each.protocol, each.tasks, faces.faceset, layers=layers, seed=seed, name=each.name)
        )
    if as_json:
        typer.echo(to_json({"protocols": results}), nl=False)
    else:
        for table in benchmark_tables(results, runs=trained).values():
            _print(table)
        typer.echo("\n".join(benchmark_findings(results)))
    if out:
        cards = {name: each.card for name, each in models.items()}
        say(f"report: {write_benchmark(results, cards=cards, folder=out, runs=trained).page}")
    end(*runs)


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
@told
def list_protocols(as_json: AsJson = False) -> None:
    """List the protocols that are known, and which files each looks for."""
    from facegap.benchmark import known_protocols

    show({name: f"{kind.summary}\n{kind.layout}" for name, kind in sorted(known_protocols.items())}, as_json=as_json)


@app.command("submit")
@told
def submit(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="FRCSyn's comparison files and their images.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write a submission for each file into.")],
    model: Annotated[str, typer.Option(metavar="MODEL", help="The recognizer that decides.")],
    threshold: Annotated[float, typer.Option(min=-1, max=1, help="Scores at or above it are decided as mated.")],
    align: Detector = "yunet",
    aligned: Aligned = None,
    workers: Workers = None,
    as_json: AsJson = False,
) -> None:
    """Write FRCSyn submissions, a line `score,0|1` for each comparison; no labels are needed.

    Take the threshold from a benchmark with labels, never from the one that is submitted to.
    """
    from facegap.benchmark import Frcsyn, write_submissions
    from facegap.cli.protocol_faces import embed_for, images_of, named_models

    models = named_models([model])
    found = Frcsyn(data)
    faces = images_of(found, models, detector=align, aligned=aligned, workers=workers)
    layers, embedded = embed_for(faces.faceset, models, workers=workers)
    written = write_submissions(
        found, faces.faceset, layer=next(iter(layers.values())), threshold=threshold, folder=out
    )
    show(
        {
            str(one.path): f"{one.pairs} pairs, {one.mated} decided as mated, {one.without_score} without a score"
            for one in written
        },
        as_json=as_json,
    )
    end(faces.imported, *embedded)


@app.command("grade")
@told
def grade_submission(
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
    from facegap.benchmark import frcsyn
    from facegap.report import to_plain

    listed = frcsyn.read_comparisons(comparisons)
    answers = frcsyn.read_submission(submission, pairs=len(listed))
    grade = to_plain(frcsyn.grade_submission(listed, answers, real=real))
    if not as_json:
        for name in ("accuracy", "summary"):
            grade[name] = [f"{part}: {value:.4f}" for part, value in grade[name].items()]
    show(grade, as_json=as_json)
