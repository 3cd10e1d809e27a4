"""Commands are found by walking, imported when called, and share their options."""

from __future__ import annotations

import io
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


@pytest.mark.parametrize("command", [(), ("verdict",), ("run",), ("sweep",)])
def test_short_help(dipsim: Any, command: tuple[str, ...]) -> None:
    assert dipsim(*command, "-h") == dipsim(*command, "--help")
    assert dipsim(*command, "-h").code == 0


def test_the_list_of_commands_cuts_no_sentence(dipsim: Any) -> None:
    shown = " ".join(dipsim("--help").out.split())
    assert "..." not in shown.partition("Commands:")[2]
    assert "reading of the literature." in shown


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["dipsim", "ver"], {"verdict"}),
        (["dipsim", "run", "two_b"], {"two_blocs"}),
        (["dipsim", "verdict", "two_b"], {"two_blocs"}),
        (["dipsim", "verdict", "two_blocs", "--prec"], {"--precision"}),
        (["dipsim", "check", "ti"], {"tiny.yaml"}),
    ],
)
def test_a_shell_completes_commands_scenarios_files_and_options(place: Path, words: list[str], found: set[str]) -> None:
    asked = {"_DIPSIM_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words), "COMP_CWORD": str(len(words) - 1)}
    source = str(Path(app.__file__).parents[2])
    done = subprocess.run(
        [sys.executable, "-m", "dipsim.cli.app"], capture_output=True, text=True, timeout=60, cwd=place,
        env={**os.environ, **asked, "PYTHONPATH": source},
    )  # fmt: skip
    assert set(done.stdout.split()) == found, done.stderr


class Piped:
    """Standard input with bytes in it."""

    def __init__(self, data: bytes) -> None:
        self.buffer = io.BytesIO(data)


@pytest.mark.parametrize("name", ["-", "/dev/stdin"])
def test_a_scenario_comes_through_a_pipe(dipsim: Any, tiny: str, monkeypatch: Any, name: str) -> None:
    monkeypatch.setattr(sys, "stdin", Piped(tiny.encode()))
    said = dipsim("check", name)
    assert said.code == 0, said.err
    assert said.out.startswith("stdin: valid")


def test_what_is_wrong_in_a_pipe_is_said_by_line(dipsim: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "stdin", Piped(b"dipsim: 1\ntitle: x\nnations: 3\n"))
    said = dipsim("run", "-")
    assert said.code == 3
    assert "stdin:3:10: error" in said.err


def test_a_pipe_holds_no_more_than_a_file_may(dipsim: Any, monkeypatch: Any) -> None:
    monkeypatch.setattr(sys, "stdin", Piped(b"#" * (8 * 1024 * 1024 + 5)))
    assert "E1003" in dipsim("check", "-").err
