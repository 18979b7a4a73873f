"""How well held-out people are told apart: what chooses the epoch."""

import numpy as np

from facegap.base.arrays import Float32Array, Int64Array
from facegap.matching import ErrorRates

FNMR = "fnmr"
"""The number that chooses."""


def separation(embeddings: Float32Array, person: Int64Array, *, fmr: float) -> dict[str, float]:
    """Error rates of all comparisons of some images.

    Args:
        embeddings: float32 (n, d), of any length but 0.
        person: int64 (n,), whose image each is.
        fmr: the false match rate at which FNMR is looked at; there must be 1/``fmr`` non-mated comparisons or more.

    Returns:
        ``fnmr``: share of mated comparisons below the lowest threshold with that FMR, 0 to 1. ``eer``: equal error
        rate, 0 to 1. ``d_prime``: distance of the mean scores in units of their spread. Lower, lower and higher are
        better. Embeddings that are no numbers are as bad as can be: 1, 1 and 0.

    Raises:
        ValueError: there are no mated comparisons, or too few non-mated ones.
    """
    if not np.isfinite(embeddings).all():
        return {FNMR: 1.0, "eer": 1.0, "d_prime": 0.0}
    unit = embeddings / np.linalg.norm(embeddings, axis=1, keepdims=True)
    first, second = np.triu_indices(len(unit), k=1)
    scores = (unit @ unit.T)[first, second]
    same = person[first] == person[second]
    rates = ErrorRates.of(mated=scores[same], non_mated=scores[~same])
    fnmr = rates.fnmr_at(fmr=fmr)
    if fnmr is None:
        msg = f"{len(rates.non_mated)} non-mated comparisons can't show a false match rate of {fmr:g}"
        raise ValueError(msg)
    return {FNMR: fnmr, "eer": rates.eer(), "d_prime": rates.d_prime}
