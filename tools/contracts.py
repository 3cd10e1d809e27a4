"""How many public functions say in their docstring what goes in and what is raised.

    python tools/contracts.py           a row for each package
    python tools/contracts.py --list    the functions that leave an argument or an error out

Public is a function or method without a leading underscore, in a public class, not nested, and not the function of a
command, whose arguments are the options that its help explains. An argument is named where its name is a word of the
docstring; a name of one or two letters must stand in double backticks or head an entry, since "a" or "is" is a word
anyway. An error is named where the class that a ``raise`` statement of the function itself names is a word of the
docstring.
"""

from __future__ import annotations

import ast
import re
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from pathlib import Path

SOURCE = Path(__file__).resolve().parents[1] / "src" / "dipsim"
Function = ast.FunctionDef | ast.AsyncFunctionDef
HEAD = ("package", "public functions", "with docstring", "with arguments", "all named %", "that raise", "all named %")


def public(body: list[ast.stmt], prefix: str = "") -> Iterator[tuple[str, Function]]:
    """Name and node of every public function among the statements ``body``, with ``prefix`` before the name."""
    for node in body:
        if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
            yield from public(node.body, f"{prefix}{node.name}.")
        elif isinstance(node, Function) and not node.name.startswith("_") and not is_overload(node):
            yield f"{prefix}{node.name}", node


def is_overload(node: Function) -> bool:
    """Whether ``node`` only declares a signature for type checkers."""
    return any(isinstance(mark, ast.Name) and mark.id == "overload" for mark in node.decorator_list)


def functions(source: Path = SOURCE) -> Iterator[tuple[Path, str, Function]]:
    """File, name and node of every public function below the folder ``source``."""
    for path in sorted(source.rglob("*.py")):
        for name, node in public(ast.parse(path.read_text(encoding="utf-8")).body):
            yield path, name, node


def arguments(function: Function) -> list[str]:
    """Names of the arguments of ``function`` without ``self``, ``cls``, unused ones (``_``) and bundles of keywords."""
    given = function.args
    listed = [*given.posonlyargs, *given.args, *given.kwonlyargs, *([given.vararg] if given.vararg else [])]
    return [each.arg for each in listed if each.arg not in ("self", "cls") and not each.arg.startswith("_")]


def unnamed(function: Function) -> list[str]:
    """The arguments of ``function`` that its docstring does not name."""
    text = ast.get_docstring(function) or ""

    def stands(name: str) -> bool:
        if len(name) > 2:
            return re.search(rf"\b{re.escape(name)}\b", text) is not None
        return re.search(rf"``{re.escape(name)}``|^(\w+, )*{re.escape(name)}(, \w+)* ?:", text, re.M) is not None

    return [name for name in arguments(function) if not stands(name)]


def raised(function: Function) -> set[str]:
    """Classes of errors that ``raise`` statements of ``function`` name, those of functions inside it left out."""
    found: set[str] = set()
    waiting: list[ast.AST] = list(function.body)
    while waiting:
        node = waiting.pop()
        if isinstance(node, Function | ast.Lambda | ast.ClassDef):
            continue
        if isinstance(node, ast.Raise) and node.exc is not None:
            thrown = node.exc.func if isinstance(node.exc, ast.Call) else node.exc
            name = thrown.attr if isinstance(thrown, ast.Attribute) else getattr(thrown, "id", "")
            found |= {name} if name[:1].isupper() else set()
        waiting += ast.iter_child_nodes(node)
    return found


def silent(function: Function) -> set[str]:
    """The errors that ``function`` raises and its docstring does not name."""
    text = ast.get_docstring(function) or ""
    return {name for name in raised(function) if not re.search(rf"\b{name}\b", text)}


def sorts(path: Path, function: Function) -> list[str]:
    """What is counted of the public ``function`` in the file ``path``; nothing of the function of a command."""
    if path.parent.name == "commands" and function.name == "command":
        return []
    takes, raises = bool(arguments(function)), bool(raised(function))
    held = {
        "functions": True,
        "docstring": ast.get_docstring(function) is not None,
        "arguments": takes,
        "named": takes and not unnamed(function),
        "raise": raises,
        "told": raises and not silent(function),
    }
    return [name for name, holds in held.items() if holds]


def count(source: Path = SOURCE) -> dict[str, Counter[str]]:
    """For the whole ("dipsim") and every package below ``source``: how many functions of which sort."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for path, _, node in functions(source):
        parts = path.relative_to(source).parts
        for package in ("dipsim", *parts[: min(1, len(parts) - 1)]):
            found[package].update(sorts(path, node))
    return dict(found)


def share(part: int, whole: int) -> str:
    """``part`` of ``whole`` in per cent, as text; empty where there is no whole."""
    return f"{100 * part / whole:.0f}" if whole else ""


def table() -> str:
    """The counts in Markdown, the whole first."""
    lines = [" | ".join(HEAD), " | ".join(["---"] * len(HEAD))]
    for package, n in sorted(count().items(), key=lambda item: (item[0] != "dipsim", item[0])):
        named, told = share(n["named"], n["arguments"]), share(n["told"], n["raise"])
        cells = (package, n["functions"], n["docstring"], n["arguments"], named, n["raise"], told)
        lines.append(" | ".join(map(str, cells)))
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def main() -> None:
    """Print the table, or what is left out."""
    if "--list" not in sys.argv[1:]:
        print(table(), end="")
        return
    for path, name, node in functions():
        left_out = [] if "functions" not in sorts(path, node) else [*unnamed(node), *sorted(silent(node))]
        if left_out:
            print(f"{path.relative_to(SOURCE.parent)}:{node.lineno}: {name}: {', '.join(left_out)}")


if __name__ == "__main__":
    main()
