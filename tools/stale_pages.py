"""Finds pages that are stale: a command line that is not accepted any more, or output that is not what it prints now.

    PYTHONPATH=tools python tools/stale_pages.py                       # command lines, and the output of quick pages
    PYTHONPATH=tools python tools/stale_pages.py docs/warn.md --slow   # the output of a page that takes long
    PYTHONPATH=tools python tools/stale_pages.py docs/warn.md --slow --write    # write the output as it is now

Pages are README.md, CONTRIBUTING.md and those below docs/. A command line is one of dipsim in an indented or fenced
block or in a code span. It is parsed as the program parses it, so every name of a command, argument and option must
exist; a scenario that comes with dipsim must accept its ``--set``. Of lines with placeholders (``SCENARIO``,
``[NAMES]``) only the names of commands and options are checked. Output is what stands under ``$ dipsim ...`` in a
``console`` block, as in the tutorial (``docs_site/tutorial.py``); a line ``...`` stands for any lines.
"""

from __future__ import annotations

import argparse
import os
import re
import shlex
import sys
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path

import typer
from docs_site.tutorial import COLUMNS, Session, play

from dipsim.cli import app
from dipsim.scenario.load import load
from dipsim.scenario.locate import shipped
from dipsim.scenario.yaml.problems import ScenarioError

ROOT = Path(__file__).resolve().parents[1]
SLOW = {  # pages whose output takes minutes, with the minutes on one core; only run when asked for with --slow
    "docs/compare.md": 3,
    "docs/findings.md": 10,
    "docs/warn.md": 2,
}
TUTORIAL = "docs/tutorial"  # run by its own test
CODE = re.compile(r"^(?:    |\$ )(dipsim .*)$|`(dipsim [^`]+)`", re.M)
TEMPLATE = re.compile(r"[\[\]|<>&]|\.\.\.|\b[A-Z]+\b")  # codes of nations as well: then only names are checked
NO_SUCH = "No such"  # how the parser begins its complaint about a name


def pages() -> list[Path]:
    """Every page that is checked."""
    written = [*(ROOT / "docs").glob("*.md"), *(ROOT / "docs").glob("*/*.md")]
    return [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *sorted(written)]


def named(path: Path) -> str:
    """The name of the page at ``path``, as in the table of slow pages."""
    return path.resolve().relative_to(ROOT).as_posix()


def lines(page: str) -> Iterator[str]:
    """Every command line of dipsim in the text ``page``, without its comment, joined where it goes on."""
    joined = re.sub(r" \\\n\s*", " ", page)
    for found in CODE.finditer(joined):
        line = (found[1] or found[2]).replace("\n", " ")
        yield re.split(r"\s+#", line)[0].strip()


def refused(line: str) -> str | None:
    """Why the program does not accept the command ``line``; None where it does."""
    words = shlex.split(line)[1:]
    group: typer.core.TyperGroup = typer.main.get_command(app.build())  # type: ignore[assignment]
    usage = typer.BadParameter.__mro__[1]
    if not words or words[0].startswith("-"):
        return None
    try:
        with group.make_context("dipsim", list(words)) as context:
            name, command, rest = group.resolve_command(context, words)
            assert command is not None
            with command.make_context(str(name), list(rest), parent=context) as inner:
                return _scenario(inner.params)
    except (usage, typer.Exit, SystemExit) as problem:
        if isinstance(problem, typer.Exit | SystemExit):
            return None  # --help and --version
        return " ".join(str(getattr(problem, "message", problem)).split())


def _scenario(given: dict[str, object]) -> str | None:
    """Why a scenario that comes with dipsim does not accept what is set; None where it does, or is another file."""
    name, sets = given.get("scenario"), given.get("sets")
    if not isinstance(name, str) or shipped(name) is None:
        return None
    try:
        load(name, [str(one) for one in sets] if isinstance(sets, Sequence) else [])
    except ScenarioError as problem:
        return str(problem).split("\n")[0]
    return None


def wrong_lines(page: str) -> list[str]:
    """Every command line of the text ``page`` that is not accepted, with the reason."""
    found = {line: refused(line) for line in dict.fromkeys(lines(page))}
    return [
        f"{line}: {why}"
        for line, why in found.items()
        if why and (TEMPLATE.search(line) is None or why.startswith(NO_SUCH))
    ]


def output(path: Path, write: bool) -> list[str]:
    """What the commands of the page at ``path`` print otherwise than it says; ``write`` puts it onto the page."""
    text = path.read_text(encoding="utf-8")
    with tempfile.TemporaryDirectory() as folder:
        session = Session(Path(folder))
        blocks = re.compile(r"^```console\n.*?^```$", re.S | re.M)
        now = blocks.sub(lambda block: play(block[0], session), text)
    if write:
        path.write_text(now, encoding="utf-8")
    return session.problems


def main(arguments: Sequence[str] | None = None) -> int:
    """Check pages as the command line ``arguments`` say; 1 where one is stale."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", nargs="*", type=Path, help="these pages; all unless given")
    parser.add_argument("--slow", action="store_true", help="run what takes minutes as well")
    parser.add_argument("--write", action="store_true", help="write the output as it is now")
    given = parser.parse_args(arguments)
    os.environ["COLUMNS"] = COLUMNS
    stale = 0
    for path in given.pages or pages():
        problems = wrong_lines(path.read_text(encoding="utf-8"))
        name = named(path)
        if not name.startswith(TUTORIAL) and (given.slow or name not in SLOW):
            problems += output(path, given.write)
        elif name in SLOW and not given.slow:
            print(f"{name}: its output was not run (some {SLOW[name]} minutes); add --slow")
        for problem in problems:
            print(f"{name}: {problem}\n")
        stale += bool(problems)
    return int(stale > 0 and not given.write)


if __name__ == "__main__":
    sys.exit(main())
