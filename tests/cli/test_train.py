"""``facegap train`` as people use it."""

import json
import tomllib
from pathlib import Path
from types import SimpleNamespace

from tests.annotate.learning.coloured import VOCABULARY, coloured_set
from typer.testing import CliRunner

from facegap.cli.app import app

CONFIG = """
name = "small"
vocabulary = "colours.toml"
[[sets]]
path = "faces"
labels = "truth"
[network]
widths = [8, 8, 8, 8]
features = 16
[split]
validation = 0.25
test = 0.25
[loop]
epochs = 2
batch_size = 16
accelerator = "cpu"
"""


def here(*arguments: object) -> SimpleNamespace:
    """Run the command in this process, which has loaded all that is slow to load."""
    ended = CliRunner().invoke(app, list(map(str, arguments)))
    return SimpleNamespace(code=ended.exit_code, out=ended.stdout, told=ended.stderr)


def test_from_a_configuration_to_answers(tmp_path: Path) -> None:
    faces = coloured_set(tmp_path, "faces", people=60)
    (tmp_path / "colours.toml").write_text(VOCABULARY)
    (tmp_path / "mine.toml").write_text(CONFIG)
    ended = here("train", "attributes", tmp_path / "mine.toml", tmp_path / "run", "--json")
    assert ended.code == 0
    result = json.loads(ended.out)
    assert result["annotator"] == str(tmp_path / "run" / "small.onnx")
    assert 0 <= result["balanced_accuracy"] <= 1
    page = Path(result["report"]).read_text()
    assert "not learnt, for want of one class" in page
    assert (tmp_path / "run" / "accuracy.csv").is_file()
    annotated = here("annotate", faces.path, "--model", tmp_path / "run" / "small.onnx", "--workers", 1, "--json")
    assert json.loads(annotated.out)["never_answered"][-2:] == ["Always", "Never"]


def test_recipes_can_be_copied(tmp_path: Path) -> None:
    listed = json.loads(here("train", "recipes", "--json").out)
    assert listed.keys() >= {"mac-render", "mac-render-first", "cpu-small", "digiface", "adaface-ir50", "mobilefacenet"}
    printed = here("train", "recipes", "mac-render").out
    assert tomllib.loads(printed)["vocabulary"] == "maad47"
    wrong = tmp_path / "mine.toml"
    wrong.write_text(printed.replace("epochs", "epoch"))
    ended = here("train", "attributes", wrong, tmp_path / "run")
    assert ended.code == 2
    assert "unknown key 'loop.epoch'; did you mean 'epochs'?" in ended.told
