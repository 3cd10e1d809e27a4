"""The application: files of the page by their names, and one address for each thing that a page may ask."""

from __future__ import annotations

import json
from collections.abc import Callable
from importlib.resources import files
from typing import Any

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from dipsim.live.gate import API, Gate
from dipsim.live.session import Session, opened
from dipsim.live.sessions import SessionLost, Sessions
from dipsim.runs.errors import ResultsError
from dipsim.scenario.arguments import ArgumentError
from dipsim.scenario.yaml.problems import ScenarioError

TYPES = {".html": "text/html", ".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
Asked = dict[str, Any]
ANSWERS: dict[str, Callable[[Session, Asked], Any]] = {  # what a page may ask of its session
    "state": lambda session, _: session.opening(),
    "sliders": lambda session, _: session.sliders(),
    "step": lambda session, asked: session.step(asked.get("count")),
    "reset": lambda session, _: session.reset(),
    "change": lambda session, asked: session.change(asked.get("sets"), asked.get("off")),
    "seat": lambda session, asked: session.take_seat(asked.get("nation")),
    "decide": lambda session, asked: session.decide(asked.get("tick"), asked.get("accept")),
    "ask": lambda session, asked: session.ask(
        asked.get("tick"), asked.get("kind"), asked.get("other"), asked.get("receives")
    ),
    "foresee": lambda session, asked: session.foresee(asked.get("tick"), asked.get("number")),
    "compare": lambda session, asked: session.compare(asked.get("replicates")),
    "save": lambda session, _: session.save(),
}


def application(sessions: Sessions, host: str, key: str) -> Gate:
    """The page and its answers behind the gate. ``sessions``: what holds the runs; ``host``: ADDRESS:PORT; ``key``: the
    secret that every request must carry."""
    routes = [Route(path, _file(body, kind)) for path, (body, kind) in page_files().items()]
    routes += [
        Route(f"{API}new", _new(sessions), methods=["POST"]),
        Route(f"{API}open", _open(sessions), methods=["POST"]),
    ]
    routes += [Route(f"{API}{name}", _answer(sessions, answer), methods=["POST"]) for name, answer in ANSWERS.items()]
    return Gate(Starlette(routes=routes), host, key)


def page_files() -> dict[str, tuple[bytes, str]]:
    """Every file of the page by its address, read once. Nothing else can be asked for."""
    found = {}
    for entry in (files("dipsim.live") / "page").iterdir():
        kind = TYPES.get(entry.name[entry.name.rfind(".") :])
        if kind is not None:
            found["/" if entry.name == "index.html" else f"/{entry.name}"] = (entry.read_bytes(), kind)
    return found


def _file(body: bytes, kind: str) -> Callable[[Request], Response]:
    def send(request: Request) -> Response:
        return Response(body, media_type=kind)

    return send


def _new(sessions: Sessions) -> Callable[[Request], Any]:
    async def begin(request: Request) -> Response:
        return await _told(lambda: {"session": sessions.new()})

    return begin


def _open(sessions: Sessions) -> Callable[[Request], Any]:
    async def begin(request: Request) -> Response:
        asked = await _read(request)
        return await _told(lambda: {"session": sessions.new(opened(str(asked.get("text", ""))))})

    return begin


def _answer(sessions: Sessions, answer: Callable[[Session, Asked], Any]) -> Callable[[Request], Any]:
    async def reply(request: Request) -> Response:
        asked = await _read(request)

        def work() -> Any:
            with sessions.use(str(asked.get("session", ""))) as session:
                return answer(session, asked)

        return await _told(work)

    return reply


async def _read(request: Request) -> Asked:
    """The request as a mapping; an empty one where it is none."""
    try:
        asked = json.loads(await request.body())
    except (ValueError, RecursionError):
        asked = None
    return asked if isinstance(asked, dict) else {}


async def _told(work: Callable[[], Any]) -> Response:
    """The answer, or in words what was expected."""
    try:
        return JSONResponse(await run_in_threadpool(work))
    except SessionLost as problem:
        return JSONResponse({"error": str(problem)}, status_code=410)
    except (ScenarioError, ArgumentError, ResultsError) as problem:
        return JSONResponse({"error": str(problem)}, status_code=422)
