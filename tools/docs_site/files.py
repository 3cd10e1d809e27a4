"""Writing the source of the site: only what changed is written, so that a second build is quick."""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
FENCE = re.compile(r"^(```.*?^```)$", re.S | re.M)
NAMED_PAGE = re.compile(r"(?<![\[`])`(?:docs/)?([a-z_]+)\.md`")


def write(path: Path, text: str | bytes) -> Path:
    """Write a file unless it holds this already; its folder is made. Returns the path."""
    data = text.encode() if isinstance(text, str) else text
    if not path.exists() or path.read_bytes() != data:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return path


def table(head: Iterable[str], rows: Iterable[Iterable[object]]) -> str:
    """A Markdown table; a bar inside a cell is escaped, a line break becomes a space.

    >>> print(table(["a", "b"], [[1, "x|y"]]), end="")
    | a | b |
    | --- | --- |
    | 1 | x\\|y |
    """
    names = list(head)
    lines = [names, ["---"] * len(names), *([cell(value) for value in row] for row in rows)]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)


def cell(value: object) -> str:
    """A value as it stands in a table."""
    text = "" if value is None else f"{value:.10g}" if isinstance(value, float) else str(value)
    return " ".join(text.replace("|", "\\|").split())


def linked(text: str, pages: Iterable[str], up: str = "") -> str:
    """Make links of pages that a text only names, as in ```docs/model.md```; code blocks stay as they are.

    ``pages`` are the names that exist, ``up`` the way to their folder.

    >>> linked("see `docs/model.md` and `none.md`", ["model"])
    'see [model.md](model.md) and `none.md`'
    """
    known = set(pages)

    def link(found: re.Match[str]) -> str:
        return f"[{found[1]}.md]({up}{found[1]}.md)" if found[1] in known else found[0]

    parts = FENCE.split(text)
    return "".join(part if part.startswith("```") else NAMED_PAGE.sub(link, part) for part in parts)
