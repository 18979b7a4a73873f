"""Numbers and fingerprints of one small study, as the command line prints them.

``python -m tests.guarantees.numbers`` writes ``numbers.json`` beside this file. Only a change that is meant to change
results may do so, and says why in its commit.
"""

import json
import math
import sys
from collections.abc import Iterator
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from typer.testing import CliRunner

from facegap.cli.app import app
from facegap.faceset import FaceSet

RECORDED = Path(__file__).with_name("numbers.json")


def measure(folder: Path) -> dict[str, Any]:
    """Render, annotate, embed, compare and score two small sets: settings and fingerprints of layers, and numbers."""
    wild, studio = folder / "wild", folder / "studio"
    for recipe, path, seed in (("wild", wild, 0), ("studio", studio, 1)):
        _command("render", recipe, path, "--identities", 6, "--images", 3, "--seed", seed)
        _command("annotate", path)
        _command("embed", path)
    layers = {}
    for path in (wild, studio):
        faceset = FaceSet.open(path)
        for layer in faceset.layers():
            info = faceset.layer(layer)
            layers[f"{path.name}/{layer}"] = {"fingerprint": info.fingerprint, "settings": info.settings}
    options = ("--attributes", "mac-render", "--embedding", "face-render", "--out", folder / "report", "--json")
    compared = _command("compare", wild, studio, *options)
    (pair,) = compared["pairs"]
    attributes, embeddings = pair["attributes"], pair["embeddings"]
    parts = {
        "attributes one by one": attributes["each"],
        "attributes all together": attributes["joint"],
        "attributes in pairs": attributes["together"],
        "combinations that are missing": [attributes["lacking"], attributes["added"]],
        "scores": embeddings["scores"],
        "Fréchet distance": embeddings["fidelity"]["metrics"]["frechet"],
        "kernel distance": embeddings["fidelity"]["metrics"]["kernel_distance"],
        "confirmation": pair["confirmation"],
        "identities": pair["identities"],
        "clusters": compared["clusters"],
        "one set scored": _command("score", wild, "--groups", "truth.Male", "--json"),
    }
    return {"layers": layers, "numbers": {name: _checksum(part) for name, part in parts.items()}}


def _command(*words: object) -> Any:
    result = CliRunner().invoke(app, [str(word) for word in words], catch_exceptions=False)
    assert result.exit_code == 0, result.stderr
    return json.loads(result.stdout) if "--json" in words else None


def _checksum(part: Any) -> list[float]:
    """How many numbers a result holds, their sum, and that of their squares, whatever the fields are called."""
    leaves = list(_leaves(part))
    return [len(leaves), math.fsum(leaves), math.fsum(leaf * leaf for leaf in leaves)]


def _leaves(value: Any) -> Iterator[float]:
    if isinstance(value, dict | list):
        for item in value.values() if isinstance(value, dict) else value:
            yield from _leaves(item)
    elif value is not None and not isinstance(value, str | bool):
        yield float(value)


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        content = measure(Path(place))
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else RECORDED
    target.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n")
