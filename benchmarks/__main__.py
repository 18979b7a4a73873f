"""``make bench``: all benchmarks, or those named, as one Markdown table on standard output."""

import platform
import sys

import facegap
from benchmarks import embedding, importing, scoring, startup
from benchmarks.measure import SHARED
from facegap.engine import available_cores

ALL = {"startup": startup, "scoring": scoring, "importing": importing, "embedding": embedding}
NEEDS_DATA = {"importing", "embedding"}


def main() -> None:
    """Run the benchmarks that are named on the command line, by default all."""
    names = sys.argv[1:] or list(ALL)
    print(f"facegap {facegap.__version__}, Python {platform.python_version()}, {available_cores()} cores\n")
    print("| work | who | seconds | rate | peak MB | ratio |\n|---|---|---:|---:|---:|---|")
    for name in names:
        if name in NEEDS_DATA and not SHARED.is_dir():
            print(f"| {name} | needs ../shared/data, which is not here | | | | |")
            continue
        for row in ALL[name].rows():
            peak = row.peak_mb or ""
            print(f"| {row.work} | {row.who} | {row.seconds:.2f} | {row.rate} | {peak} | {row.ratio} |", flush=True)


if __name__ == "__main__":
    main()
