"""The command line as people use it: a process with its output, messages and exit code."""

import inspect
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from types import FunctionType
from typing import cast

import pytest
import typer
from tests.conftest import write_card, write_embedder, write_pictures

from facegap import cli
from facegap.cli.app import app
from facegap.cli.console import exit_with, print_result
from facegap.engine import RunSummary


def facegap(*arguments: object, code: int = 0) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "facegap", *map(str, arguments)]
    ended = subprocess.run(command, capture_output=True, text=True, check=False, env=os.environ | {"COLUMNS": "120"})
    assert ended.returncode == code, ended.stderr + ended.stdout
    assert "Traceback" not in ended.stderr
    return ended


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    write_pictures(tmp_path / "photos", {"ann": 3, "bob": 2}, side=8)
    return tmp_path / "photos"


@pytest.fixture
def network(tmp_path: Path) -> Path:
    model, _ = write_embedder(tmp_path / "net.onnx")
    write_card(model)
    return model.path


def test_no_command_is_forgotten() -> None:
    """What this says is missing is what CONTRIBUTING.md says of the command of a workflow."""
    commands = dict(_commands(app))
    unhandled = [name for name, command in commands.items() if not command.__code__.co_filename.endswith("console.py")]
    assert not unhandled, f"register with handle_errors(…), so that errors end with a message: {unhandled}"
    package = Path(cli.__file__).parent
    here = {inspect.getsourcefile(inspect.unwrap(command)) for command in commands.values()}
    modules = [path for path in package.rglob("*.py") if path.name != "__init__.py"]
    lost = [path for path in modules if path.read_text().startswith('"""``facegap ') and str(path) not in here]
    assert not lost, f"register the command in app.py, or in __init__ of its group: {lost}"
    help_text, page = facegap("--help").stdout, (Path(__file__).parents[2] / "docs/index.md").read_text()
    for name in {name.partition(" ")[0] for name in commands}:
        assert name in help_text
        assert f"`facegap {name} " in page, f"add a row for facegap {name} to docs/index.md"
    assert facegap("--version").stdout.strip()
    facegap(code=2)


def _commands(group: typer.Typer, prefix: str = "") -> Iterator[tuple[str, FunctionType]]:
    for command in group.registered_commands:
        yield f"{prefix}{command.name}", cast("FunctionType", command.callback)
    for inner in group.registered_groups:
        yield from _commands(inner.typer_instance, f"{prefix}{inner.name} ")


def test_help_loads_nothing_heavy() -> None:
    program = (
        "import sys\nfrom facegap.cli.app import app\n"
        "heavy = {'numpy', 'pyarrow', 'polars', 'cv2', 'onnxruntime', 'numba', 'matplotlib', 'scipy', 'sklearn'}\n"
        "print(sorted(heavy & set(sys.modules)))"
    )
    assert subprocess.check_output([sys.executable, "-c", program], text=True).strip() == "[]"


def test_from_photographs_to_a_report(photos: Path, network: Path, tmp_path: Path) -> None:
    made = tmp_path / "made"
    write_pictures(made, {"x": 2, "y": 2}, side=8)
    for source, kind in ((photos, "real"), (made, "synthetic")):
        facegap("import", source, tmp_path / kind, "--kind", kind, "--aligned", "arcface-112", "--workers", 1)
        embedded = facegap("embed", tmp_path / kind, "--model", network, "--json", "--workers", 1)
        assert json.loads(embedded.stdout)["layer"] == "embeddings/linear"
    ended = facegap("compare", tmp_path / "real", tmp_path / "synthetic", "--out", tmp_path / "out", "--json")
    result = json.loads(ended.stdout)
    assert result["pairs"][0]["embeddings"]["scores"]["real"]["mated"]["comparisons"] == 4
    assert (tmp_path / "out/report.html").is_file()
    assert "report.html" in ended.stderr
    assert "people" in facegap("compare", tmp_path / "real", tmp_path / "synthetic", "--out", tmp_path / "out").stdout


def test_every_command_takes_what_can_be_imported(photos: Path, home: Path) -> None:
    first = facegap("info", photos)
    assert "imported it to" in first.stderr
    assert "using its cached import" in facegap("info", photos).stderr
    facts = json.loads(facegap("info", photos, "--json").stdout)
    assert (facts["images"], facts["identities"], facts["layers"][0]["layer"]) == (5, 2, "images")
    assert home.is_dir()


def test_an_import_goes_through_and_through(photos: Path, tmp_path: Path) -> None:
    facegap("import", photos, tmp_path / "set", "--kind", "real", "--workers", 1)
    assert "all as written" in facegap("verify", tmp_path / "set").stdout
    facegap("export", tmp_path / "set", tmp_path / "out", "--format", "folder")
    assert (tmp_path / "out/ann/2.png").read_bytes() == (photos / "ann/2.png").read_bytes()
    again = facegap("import", photos, tmp_path / "set", "--kind", "real", "--workers", 1, "--json")
    assert json.loads(again.stdout)["made_now"] == 0
    other = facegap("import", photos, tmp_path / "set", "--kind", "real", "--identity", "none", code=1)
    assert "identity was 'source', is 'none'" in other.stderr


def test_folders_that_may_be_no_people_are_doubted(tmp_path: Path) -> None:
    write_pictures(tmp_path / "photos", {"female": 60, "male": 60}, side=8)
    assert "120 images of 2 identities" in facegap("info", tmp_path / "photos").stderr
    imported = facegap("import", tmp_path / "photos", tmp_path / "set", "--kind", "synthetic", "--workers", 1)
    assert "--identity none" in imported.stderr
    nobody = ["--kind", "synthetic", "--identity", "none", "--workers", 1]
    assert "note" not in facegap("import", tmp_path / "photos", tmp_path / "nobody", *nobody).stderr


def test_a_damaged_set_fails_its_verification(photos: Path, tmp_path: Path) -> None:
    facegap("import", photos, tmp_path / "set", "--kind", "real", "--workers", 1)
    shard = tmp_path / "set/images/00000.parquet"
    shard.write_bytes(shard.read_bytes()[:-1])
    assert "images/00000.parquet: its content changed" in facegap("verify", tmp_path / "set", code=1).stdout
    problems = json.loads(facegap("verify", tmp_path / "set", "--json", code=1).stdout)["problems"]
    assert problems[0]["where"] == "images/00000.parquet"
    shard.unlink()
    facegap("import", photos, tmp_path / "set", "--kind", "real", "--workers", 1)
    facegap("verify", tmp_path / "set")


def test_too_many_bad_images_are_exit_code_three(photos: Path, tmp_path: Path) -> None:
    (photos / "ann/bad.jpg").write_text("no")
    ended = facegap("import", photos, tmp_path / "set", "--kind", "real", "--workers", 1, code=3)
    assert "ann/bad.jpg" in ended.stdout
    assert "1 of 6 rows of images went wrong, more than 1.0%" in ended.stderr
    facegap("import", photos, tmp_path / "set", "--kind", "real", "--max-errors", 0.5)
    assert "1 of 6 rows" in facegap("info", photos, code=3).stderr


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["import", "nowhere", "out", "--kind", "real"], 1, "nowhere: no such file or folder"),
        (["import", "photos", "out"], 2, "--kind"),
        (["import", "photos", "out", "--kind", "painted"], 2, "painted"),
        (["import", "photos", "out", "--kind", "real", "--align", "x", "--aligned", "y"], 2, "use one of them"),
        (["import", "photos", "out", "--kind", "real", "--align", "yunett"], 1, "did you mean 'yunet'"),
        (["import", "photos", "out", "--kind", "real", "--crops", "jpeg"], 2, "add --align DETECTOR"),
        (["embed", "photos", "--model", "net.onnx"], 1, "photographs that are not aligned"),
        (["embed", "photos", "--model", "sface"], 1, "facegap models get sface"),
        (["compare", "photos", "photos", "--out", "o"], 1, "no set has any; `facegap annotate SET` makes them"),
        (["verify", "photos"], 1, "is not a face set"),
        (["export", "photos", "out", "--format", "mxnet"], 1, "unknown format 'mxnet' to write; known: "),
        (["models", "get", "mobilefacenet", "--accept-terms"], 1, "has no download"),
    ],
)
def test_messages_say_what_is_wrong(
    arguments: list[str], code: int, message: str, photos: Path, network: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(photos.parent)
    assert message in facegap(*arguments, code=code).stderr


def test_a_layer_made_another_way_is_replaced_only_when_asked(photos: Path, network: Path, tmp_path: Path) -> None:
    faceset = tmp_path / "set"
    facegap("import", photos, faceset, "--kind", "real", "--aligned", "arcface-112", "--workers", 1)
    facegap("embed", faceset, "--model", network)
    assert "mirror was True, is False" in facegap("embed", faceset, "--model", network, "--no-mirror", code=1).stderr
    facegap("embed", faceset, "--model", network, "--no-mirror", "--replace")
    facegap("embed", faceset, "--model", network, "--name", "mirrored")
    assert "embeddings/linear\n" in facegap("info", faceset).stdout


def test_networks_are_listed_shown_added(network: Path) -> None:
    listed = facegap("models", "list").stdout
    assert "buffalo_l" in listed
    assert "InsightFace model license: not for commercial use" in listed
    assert "arcface-112" in facegap("models", "show", "sface").stdout
    facegap("models", "add", network)
    assert "linear/net.onnx" in facegap("models", "get", "linear").stdout
    facts = json.loads(facegap("models", "show", "linear", "--json").stdout)
    assert Path(facts["path"]).is_file()
    assert facts["sha256"]


def test_terms_are_shown_before_a_download() -> None:
    """Nobody is there to accept them, so nothing is fetched."""
    ended = facegap("models", "get", "buffalo_l", code=1)
    assert "non-commercial research purposes only" in ended.stderr
    assert "NOT for commercial use" in ended.stderr


def test_the_embedder_that_comes_with_the_package_is_the_default(tmp_path: Path) -> None:
    write_pictures(tmp_path / "faces", {"ann": 2, "bob": 1}, side=112)
    facegap("import", tmp_path / "faces", tmp_path / "set", "--kind", "real", "--aligned", "arcface-112")
    embedded = json.loads(facegap("embed", tmp_path / "set", "--json", "--workers", 1).stdout)
    assert (embedded["layer"], embedded["images"]) == ("embeddings/face-render", 3)
    assert "never saw a real person" in embedded["model"]
    assert "[features]" in facegap("embed", tmp_path / "set", "--features", code=1).stderr


def test_a_number_that_is_none_is_printed_as_unknown(capsys: pytest.CaptureFixture[str]) -> None:
    result = {"right": float("nan"), "attributes": {"Male": [0.5, float("inf")]}}
    print_result(result, as_json=True)
    assert json.loads(capsys.readouterr().out) == {"right": None, "attributes": {"Male": [0.5, None]}}
    print_result(result, as_json=False)
    assert "right       –" in capsys.readouterr().out


@pytest.mark.parametrize(("asked", "code"), [(0, 3), (1, 1)])
def test_a_command_that_fails_tells_of_bad_images_too(
    asked: int, code: int, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(SystemExit) as ended:
        exit_with(RunSummary("embeddings/net", 10, 10, 4, ("no face",), 0.01), code=asked)
    assert ended.value.code == code
    assert "4 of 10 rows of embeddings/net went wrong" in capsys.readouterr().err
