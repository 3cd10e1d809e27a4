"""Every argument of a kernel says its unit, its axis or its array, and the type checker reads what it says."""

# Also tests: kernels/numerics/units.py

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from dipsim.kernels.compiler.registry import machine_type
from dipsim.kernels.numerics import units
from dipsim.model.state import indices

ROOT = Path(__file__).resolve().parents[3]
PACKAGE = ROOT / "src" / "dipsim"
NUMBERS = {name for module in (units, indices) for name, kind in vars(module).items() if kind in (int, float)}
TABLE = NUMBERS | {"Word", "Block", "Floats3", "Floats4", "bool", "None"}


def kernels(text: str) -> Iterator[ast.FunctionDef]:
    """Equations and processes of a source file."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef):
            names = {ast.unparse(each).partition("(")[0] for each in node.decorator_list}
            if names & {"equation", "process"}:
                yield node


def unknown(text: str) -> list[str]:
    """Arguments and results of kernels that carry no hint, or one that is not in the table."""
    found = []
    for kernel in kernels(text):
        hints = {each.arg: each.annotation for each in kernel.args.args} | {"return": kernel.returns}
        for name, hint in hints.items():
            words = set(re.findall(r"\w+", ast.unparse(hint))) if hint else {""}
            plain = {"float", "tuple", "range"} if name == "return" else set()
            if words - TABLE - plain:
                found.append(f"{kernel.name}: {name}")
    return found


def test_every_argument_of_a_kernel_carries_a_hint_of_the_table() -> None:
    files = [*(PACKAGE / "model").rglob("*.py"), *(PACKAGE / "kernels" / "numerics").rglob("*.py")]
    texts = [path.read_text(encoding="utf-8") for path in files]
    assert sum(len(list(kernels(text))) for text in texts) > 250
    assert [line for text in texts for line in unknown(text)] == []


def test_arguments_without_hint_or_with_a_plain_number_are_noticed() -> None:
    text = "@equation\ndef f(b: Block, i, x: float, y: Share) -> float: ..."
    assert unknown(text) == ["f: i", "f: x"]


@pytest.mark.parametrize(
    ("hint", "expected"),
    [("Years", "float"), ("NationIndex", "int"), ("tuple[Share, Years]", "tuple[float, float]"), (None, "None")],
)
def test_a_unit_is_a_plain_number_to_the_compiler(hint: str | None, expected: str) -> None:
    assert machine_type(hint, {**vars(units), **vars(indices)}) == expected


SAMPLE = """
from dipsim.kernels.numerics.units import LogOdds, PerYear, Share, Years
from dipsim.model.state.indices import NationIndex, RunIndex

def share(rate: PerYear, time: Years, r: RunIndex) -> Share:
    return min(1.0, rate * time)

def use(rate: PerYear, dt: Years, evidence: LogOdds, i: NationIndex, r: RunIndex) -> Share:
    half = 0.5 * share(rate, 2.0 * dt, r)
    share(0.1, 1, 0)
    share(dt, dt, r)  # a time for a rate
    share(rate, rate, r)  # a rate for a time
    share(rate, dt, i)  # a nation for a run
    share(rate, dt, 0.5)  # no whole number
    evidence += share(rate, dt, r)  # a sum of two units
    if evidence > dt:  # a comparison of two units
        return dt  # a time for a share
    return half
"""


def test_the_type_checker_refuses_a_wrong_unit(tmp_path: Path) -> None:
    """Slow at first, as it starts mypy: nothing else shows that hints are read."""
    (tmp_path / "sample.py").write_text(SAMPLE, encoding="utf-8")
    cache = ROOT / ".mypy_cache" / "units"  # apart, since other options read other files
    command = [sys.executable, "-m", "mypy", "--strict", "--cache-dir", str(cache), "sample.py"]
    environment = {**os.environ, "MYPYPATH": str(ROOT / "src")}
    said = subprocess.run(command, cwd=tmp_path, env=environment, capture_output=True, text=True, timeout=120).stdout
    wrong = {number for number, line in enumerate(SAMPLE.splitlines(), 1) if "  # " in line}
    assert len(wrong) == 7
    assert {int(number) for number in re.findall(r"^sample.py:(\d+): error", said, re.M)} == wrong, said
