"""``dipsim view``: a region in the browser, to be run, changed and played, on this machine only."""

from __future__ import annotations

from typing import Annotated

import typer

from dipsim.cli.errors import needs
from dipsim.cli.options import Debug, Quiet, Scenario, Seed, Sets, between
from dipsim.cli.scenario_or_folder import checked

ORDER = 4.5
Port = Annotated[
    int,
    typer.Option(
        "--port",
        "-p",
        callback=between(0, 65535),
        metavar="P",
        help="Port on this machine (127.0.0.1); 0 takes a free one.",
    ),
]
Run = Annotated[
    int, typer.Option("--run", callback=between(0, 2**32 - 1), metavar="R", help="Number of the run to show.")
]
Browser = Annotated[bool, typer.Option("--browser/--no-browser", help="Open the page in the browser.")]


def command(
    scenario: Scenario,
    seed: Seed = 1,
    run: Run = 0,
    port: Port = 0,
    browser: Browser = True,
    sets: Sets = None,
    quiet: Quiet = False,
    debug: Debug = False,
) -> None:
    """Open a region in the browser: step through it, change numbers, switch kinds off, decide for one nation.

    The page is served to this machine only, until it is stopped with Ctrl-C."""

    needs("view", "starlette", "uvicorn")
    import webbrowser

    from dipsim.cli.progress import note
    from dipsim.live.server import LiveServer
    from dipsim.live.session import Session
    from dipsim.runs.engine import prepare_kernels

    spec = checked(scenario, sets, quiet)
    prepare_kernels(note, 1)
    Session(spec, seed, run).step(1)  # what cannot be shown is said here and not in the browser
    server = LiveServer(spec, seed, run, port)
    print(f"{server.address}\n(on this machine only; Ctrl-C stops it)", flush=True)
    if browser:
        webbrowser.open(server.address)
    try:
        server.serve()
    except KeyboardInterrupt:
        note("stopped")
