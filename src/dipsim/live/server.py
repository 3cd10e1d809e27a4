"""The server of the live page: loopback only, stopped when its owner stops."""

from __future__ import annotations

import secrets
import socket
import threading
import time
from types import TracebackType
from typing import Self

import uvicorn

from dipsim.live.app import application
from dipsim.live.sessions import Sessions
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.schema.spec import Spec

LOOPBACK = "127.0.0.1"


class LiveServer:
    """The live page of a scenario at ``address``. ``port`` 0 takes a free one. ArgumentError where a port is taken.

    As a context manager it serves in a thread of its own, until it is left.
    """

    def __init__(self, spec: Spec, seed: int = 1, replicate: int = 0, port: int = 0) -> None:
        self.sessions = Sessions(spec, seed, replicate)
        self.socket = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        self.socket.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            self.socket.bind((LOOPBACK, port))
            self.socket.listen(64)  # so that a browser that is quicker than the server waits
        except OSError as problem:
            self.socket.close()
            raise ArgumentError(f"port {port}: {problem.strerror or problem}; name another one, or 0") from None
        self.host = f"{LOOPBACK}:{self.socket.getsockname()[1]}"
        self.key = secrets.token_urlsafe(24)
        self.server = uvicorn.Server(
            uvicorn.Config(
                application(self.sessions, self.host, self.key),
                http="h11",
                ws="none",
                lifespan="off",
                log_level="warning",
                access_log=False,
                server_header=False,
                date_header=False,
                proxy_headers=False,
                limit_concurrency=64,
                h11_max_incomplete_event_size=16 * 1024,
                timeout_keep_alive=5,
                timeout_graceful_shutdown=2,
            )
        )
        self.thread: threading.Thread | None = None

    @property
    def address(self) -> str:
        """The address of the page with its key, which browsers do not send on."""
        return f"http://{self.host}/#{self.key}"

    def serve(self) -> None:
        """Serve until a signal comes."""
        try:
            self.server.run(sockets=[self.socket])
        finally:
            self.socket.close()

    def __enter__(self) -> Self:
        self.thread = threading.Thread(target=self.serve, name="dipsim view", daemon=True)
        self.thread.start()
        while not self.server.started and self.thread.is_alive():
            time.sleep(0.005)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.server.should_exit = True
        if self.thread is not None:
            self.thread.join(10)
