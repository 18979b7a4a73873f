"""Fetching a file over HTTP: goes on where a cut connection left off, and is checked before it is used."""

import time
import urllib.error
import urllib.request
import zipfile
from collections.abc import Callable
from http.client import HTTPException, HTTPResponse
from pathlib import Path

from facegap.base.errors import ModelError
from facegap.faceset import sha256
from facegap.models.card import Download, ModelCard
from facegap.models.store import add_model, models_folder

_CHUNK = 1 << 18
_TIMEOUT_SECONDS = 30

Advance = Callable[[int, int | None], None]
"""Is called with the number of bytes that are there, and the size of the whole file, or None where it isn't known."""


def get_model(card: ModelCard, *, advance: Advance, attempts: int = 5, pause: float = 2.0) -> ModelCard:
    """Download a network into the store.

    Args:
        card: The card of the network; the caller shows its terms before.
        advance: Is called with the progress.
        attempts: The number of times that a connection is tried.
        pause: The seconds between two attempts.

    Returns:
        The card with the hash of the file, recorded now where nobody had published it.

    Raises:
        ModelError: The network can't be downloaded, or the file is not the one that the card describes. What was in
            the store stays.
    """
    download = download_of(card)
    folder = models_folder() / "downloads"
    folder.mkdir(parents=True, exist_ok=True)
    archive = folder / f"{card.name}-{Path(download.url).name}"
    known = card.sha256 if download.member is None else None
    fetch(
        download.url,
        archive,
        resumable=known is not None,
        advance=advance,
        attempts=attempts,
        pause=pause,
    )
    file = archive
    try:
        if download.member:
            file = _extract(archive, download.member, archive.with_name(archive.name + ".member"))
        if card.sha256 not in (None, sha256(file)):
            msg = (
                f"{download.url}: SHA-256 is {sha256(file)}, the card says {card.sha256}; the download was thrown "
                "away. Try again; if it stays so, the publisher changed the file"
            )
            raise ModelError(msg)
        return add_model(file, card)
    finally:
        archive.unlink(missing_ok=True)
        file.unlink(missing_ok=True)


def download_of(card: ModelCard) -> Download:
    """Look up where a network can be downloaded.

    Raises:
        ModelError: The card names no download.
    """
    if card.download is None:
        msg = f"{card.name!r} has no download; see {card.source}"
        raise ModelError(msg)
    return card.download


def fetch(url: str, path: Path, *, resumable: bool, advance: Advance, attempts: int, pause: float) -> None:
    """Download ``url`` to ``path``, going on with what an earlier attempt left in ``path.part``.

    Args:
        url: The address of the file; it begins with http or https.
        path: The file that is written.
        resumable: Whether the content will be checked by its hash, so that going on without the server's own mark
            for this version of the file (its ETag) is safe.
        advance: Is called with the progress.
        attempts: The number of times that the connection is tried before it is an error.
        pause: The seconds between two attempts.

    Raises:
        ModelError: The server refuses, can't be reached, or cuts every attempt; what came is kept for the next call.
    """
    if not url.startswith(("https://", "http://")):
        msg = f"{url}: only http and https addresses can be downloaded"
        raise ModelError(msg)
    partial = path.with_name(path.name + ".part")
    problem = ""
    for attempt in range(attempts):
        if attempt:
            time.sleep(pause)
        try:
            if _fetch_rest(url, partial, resumable=resumable, advance=advance):
                partial.replace(path)
                _mark(partial).unlink(missing_ok=True)
                return
            problem = "the connection was cut"
        except urllib.error.HTTPError as error:
            if error.code == 416:  # what is here is longer than the file: begin again
                partial.unlink(missing_ok=True)
                continue
            if error.code < 500:
                msg = f"{url}: the server says {error.code} {error.reason}; the file may have moved"
                raise ModelError(msg) from error
            problem = f"the server says {error.code} {error.reason}"
        except (urllib.error.URLError, HTTPException, OSError) as error:
            problem = str(getattr(error, "reason", error))
    have = partial.stat().st_size if partial.exists() else 0
    msg = f"{url}: {problem}, {attempts} times; {have} bytes are kept in {partial}: run it again to go on"
    raise ModelError(msg)


def _fetch_rest(url: str, partial: Path, *, resumable: bool, advance: Advance) -> bool:
    """Ask for what is missing; true when the file is complete."""
    have = partial.stat().st_size if partial.exists() else 0
    mark = _mark(partial).read_text() if _mark(partial).exists() else None
    headers = {"User-Agent": "facegap"}
    if have and (mark or resumable):
        headers["Range"] = f"bytes={have}-"
        if mark:
            headers["If-Range"] = mark
    request = urllib.request.Request(url, headers=headers)
    with urllib.request.urlopen(request, timeout=_TIMEOUT_SECONDS) as response:
        if response.status != 206:
            have = 0
        total = _total(response, have)
        if etag := response.headers.get("ETag"):
            _mark(partial).write_text(etag)
        with partial.open("ab" if have else "wb") as file:
            while chunk := response.read(_CHUNK):
                file.write(chunk)
                have += len(chunk)
                advance(have, total)
    return total is None or have >= total


def _total(response: HTTPResponse, have: int) -> int | None:
    length = response.headers.get("Content-Length")
    return have + int(length) if length is not None else None


def _mark(partial: Path) -> Path:
    """Where the server's mark for the version of a partial file is kept."""
    return partial.with_name(partial.name + ".etag")


def _extract(archive: Path, member: str, to: Path) -> Path:
    """Take one member out of a zip; nothing else of it is unpacked."""
    try:
        with zipfile.ZipFile(archive) as zipped, zipped.open(member) as source, to.open("wb") as target:
            while chunk := source.read(_CHUNK):
                target.write(chunk)
    except (zipfile.BadZipFile, KeyError) as error:
        msg = f"{archive.name}: not a zip archive with {member!r} in it: {error}"
        raise ModelError(msg) from error
    return to
