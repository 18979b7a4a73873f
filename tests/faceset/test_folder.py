"""What lies below a folder of images: links, and folders that are shut."""

import errno
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from tests.conftest import write_pictures

from facegap.base.errors import FormatError
from facegap.faceset import open_reader


def test_a_link_that_leads_back(tmp_path: Path) -> None:
    """Other links to folders are followed."""
    write_pictures(tmp_path / "in", {"ann": 1})
    write_pictures(tmp_path / "elsewhere", {"bob": 1})
    (tmp_path / "in/bob").symlink_to(tmp_path / "elsewhere/bob")
    assert open_reader(tmp_path / "in").index()["image_id"].to_pylist() == ["ann/0", "bob/0"]
    (tmp_path / "elsewhere/bob/all").symlink_to(tmp_path / "in")
    with pytest.raises(FormatError, match=r"in/bob/all: this link leads back to .*/in, in which it lies"):
        open_reader(tmp_path / "in").index()


def test_a_folder_that_cannot_be_listed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_pictures(tmp_path / "in", {"ann": 1, "bob": 1})
    scan = os.scandir

    def refuse_bob(path: str) -> Iterator[os.DirEntry[str]]:
        if Path(path).name == "bob":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES), path)
        return scan(path)

    monkeypatch.setattr(os, "scandir", refuse_bob)
    with pytest.raises(FormatError, match=r"in/bob: this folder can't be listed \(Permission denied\)"):
        open_reader(tmp_path / "in").index()
