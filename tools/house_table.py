"""The measures of the code base as a Markdown table: ``python tools/house_table.py [FOLDER ...]``.

One row per folder, by default the package and each of its packages. Lines of a function count its docstring; arguments
leave out ``self``; nesting counts if, for, while, with and try; McCabe counts boolean operators and comprehensions;
public means without a leading underscore and not nested. What a docstring says is found by regular expressions, so the
last four columns are right to some ten points.
"""

from __future__ import annotations

import ast
import io
import re
import sys
import tokenize
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

PACKAGE = Path(__file__).resolve().parents[1] / "src" / "dipsim"
NESTS = (ast.If, ast.For, ast.While, ast.With, ast.Try, ast.AsyncFor, ast.AsyncWith)
BRANCHES = (*NESTS[:3], ast.IfExp, ast.ExceptHandler, ast.AsyncFor, ast.comprehension, ast.match_case)
SAYS_RETURN = re.compile(r"\b(returns?|yields?|gives?)\b", re.I)
SAYS_RAISE = re.compile(r"\b(raises?|\w*Error)\b")
SAYS_SHAPE = re.compile(r"\[[^\]]*[,\w][^\]]*\]|\bshape\b|\bper (year|tick|decade)\b|\bunits?\b|\blog-odds\b", re.I)
HEAD = (
    *("package", "files", "lines", "file lines med/p90/max", "functions", "fn lines med/p90/max", "args med/p90/max"),
    *(">= 7 args %", "nesting p90/max", "McCabe med/p90/max", "> 10 %", "comment lines %", "docstring lines %"),
    *("public", "with docstring %", "docstring lines, median", "every argument named %", "return said %"),
    *("raise said %", "shape or unit %"),
)
Function = ast.FunctionDef | ast.AsyncFunctionDef


@dataclass(frozen=True)
class Measures:
    """One function: its lines, arguments, depth of nesting, McCabe number, and what its docstring says."""

    lines: int
    args: list[str]
    nesting: int
    mccabe: int
    doc: str | None
    public: bool
    returns: bool
    raises: bool


def functions(tree: ast.AST, nested: bool = False) -> Iterator[tuple[Function, bool]]:
    """Every function of a file, and whether it lies inside another."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, Function):
            yield node, nested
        yield from functions(node, nested or isinstance(node, Function))


def own(function: Function) -> Iterator[ast.AST]:
    """The nodes of a function without those of functions inside it."""
    todo: list[ast.AST] = list(function.body)
    while todo:
        node = todo.pop()
        yield node
        if not isinstance(node, Function | ast.Lambda):
            todo.extend(ast.iter_child_nodes(node))


def depth(body: Iterable[ast.AST]) -> int:
    """The deepest nesting below some statements; ``elif`` is no deeper than its ``if``."""
    deepest = 0
    for node in body:
        if isinstance(node, Function | ast.ClassDef):
            continue
        inner = depth(ast.iter_child_nodes(node))
        chained = isinstance(node, ast.If) and len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)
        if chained:
            assert isinstance(node, ast.If)
            inner = max(depth(node.body), depth(node.orelse) - 1)
        deepest = max(deepest, inner + isinstance(node, NESTS))
    return deepest


def measure(function: Function, nested: bool) -> Measures:
    """The measures of one function."""
    given = function.args
    every = [*given.posonlyargs, *given.args, *given.kwonlyargs, *filter(None, (given.vararg, given.kwarg))]
    nodes = list(own(function))
    branches = sum(isinstance(node, BRANCHES) for node in nodes)
    branches += sum(len(node.values) - 1 for node in nodes if isinstance(node, ast.BoolOp))
    return Measures(
        lines=(function.end_lineno or function.lineno) - function.lineno + 1,
        args=[arg.arg for arg in every if arg.arg not in ("self", "cls")],
        nesting=depth(function.body),
        mccabe=1 + branches,
        doc=ast.get_docstring(function),
        public=not nested and not function.name.startswith("_"),
        returns=any(isinstance(node, ast.Return) and node.value is not None for node in nodes),
        raises=any(isinstance(node, ast.Raise) and node.exc is not None for node in nodes),
    )


def docstring_lines(tree: ast.AST) -> int:
    """Lines of all docstrings of a file."""
    homes = (node for node in ast.walk(tree) if isinstance(node, Function | ast.ClassDef | ast.Module))
    firsts = [node.body[0] for node in homes if node.body and ast.get_docstring(node) is not None]
    return sum((one.end_lineno or one.lineno) - one.lineno + 1 for one in firsts)


def comment_lines(text: str) -> int:
    """Lines that hold a comment, alone or after code."""
    return sum(token.type == tokenize.COMMENT for token in tokenize.generate_tokens(io.StringIO(text).readline))


def spread(values: list[int], least: str = "med") -> str:
    """Median, 90th percentile and maximum, as they stand in a cell."""
    ordered = sorted(values)
    high = f"{ordered[int(0.9 * (len(ordered) - 1))]}/{ordered[-1]}"
    return f"{median(ordered):g}/{high}" if least == "med" else high


def share(parts: list[bool]) -> str:
    """A share in per cent, empty of nothing."""
    return f"{100 * sum(parts) / len(parts):.0f}" if parts else ""


def row(folder: Path, name: str) -> list[str]:
    """The row of a folder."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.rglob("*.py"))]
    trees = [ast.parse(text) for text in texts]
    found = [measure(function, nested) for tree in trees for function, nested in functions(tree)]
    sizes, lines = [len(text.splitlines()) for text in texts], sum(len(text.splitlines()) for text in texts)
    public = [one for one in found if one.public]
    told = [one for one in public if one.doc is not None]
    named = [all(re.search(rf"\b{arg}\b", str(one.doc)) for arg in one.args) for one in told if len(one.args) > 1]
    return [
        *(name, f"{len(texts)}", f"{lines:,}", spread(sizes), f"{len(found):,}", spread([one.lines for one in found])),
        *(spread([len(one.args) for one in found]), f"{100 * sum(len(f.args) > 6 for f in found) / len(found):.1f}"),
        *(spread([one.nesting for one in found], "p90"), spread([one.mccabe for one in found])),
        f"{100 * sum(one.mccabe > 10 for one in found) / len(found):.1f}",
        f"{100 * sum(map(comment_lines, texts)) / lines:.1f}",
        f"{100 * sum(map(docstring_lines, trees)) / lines:.1f}",
        *(f"{len(public):,}", share([one.doc is not None for one in public])),
        f"{median(len(str(one.doc).splitlines()) for one in told):g}" if told else "",
        *(share(named), share([bool(SAYS_RETURN.search(str(one.doc))) for one in told if one.returns])),
        share([bool(SAYS_RAISE.search(str(one.doc))) for one in told if one.raises]),
        share([bool(SAYS_SHAPE.search(str(one.doc))) for one in told]),
    ]


def main(folders: list[str]) -> None:
    """Print the table of the folders, or of the package and its packages."""
    chosen = [(Path(folder), folder) for folder in folders]
    packages = sorted(path.parent for path in PACKAGE.glob("*/__init__.py"))
    chosen = chosen or [(PACKAGE, "**dipsim**"), *((path, path.name) for path in packages)]
    print("| " + " | ".join(HEAD) + " |\n|" + "---|" * len(HEAD))
    for folder, name in chosen:
        print("| " + " | ".join(row(folder, name)) + " |")


if __name__ == "__main__":
    main(sys.argv[1:])
