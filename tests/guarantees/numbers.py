"""Numbers and fingerprints of one small study, as the command line prints them.

``python -m tests.guarantees.numbers`` writes ``numbers.json`` beside this file. Only a change that is meant to change
results may do so, and says why in its commit.
"""

import json
import sys
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
            layers[f"{path.name}/{layer}"] = {
                "fingerprint": info.fingerprint,
                "settings": info.settings,
                "columns": sorted(faceset.scan(layer).collect_schema().names()),
            }
    compared = _command("compare", wild, studio, "--attributes", "mac-render", "--embedding", "face-render",
                        "--out", folder / "report", "--json")  # fmt: skip
    scored = _command("score", wild, "--groups", "truth.Male", "--json")
    return {"layers": layers, "compare": _leaves(compared), "score": _leaves(scored)}


def _command(*words: object) -> Any:
    result = CliRunner().invoke(app, [str(word) for word in words])
    assert result.exit_code == 0, result.output
    return json.loads(result.stdout) if "--json" in words else None


def _leaves(value: Any) -> list[float]:
    """The numbers of a result, whatever the names of its fields: each is the sum of one field's."""
    if isinstance(value, dict):
        return sorted(leaf for item in value.values() for leaf in _leaves(item))
    if isinstance(value, list):
        return sorted(leaf for item in value for leaf in _leaves(item))
    return [] if value is None or isinstance(value, str | bool) else [float(value)]


if __name__ == "__main__":
    with TemporaryDirectory() as place:
        content = measure(Path(place))
    target = Path(sys.argv[1]) if len(sys.argv) > 1 else RECORDED
    target.write_text(json.dumps(content, indent=1, sort_keys=True) + "\n")
