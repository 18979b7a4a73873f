"""``facegap render`` as people use it."""

import json
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from types import SimpleNamespace

import cv2
import pytest
from tests.cli.test_cli import facegap
from tests.rendering import workshop
from typer.testing import CliRunner

from facegap.base import extras
from facegap.cli.app import app
from facegap.faceset import FaceSet
from facegap.workflows.labeling import import_labels


@pytest.fixture(autouse=True)
def home(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FACEGAP_HOME", str(workshop(tmp_path_factory.getbasetemp())))


def here(*arguments: object) -> SimpleNamespace:
    """Run the command in this process, which has loaded all that is slow to load."""
    ended = CliRunner().invoke(app, ["render", *map(str, arguments)])
    return SimpleNamespace(code=ended.exit_code, out=ended.stdout, told=ended.stderr)


def test_help_shows_the_command_and_those_beside_it() -> None:
    assert "How do I make a better one?" in facegap("--help").stdout
    text = facegap("render", "--help").stdout
    options = ("--identities", "--images", "--seed", "--ask", "--conditions", "--like")
    for word in ("RECIPE", "OUT", *options, "preview", "recipes"):
        assert word in text
    assert "OUT.png" in facegap("render", "preview", "--help").stdout
    assert "Missing argument 'OUT'" in facegap("render", "wild", code=2).stderr


def test_help_loads_nothing_of_the_renderer() -> None:
    program = (
        "import sys\nfrom facegap.cli.app import app\nprint({'warp', 'facegap.render', 'torch'} & set(sys.modules))"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "set()"


def test_from_a_recipe_to_a_face_set(tmp_path: Path) -> None:
    words = ["render", "studio", tmp_path / "set", "--identities", 3, "--images", 2, "--seed", 4, "--ask", "Male=1"]
    ended = facegap(*words, "--workers", 1, "--json")
    facts = json.loads(ended.stdout)
    assert (facts["identities"], facts["images"], facts["made_now"], facts["errors"]) == (3, 6, 6, 0)
    assert "Warp" not in ended.stderr
    faceset = FaceSet.open(tmp_path / "set")
    assert faceset.column("truth", "Male").to_list() == [1] * 6
    again = here(*words[1:], "--workers", 1, "--json")
    assert json.loads(again.out)["made_now"] == 0
    other = here(*words[1:4], 4, *words[5:])
    assert other.code == 1
    assert "made another way (identities was 3, is 4" in other.told


def test_what_is_missing_and_what_another_set_has_can_be_asked_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("tiny.toml").write_text("[output]\nsize = 32\n")
    Path("lacking.csv").write_text('combination,real\n"Senior, not Male",0.1\n"Bald, Bangs",0.2\nPale_Skin,0.1\n')
    words = ["--images", 1, "--workers", 1, "--json"]
    ended = here("tiny.toml", "missing", "--conditions", "lacking.csv", "--identities", 2, *words)
    assert "2 of 3 rows are impossible and left out: 1: Pale_Skin is no attribute" in ended.told
    facts = json.loads(ended.out)["conditions"]
    assert (facts["rows"], facts["rows_used"], facts["columns_read_as_notes"]) == (3, 1, ["real"])
    assert sum(facts["skipped_because"].values()) == facts["rows_skipped"] == 2
    made = FaceSet.open("missing")
    assert made.info.provenance["conditions"] == facts
    assert (made.column("truth", "Senior").to_list(), made.column("truth", "Male").to_list()) == ([1, 1], [-1, -1])

    Path("labels.csv").write_text("image_id,Male,Pale_Skin\n000000/0000,1,-1\n000001/0000,-1,1\n")
    import_labels(made, "labels.csv", name="mine")
    ended = here("tiny.toml", "alike", "--like", "missing", "--attributes", "mine", "--identities", 2, *words)
    facts = json.loads(ended.out)
    assert "missing: people and images are asked for as attributes/mine has them on 2 images, by 1 attr" in ended.told
    assert "warning" not in ended.told
    assert (facts["like"]["attributes_taken"], facts["like"]["attributes_left_out"]) == (["Male"], ["Pale_Skin"])
    assert facts["like"]["validated"] is True  # by people
    assert json.loads(here("tiny.toml", "alike", "--like", "missing", "--identities", 2, *words).out)["made_now"] == 0


def test_a_preview_is_a_picture(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert "wild.png" in here("preview", "wild", "--identities", 1, "--images", 2).out
    picture = cv2.imread("wild.png")
    assert picture.shape == (118, 233, 3)


def test_recipes_are_listed_and_printed(tmp_path: Path) -> None:
    assert "Everything varies" in here("recipes").out
    printed = here("recipes", "studio")
    assert tomllib.loads(printed.out)["scenes"]["accessories"]["mask"] == 0
    (tmp_path / "mine.toml").write_text(printed.out)
    assert json.loads(here("recipes", tmp_path / "mine.toml", "--json").out)["name"] == "studio"


def test_recipes_are_printed_without_what_draws_or_trains() -> None:
    """In a process in which neither Warp nor PyTorch can be imported, as where they aren't installed."""
    program = """
import sys
from typer.testing import CliRunner
from facegap.cli.app import app
for package in ("warp", "torch", "lightning_fabric", "anny"):
    sys.modules[package] = None
for words in (["render"], ["train"]):
    for more in ([], ["wild" if words == ["render"] else "cpu-small"], ["--json"]):
        ended = CliRunner().invoke(app, [*words, "recipes", *more])
        assert ended.exit_code == 0, (words, more, ended.exception)
        print(len(ended.stdout) > 100)
print([name for name in ("warp", "torch", "facegap.render.sampler", "facegap.training") if sys.modules.get(name)])
"""
    told = subprocess.check_output([sys.executable, "-c", program], text=True).split("\n")
    assert told[:7] == ["True"] * 6 + ["[]"]


def test_what_was_cut_short_is_made_again(
    tmp_path: Path, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = workshop(tmp_path_factory.getbasetemp())
    mine = Path(shutil.copytree(whole, tmp_path / "home"))
    monkeypatch.setenv("FACEGAP_HOME", str(mine))
    kept = sorted(mine.glob("*.npz"))
    assert len(kept) == 2
    for path in kept:
        path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    ended = facegap("render", "preview", "studio", tmp_path / "sheet.png", "--identities", 1, "--images", 1)
    for path in kept:
        assert f"{path} is cut short or damaged; making it again" in ended.stderr
        assert path.read_bytes() == (whole / path.name).read_bytes()
    assert "Warp" not in ended.stderr + ended.stdout


@pytest.mark.parametrize(
    ("words", "code", "message"),
    [
        (
            ["widl", "out"],
            2,
            "unknown recipe 'widl'; did you mean 'wild'? known: studio, wild (or give the path of a TOML file)",
        ),
        (["none.toml", "out"], 2, "none.toml: cannot be read as TOML"),
        (["bad.toml", "out"], 2, "unknown key 'people.agee'; did you mean 'age'?"),
        (["sums.toml", "out"], 2, "scenes.light.place: the weights sum to 0.75, not to 1"),
        (["skins.toml", "out"], 2, "skins: textures is not a folder"),
        (["wild", "out", "--ask", "Smile=1"], 2, "unknown attribute 'Smile'; did you mean 'Smiling'"),
        (["wild", "out", "--ask", "Bald=1", "--ask", "Bangs=1"], 2, "contradict each other"),
        (["wild", "out", "--like", "set", "--conditions", "a.csv"], 2, "--conditions and --like exclude each other"),
        (["wild", "out", "--attributes", "truth"], 2, "--attributes names the labels of --like"),
        (["wild", "out", "--conditions", "none.csv"], 2, "none.csv: cannot be read as a table of conditions"),
        (["wild", "out", "--conditions", "bad.csv"], 2, "bad.csv: none of its 1 rows can be rendered: 1: attributes"),
        (["rows.toml", "out", "--conditions", "bad.csv"], 2, "bad.csv and the recipe's own conditions exclude each"),
        (["wild", "out", "--like", "photos"], 1, "photos"),
        (["wild", "out", "--device", "cuda:99"], 2, "this machine has none of that name; it has cpu"),
        (["wild", "out", "--identities", "0"], 2, "--identities"),
        (["wild", "photos"], 1, "photos exists and is not a face set"),
        (["preview", "wild", "nowhere/a.png", "--identities", "1", "--images", "1"], 1, "nowhere"),
    ],
)
def test_messages_say_what_is_wrong(
    words: list[str], code: int, message: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("bad.toml").write_text("[people]\nagee = 3\n")
    Path("sums.toml").write_text("[scenes.light]\nplace = {indoor = 0.5, studio = 0.25}\n")
    Path("skins.toml").write_text('[output]\nskins = "textures"\n')
    Path("bad.csv").write_text("Bald,Bangs\n1,1\n")
    Path("rows.toml").write_text("[[conditions]]\nattributes = {Male = 1}\n")
    Path("photos").mkdir()
    Path("photos/a.txt").write_text("")
    before = sorted(tmp_path.rglob("*"))
    ended = here(*words)
    assert (ended.code, message in ended.told) == (code, True), ended.told
    assert sorted(tmp_path.rglob("*")) == before


def test_without_the_renderers_packages_it_says_how_to_get_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _name: None)
    ended = here("wild", "out")
    assert ended.code == 1
    assert "rendering needs warp-lang and anny" in ended.told
    assert "[render]' && pip install --no-deps anny" in ended.told
