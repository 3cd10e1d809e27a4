"""Open every page of the built site in Chromium, wide and narrow, and take the screenshots of the documentation.

    PYTHONPATH=tools python -m docs_site.look          # after make site

The browser is offline. Said are: pages that ask the network for anything, errors of scripts, pages that are wider than
the screen, and what axe-core finds serious or critical.
"""

from __future__ import annotations

import argparse
import io
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from docs_site.files import DOCS, ROOT

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
WIDTHS = (1280, 360)
GRAVE = ("serious", "critical")
SHOTS = {  # name of the picture: page, width, height, dark
    "site_home": ("index.html", 1280, 800, False),
    "site_gallery": ("gallery/index.html", 1280, 1000, False),
    "site_scenario_dark": ("gallery/south_china_sea.html", 1280, 1300, True),
    "site_tutorial": ("tutorial/1_first_region.html", 1280, 1300, False),
    "site_tutorial_360": ("tutorial/1_first_region.html", 360, 900, False),
    "site_mechanism": ("mechanisms/M5.html", 1280, 1000, False),
}


def faults(browser: Any, site: Path, width: int) -> Iterator[str]:
    """What is wrong with the pages of a site on a screen of this width."""
    from axe_playwright_python.base import AXE_SCRIPT

    context = browser.new_context(viewport={"width": width, "height": 900}, offline=True)
    page = context.new_page()
    page.set_default_timeout(120_000)
    said: list[str] = []
    page.on("request", lambda asked: said.append(f"asks for {asked.url}") if asked.url.startswith("http") else None)
    page.on("console", lambda line: said.append(f"{line.type}: {line.text}") if line.type == "error" else None)
    page.on("pageerror", lambda problem: said.append(str(problem)))
    for path in sorted(site.rglob("*.html")):
        if "_static" in path.parts:
            continue
        page.goto(path.as_uri())
        wide = page.evaluate("document.documentElement.scrollWidth")
        said += [f"{wide} pixels wide on a screen of {width}"] if wide > width else []
        if width == WIDTHS[0]:
            page.evaluate(AXE_SCRIPT)
            found = page.evaluate("axe.run(document, {preload: false, resultTypes: ['violations']})")["violations"]
            said += [f"{one['id']}: {one['nodes'][0]['html'][:100]}" for one in found if one["impact"] in GRAVE]
        yield from (f"{path.relative_to(site)} at {width}: {one}" for one in said)
        said.clear()
    context.close()


def shoot(browser: Any, site: Path, out: Path) -> None:
    """Take the screenshots."""
    from PIL import Image

    out.mkdir(parents=True, exist_ok=True)
    for name, (place, width, height, dark) in SHOTS.items():
        look = {"color_scheme": "dark" if dark else "light", "viewport": {"width": width, "height": height}}
        context = browser.new_context(offline=True, **look)
        page = context.new_page()
        page.goto((site / place).as_uri())
        page.wait_for_timeout(300)
        with Image.open(io.BytesIO(page.screenshot(animations="disabled"))) as image:
            image.convert("RGB").quantize(96, dither=Image.Dither.NONE).save(out / f"{name}.png", optimize=True)
        context.close()


def main() -> int:
    """Look at every page; 1 where something is wrong."""
    from playwright.sync_api import sync_playwright

    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--site", type=Path, default=ROOT / "site", help="the built site")
    parser.add_argument("--out", type=Path, default=DOCS / "screenshots", help="folder of the screenshots")
    given = parser.parse_args()
    path = next(filter(None, map(shutil.which, BROWSERS)), None)
    if path is None or not (given.site / "index.html").exists():
        raise SystemExit("expected Chromium on this machine and a built site: make site")
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        shoot(browser, given.site.resolve(), given.out)
        found = [fault for width in WIDTHS for fault in faults(browser, given.site.resolve(), width)]
        browser.close()
    print(*found, f"{len(found)} faults", sep="\n")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
