"""What the code of the model says of itself: the order of the tick, the processes and their parameters.

Read from the sources of ``dipsim.model``, so that it cannot differ from what runs.
"""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

import dipsim.model.tick  # declares the parameters of every process
from dipsim.model.parameters import PARAMETERS
from dipsim.model.state.quantities import Quantity

TICK = Path(dipsim.model.tick.__file__)
START = (TICK.with_name("initial_state.py"), *sorted((TICK.parent / "settled_start").glob("*.py")))
PROCESSES = TICK.parent / "processes"
FILES = {path.stem: path for path in (*sorted(PROCESSES.rglob("*.py")), *START) if path.stem != "__init__"}


class Step(NamedTuple):
    """A call in the tick: the function, the module it is from ("" for the tick itself), the remark beside it."""

    function: str
    module: str
    remark: str
    about: str


@dataclass(frozen=True)
class Submodel:
    """A module of the processes: what it says of itself, the parameters it declares, and what it is part of."""

    name: str
    text: str
    parameters: tuple[Quantity, ...]
    part_of: str

    @property
    def title(self) -> str:
        """The first sentence of the module, without its full stop and without a step's number."""
        first = self.text.split("\n\n")[0].replace("\n", " ").split(". ")[0].rstrip(".")
        return re.sub(r"^Step \d+, ", "", first)


@lru_cache(maxsize=1)
def schedule() -> tuple[Step, ...]:
    """The calls of one tick in their order. ValueError when the tick cannot be read."""
    text = TICK.read_text(encoding="utf-8")
    tree, lines = ast.parse(text), text.splitlines()
    homes = {
        alias.asname or alias.name: _file_of(node)
        for node in tree.body
        if isinstance(node, ast.ImportFrom) and _file_of(node)
        for alias in node.names
    }
    loop = next((node for node in ast.walk(_function(tree, "advance")) if isinstance(node, ast.For)), None)
    if loop is None:
        raise ValueError("the tick has no loop")
    steps = []
    for node in loop.body:
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call) and isinstance(node.value.func, ast.Name):
            name = node.value.func.id
            remark = lines[node.lineno - 1].partition("#")[2].strip()
            home = homes.get(name, "")
            about = ast.get_docstring(_function(_tree(home) if home else tree, name)) or ""
            steps.append(Step(name, home, remark, about))
    return tuple(steps)


def frame() -> str:
    """What the tick as a whole says of itself, without the sentences about its arrays."""
    message = ast.get_docstring(_function(ast.parse(TICK.read_text(encoding="utf-8")), "advance")) or ""
    return " ".join(part for part in re.split(r"(?<=\.)\s+", message) if "``" not in part)


@lru_cache(maxsize=1)
def submodels() -> tuple[Submodel, ...]:
    """Every module of the processes: those of the tick in their order, each followed by its parts; then the shared."""
    tops = list(dict.fromkeys(step.module for step in schedule() if step.module))
    others = sorted(name for name in FILES if name not in tops)
    owners = _owners([*tops, *others])
    homes = {name: _home(name, tops, others) for name in others}
    order = [one for top in (*tops, "") for one in (top, *(name for name in others if homes[name] == top)) if one]
    return tuple(Submodel(name, _docstring(name), owners.get(name, ()), homes.get(name, "")) for name in order)


def _home(name: str, tops: list[str], others: list[str]) -> str:
    """The step that a module is part of: the one of its package, else what imports it; "" when shared."""
    importers = [top for top in tops if name in _imports(top)]
    steps = [top for top in tops if FILES[top].parent == FILES[name].parent]
    if len(steps) == 1:
        return steps[0]
    if importers:
        return importers[0] if len(importers) < 3 else ""
    through = [other for other in others if other != name and name in _imports(other)]
    return next((home for other in through if (home := _home(other, tops, []))), "")


def _imports(name: str) -> set[str]:
    """The modules of the processes that a module imports."""
    nodes = [node for node in ast.walk(_tree(name)) if isinstance(node, ast.ImportFrom)]
    return {_file_of(node) for node in nodes} - {""}


def _owners(modules: list[str]) -> dict[str, tuple[Quantity, ...]]:
    """The parameters by the module that declares them: the one that spells the name, else the group's own."""
    texts = {name: FILES[name].read_text(encoding="utf-8") for name in modules}
    found: dict[str, list[Quantity]] = {}
    for quantity in PARAMETERS:
        group = quantity.name.partition(".")[0]
        spelled = re.compile(rf"""PARAMETERS\.add\(\s*["']{re.escape(quantity.name)}["']""")
        grouped = re.compile(rf"""["']{re.escape(group)}\.""")
        home = next((name for name in modules if spelled.search(texts[name])), None)
        home = home or next((name for name in modules if grouped.search(texts[name])), group)
        found.setdefault(home, []).append(quantity)
    return {name: tuple(quantities) for name, quantities in found.items()}


def _file_of(node: ast.ImportFrom) -> str:
    """The file of the processes that an import takes names from, "" when it is another one."""
    package, _, name = (node.module or "").rpartition(".")
    return name if package.startswith("dipsim.model") and name in FILES else ""


def _function(tree: ast.Module, name: str) -> ast.FunctionDef:
    found = next((node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name == name), None)
    if found is None:
        raise ValueError(f"no function {name}")
    return found


@lru_cache(maxsize=64)
def _tree(module: str) -> ast.Module:
    return ast.parse(FILES[module].read_text(encoding="utf-8"))


def _docstring(module: str) -> str:
    return ast.get_docstring(_tree(module)) or ""
