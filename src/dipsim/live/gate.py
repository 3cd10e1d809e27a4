"""The gate before every answer: only this page, at this address, with this key; small requests; closed headers.

A page on another site could make a browser talk to a server on loopback (forged requests), or point a name of its own
at 127.0.0.1 (DNS rebinding). So the Host is compared exactly, and so are the Origin and what browsers say about the
site of a request. Whoever else works on this machine does not know the key.
"""

from __future__ import annotations

import hmac
import json
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from dipsim.live import limits

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]
App = Callable[[Scope, Receive, Send], Awaitable[None]]

API = "/api/"
OPEN = "/api/open"  # the one request that brings a scenario
LONGEST = 200  # letters of an address below the host
KEY = b"x-dipsim-key"
HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:; "
        "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
    ),
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


class Refused(Exception):
    """A request that does not pass: its status and what was expected."""

    def __init__(self, status: int, words: str) -> None:
        super().__init__(words)
        self.status, self.words = status, words


class Gate:
    """Lets requests through to ``app`` that come from the page at ``host``, which is ADDRESS:PORT, with its ``key``."""

    def __init__(self, app: App, host: str, key: str) -> None:
        self.app, self.host, self.key = app, host, key

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request. Sockets that stay open are refused."""
        if scope["type"] == "websocket":
            await send({"type": "websocket.close", "code": 1008})
            return
        if scope["type"] != "http":
            return
        closed = _closing(send)
        try:
            self.check(scope)
            receive = await _whole(receive, self.most(scope)) if scope["method"] == "POST" else receive
        except Refused as refused:
            await _answer(closed, refused.status, refused.words)
            return
        await self.app(scope, receive, closed)

    def check(self, scope: Scope) -> None:
        """Raise Refused unless the request described by ``scope`` comes from this page."""
        method, path = scope["method"], scope["path"]
        if method not in ("GET", "HEAD", "POST"):
            raise Refused(405, "expected GET or POST")
        if len(path) > LONGEST:
            raise Refused(414, f"expected an address of at most {LONGEST} letters")
        if _only(scope, b"host") != self.host:
            raise Refused(421, f"expected the address {self.host}; open the page as dipsim view prints it")
        origin = _only(scope, b"origin")
        if origin not in ((f"http://{self.host}",) if method == "POST" else (None, f"http://{self.host}")):
            raise Refused(403, "expected a request of this page, found one of another origin")
        if _only(scope, b"sec-fetch-site") not in (None, "same-origin", "none"):
            raise Refused(403, "expected a request of this page, found one of another site")
        if path.startswith(API):
            given = _only(scope, KEY) or ""
            if not hmac.compare_digest(given.encode(), self.key.encode()):
                raise Refused(403, "expected the key that dipsim view prints; open the page with its whole address")
            if method != "POST" or (_only(scope, b"content-type") or "").partition(";")[0] != "application/json":
                raise Refused(415, "expected JSON by POST")

    def most(self, scope: Scope) -> int:
        """Bytes that the body of the request described by ``scope`` may have. Raises Refused where its length is
        missing or larger."""
        most = limits.SCENARIO if scope["path"] == OPEN else limits.BODY
        said = _only(scope, b"content-length") or ""
        if not said.isdecimal():
            raise Refused(411, "expected the length of the request")
        if int(said) > most:
            raise Refused(413, f"expected at most {most} bytes, found {said}")
        return most


def _only(scope: Scope, name: bytes) -> str | None:
    """The value of a header that may be there once; Refused where it is there twice."""
    found = [value for key, value in scope["headers"] if key == name]
    if len(found) > 1:
        raise Refused(400, f"expected one header {name.decode()}, found {len(found)}")
    return found[0].decode("latin-1") if found else None


async def _whole(receive: Receive, most: int) -> Receive:
    """The body of a request in one piece. Refused where it is larger than it said."""
    body, more = b"", True
    while more:
        message = await receive()
        if message["type"] != "http.request":
            raise Refused(400, "expected a whole request")
        body += message.get("body", b"")
        more = message.get("more_body", False)
        if len(body) > most:
            raise Refused(413, f"expected at most {most} bytes")

    async def again() -> MutableMapping[str, Any]:
        return {"type": "http.request", "body": body, "more_body": False}

    return again


def _closing(send: Send) -> Send:
    """Send with the headers that every answer has."""

    async def closed(message: MutableMapping[str, Any]) -> None:
        if message["type"] == "http.response.start":
            own = [(key, value) for key, value in message.get("headers", []) if key.decode() not in HEADERS]
            message["headers"] = own + [(key.encode(), value.encode()) for key, value in HEADERS.items()]
        await send(message)

    return closed


async def _answer(send: Send, status: int, words: str) -> None:
    body = json.dumps({"error": words}).encode()
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    headers += [(b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})
