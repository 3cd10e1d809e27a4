"""Checks of the built site: every link inside it leads somewhere, and nothing is loaded from the network."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

LOADED = {("script", "src"), ("img", "src"), ("link", "href"), ("iframe", "src"), ("source", "src"), ("object", "data")}
NAMED_ONLY = {"canonical", "search", "next", "prev", "index", "genindex"}  # links of a head that load nothing
HOLDS_OWN_DATA = ("data:", "javascript:", "mailto:")


class Page(HTMLParser):
    """What a page names: its anchors, what it links to, what it loads."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.anchors: set[str] = set()
        self.links: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note anchors, links and loads of a tag."""
        given = {name: value for name, value in attrs if value}
        self.anchors |= {given[name] for name in ("id", "name") if name in given}
        if tag == "a" and "href" in given:
            self.links.append(given["href"])
        if tag == "link" and given.get("rel", "") in NAMED_ONLY:
            return
        self.loads += [given[name] for name in ("src", "href", "data") if (tag, name) in LOADED and name in given]


def problems(site: Path) -> list[str]:
    """Every link inside the site that leads nowhere, and everything that is loaded from the network."""
    found = (path for path in sorted(site.rglob("*.html")) if "_static" not in path.parts)  # there: parts of the theme
    pages = {path: Page(path.read_text(encoding="utf-8")) for path in found}
    return [f"{path.relative_to(site)}: {wrong}" for path in pages for wrong in _of(path, pages)]


def _of(path: Path, pages: dict[Path, Page]) -> Iterator[str]:
    page = pages[path]
    for target in dict.fromkeys((*page.links, *page.loads)):
        parts = urlsplit(target)
        if target.startswith(HOLDS_OWN_DATA):
            continue
        if parts.scheme or parts.netloc:
            if target in page.loads:
                yield f"loads {target} from the network"
            continue
        place = (path.parent / unquote(parts.path)).resolve() if parts.path else path.resolve()
        known = pages.get(place) or pages.get(path.parent / parts.path)
        if not place.exists() or (parts.fragment and known and unquote(parts.fragment) not in known.anchors):
            yield f"nothing at {target}"
