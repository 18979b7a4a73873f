"""Parts of the sentences on the page of an audit."""

from collections.abc import Iterable


def threshold_source(calibrated_on: str, fmr: float) -> str:
    """From which scores a threshold is, wherever it is shown: ``non-mated pairs of lfw at FMR 2.5e-06``."""
    return f"non-mated pairs of {calibrated_on} at FMR {fmr:.1e}"


def listed(names: Iterable[str]) -> str:
    """Names in a sentence: ``a``, ``a and b``, ``a, b and c``."""
    *others, last = names
    return f"{', '.join(others)} and {last}" if others else last
