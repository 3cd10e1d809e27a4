"""The source of the site: the pages of ``docs/``, of the experiments and of contributing, and those made from code."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Mapping
from pathlib import Path

from docs_site import gallery, mechanisms, reference
from docs_site.files import DOCS, ROOT, linked, write

SECTIONS = ("tutorial", "how_to", "reference", "explanation", "gallery", "mechanisms")
INTRODUCED = re.compile(r"\]\(\.\./(?=[a-z])")


def assemble(source: Path, extra: Path, kept: Path, with_gallery: bool = True) -> list[str]:
    """Write the source into ``source`` and what is served as it is into ``extra``; returns the names of all pages.

    ``kept`` holds the runs of the gallery for the next time.
    """
    known = [path.stem for path in DOCS.glob("*.md")]
    files: dict[str, str | bytes] = {}
    for path in (ROOT / "experiments").rglob("*.png"):
        files[path.relative_to(ROOT).as_posix()] = path.read_bytes()
    for path in sorted(path for path in DOCS.rglob("*") if path.is_file()):
        place = path.relative_to(DOCS)
        if place.suffix == ".json":
            continue
        if place.suffix != ".md":
            files[place.as_posix()] = path.read_bytes()
            continue
        text = path.read_text(encoding="utf-8")
        up = "../" * (len(place.parts) - 1)
        files[place.as_posix()] = linked(text if up else INTRODUCED.sub("](", text), known, up)
    files |= elsewhere(known)
    files |= {f"{name}.md": text for name, text in reference.pages().items()}
    texts, figures = mechanisms.pages()
    files |= {f"{name}.md": text for name, text in texts.items()} | figures
    scenarios = gallery.build(source, extra, kept if with_gallery else None)
    files |= {f"{name}.md": text for name, text in scenarios.items()}
    written = {write(source / name, data) for name, data in files.items()}
    write(extra / "llms.txt", overview({name: text for name, text in files.items() if isinstance(text, str)}))
    remove_others(source, written)
    return [name.removesuffix(".md") for name in files if name.endswith(".md")]


def elsewhere(known: list[str]) -> Mapping[str, str]:
    """Pages that stand outside ``docs/``, with their links as they are on the site."""
    found = {}
    for path in sorted((ROOT / "experiments").rglob("README.md")):
        text = path.read_text(encoding="utf-8").replace("](../docs/", "](../").replace("](../../docs/", "](../../")
        place = path.relative_to(ROOT)
        found[place.as_posix()] = linked(text, known, "../" * (len(place.parts) - 1))
    for name, title in (("CONTRIBUTING", "contributing"), ("CHANGELOG", "changelog")):
        text = (ROOT / f"{name}.md").read_text(encoding="utf-8").replace("](docs/", "](")
        found[f"{title}.md"] = linked(text, known)
    return found


def remove_others(source: Path, written: set[Path]) -> None:
    """Remove pages of an earlier build that are there no longer."""
    for path in source.rglob("*.md"):
        if path not in written:
            path.unlink()


def overview(pages: Mapping[str, str]) -> str:
    """Every page of the site with its title, by section, for programs that read (``llms.txt``)."""
    about = " ".join(pages["index.md"].split("\n\n")[1].replace("**", "").split())
    lines = ["# dipsim", "", f"> {about}", ""]
    for section in SECTIONS:
        index = f"{section}/index.md"
        lines += [f"## {title(pages[index])}", ""]
        for name in toctree(pages[index]):
            place = posixpath.normpath(f"{section}/{name}")
            if f"{place}.md" in pages:
                lines.append(f"- [{title(pages[f'{place}.md'])}]({place}.html)")
        lines.append("")
    return "\n".join(lines)


def title(page: str) -> str:
    """The first heading of a page."""
    return next(line.removeprefix("# ") for line in page.split("\n") if line.startswith("# "))


def toctree(page: str) -> list[str]:
    """The pages that an index lists, in its order."""
    blocks = re.findall(r"^```\{toctree\}\n(.*?)^```$", page, re.S | re.M)
    names = (re.sub(r".*<(.*)>$", r"\1", line.strip()) for block in blocks for line in block.splitlines())
    return [name for name in names if name and not name.startswith(":")]
