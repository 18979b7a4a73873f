"""Results as JSON: dataclasses by field name, counts as lists, what is not a number as null."""

import dataclasses
import json
import math
from pathlib import Path
from typing import Any

import numpy as np

from facegap.matching import ScoreDistribution


def to_plain(value: Any) -> Any:
    """A result as what JSON can hold. A score distribution becomes its summary and its shares in 200 bins."""
    if isinstance(value, ScoreDistribution):
        summary = {
            "comparisons": value.total,
            "mean": value.mean,
            "deviation": value.deviation,
            "shares": value.shares,
        }
        return to_plain(summary)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: to_plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, dict):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [to_plain(item) for item in value]
    if isinstance(value, np.ndarray | np.generic):
        return to_plain(value.tolist())
    if isinstance(value, Path):
        return str(value)
    if isinstance(value, float) and not math.isfinite(value):
        return None
    return value


def to_json(value: Any) -> str:
    """A result as JSON text."""
    return json.dumps(to_plain(value), indent=2, ensure_ascii=False, allow_nan=False) + "\n"
