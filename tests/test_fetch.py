"""Downloading from a server that stalls, breaks off, lies, refuses or knows no ranges; and unpacking what came."""

from __future__ import annotations

import http.server
import io
import socket
import struct
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from gazetteer import fetch
from gazetteer.errors import DataError
from gazetteer.fetch import FetchError, Limits
from tests.import_files import dump_line, imported, places, run

Answer = Callable[[http.server.BaseHTTPRequestHandler], None]
DATA = bytes(range(256)) * 400
HALF = len(DATA) // 2


@dataclass
class Server:
    """What is asked of the server and what it answers next; the last answer is given to all that follows."""

    url: str = ""
    answers: list[Answer] = field(default_factory=list)
    asked: list[tuple[str, str | None]] = field(default_factory=list)
    release: threading.Event = field(default_factory=threading.Event)
    waits: list[float] = field(default_factory=list)

    def limits(self, **changes: float) -> Limits:
        return Limits(stall=float(changes.get("stall", 5)), tries=int(changes.get("tries", 4)), sleep=self.waits.append)


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    told = Server()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.asked.append((self.path, self.headers.get("Range")))
            answer = told.answers.pop(0) if len(told.answers) > 1 else told.answers[0]
            answer(self)

        def log_message(self, *_: object) -> None:
            pass

    running = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    running.daemon_threads = True
    thread = threading.Thread(target=running.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    told.url = f"http://127.0.0.1:{running.server_port}/"
    yield told
    told.release.set()
    running.shutdown()
    running.server_close()
    thread.join()


def _send(handler: http.server.BaseHTTPRequestHandler, status: int, data: bytes, **headers: str) -> None:
    handler.send_response(status)
    for name, value in ({"Content_Length": str(len(data)), "ETag": '"one"'} | headers).items():
        handler.send_header(name.replace("_", "-"), value)
    handler.end_headers()
    handler.wfile.write(data)


def whole(data: bytes = DATA) -> Answer:
    """Knows no ranges."""
    return lambda handler: _send(handler, 200, data)


def ranged(data: bytes = DATA) -> Answer:
    """Sends the rest that is asked for."""

    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        start = int(handler.headers["Range"].removeprefix("bytes=").rstrip("-"))
        _send(handler, 206, data[start:], Content_Range=f"bytes {start}-{len(data) - 1}/{len(data)}")

    return answer


def cut_off(at: int = HALF) -> Answer:
    """Breaks off though it has told the whole length."""
    return lambda handler: _send(handler, 200, DATA[:at], Content_Length=str(len(DATA)))


def reset(handler: http.server.BaseHTTPRequestHandler) -> None:
    """Closes the connection with a reset before any answer."""
    handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    handler.connection.close()
    handler.rfile.close()


def status(code: int) -> Answer:
    return lambda handler: _send(handler, code, b"no")


def test_a_file_comes_as_it_is(server: Server, tmp_path: Path) -> None:
    server.answers = [whole()]
    assert fetch.download(server.url + "a", tmp_path / "a", server.limits()).read_bytes() == DATA
    assert [one.name for one in tmp_path.iterdir()] == ["a"]


def test_what_broke_off_goes_on_from_there(server: Server, tmp_path: Path) -> None:
    server.answers = [cut_off(), ranged()]
    assert fetch.download(server.url + "a", tmp_path / "a", server.limits()).read_bytes() == DATA
    assert server.asked == [("/a", None), ("/a", f"bytes={HALF}-")]


def test_a_later_run_goes_on_too(server: Server, tmp_path: Path) -> None:
    server.answers = [cut_off()]
    with pytest.raises(FetchError, match="the same command goes on from there"):
        fetch.download(server.url + "a", tmp_path / "a", server.limits(tries=1))
    assert not (tmp_path / "a").exists()
    server.answers = [ranged()]
    assert fetch.download(server.url + "a", tmp_path / "a", server.limits()).read_bytes() == DATA
    assert server.asked[-1] == ("/a", f"bytes={HALF}-")


def test_a_server_without_ranges_sends_all_again(server: Server, tmp_path: Path) -> None:
    server.answers = [cut_off(), whole()]
    assert fetch.download(server.url + "a", tmp_path / "a", server.limits()).read_bytes() == DATA


def test_a_part_of_another_place_is_thrown_away(server: Server, tmp_path: Path) -> None:
    def wrong(handler: http.server.BaseHTTPRequestHandler) -> None:
        _send(handler, 206, DATA[7:], Content_Range=f"bytes 7-{len(DATA) - 1}/{len(DATA)}")

    server.answers = [cut_off(), wrong, whole()]
    assert fetch.download(server.url + "a", tmp_path / "a", server.limits()).read_bytes() == DATA
    assert server.asked[-1] == ("/a", None)


def test_a_range_past_the_end_begins_anew(server: Server, tmp_path: Path) -> None:
    server.answers = [cut_off(), status(416), whole()]
    assert fetch.download(server.url + "a", tmp_path / "a", server.limits()).read_bytes() == DATA


def test_a_server_that_stalls_is_asked_again(server: Server, tmp_path: Path) -> None:
    def stalls(handler: http.server.BaseHTTPRequestHandler) -> None:
        cut_off()(handler)
        handler.wfile.flush()
        server.release.wait(30)

    server.answers = [stalls, ranged()]
    assert fetch.download(server.url + "a", tmp_path / "a", server.limits(stall=0.3)).read_bytes() == DATA
    assert server.asked[1] == ("/a", f"bytes={HALF}-")


def test_a_server_that_never_answers_is_given_up(server: Server, tmp_path: Path) -> None:
    server.answers = [lambda _: (server.release.wait(30), None)[1]]
    with pytest.raises(FetchError, match=r"in 2 tries: the server sent nothing for 0\.2 s"):
        fetch.download(server.url + "a", tmp_path / "a", server.limits(stall=0.2, tries=2))


def test_a_server_that_promises_more_than_it_has_is_given_up(server: Server, tmp_path: Path) -> None:
    server.answers = [lambda handler: _send(handler, 200, DATA, Content_Length=str(len(DATA) + 9))]
    with pytest.raises(FetchError, match=f"{len(DATA):,} of {len(DATA) + 9:,} bytes"):
        fetch.download(server.url + "a", tmp_path / "a", server.limits())
    assert len(server.asked) == 4
    assert not (tmp_path / "a").exists()


def test_waiting_grows_with_each_try(server: Server, tmp_path: Path) -> None:
    server.answers = [status(500), status(503), reset, whole()]
    assert fetch.download(server.url + "a", tmp_path / "a", server.limits()).read_bytes() == DATA
    assert server.waits == [1, 2, 4]


@pytest.mark.parametrize(("code", "told"), [(404, "does not exist"), (403, "the server answers 403")])
def test_what_the_server_refuses_is_not_asked_again(server: Server, tmp_path: Path, code: int, told: str) -> None:
    server.answers = [status(code)]
    with pytest.raises(FetchError, match=told):
        fetch.download(server.url + "a", tmp_path / "a", server.limits())
    assert len(server.asked) == 1


def test_a_server_that_fails_on_is_given_up(server: Server, tmp_path: Path) -> None:
    server.answers = [status(500)]
    with pytest.raises(FetchError, match="in 4 tries: the server answers 500"):
        fetch.download(server.url + "a", tmp_path / "a", server.limits())


def test_no_network_is_said_plainly(tmp_path: Path, server: Server) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{free.getsockname()[1]}/a"
        with pytest.raises(FetchError, match="there is no network, or the server can't be reached"):
            fetch.download(url, tmp_path / "a", server.limits(tries=2))


def test_a_server_without_a_name_is_not_asked_again(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unknown(*_: object, **__: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(FetchError, match="there is no network, or no server of this name"):
        fetch.download("http://places.invalid/a", tmp_path / "a", server.limits())
    assert not server.waits


@pytest.mark.parametrize("length", [True, False])
def test_a_file_beyond_the_limit_is_not_downloaded(server: Server, tmp_path: Path, length: bool) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.send_response(200)
        if length:
            handler.send_header("Content-Length", str(len(DATA)))
        handler.end_headers()
        handler.wfile.write(DATA)

    server.answers = [answer]
    with pytest.raises(FetchError, match="is larger than 1,000 bytes"):
        fetch.download(server.url + "a", tmp_path / "a", Limits(largest=1000, sleep=server.waits.append))


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_progress_shows_on_a_terminal_only(server: Server, tmp_path: Path) -> None:
    server.answers = [whole()]
    terminal, file = _Terminal(), io.StringIO()
    fetch.download(server.url + "a", tmp_path / "a", server.limits(), terminal)
    fetch.download(server.url + "a", tmp_path / "b", server.limits(), file)
    assert "100 % 0.1/0.1 MB" in terminal.getvalue()
    assert terminal.getvalue().endswith("\n")
    assert not file.getvalue()


# Unpacking


def packed(members: dict[str, str]) -> bytes:
    """A zip file of these members."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


def test_only_the_member_asked_for_is_unpacked_under_our_name(tmp_path: Path) -> None:
    file = tmp_path / "a" / "b" / "SY.zip"
    file.parent.mkdir(parents=True)
    file.write_bytes(packed({"SY.txt": "good", "../../evil.txt": "evil", "readme.txt": "read"}))
    fetch.unpacked(file, "SY.txt", file.with_suffix(".txt"), 100)
    assert [one.name for one in tmp_path.rglob("*.txt")] == ["SY.txt"]


def test_a_zip_that_holds_too_much_is_not_unpacked(tmp_path: Path) -> None:
    file = tmp_path / "SY.zip"
    file.write_bytes(packed({"SY.txt": "0" * 1_000_000}))
    with pytest.raises(DataError, match="holds more than 1,000 bytes"):
        fetch.unpacked(file, "SY.txt", tmp_path / "SY.txt", 1000)
    assert [one.name for one in tmp_path.iterdir()] == ["SY.zip"]


@pytest.mark.parametrize("data", [b"no zip", packed({"SY.txt": "good" * 99})[:60], packed({"other.txt": "x"})])
def test_a_zip_of_no_use_is_told(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "SY.zip"
    file.write_bytes(data)
    with pytest.raises(DataError, match=r"SY\.zip: "):
        fetch.unpacked(file, "SY.txt", tmp_path / "SY.txt", 1000)
    assert not (tmp_path / "SY.txt").exists()


# The command


def _country(handler: http.server.BaseHTTPRequestHandler) -> None:
    names = "1\t7\tar\tتل الأقحوان\t1\t\t\t\t\t\n"
    known = {
        "/SY.zip": packed({"SY.txt": dump_line(7, "تل الزعفران") + "\n", "readme.txt": "read"}),
        "/alternatenames/SY.zip": packed({"SY.txt": names}),
    }
    data = known.get(handler.path)
    _send(handler, 200 if data else 404, data or b"no")


def test_fetch_downloads_and_imports(server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path))
    server.answers = [_country]
    assert run("fetch", "geonames", "sy", "--url", server.url) == 0
    assert list(imported()) == ["geonames-SY"]
    assert "تل الأقحوان" in places("geonames-SY")["GN7"].names_ar


def test_a_country_that_is_not_there_does_not_stop_the_others(
    server: Server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("RASD_DATA_DIR", str(tmp_path))
    server.answers = [_country]
    assert run("fetch", "geonames", "XX", "../a", "SY", "--url", server.url) == 3
    assert list(imported()) == ["geonames-SY"]
    told = capsys.readouterr().err
    assert "XX.zip does not exist (404)" in told
    assert "'../a' is no country" in told
    assert all(path.count("..") == 0 for path, _ in server.asked)


def test_an_address_of_another_kind_is_refused(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run("fetch", "geonames", "SY", "--url", "file:///etc/") == 3
    assert "it begins with https:// or http://" in capsys.readouterr().err
