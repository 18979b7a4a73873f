"""A source of two layers and two stages, as one program that the test of kills runs and kills: SOURCE OUT WORKERS."""

import sys
from pathlib import Path

from tests.stages import Adapters, Brightness, WithTruth

from facegap.engine import LocalRunner, create, run, run_people
from facegap.faceset import FaceSetInfo


def main() -> None:
    source, out, workers = Path(sys.argv[1]), Path(sys.argv[2]), LocalRunner(int(sys.argv[3]))
    made = WithTruth(source, shard_rows=10)
    faceset, _ = create(made, out, FaceSetInfo(name="set", kind="real"), runner=workers)
    run(Brightness(), faceset, runner=workers)
    run_people(Adapters(), faceset, runner=workers)


if __name__ == "__main__":
    main()
