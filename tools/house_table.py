"""The size and shape of the code, one row per package: the table of docs/house.md.

    python tools/house_table.py            print the table
    python tools/house_table.py --write    put it into docs/house.md

A line counts as in ``wc -l``; a function's length includes its docstring; its arguments are counted without ``self``
and without bundles such as ``**options``. Nesting counts if, for, while and with (an elif is not deeper), McCabe's
number also comprehensions, exception handlers and Boolean operators. Medians are nearest-rank. The share of public
functions whose docstring names every argument, and every error that they raise, is counted by ``contracts.py``.
"""

from __future__ import annotations

import ast
import io
import sys
import tokenize
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))
import contracts

ROOT = Path(__file__).resolve().parents[1]
SOURCE, TESTS = ROOT / "src" / "dipsim", ROOT / "tests"
PAGE = ROOT / "docs" / "house.md"
BEGIN, END = "<!-- table: tools/house_table.py -->", "<!-- end of table -->"
HEAD = (
    "package", "files", "lines", "file lines", "functions", "function lines", "arguments", "over 8 arguments",
    "nesting", "McCabe", "over 10 %", "comment lines %", "docstring lines %", "arguments named %",
    "errors named %", "test lines / line",
)  # fmt: skip
Function = ast.FunctionDef | ast.AsyncFunctionDef
BRANCHES = (ast.If, ast.For, ast.While, ast.IfExp, ast.ExceptHandler, ast.comprehension, ast.match_case)


@dataclass
class Measures:
    """What is counted in the files of a package."""

    files: list[int] = field(default_factory=list)  # lines of each
    lengths: list[int] = field(default_factory=list)  # lines of each function
    arguments: list[int] = field(default_factory=list)
    nesting: list[int] = field(default_factory=list)
    branches: list[int] = field(default_factory=list)
    comments: int = 0
    documented: int = 0
    contracts: Counter[str] = field(default_factory=Counter)  # public functions by what their docstring names

    def add(self, path: Path) -> None:
        """Count a file."""
        text = path.read_text(encoding="utf-8")
        tree = ast.parse(text)
        self.files.append(text.count("\n"))
        tokens = tokenize.generate_tokens(io.StringIO(text).readline)
        self.comments += len({token.start[0] for token in tokens if token.type == tokenize.COMMENT})
        self.documented += sum(docstring_lines(node) for node in ast.walk(tree))
        for _, function in contracts.public(tree.body):
            self.contracts.update(contracts.sorts(path, function))
        for function in functions(tree):
            self.lengths.append((function.end_lineno or 0) - function.lineno + 1)
            self.arguments.append(len(arguments(function)))
            self.nesting.append(depth(function.body))
            self.branches.append(1 + sum(decisions(node) for node in ast.walk(function)))

    def row(self, name: str, test_lines: int) -> list[str]:
        """The cells of the table for a package with so many lines of tests."""
        lines, count, told = sum(self.files), len(self.lengths), self.contracts
        over = sum(number > 8 for number in self.arguments)
        complex_share = 100 * sum(number > 10 for number in self.branches) / max(count, 1)
        return [
            name, str(len(self.files)), f"{lines:,}", spread(self.files), f"{count:,}", spread(self.lengths),
            spread(self.arguments), str(over), spread(self.nesting), spread(self.branches), f"{complex_share:.1f}",
            f"{100 * self.comments / max(lines, 1):.1f}", f"{100 * self.documented / max(lines, 1):.1f}",
            contracts.share(told["named"], told["arguments"]), contracts.share(told["told"], told["raise"]),
            f"{test_lines / max(lines, 1):.2f}",
        ]  # fmt: skip


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method, nested ones too."""
    yield from (node for node in ast.walk(tree) if isinstance(node, Function))


def arguments(function: Function) -> list[str]:
    """Names of the arguments without ``self`` and ``cls``."""
    given = function.args
    listed = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in listed if name not in ("self", "cls")]


def docstring_lines(node: ast.AST) -> int:
    """Lines of the docstring of a module, class or function."""
    if not isinstance(node, (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)):
        return 0
    if ast.get_docstring(node, clean=False) is None:
        return 0
    first = node.body[0]
    return (first.end_lineno or first.lineno) - first.lineno + 1


def depth(body: Sequence[ast.stmt]) -> int:
    """How deep blocks are nested in these statements."""
    deepest = 0
    for node in body:
        if isinstance(node, ast.If):
            rest = depth(node.orelse)
            elif_ = len(node.orelse) == 1 and isinstance(node.orelse[0], ast.If)
            deepest = max(deepest, 1 + depth(node.body), rest if elif_ else rest + bool(node.orelse))
        elif isinstance(node, (ast.For, ast.While, ast.With, ast.AsyncFor, ast.AsyncWith)):
            deepest = max(deepest, 1 + depth(node.body))
        elif isinstance(node, ast.Try):
            inner = [node.body, node.orelse, node.finalbody, *(handler.body for handler in node.handlers)]
            deepest = max(deepest, 1 + max(depth(each) for each in inner))
    return deepest


def decisions(node: ast.AST) -> int:
    """What a node adds to McCabe's number."""
    return len(node.values) - 1 if isinstance(node, ast.BoolOp) else int(isinstance(node, BRANCHES))


def spread(values: Sequence[int]) -> str:
    """Median, 90th percentile and largest, by nearest rank."""
    ranked = sorted(values) or [0]
    at = [ranked[min(len(ranked) - 1, int(share * len(ranked)))] for share in (0.5, 0.9)]
    return "/".join(map(str, (*at, ranked[-1])))


def lines_below(folder: Path) -> int:
    """Lines of all Python files below a folder."""
    return sum(path.read_text(encoding="utf-8").count("\n") for path in folder.rglob("*.py"))


def packages() -> dict[str, list[Path]]:
    """Files of the whole, then of every package of the second level and of the third, by name."""
    groups: dict[str, list[Path]] = {"dipsim": []}
    for path in sorted(SOURCE.rglob("*.py")):
        parts = path.relative_to(SOURCE).parts[:-1]
        for name in ("dipsim", *("/".join(parts[: level + 1]) for level in range(min(2, len(parts))))):
            groups.setdefault(name, []).append(path)
    return dict(sorted(groups.items(), key=lambda item: (item[0] != "dipsim", item[0])))


def row(name: str, files: list[Path]) -> list[str]:
    """The line of one package."""
    measures = Measures()
    for path in files:
        measures.add(path)
    return measures.row(name, lines_below(TESTS if name == "dipsim" else TESTS / name))


def table() -> str:
    """The table in Markdown."""
    lines = [
        " | ".join(HEAD),
        " | ".join(["---"] * len(HEAD)),
        *(" | ".join(row(name, files)) for name, files in packages().items()),
    ]
    return "\n".join(f"| {line} |" for line in lines) + "\n"


def main() -> None:
    """Print the table, or write it into its page."""
    if "--write" not in sys.argv[1:]:
        print(table(), end="")
        return
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    PAGE.write_text(f"{before}{BEGIN}\n{table()}{END}{after}", encoding="utf-8")


if __name__ == "__main__":
    main()
