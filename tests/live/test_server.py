"""The server answers its own page on loopback and nobody else: hosts, origins, keys, sizes, paths, sockets."""

# Also tests: live/gate.py, live/app.py

from __future__ import annotations

import http.client
import json
import socket

import pytest

pytest.importorskip("starlette", reason="starlette is not installed: pip install 'dipsim[view]'")
pytest.importorskip("uvicorn", reason="uvicorn is not installed: pip install 'dipsim[view]'")

from dipsim.live import limits
from dipsim.live.app import ANSWERS, page_files
from dipsim.live.server import LiveServer
from dipsim.scenario.load import load


@pytest.fixture(scope="module")
def server():
    with LiveServer(load("two_nations")) as running:
        yield running


def asked(server, method, path, body=None, drop=(), **headers):
    """Status, headers and body of one request, as the page would make it but for what is changed."""
    usual = {"Host": server.host}
    if method == "POST":
        usual |= {"Origin": f"http://{server.host}", "Content-Type": "application/json", "X-Dipsim-Key": server.key}
    usual |= {name.replace("_", "-"): value for name, value in headers.items()}
    connection = http.client.HTTPConnection(*server.host.split(":"), timeout=60)
    try:
        connection.putrequest(method, path, skip_host=True)
        data = b"" if body is None else body if isinstance(body, bytes) else json.dumps(body).encode()
        if method == "POST" and "Content-Length" not in usual:
            usual["Content-Length"] = str(len(data))
        for name, value in usual.items():
            for one in value if isinstance(value, list) else [value]:
                if name not in drop:
                    connection.putheader(name, one)
        connection.endheaders(data)
        answer = connection.getresponse()
        return answer.status, dict(answer.getheaders()), answer.read()
    finally:
        connection.close()


def post(server, name, **body):
    status, _, found = asked(server, "POST", f"/api/{name}", body)
    return status, json.loads(found)


def test_the_page_and_its_files_are_there_with_closed_headers(server):
    for path, (body, kind) in page_files().items():
        status, headers, found = asked(server, "GET", path)
        assert (status, found) == (200, body)
        assert headers["content-type"].startswith(kind)
        assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'; style-src 'self'")
        assert headers["x-content-type-options"] == "nosniff"
        assert "server" not in {name.lower() for name in headers}
    assert {"/", "/main.js", "/style.css"} <= set(page_files())


def test_a_session_is_begun_and_stepped(server):
    status, told = post(server, "new")
    assert status == 200
    status, found = post(server, "step", session=told["session"], count=3)
    assert (status, found["tick"]) == (200, 3)
    status, found = post(server, "step", session="none", count=3)
    assert (status, "load the page again" in found["error"]) == (410, True)
    status, found = post(server, "step", session=told["session"], count=-1)
    assert (status, "whole number" in found["error"]) == (422, True)
    status, found = post(server, "open", text="dipsim: 1\nbase: two_blocs\ntitle: x\n")
    assert (status, "in one piece" in found["error"]) == (422, True)


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:{port}", "evil.example:{port}", "127.0.0.1", "127.0.0.1:1", "[::1]:{port}", ""]
)
def test_another_host_is_refused(server, host):
    given = host.format(port=server.host.split(":")[1])
    for method, path in (("GET", "/"), ("POST", "/api/new")):
        assert asked(server, method, path, {}, Host=given)[0] in (400, 421)


@pytest.mark.parametrize(
    "origin", ["http://evil.example", "null", "https://{host}", "http://{host}.evil.example", "http://localhost:1"]
)
def test_another_origin_is_refused(server, origin):
    given = origin.format(host=server.host)
    assert asked(server, "POST", "/api/new", {}, Origin=given)[0] == 403
    assert asked(server, "GET", "/", Origin=given)[0] == 403


def test_a_request_without_origin_or_from_another_site_is_refused(server):
    before = len(server.sessions)
    assert asked(server, "POST", "/api/new", {}, drop=("Origin",))[0] == 403
    assert asked(server, "POST", "/api/new", {}, Sec_Fetch_Site="cross-site")[0] == 403
    assert asked(server, "GET", "/", Sec_Fetch_Site="same-site")[0] == 403
    assert asked(server, "POST", "/api/new", {}, drop=("X-Dipsim-Key",))[0] == 403
    assert asked(server, "POST", "/api/new", {}, X_Dipsim_Key="guess")[0] == 403
    assert asked(server, "POST", "/api/new", {}, Content_Type="text/plain")[0] == 415
    assert asked(server, "GET", "/api/new", X_Dipsim_Key=server.key)[0] == 415
    # the parser of uvicorn closes such a connection at once; a body that it leaves unread would reset it
    assert asked(server, "POST", "/api/new", b"", Host=[server.host, "evil.example"])[0] == 400
    assert asked(server, "POST", "/api/new", {}, Origin=[f"http://{server.host}", "null"])[0] == 400
    assert asked(server, "PUT", "/api/new", {})[0] == 405
    assert len(server.sessions) == before


def test_large_and_endless_requests_are_refused(server):
    assert asked(server, "POST", "/api/step", b"x" * (limits.BODY + 1))[0] == 413
    assert asked(server, "POST", "/api/open", b"", Content_Length=str(limits.SCENARIO + 1))[0] == 413
    assert (
        asked(server, "POST", "/api/step", b"0\r\n\r\n", drop=("Content-Length",), Transfer_Encoding="chunked")[0]
        == 411
    )
    assert asked(server, "GET", "/" + "a" * 100_000)[0] in (400, 414, 431)


def test_bodies_that_are_no_question_are_answered_in_words(server):
    for body in (b"", b"[]", b"null", b"{", b"\xff\xfe", b"[" * 9000):
        for name in ANSWERS:
            status, _, found = asked(server, "POST", f"/api/{name}", body)
            assert (status, "error" in json.loads(found)) == (410, True)


@pytest.mark.parametrize(
    "path",
    [
        "/../pyproject.toml",
        "/%2e%2e/app.py",
        "/app.py",
        "/page/index.html",
        "/index.html",
        "//etc/passwd",
        "/style.css/..",
        "/api",
        "/api/../style.css",
    ],
)
def test_nothing_else_can_be_read(server, path):
    assert asked(server, "GET", path)[0] in (403, 404, 405, 415)


def test_sockets_that_stay_open_are_refused(server):
    with socket.create_connection(server.host.split(":"), timeout=30) as raw:
        lines = ["GET / HTTP/1.1", f"Host: {server.host}", "Upgrade: websocket", "Connection: Upgrade"]
        lines += ["Sec-WebSocket-Key: AAAAAAAAAAAAAAAAAAAAAA==", "Sec-WebSocket-Version: 13", "", ""]
        raw.sendall("\r\n".join(lines).encode())
        assert b"101" not in raw.recv(200).split(b"\r\n")[0]


def test_it_listens_on_loopback_only_and_stops():
    with LiveServer(load("two_nations")) as running:
        assert running.socket.getsockname()[0] == "127.0.0.1"
        assert running.address.startswith("http://127.0.0.1:")
        port = int(running.host.split(":")[1])
        with pytest.raises(ValueError, match="name another one, or 0"):
            LiveServer(load("two_nations"), port=port)
        assert asked(running, "GET", "/")[0] == 200
    assert not running.thread.is_alive()
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=2)
