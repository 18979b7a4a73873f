"""Downloads from a server on this machine that can fail in every way a real one does."""

import hashlib
import io
import threading
import zipfile
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from tests.conftest import write_embedder

from facegap.base.errors import ModelError
from facegap.models import Download, ModelCard, get_model, stored_models

CONTENT = bytes(range(256)) * 4000


class Server:
    """Serves one content; ``cuts`` says after how many bytes each coming answer is cut."""

    def __init__(self) -> None:
        self.content = CONTENT
        self.etag: str | None = '"v1"'
        self.cuts: list[int] = []
        self.status: int | None = None
        self.ranges: list[str | None] = []
        outer = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                outer.answer(self)

            def log_message(self, *_: object) -> None:
                pass

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=self.http.serve_forever, daemon=True).start()
        self.url = f"http://127.0.0.1:{self.http.server_port}/model.onnx"

    def answer(self, request: BaseHTTPRequestHandler) -> None:
        asked = request.headers.get("Range")
        self.ranges.append(asked)
        if self.status:
            request.send_error(self.status)
            return
        mark = request.headers.get("If-Range")
        begin = int(asked.removeprefix("bytes=").rstrip("-")) if asked and mark in (None, self.etag) else 0
        if begin > len(self.content):
            request.send_error(416)
            return
        body = self.content[begin:]
        request.send_response(206 if begin else 200)
        request.send_header("Content-Length", str(len(body)))
        if self.etag:
            request.send_header("ETag", self.etag)
        request.end_headers()
        request.wfile.write(body[: self.cuts.pop(0)] if self.cuts else body)
        request.close_connection = True


@pytest.fixture
def server() -> Iterator[Server]:
    served = Server()
    yield served
    served.http.shutdown()
    served.http.server_close()


@pytest.fixture
def card(server: Server, tmp_path: Path) -> ModelCard:
    card = write_embedder(tmp_path / "net.onnx")[0].card
    digest = hashlib.sha256(CONTENT).hexdigest()
    return card.model_copy(update={"download": Download(url=server.url), "file": "model.onnx", "sha256": digest})


def got(card: ModelCard, **options: object) -> ModelCard:
    return get_model(card, advance=lambda have, total: None, pause=0, **options)


def stored() -> bytes:
    return stored_models()["linear"][1].read_bytes()


def test_a_download_is_checked_and_stored(card: ModelCard, home: Path) -> None:
    got(card)
    assert stored() == CONTENT
    assert not list((home / "models/downloads").iterdir())


def test_a_cut_connection_is_taken_up_where_it_was(card: ModelCard, server: Server) -> None:
    server.cuts = [300_000, 200_000]
    got(card)
    assert stored() == CONTENT
    assert server.ranges == [None, "bytes=300000-", "bytes=500000-"]


def test_a_download_goes_on_in_the_next_call(card: ModelCard, server: Server) -> None:
    server.cuts = [300_000]
    with pytest.raises(ModelError, match="cut, 1 times; 300000 bytes are kept"):
        got(card, attempts=1)
    got(card, attempts=1)
    assert server.ranges[-1] == "bytes=300000-"
    assert stored() == CONTENT


def test_a_file_that_changed_in_between_is_taken_anew(card: ModelCard, server: Server) -> None:
    server.cuts = [300_000]
    unknown = card.model_copy(update={"sha256": None})
    with pytest.raises(ModelError):
        got(unknown, attempts=1)
    server.content, server.etag = CONTENT[::-1], '"v2"'
    got(unknown)
    assert stored() == CONTENT[::-1]


def test_without_a_mark_or_a_hash_nothing_is_patched_together(card: ModelCard, server: Server) -> None:
    server.cuts, server.etag = [300_000], None
    got(card.model_copy(update={"sha256": None}))
    assert server.ranges == [None, None]
    assert stored() == CONTENT


def test_a_wrong_hash_is_thrown_away_and_what_was_there_stays(card: ModelCard, server: Server, home: Path) -> None:
    got(card)
    server.content = b"something else"
    with pytest.raises(ModelError, match="SHA-256 is"):
        got(card)
    assert stored() == CONTENT
    assert not list((home / "models/downloads").iterdir())


def test_a_partial_file_longer_than_the_whole_is_begun_again(card: ModelCard, server: Server, home: Path) -> None:
    (home / "models/downloads").mkdir(parents=True)
    (home / "models/downloads/linear-model.onnx.part").write_bytes(b"x" * (len(CONTENT) + 1))
    got(card)
    assert stored() == CONTENT


def test_an_unknown_hash_is_recorded_and_checked_after(card: ModelCard) -> None:
    recorded = got(card.model_copy(update={"sha256": None}))
    assert recorded.sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert stored_models()["linear"][0].sha256 == recorded.sha256


def test_a_missing_file_is_said_at_once(card: ModelCard, server: Server) -> None:
    server.status = 404
    with pytest.raises(ModelError, match="404 Not Found"):
        got(card)
    assert len(server.ranges) == 1


def test_a_failing_server_is_asked_again(card: ModelCard, server: Server) -> None:
    server.status = 503
    with pytest.raises(ModelError, match=r"503.*3 times"):
        got(card, attempts=3)
    assert len(server.ranges) == 3


def test_a_server_that_is_not_there(card: ModelCard, server: Server) -> None:
    server.http.shutdown()
    server.http.server_close()
    with pytest.raises(ModelError, match="refused"):
        got(card, attempts=1)


def test_only_the_member_is_taken_out_of_an_archive(card: ModelCard, server: Server, home: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("pack/model.onnx", CONTENT)
        archive.writestr("../outside.txt", "x")
    server.content = buffer.getvalue()
    packed = card.model_copy(update={"download": Download(url=server.url, member="pack/model.onnx")})
    got(packed)
    assert stored() == CONTENT
    assert not list(home.rglob("outside.txt"))
    wrong = card.model_copy(update={"download": Download(url=server.url, member="other.onnx")})
    with pytest.raises(ModelError, match=r"other\.onnx"):
        got(wrong)


def test_only_http_addresses(card: ModelCard) -> None:
    with pytest.raises(ModelError, match="only http"):
        got(card.model_copy(update={"download": Download(url="file:///etc/passwd")}))
