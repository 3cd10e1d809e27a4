"""One tree of exceptions: every one of the package has the root or is named here with the reason why not."""

from __future__ import annotations

import ast
import builtins
import importlib
import pickle
from pathlib import Path

import pytest

from dipsim import errors
from dipsim.cli.errors import answer
from dipsim.runs.errors import StorageError
from dipsim.scenario.arguments import UnknownName

PACKAGE = Path(errors.__file__).parent
INSIDE = {  # never seen by a caller of the package
    "LogFull": "a fault of dipsim",
    "Mismatch": "a fault of dipsim",
    "NotPrivate": "an OSError of the cache, which then stays in memory",
    "Refusal": "a value that pydantic reports; becomes a problem of ScenarioError",
    "Refused": "an answer of the live page",
    "Terminated": "a signal, no error",
    "Wrong": "an expression; becomes a problem of ScenarioError",
    "_Stop": "of the parser of YAML",
}


def exceptions() -> list[tuple[str, str]]:
    """Module and name of every class of the package that looks like an exception."""
    found = []
    roots = {name for name in dir(builtins) if isinstance(getattr(builtins, name), type)}
    roots = {name for name in roots if issubclass(getattr(builtins, name), BaseException)}
    files = sorted(PACKAGE.rglob("*.py"))
    trees = {path: ast.parse(path.read_text(encoding="utf-8")) for path in files}
    classes = [(path, node) for path, tree in trees.items() for node in tree.body if isinstance(node, ast.ClassDef)]
    while True:
        more = {node.name for _, node in classes if {ast.unparse(base) for base in node.bases} & roots}
        if more <= roots:
            break
        roots |= more
    for path, node in classes:
        if node.name in roots and not any(ast.unparse(base).endswith("Warning") for base in node.bases):
            module = ".".join(["dipsim", *path.relative_to(PACKAGE).with_suffix("").parts])
            found.append((module.removesuffix(".__init__"), node.name))
    return found


@pytest.mark.parametrize(("module", "name"), exceptions(), ids=lambda part: part)
def test_every_exception_has_the_root_and_a_code(module: str, name: str) -> None:
    kind = getattr(importlib.import_module(module), name)
    if name in INSIDE:
        assert not issubclass(kind, errors.DipsimError)
    else:
        assert issubclass(kind, errors.DipsimError), "give it a parent of dipsim.errors, or say in INSIDE why not"
        assert kind.exit_code in range(2, 8) or name in ("DipsimError", "ResultsError", "SelfTestError")
        assert (kind.__doc__ or "").strip()


def test_what_is_inside_exists() -> None:
    assert set(INSIDE) <= {name for _, name in exceptions()}


def test_the_command_line_ends_with_the_code_of_the_class() -> None:
    assert answer(StorageError("full")) == (5, ["dipsim: error: full"])
    assert answer(UnknownName("no nation 'X'")) == (2, ["dipsim: error: no nation 'X'"])
    assert answer(errors.RequestError("no"))[0] == errors.USAGE
    assert answer(RuntimeError("no"))[0] == errors.INTERNAL


def test_errors_travel_between_processes() -> None:
    found = pickle.loads(pickle.dumps(UnknownName("no nation 'X'")))
    assert (type(found), str(found)) == (UnknownName, "no nation 'X'")
