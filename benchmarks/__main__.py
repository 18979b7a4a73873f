"""``make bench``: all benchmarks, or those named, as Markdown tables on standard output."""

import platform
import sys

import facegap
from benchmarks import (
    annotating,
    attributes,
    combinations,
    divergence,
    embedding,
    error_rates,
    fidelity,
    importing,
    maad,
    neighbors,
    photographs,
    reading,
    recognizers,
    reliability,
    rendering,
    renders,
    scoring,
    startup,
    training,
    validity,
)
from benchmarks.measure import SHARED
from facegap.engine import available_cores

TIMED = {
    "startup": startup,
    "scoring": scoring,
    "error_rates": error_rates,
    "neighbors": neighbors,
    "attributes": attributes,
    "divergence": divergence,
    "combinations": combinations,
    "fidelity": fidelity,
    "maad": maad,
    "reliability": reliability,
    "annotating": annotating,
    "training": training,
    "recognizers": recognizers,
    "reading": reading,
    "importing": importing,
    "embedding": embedding,
    "rendering": rendering,
}
JUDGED = {"renders": renders, "photographs": photographs, "validity": validity}
NEEDS_DATA = {"importing", "embedding", "renders", "photographs", "validity"}


def main() -> None:
    """Run the benchmarks that are named on the command line, by default all."""
    names = sys.argv[1:] or [*TIMED, *JUDGED]
    print(f"facegap {facegap.__version__}, Python {platform.python_version()}, {available_cores()} cores")
    missing = [name for name in names if name in NEEDS_DATA and not SHARED.is_dir()]
    for name in missing:
        print(f"\n{name}: needs ../shared/data, which is not here")
    timed = [name for name in names if name in TIMED and name not in missing]
    if timed:
        print("\n| work | who | seconds | rate | peak MB | ratio |\n|---|---|---:|---:|---:|---|")
    for name in timed:
        for row in TIMED[name].rows():
            seconds = "" if row.seconds is None else f"{row.seconds:.2f}"
            peak = row.peak_mb or ""
            print(f"| {row.work} | {row.who} | {seconds} | {row.rate} | {peak} | {row.ratio} |", flush=True)
    for name in names:
        if name in JUDGED and name not in missing:
            print()
            for line in JUDGED[name].lines():
                print(line, flush=True)


if __name__ == "__main__":
    main()
