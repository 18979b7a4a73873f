"""``facegap train`` as people use it."""

import json
import tomllib
from pathlib import Path
from types import SimpleNamespace

import cv2
from tests.annotate.learning.colored import VOCABULARY, colored_set
from tests.recognize.patterned import patterned_set
from typer.testing import CliRunner

from facegap.annotate.learning import AttributeTraining
from facegap.base.config import PackagedFiles
from facegap.cli.app import app
from facegap.cli.train.recipes import FOLDERS
from facegap.recognize.configuration import RecognizerTraining

CONFIG = """
name = "small"
vocabulary = "colors.toml"
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
    faces = colored_set(tmp_path, "faces", people=60)
    light = 'demographics = ["Bright"]\n[groups]\nlight = ["Bright"]\n'
    (tmp_path / "colors.toml").write_text(VOCABULARY.replace("[groups]\n", light))
    (tmp_path / "mine.toml").write_text(CONFIG)
    ended = here("train", "attributes", tmp_path / "mine.toml", tmp_path / "run", "--json")
    assert ended.code == 0
    result = json.loads(ended.out)
    assert result["annotator"] == str(tmp_path / "run" / "small.onnx")
    assert 0 <= result["balanced_accuracy"] <= 1
    page = Path(result["report"]).read_text()
    assert "not learnt, for want of one class" in page
    # In the order of the vocabulary's groups.
    rows = (tmp_path / "run" / "accuracy.csv").read_text().splitlines()[1:]
    assert [row.partition(",")[0] for row in rows] == ["Bright", "Red", "Blue", "Always", "Never"]
    groups = (tmp_path / "run" / "groups.csv").read_text().splitlines()[1:]
    assert [row.partition(",")[0] for row in groups] == ["everyone", "Bright", "not Bright"]
    annotated = here("annotate", faces.path, "--model", tmp_path / "run" / "small.onnx", "--workers", 1, "--json")
    assert json.loads(annotated.out)["never_answered"][-2:] == ["Always", "Never"]


RECOGNIZER = """
name = "small"
seeds = [0, 4]
augmentation = { like = "digiface", degradation = { jpeg = 0.5 } }
[[sets]]
path = "faces"
[backbone]
name = "compact-24"
[head]
margin = "arcface"
sample_rate = 0.5
[optimizer]
schedule = "cosine"
[validation]
people = 0.3
fmr = 0.1
[loop]
epochs = 1
batch_size = 16
accelerator = "cpu"
"""


def test_from_a_configuration_to_recognizers(tmp_path: Path) -> None:
    faces = patterned_set(tmp_path, "faces", people=20, alone=2)
    (tmp_path / "mine.toml").write_text(RECOGNIZER)
    ended = here("train", "recognizer", tmp_path / "mine.toml", tmp_path / "run", "--json")
    assert ended.code == 0, ended.told
    result = json.loads(ended.out)
    assert result["recognizers"] == [str(tmp_path / "run" / f"small-seed-{seed}.onnx") for seed in (0, 4)]
    assert "2 of people with fewer than 2 images, were left out" in ended.told
    page = Path(result["report"]).read_text()
    assert "mean of 2 seeds" in page
    for text in ("Seed 0: 1 epochs", "Seed 4: 1 epochs", "training loss of seed 0", "validation fnmr of seed 4"):
        assert text in page
    assert "arcface, scale 64, 50 % of the classes a step" in page
    assert (tmp_path / "run" / "training.png").is_file()
    assert r"\toprule" in (tmp_path / "run" / "validation.tex").read_text()
    embedded = here("embed", faces.path, "--model", result["recognizers"][0], "--workers", 1, "--json")
    assert json.loads(embedded.out)["layer"] == "embeddings/small-seed-0"
    here("train", "preview", tmp_path / "mine.toml", tmp_path / "seen.png", "--people", 3, "--draws", 4)
    assert cv2.imread(str(tmp_path / "seen.png")).shape == (3 * 112, 5 * 112, 3)
    (tmp_path / "mine.toml").write_text(RECOGNIZER.replace("epochs", "epoch"))
    ended = here("train", "recognizer", tmp_path / "mine.toml", tmp_path / "run")
    assert ended.code == 2
    assert "unknown key 'loop.epoch'; did you mean 'epochs'?" in ended.told


def test_recipes_are_those_of_the_trainings() -> None:
    for kind, folder in ((AttributeTraining, FOLDERS["attributes"]), (RecognizerTraining, FOLDERS["recognizer"])):
        files = PackagedFiles("facegap", folder)
        assert files.names() == kind.packaged.names()
        assert [files.text(name) for name in files.names()] == [kind.packaged.text(name) for name in files.names()]


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


def test_networks_are_listed() -> None:
    found = json.loads(here("train", "networks", "--json").out)
    backbones = {one["name"]: one for one in found["backbones"]}
    assert (backbones["mobilefacenet"]["parameters"], backbones["mobilefacenet"]["dimensions"]) == (1_003_136, 128)
    margins = {one["name"]: one for one in found["margins"]}
    assert margins["adaface"]["options"].keys() == {"m", "h", "t_alpha"}
    assert (margins["arcface"]["detached"], margins["arcface-detached"]["detached"]) == (False, True)
    listed = here("train", "networks").out
    for name in [*backbones, *margins]:
        assert f"\n{name} " in listed
    for text in ("0.12 G  256", "gradient detached: 1\n", "Huang et al., CurricularFace", "by default m = 0.35"):
        assert text in listed
