"""What Evidently and SDMetrics say of labeled sets; run by an environment of its own, as they want other versions.

Prints seconds, peak memory in MB and the version as JSON. Called as: python peers_of_attributes.py PEER IMAGES
"""

import json
import resource
import sys
import time
import warnings
from importlib.metadata import version

import numpy as np
import pandas as pd

ATTRIBUTES = 47


def columns(images: int, seed: int) -> pd.DataFrame:
    drawn = np.random.default_rng(seed).random((images, ATTRIBUTES), dtype=np.float32)
    labels = (drawn < 0.3).astype(np.int8) - (drawn > 0.5)
    return pd.DataFrame(labels, columns=[f"a{number}" for number in range(ATTRIBUTES)]).astype("category")


def evidently(real: pd.DataFrame, synthetic: pd.DataFrame) -> None:
    """KL one way for each column, its one divergence that is a KL."""
    from evidently import DataDefinition, Dataset, Report
    from evidently.presets import DataDriftPreset

    definition = DataDefinition(categorical_columns=list(real.columns))
    current, reference = (
        Dataset.from_pandas(frame.astype(str), data_definition=definition) for frame in (synthetic, real)
    )
    Report([DataDriftPreset(cat_method="kl_div")]).run(current, reference).json()


def sdmetrics(real: pd.DataFrame, synthetic: pd.DataFrame) -> None:
    """The total variation of each column; it has no KL of single columns."""
    from sdmetrics.single_column import TVComplement

    for column in real:
        TVComplement.compute(real_data=real[column], synthetic_data=synthetic[column])


def main() -> None:
    peer, images = sys.argv[1], int(sys.argv[2])
    warnings.simplefilter("ignore")
    work = {"evidently": evidently, "sdmetrics": sdmetrics}[peer]
    real, synthetic = columns(images, 0), columns(images, 1)
    work(real[:100], synthetic[:100])
    began = time.perf_counter()
    work(real, synthetic)
    seconds = time.perf_counter() - began
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(json.dumps({"seconds": seconds, "peak_mb": peak, "version": version(peer)}))


if __name__ == "__main__":
    main()
