"""Commands are found by walking, imported when called, and share their options."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from dipsim.cli import app, commands

HEAVY = {"numba", "pandas", "scipy", "matplotlib", "mesa", "pyarrow"}
LOADED = """\
import sys
from dipsim.cli import app
code = app.run({arguments!r})
print("LOADED", code, *sys.modules)
"""


def loaded(*arguments: str) -> tuple[str, int, set[str]]:
    """Standard output, exit code and the modules that a fresh process has after a command line."""
    code = LOADED.format(arguments=list(arguments))
    source = str(Path(app.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=60,
        env={**os.environ, "PYTHONPATH": source},
    )  # fmt: skip
    shown, _, rest = done.stdout.rpartition("LOADED")
    assert rest, done.stderr
    exit_code, *modules = rest.split()
    return shown, int(exit_code), set(modules)


def test_the_list_has_every_file_in_the_order_of_its_rank(dipsim: Any) -> None:
    files = {path.stem for path in Path(commands.__path__[0]).glob("*.py")} - {"__init__"}
    assert set(app.listed()) == files
    ranks = [app.import_module(f"dipsim.cli.commands.{name}").ORDER for name in app.listed()]
    assert ranks == sorted(ranks)
    shown = dipsim("--help").out
    places = [shown.index(f"\n  {name} ") for name in app.listed()]
    assert places == sorted(places)


def test_the_list_of_commands_imports_none_of_them() -> None:
    shown, code, modules = loaded("--help")
    assert code == 0
    assert "verdict" in shown
    assert [name for name in modules if name.startswith("dipsim.cli.commands.")] == []
    assert HEAVY & modules == set()


def test_a_command_imports_no_other_and_its_help_nothing_heavy() -> None:
    shown, code, modules = loaded("verdict", "--help")
    assert code == 0
    assert "--hold-spending" in shown
    assert [name for name in modules if name.startswith("dipsim.cli.commands.")] == ["dipsim.cli.commands.verdict"]
    assert HEAVY & modules == set()


@pytest.mark.parametrize("name", app.listed())
def test_every_command_shows_its_help(dipsim: Any, name: str) -> None:
    said = dipsim(name, "--help")
    assert said.code == 0
    assert app.listed()[name].split()[0] in said.out
    assert "--debug" in said.out


def test_a_misspelt_command_names_the_nearest(dipsim: Any) -> None:
    said = dipsim("verdcit")
    assert said.code == 2
    assert "verdict" in said.err


def test_a_file_that_is_no_command_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "half.py").write_text("ORDER = 1\n", encoding="utf-8")
    monkeypatch.setattr(commands, "__path__", [str(tmp_path)])
    with pytest.raises(RuntimeError, match=r"half\.py: expected a number ORDER and a function 'command'"):
        app.listed()
