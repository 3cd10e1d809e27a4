"""How quick the live page is: start of the server, first frame and steps, without and with a browser.

    python benchmarks/live_page.py [--scenarios two_nations two_blocs south_china_sea] [--rounds 5]

Without a browser: a session is opened and stepped through HTTP, as the page does. With Chromium and playwright, where
they are there: from the request of the page to the drawn matrix of trust, and from a click on *step* to the new page.
"""

from __future__ import annotations

import argparse
import http.client
import json
import shutil
import statistics
import time
from contextlib import suppress
from typing import Any

from dipsim.live.server import LiveServer
from dipsim.model.entry_points import warm_up
from dipsim.scenario.load import load


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--scenarios", nargs="+", default=["two_nations", "two_blocs", "south_china_sea"])
    options.add_argument("--rounds", type=int, default=5)
    asked = options.parse_args()
    warm_up()
    print(f"{'scenario':20} {'nations':>7} {'what':32} {'median':>9} {'largest':>9}   (ms, {asked.rounds} rounds)")
    for name in asked.scenarios:
        spec = load(name)
        rows: dict[str, list[float]] = {}
        for _ in range(asked.rounds):
            start = time.perf_counter()
            with LiveServer(spec) as server:
                add(rows, "server: start", start)
                over_http(server, rows, spec.time.ticks)
        with suppress(ImportError), LiveServer(spec) as server:
            in_browser(server, rows, asked.rounds)
        for what, found in rows.items():
            middle, most = 1000 * statistics.median(found), 1000 * max(found)
            print(f"{name:20} {len(spec.nations):7} {what:32} {middle:9.1f} {most:9.1f}")


def add(rows: dict[str, list[float]], what: str, start: float) -> None:
    """Write down the time since ``start``."""
    rows.setdefault(what, []).append(time.perf_counter() - start)


def over_http(server: LiveServer, rows: dict[str, list[float]], ticks: int) -> None:
    """First state, a step, a year, all sliders, the rest of the run, a seat and what advisers foresee."""

    def ask(name: str, **body: Any) -> Any:
        connection = http.client.HTTPConnection(*server.host.split(":"))
        headers = {"Content-Type": "application/json", "Origin": f"http://{server.host}", "X-Dipsim-Key": server.key}
        connection.request("POST", f"/api/{name}", json.dumps(body), headers)
        told = json.loads(connection.getresponse().read())
        connection.close()
        return told

    start = time.perf_counter()
    session = ask("new")["session"]
    ask("state", session=session)
    add(rows, "http: session and first state", start)
    for what, name, body in (
        ("http: step of a tick", "step", {"count": 1}),
        ("http: step of 12 ticks", "step", {"count": 12}),
        ("http: all sliders", "sliders", {}),
        (f"http: step of {min(240, ticks - 13)} ticks", "step", {"count": min(240, ticks - 13)}),
        ("http: a number turned, run anew", "change", {"sets": {"nations.*.transparency": 0.6}, "off": []}),
        ("http: seat taken", "seat", {"nation": next(iter(server.sessions.base.nations))}),
        ("http: month decided in a seat", "decide", {"tick": 0, "accept": []}),
    ):
        start = time.perf_counter()
        found = ask(name, session=session, **body)
        add(rows, what, start)
        assert "error" not in found, found


def in_browser(server: LiveServer, rows: dict[str, list[float]], rounds: int) -> None:
    """The same as a visitor sees it."""
    from playwright.sync_api import sync_playwright

    path = shutil.which("chromium") or shutil.which("google-chrome")
    if path is None:
        return
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        for _ in range(rounds):
            page = browser.new_page()
            start = time.perf_counter()
            page.goto(server.address)
            page.wait_for_selector("#matrix table")
            add(rows, "browser: first frame", start)
            page.wait_for_selector(".slider")
            for tick in range(1, 4):
                start = time.perf_counter()
                page.click("#step")
                page.wait_for_selector(f"#clock:has-text('({tick} of')")
                add(rows, "browser: step of a tick", start)
            page.close()
        browser.close()


if __name__ == "__main__":
    main()
