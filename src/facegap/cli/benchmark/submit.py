"""``facegap benchmark submit``: decisions on FRCSyn's comparisons."""

from pathlib import Path
from typing import Annotated

import typer

from facegap.cli.console import echo, exit_with, print_result
from facegap.cli.options import Aligned, AsJson, Detector, Device, Workers


def submit(
    data: Annotated[Path, typer.Argument(metavar="DATA", help="FRCSyn's comparison files and their images.")],
    out: Annotated[Path, typer.Argument(metavar="OUT", help="The folder to write a submission for each file into.")],
    model: Annotated[str, typer.Option(metavar="MODEL", help="The recognizer that decides.")],
    threshold: Annotated[float, typer.Option(min=-1, max=1, help="Scores at or above it are decided as mated.")],
    faces: Annotated[
        Path | None, typer.Option(metavar="SET", help="A face set with these images, made before; it isn't made again.")
    ] = None,
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
        faces=faces,
        align=align,
        aligned=aligned,
        device=device,
        workers=workers,
        progress=True,
        tell=echo,
    )
    print_result(written.facts(), as_json=as_json)
    exit_with(*written.runs)
