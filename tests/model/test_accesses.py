"""Every process of the tick touches what it declares, and nothing else."""

from __future__ import annotations

import ast
import inspect
import json
import os
import pickle
import subprocess
import sys
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from dipsim.kernels.compiler.decorators import accesses
from dipsim.model import tick
from dipsim.model.parameters import DYAD, NATION, REGION_METRICS
from dipsim.model.state.arrays import ARRAYS

HERE = Path(__file__).parent
SOURCE = Path(tick.__file__).parents[2]
YARDSTICKS = HERE.parents[1] / "benchmarks" / "yardsticks"
TABLES = {"nat": NATION, "dyad": DYAD, "metrics": REGION_METRICS}
SEEDS = (
    1,
    2,
    3,
    5,
    6,
    7,
    8,
    14,
    16,
    17,
    23,
    26,
    27,
    40,
    45,
    54,
)  # made-up scenarios, of which about two exercise each write
NAMES = [process.__name__ for _, process in tick.PROCESSES]


def test_a_declaration_lists_arrays_and_rows() -> None:
    assert accesses("par dyad(trust threat) log") == ("par", "dyad.trust", "dyad.threat", "log")
    assert accesses("") == ()


def test_the_processes_are_those_of_the_tick_in_its_order() -> None:
    """Protects the table of ``dipsim describe --tick``: it lists what ``advance`` calls, in that order."""
    function: Any = getattr(tick.advance, "function", tick.advance)
    loop = next(node for node in ast.walk(ast.parse(inspect.getsource(function))) if isinstance(node, ast.For))
    calls = [
        node.value.func.id for node in loop.body if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)
    ]
    assert calls == [*NAMES, "write_outputs"]


@pytest.mark.parametrize("process", [process for _, process in tick.PROCESSES], ids=NAMES)
def test_what_is_declared_exists(process: Any) -> None:
    known = {array.name for array in ARRAYS if array.name not in TABLES}
    known |= {f"{array}.{row}" for array, table in TABLES.items() for row in table.names()}
    assert process.writes
    assert set(process.reads) | set(process.writes) <= known


@pytest.fixture(scope="module")
def seen(tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, set[str]]]:
    """What every process reads and writes in some made-up scenarios, in plain mode; their start is compiled."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(HERE)
        patch.syspath_prepend(YARDSTICKS)
        blocks = import_module("access_recorder").blocks_at_start(SEEDS)
    file = tmp_path_factory.mktemp("blocks") / "blocks.pickle"
    file.write_bytes(pickle.dumps(blocks))
    environment = os.environ | {
        "DIPSIM_PLAIN": "1",
        "PYTHONPATH": os.pathsep.join(map(str, (SOURCE, HERE))),
    }
    command = [sys.executable, "-m", "access_recorder", str(file)]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, timeout=300, check=False)
    assert done.returncode == 0, done.stderr
    return {name: {how: set(found) for how, found in one.items()} for name, one in json.loads(done.stdout).items()}


@pytest.mark.parametrize("process", [process for _, process in tick.PROCESSES], ids=NAMES)
def test_a_process_touches_nothing_else(process: Any, seen: dict[str, dict[str, set[str]]]) -> None:
    """Protects the declarations, which readers of the model rely on: nothing is read or written beyond them."""
    found = seen[process.__name__]
    assert found["writes"] - set(process.writes) == set()
    assert found["reads"] - set(process.reads) == set()


@pytest.mark.parametrize("process", [process for _, process in tick.PROCESSES], ids=NAMES)
def test_a_process_writes_all_that_it_declares(process: Any, seen: dict[str, dict[str, set[str]]]) -> None:
    """Protects against declarations that are out of date: everything listed is written in some scenario."""
    assert set(process.writes) - seen[process.__name__]["writes"] == set()
