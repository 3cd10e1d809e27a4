"""The documentation site in a browser: without network, on a telephone, in the dark, searched, without barriers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from docs_site import reference
from docs_site.files import ROOT, write

INDEX = """\
# A small site

Text with `code` and a [link](codes.md).

| a | b |
| --- | --- |
| 1 | 2 |

```yaml
dipsim: 1
title: The strait
```

```{toctree}
codes
```
"""
OUTSIDE = ("http:", "https:", "ws:", "wss:")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A site of two pages, with the settings and the looks of the whole one."""
    folder = tmp_path_factory.mktemp("small")
    write(folder / "source" / "index.md", INDEX)
    write(folder / "source" / "codes.md", reference.codes())
    return build(folder)


def build(folder: Path) -> Path:
    """Sphinx in a process of its own, as its libraries warn of each other."""
    settings = ["-q", "-W", "-c", str(ROOT / "tools" / "docs_site"), "-d", str(folder / "doctrees")]
    done = subprocess.run(
        [sys.executable, "-m", "sphinx", *settings, str(folder / "source"), str(folder / "html")],
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
    return folder / "html"


def outside(seen: Any) -> list[str]:
    """What a page asked of the network; its own files on the disk are no request."""
    return [address for address in seen.requests if address.startswith(OUTSIDE)]


@pytest.mark.campaign
@pytest.mark.parametrize(("width", "dark"), [(1280, False), (1280, True), (360, False)])
def test_a_page_needs_no_network_and_has_no_barriers(
    site: Path, visit: Callable[..., Any], width: int, dark: bool
) -> None:
    for name in ("index.html", "codes.html"):
        seen = visit(site / name, width=width, dark=dark)
        assert outside(seen) == []
        assert seen.errors == []
        assert seen.page.evaluate("document.documentElement.scrollWidth") <= width
        assert [wrong for wrong in seen.axe() if "(critical)" in wrong or "(serious)" in wrong] == []


@pytest.mark.campaign
def test_the_search_finds_a_code(site: Path, visit: Callable[..., Any]) -> None:
    seen = visit(site / "index.html")
    seen.page.keyboard.press("Control+k")
    seen.page.keyboard.type("directives")
    seen.page.keyboard.press("Enter")
    seen.page.wait_for_selector("#search-results a")
    assert "Codes of problems" in seen.page.inner_text("#search-results")
    assert outside(seen) == []
