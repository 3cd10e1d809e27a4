"""A real browser for the tests: Chromium as the machine has it, offline, with every request and error written down.

Without Chromium these tests are skipped and say so; where CI is set they fail instead. ``visit`` opens a page:

    def test_a_page(visit, tmp_path):
        seen = visit(tmp_path / "report.html", width=360, dark=True)
        seen.page.get_by_role("slider").press("ArrowRight")
        assert seen.requests == seen.errors == []
        assert seen.axe() == []
        assert seen.ink("#trust svg") > 500

``seen.shot("name")`` writes docs/screenshots/name.png where DIPSIM_SCREENSHOTS=docs/screenshots says so, else nothing.
"""

from __future__ import annotations

import io
import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
INSTALL = "apt-get install chromium"
OUTSIDE = ("http:", "https:", "ws:", "wss:", "ftp:")
LARGEST = 150_000  # bytes of a screenshot
FOLDER = "DIPSIM_SCREENSHOTS"


def _without(reason: str) -> None:
    """Skip, or fail where CI is set, for there everything is to be there."""
    if os.environ.get("CI"):
        pytest.fail(f"{reason}; CI needs it")
    pytest.skip(reason)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """One Chromium for all tests of this process."""
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        _without("the package playwright is not installed")
    path = next(filter(None, map(shutil.which, NAMES)), None)
    if path is None:
        _without(f"no Chromium on this machine ({INSTALL})")
    with sync_playwright() as driver:
        started = driver.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-gpu", "--hide-scrollbars"]
        )
        yield started
        started.close()


@dataclass
class Visit:
    """An open page, what it asked of the network and what it complained about."""

    page: Any
    base: str = ""
    requests: list[str] = field(default_factory=list)
    """Addresses that the page asked for besides itself; of a page on loopback those of other hosts."""
    errors: list[str] = field(default_factory=list)
    """Errors of scripts, and errors and warnings on the console."""

    def axe(self, rules: dict[str, Any] | None = None) -> list[str]:
        """What axe-core finds wrong: rule, impact and place, a line for each; empty where nothing is."""
        from axe_playwright_python.base import AXE_SCRIPT

        self.page.evaluate(AXE_SCRIPT)
        found = self.page.evaluate("options => axe.run(document, options)", rules or {})
        return [
            f"{one['id']} ({one['impact']}): {node['html'][:160]}"
            for one in found["violations"]
            for node in one["nodes"]
        ]

    def ink(self, selector: str, darker: int = 140) -> int:
        """How many pixels of an element differ clearly from its most common colour: none on a blank plot.

        ``darker`` is the least distance, summed over red, green and blue.
        """
        import numpy as np
        from PIL import Image

        shown = Image.open(io.BytesIO(self.page.locator(selector).first.screenshot())).convert("RGB")
        pixels = np.asarray(shown, dtype=int).reshape(-1, 3)
        colours, counts = np.unique(pixels, axis=0, return_counts=True)
        return int((np.abs(pixels - colours[counts.argmax()]).sum(axis=1) > darker).sum())

    def shot(self, name: str, selector: str | None = None, tall: int | None = None) -> None:
        """Write a screenshot where DIPSIM_SCREENSHOTS says so: of an element, or of the page, ``tall`` pixels of it."""
        folder = os.environ.get(FOLDER)
        if not folder:
            return
        from PIL import Image

        if selector is not None:
            taken = self.page.locator(selector).first.screenshot(animations="disabled")
        else:
            size = self.page.viewport_size
            clip = None if tall is None else {"x": 0, "y": 0, "width": size["width"], "height": tall}
            taken = self.page.screenshot(
                full_page=tall is not None, animations="disabled", **({"clip": clip} if clip else {})
            )
        path = Path(folder) / f"{name}.png"
        path.parent.mkdir(parents=True, exist_ok=True)
        with Image.open(io.BytesIO(taken)) as image:
            image.convert("RGB").quantize(200, dither=Image.Dither.NONE).save(path, optimize=True)
        assert path.stat().st_size <= LARGEST, f"{path}: {path.stat().st_size} bytes"


@pytest.fixture
def visit(browser: Any) -> Iterator[Callable[..., Visit]]:
    """Opens a file, offline, or an address on loopback, from where no other host can be reached."""
    contexts = []

    def open_page(
        target: Path | str,
        *,
        width: int = 1280,
        height: int = 900,
        dark: bool = False,
        still: bool = False,
        scripts: bool = True,
        wait: str = "load",
    ) -> Visit:
        """``still`` asks for reduced motion; ``scripts`` False is a browser without JavaScript."""
        file = isinstance(target, Path)
        address = target.resolve().as_uri() if isinstance(target, Path) else target
        context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce" if still else "no-preference",
            java_script_enabled=scripts,
            offline=file,
        )
        contexts.append(context)
        page = context.new_page()
        page.set_default_timeout(60_000)  # a busy machine is slow
        host = address if file else "/".join(address.split("/")[:3])
        seen = Visit(page, host)

        def note(request: Any) -> None:
            asked = request.url.partition("#")[0]
            same = asked == address if file else asked.replace("ws:", "http:").startswith(f"{host}/")
            if not same and (file or asked.startswith(OUTSIDE)):
                seen.requests.append(asked)

        page.on("request", note)
        page.on("websocket", lambda socket: note(socket))
        page.on("pageerror", lambda problem: seen.errors.append(str(problem)))
        page.on(
            "console",
            lambda line: seen.errors.append(f"{line.type}: {line.text}") if line.type in ("error", "warning") else None,
        )
        if not file:
            context.route(lambda url: not url.startswith(f"{host}/"), lambda route: route.abort())
        page.goto(address, wait_until=wait)
        return seen

    yield open_page
    for context in contexts:
        context.close()
