"""Whether what an extra of the package needs is installed."""

import importlib.util
from typing import Literal

from facegap.base.errors import ModelError

_NEEDED = {
    "render": ("rendering", {"anny": "anny", "warp": "warp-lang"}),
    "train": (
        "training",
        {
            "torch": "torch",
            "lightning_fabric": "lightning-fabric",
            "safetensors": "safetensors",
            "onnx": "onnx",
            "onnxscript": "onnxscript",
        },
    ),
}
"""What each extra is for, and the packages by the modules that are imported."""


def check_installed(extra: Literal["render", "train"]) -> None:
    """See that the packages of an extra are there, before anything of them is imported.

    Raises:
        ModelError: one isn't.
    """
    purpose, packages = _NEEDED[extra]
    missing = [package for module, package in packages.items() if importlib.util.find_spec(module) is None]
    if missing:
        names = " and ".join([*filter(None, [", ".join(missing[:-1])]), missing[-1]])
        msg = f"{purpose} needs {names}, not installed here; run: pip install 'facegap[{extra}]'"
        raise ModelError(msg)
