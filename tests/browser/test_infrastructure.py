"""The browser of the tests notices what it is there for: requests, errors, a blank plot, what axe-core forbids."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

GOOD = '<!DOCTYPE html><html lang="en"><head><title>t</title></head><body><main><h1>A page</h1>{}</main></body></html>'


def write(folder: Path, body: str) -> Path:
    page = folder / "page.html"
    page.write_text(GOOD.format(body), encoding="utf-8")
    return page


def test_a_clean_page_is_clean(visit: Callable[..., Any], tmp_path: Path) -> None:
    seen = visit(write(tmp_path, "<p>text</p>"))
    assert (seen.requests, seen.errors, seen.axe()) == ([], [], [])


def test_requests_and_errors_are_noticed(visit: Callable[..., Any], tmp_path: Path) -> None:
    body = '<img alt="" src="https://example.org/a.png"><img alt="" src="b.png"><script>undefinedName()</script>'
    seen = visit(write(tmp_path, body))
    assert "https://example.org/a.png" in seen.requests
    assert any(address.endswith("/b.png") for address in seen.requests)
    assert any("undefinedName" in line for line in seen.errors)


def test_axe_finds_a_picture_without_words(visit: Callable[..., Any], tmp_path: Path) -> None:
    found = visit(write(tmp_path, '<img src="data:image/gif;base64,R0lGODlhAQABAAAAACw=">')).axe()
    assert any(line.startswith("image-alt") for line in found)


def test_ink_tells_a_plot_from_a_blank_one(visit: Callable[..., Any], tmp_path: Path) -> None:
    body = '<svg width="200" height="100" role="img" aria-label="x">{}</svg>'
    assert visit(write(tmp_path, body.format(""))).ink("svg") == 0
    drawn = visit(write(tmp_path, body.format('<path d="M0 0 L200 100" stroke="#000" stroke-width="4"/>')))
    assert drawn.ink("svg") > 400


def test_without_scripts_and_in_the_dark(visit: Callable[..., Any], tmp_path: Path) -> None:
    page = write(tmp_path, '<p id="p">plain</p><script>document.getElementById("p").textContent = "made"</script>')
    assert visit(page, scripts=False).page.locator("#p").inner_text() == "plain"
    seen = visit(page, dark=True, still=True)
    assert seen.page.locator("#p").inner_text() == "made"
    assert seen.page.evaluate(
        "matchMedia('(prefers-color-scheme: dark)').matches && matchMedia('(prefers-reduced-motion: reduce)').matches"
    )
