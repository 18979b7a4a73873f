"""Whether what training needs is installed."""

NEEDED = ("torch", "lightning_fabric", "safetensors", "onnx", "onnxscript")


def check_installed() -> None:
    """See that what training needs is there, before anything of it is imported.

    Raises:
        ModelError: it isn't.
    """
    from importlib.util import find_spec

    from facegap.base.errors import ModelError

    missing = [name.replace("_", "-") for name in NEEDED if find_spec(name) is None]
    if missing:
        msg = f"training needs {', '.join(missing)}, not installed here; run: pip install 'facegap[train]'"
        raise ModelError(msg)
