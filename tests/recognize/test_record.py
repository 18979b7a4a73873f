import subprocess
from pathlib import Path

import pytest

from facegap.recognize import record
from facegap.recognize.record import commit


def git(folder: Path, *arguments: str) -> None:
    me = ("-c", "user.name=me", "-c", "user.email=me@example.org", "-c", "commit.gpgsign=false")
    subprocess.run(["git", "-C", str(folder), *me, *arguments], check=True, capture_output=True)


def test_the_commit_is_that_of_the_package_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    module = tmp_path / "somewhere" / "facegap" / "__init__.py"
    module.parent.mkdir(parents=True)
    module.write_text("")
    monkeypatch.setattr(record, "PACKAGE", module.parent)
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path.parent))
    assert commit() is None
    (tmp_path / "other.py").write_text("")
    git(tmp_path, "init")
    git(tmp_path, "add", "other.py")
    git(tmp_path, "commit", "-m", "of another project")
    assert commit() is None
    git(tmp_path, "add", ".")
    git(tmp_path, "commit", "-m", "of this one")
    found = commit()
    assert found is not None
    assert len(found) == 40
    module.write_text("changed = True\n")
    assert commit() == f"{found}-dirty"
    monkeypatch.setenv("PATH", str(tmp_path))
    assert commit() is None
