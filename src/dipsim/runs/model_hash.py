"""The hash of the model: what decides every number of a run, and nothing else.

Counted are the equations (the syntax trees of the modules that compute a run, without docstrings and comments), the
declared tables of quantities, the names of the random streams, and the catalogue of exchange kinds.
Not counted are the names and places of files, imports, and the prose beside a number: its meaning, source and grade.
"""

from __future__ import annotations

import ast
import functools
import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import dipsim.kernels.numerics
import dipsim.model
from dipsim.model.state import quantities, random_streams
from dipsim.runs import outcomes
from dipsim.runs.batches import block_arrays, block_builder, block_runner, settled_start
from dipsim.scenario.world import build, initial_state, schedule, timeline

WHOLE = (dipsim.model, dipsim.kernels.numerics)  # packages of equations; kernels are compiled elsewhere, without effect
AROUND = (
    build,
    schedule,
    initial_state,
    timeline,
    block_arrays,
    block_builder,
    settled_start,
    block_runner,
    outcomes,
)  # scenario to outcomes
PROSE = ("meaning", "source", "grade", "unit", "rivals")  # what `declare` says of a number beside its value
SILENT = ("ctx", "kind", "type_comment", "type_params")  # fields that change no number, or that older versions lack


@functools.cache
def model_hash() -> str:
    """BLAKE2b-128 of the model that is installed, 32 hexadecimal digits; the same under every Python and every path."""
    modules = sorted(digest(tree(path.read_text(encoding="utf-8"))) for path in sources())
    return digest([modules, declared(), _streams(), _catalogue()])


def sources() -> Iterator[Path]:
    """The source files that are counted."""
    for package in WHOLE:
        yield from Path(package.__path__[0]).rglob("*.py")
    yield from (Path(str(module.__file__)) for module in AROUND)


def digest(statement: Any) -> str:
    """BLAKE2b-128 of ``statement``, plain data, as 32 hexadecimal digits."""
    return hashlib.blake2b(json.dumps(statement, sort_keys=True).encode(), digest_size=16).hexdigest()


def tree(source: str) -> list[Any]:
    """The module with this ``source`` as plain data that no comment, docstring or place of an import changes."""
    return _plain(ast.parse(source))  # type: ignore[no-any-return]


def _plain(node: Any) -> Any:
    """Node, list or constant of a syntax tree as plain data; empty fields are left out, as Python versions differ."""
    if isinstance(node, list):
        return [_plain(one) for one in node]
    if not isinstance(node, ast.AST):
        return repr(node)
    if isinstance(node, ast.Import | ast.ImportFrom):
        return ["import", *sorted([one.name.rpartition(".")[2], one.asname or ""] for one in node.names)]
    statement: list[Any] = [type(node).__name__]
    for name, value in ast.iter_fields(node):
        if name in SILENT or value is None or value == []:
            continue
        if name == "body" and isinstance(value, list):
            value = _without_docstring(value)
        elif name == "keywords" and _declares(node):
            value = [one for one in value if one.arg not in PROSE]
        statement.append([name, _plain(value)])
    return statement


def _without_docstring(body: list[ast.stmt]) -> list[ast.stmt]:
    """Statements without those that are nothing but a text."""
    return [one for one in body if not (isinstance(one, ast.Expr) and isinstance(one.value, ast.Constant))]


def _declares(node: ast.AST) -> bool:
    """Whether this is the declaration of a quantity, as in ``PARAMETERS.add(...)``."""
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "add"


def declared() -> list[Any]:
    """Every table of quantities as plain data: its title, then name, default, bounds and money flag by row."""
    tables = (one for one in vars(quantities).values() if isinstance(one, quantities.Table))
    rows = ([table.title, [[one.name, one.default, one.low, one.high, one.money] for one in table]] for table in tables)
    return sorted(rows)


def _streams() -> list[Any]:
    return [*random_streams.DECISIONS, *random_streams.KIND_DECISIONS]


def _catalogue() -> list[Any]:
    """The numbers of every exchange kind, and what sort of kind it is."""
    from dipsim.scenario.schema.catalogue import catalogue

    return [
        [name, kind.form, kind.group, kind.scope, kind.like, kind.optional,
         sorted((key, figure.value) for key, figure in kind.numbers.items())]
        for name, kind in sorted(catalogue().items())
    ]  # fmt: skip
