"""Runs the pages of the tutorial: every file is written, every command and Python block is run, every output compared.

    PYTHONPATH=tools python -m docs_site.tutorial            # say what differs
    PYTHONPATH=tools python -m docs_site.tutorial --write    # write outputs and figures as they are now

On a page, a ``{code-block} yaml`` with ``:caption: NAME`` is the file NAME; a ``console`` block holds commands after
``$`` and what each prints (a line that ends with a backslash goes on in the next); a ``text`` block after a ``python``
block is what that prints. A line ``...`` stands for any lines. ``<!-- holds: EXPRESSION -->`` is a claim of the
text about ``out``, the output before it.
"""

from __future__ import annotations

import argparse
import contextlib
import io
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dipsim.cli import app
from docs_site.files import DOCS

PAGES = sorted((DOCS / "tutorial").glob("[0-9]_*.md"))
PART = re.compile(
    r"^```\{code-block\} yaml\n:caption: (?P<name>[\w.]+)\n\n?(?P<file>.*?)^```$"
    r"|^```console\n(?P<console>.*?)^```$"
    r"|^```python\n(?P<python>.*?)^```$(?:\n+^```text\n(?P<text>.*?)^```$)?"
    r"|^<!-- holds: (?P<claim>.*?) -->$",
    re.S | re.M,
)
ANY = "..."
COLUMNS = "88"


@dataclass
class Session:
    """What a reader has: a folder, the names of Python so far, the last output, and what went otherwise than told."""

    folder: Path
    names: dict[str, Any] = field(default_factory=dict)
    out: str = ""
    problems: list[str] = field(default_factory=list)

    def command(self, line: str) -> str:
        """What a command line prints; its errors where it fails."""
        program, *arguments = shlex.split(line.replace("\\\n", " "))
        if program != "dipsim":
            raise ValueError(f"expected a command line of dipsim, found '{line}'")
        out, err = io.StringIO(), io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err), contextlib.chdir(self.folder):
            code = app.run(arguments)
        self.out = out.getvalue() + (err.getvalue() if code else "")
        return self.out

    def python(self, code: str) -> str:
        """What a block of Python prints."""
        out = io.StringIO()
        with contextlib.redirect_stdout(out), contextlib.chdir(self.folder):
            exec(compile(code, "tutorial", "exec"), self.names)
        self.out = out.getvalue()
        return self.out

    def compare(self, what: str, told: str, found: str) -> str:
        """The output as it should stand on the page; a problem where it differs from what is told there."""
        if matches(told, found):
            return told
        self.problems.append(f"{what}\ntold:\n{told}\nfound:\n{found}")
        return shortened(told, found)

    def claim(self, expression: str) -> None:
        """Note a claim of the text that does not hold of the last output."""
        try:
            holds = eval(expression, {"numbers": numbers}, {"out": self.out})
        except ValueError:  # the output has no such numbers
            holds = False
        if not holds:
            self.problems.append(f"the text says: {expression}\nfound:\n{self.out}")


def numbers(pattern: str, text: str) -> list[float]:
    """The numbers in the first place where a pattern fits, one for each group.

    >>> numbers(r"trust ([-+.0-9]+)", "disputes 1; trust -0.5")
    [-0.5]
    """
    found = re.search(pattern, text)
    if found is None:
        raise ValueError(f"expected {pattern}, found {text!r}")
    return [float(number) for number in found.groups()]


def matches(told: str, found: str) -> bool:
    """Whether an output is what is told, line by line; ``...`` is any number of lines.

    >>> matches("a\\n...\\nd\\n", "a\\nb\\nc\\nd\\n"), matches("a\\nb\\n", "a\\nc\\n")
    (True, False)
    """
    parts = [r"(?:.*\n)*" if line == ANY else re.escape(line) + "\n" for line in _lines(told)]
    return re.fullmatch("".join(parts), "".join(f"{line}\n" for line in _lines(found))) is not None


def _lines(text: str) -> list[str]:
    """Lines without blanks at their ends, and without empty ones at both ends."""
    return [line.rstrip() for line in text.strip("\n").split("\n")] if text.strip() else []


def shortened(told: str, found: str) -> str:
    """A new output with as many lines before and after the first and last ``...`` as were told."""
    old, new = _lines(told), _lines(found)
    if ANY in old:
        head, tail = old.index(ANY), len(old) - 1 - old[::-1].index(ANY)
        last = len(old) - tail - 1
        new = [*new[:head], ANY, *(new[len(new) - last :] if last else [])]
    return "".join(f"{line}\n" for line in new)


def files(page: str) -> Iterator[tuple[str, str]]:
    """The files of a page, by name."""
    for part in PART.finditer(page):
        if part["name"]:
            yield part["name"], part["file"]


def play(page: str, session: Session) -> str:
    """Do what a page says; returns the page with the outputs as they are now."""

    def part(found: re.Match[str]) -> str:
        if found["name"]:
            (session.folder / found["name"]).write_text(found["file"], encoding="utf-8")
        elif found["console"] is not None:
            return f"```console\n{console(found['console'], session)}```"
        elif found["python"] is not None:
            said = session.python(found["python"])
            if found["text"] is not None:
                told = session.compare(found["python"], found["text"], said)
                return f"```python\n{found['python']}```\n\n```text\n{told}```"
        else:
            session.claim(found["claim"])
        return found[0]

    return PART.sub(part, page)


def console(block: str, session: Session) -> str:
    """Run the commands of a block; returns it with their outputs."""
    lines: list[str] = []
    for entry in re.split(r"^\$ ", block, flags=re.M)[1:]:
        line, _, told = entry.partition("\n")
        while line.endswith("\\"):  # a line that goes on
            more, _, told = told.partition("\n")
            line += f"\n{more}"
        lines += [f"$ {line}\n", session.compare(f"$ {line}", told, session.command(line))]
    return "".join(lines)


def follow(path: Path, folder: Path) -> tuple[str, Session]:
    """Play a page where the files of the pages before it are; the page as it should be, and the session."""
    for earlier in PAGES[: PAGES.index(path)]:
        for name, text in files(earlier.read_text(encoding="utf-8")):
            (folder / name).write_text(text, encoding="utf-8")
    session = Session(folder)
    return play(path.read_text(encoding="utf-8"), session), session


def main(arguments: Sequence[str] | None = None) -> int:
    """Play every page; with ``--write`` its outputs are written."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--write", action="store_true", help="write outputs and figures as they are now")
    parser.add_argument("pages", nargs="*", type=Path, help="only these pages")
    given = parser.parse_args(arguments)
    os.environ["COLUMNS"] = COLUMNS
    wrong = 0
    for path in [page.resolve() for page in given.pages] or PAGES:
        with tempfile.TemporaryDirectory() as folder:
            text, session = follow(path, Path(folder))
            if given.write:
                path.write_text(text, encoding="utf-8")
                pictures(text, Path(folder), path.parent)
        wrong += len(session.problems)
        for problem in session.problems:
            print(f"{path.name}: {problem}\n")
    return 0 if given.write else min(wrong, 1)


def pictures(page: str, folder: Path, home: Path) -> None:
    """Copy the figures that a page shows from where its commands wrote them, as small PNG."""
    from PIL import Image

    for name, source in re.findall(r"\]\((figures/[\w.]+)\)\n<!-- from: (\S+) -->", page):
        (home / name).parent.mkdir(exist_ok=True)
        with Image.open(folder / source) as image:
            image.convert("RGB").quantize(64, dither=Image.Dither.NONE).save(home / name, optimize=True)


if __name__ == "__main__":
    sys.exit(main())
