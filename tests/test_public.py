"""What ``import dipsim`` offers: one table, which the list of names, the type checker and the questions agree with."""

from __future__ import annotations

import ast
import inspect
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any, get_type_hints

import pytest

import dipsim
from dipsim.runs.settings import RunOptions

SOURCE = Path(dipsim.__file__).read_text(encoding="utf-8")
CALLS = """\
import dipsim
found = dipsim.flip("two_blocs", "nations.*.transparency", replicates=3, sets=["time.years=1"])
reveal_type(found)
dipsim.flip("two_blocs", "nations.*.transparency", replicates="three")
dipsim.verdict("two_blocs", ["joint_exercise"], row_controls=True, replicates=3)
dipsim.warn("two_blocs", wokers=2)
"""


def test_the_type_checker_sees_the_functions_of_the_table() -> None:
    tree = ast.parse(SOURCE)
    block = next(node for node in tree.body if isinstance(node, ast.If))
    seen = {
        alias.asname or alias.name: (node.module, alias.name)
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    table = {}
    for name, place in dipsim.PUBLIC.items():
        module, _, inside = place.partition(":")
        table[name] = module, inside or name
    assert seen == table


def test_names_are_those_of_the_table() -> None:
    assert dipsim.__all__ == ["__version__", *dipsim.PUBLIC]
    assert dir(dipsim) == sorted(dipsim.__all__)
    with pytest.raises(AttributeError, match="no attribute 'verdicts'"):
        _ = dipsim.verdicts  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", sorted(dipsim.PUBLIC))
def test_a_public_name_is_a_documented_function_of_at_most_eight_arguments(name: str) -> None:
    function: Any = getattr(dipsim, name)
    assert len(inspect.signature(function).parameters) <= 8
    assert inspect.getdoc(function)
    assert function.__module__ == dipsim.PUBLIC[name].partition(":")[0] or name.startswith("load")


def questions() -> list[str]:
    """Public functions that take the options of every question."""
    return [name for name in dipsim.PUBLIC if "options" in inspect.signature(getattr(dipsim, name)).parameters]


@pytest.mark.parametrize("name", questions())
def test_a_misspelt_keyword_is_refused_before_anything_runs(name: str) -> None:
    function: Any = getattr(dipsim, name)
    required = [
        "missing" for each in inspect.signature(function).parameters.values()
        if each.default is each.empty and each.kind is each.POSITIONAL_OR_KEYWORD
    ]  # fmt: skip
    with pytest.raises(TypeError, match=r"unexpected keyword 'wokers'; expected one of .*workers"):
        function(*required, wokers=2)


def test_options_of_a_question_extend_those_of_every_question() -> None:
    own = [name for name in questions() if name != "sweep"]
    assert {"verdict", "map", "crisis", "run"} <= set(own)
    for name in own:
        function = getattr(dipsim, name)
        kind = get_type_hints(function, vars(import_module(function.__module__)))["options"].__args__[0]
        assert RunOptions.__optional_keys__ <= kind.__optional_keys__, name


def test_a_user_of_the_type_checker_sees_names_types_and_mistakes(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(CALLS, encoding="utf-8")
    cache = Path(__file__).parents[1] / ".mypy_cache" / "public"  # apart, since other options read other files
    command = [sys.executable, "-m", "mypy", "--follow-imports=silent", "--cache-dir", str(cache), str(script)]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=300)
    lines = [line.partition("script.py:")[2] for line in done.stdout.splitlines() if "script.py" in line]
    assert lines[0].startswith('3: note: Revealed type is "dipsim.study.sensitivity.flip.Flip"')
    assert lines[1].startswith('4: error: Argument "replicates" to "flip" has incompatible type "str"')
    assert lines[2].startswith('6: error: Unexpected keyword argument "wokers" for "warn"')
    assert len(lines) <= 4, done.stdout
