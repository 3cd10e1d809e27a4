"""The house rules: direction of imports, sizes, versions, lock files, packaging, and the words of a failed set-up."""

from __future__ import annotations

import ast
import os
import re
import subprocess
import sys
import tomllib
import zipfile
from collections import Counter
from collections.abc import Collection, Iterator, Mapping
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).resolve().parents[1]
PACKAGE = ROOT / "src" / "dipsim"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
MINORS = [found[-1] for text in PROJECT["project"]["classifiers"] if (found := re.findall(r":: (3\.\d+)$", text))]

LAYERS = (  # imports only point to earlier ones
    *("kernels", "model", "scenario", "public_data", "runs", "study", "documentation", "sweeps", "validation"),
    *("report", "live", "cli"),
)
MANY_ARGUMENTS = {"ask", "damping"}  # of conflict/, still to be bundled; may only get fewer
PLUGINS = ("cli/commands", "report/figures", "sweeps/analyses")  # found by walking, so they may hold any number
HEAVY = ("mesa", "pandas", "scipy", "matplotlib", "numba")
NOT_IN = {  # libraries that a layer leaves to the later ones; the model is held to numpy, numba and its llvmlite below
    "scenario": {"pandas", "scipy", "pyarrow", "matplotlib", "mesa", "typer"},
    "public_data": {"scipy", "matplotlib", "mesa", "typer"},
    "runs": {"matplotlib", "typer"},
    "study": {"matplotlib", "typer", "mesa"},
    "sweeps": {"matplotlib", "typer", "mesa"},
    "documentation": {"matplotlib", "typer", "mesa"},
    "validation": {"matplotlib", "typer", "mesa"},
    "report": {"typer"},
    "live": {"typer", "mesa", "matplotlib"},
}


def imports(path: Path) -> Iterator[str]:
    """Every module that a file imports anywhere, as a dotted name; ``from a import b`` counts as ``a.b``."""
    package = ["dipsim", *path.relative_to(PACKAGE).parent.parts]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            module = [*above, *([node.module] if node.module else [])]
            yield from (".".join([*module, alias.name]) for alias in node.names)


def named(path: Path) -> Iterator[str]:
    """Every module of dipsim that a file names in a string, from where it can be imported by its name."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            module = node.value.partition(":")[0]
            if module.startswith("dipsim.") and module in MODULES:
                yield module


def misplaced(layer: str, name: str) -> bool:
    """Whether a file of ``layer`` may not import ``name``."""
    first, *rest = name.split(".")
    if first == "dipsim":
        allowed = (*LAYERS[: LAYERS.index(layer) + 1], "_version", "errors")
        return layer != "cli" and rest[:1] != [] and rest[0] not in allowed
    if layer in ("kernels", "model"):
        return first not in {"numpy", "numba", "llvmlite"} and first not in sys.stdlib_module_names
    return first in NOT_IN.get(layer, set())


@pytest.mark.parametrize("layer", LAYERS)
def test_imports_point_one_way(layer: str) -> None:
    files = sorted((PACKAGE / layer).rglob("*.py"))
    assert files, f"src/dipsim/{layer} is empty"
    used = [(path, name) for path in files for name in (*imports(path), *named(path))]
    assert [f"{path.relative_to(ROOT)}: {name}" for path, name in used if misplaced(layer, name)] == []


def test_misplaced_imports_are_noticed() -> None:
    assert misplaced("model", "dipsim.scenario.load")
    assert misplaced("model", "yaml")
    assert misplaced("runs", "dipsim.report.style")
    assert misplaced("scenario", "pandas")
    assert not misplaced("study", "dipsim.runs.result")
    assert not misplaced("runs", "dipsim._version.__version__")


def test_packages_are_small() -> None:
    counts = {
        folder: len([path for path in (PACKAGE / folder).glob("*.py") if path.stem != "__init__"])
        for folder in {path.parent.relative_to(PACKAGE).as_posix() for path in SOURCES} - set(PLUGINS)
    }
    assert {folder: count for folder, count in counts.items() if count > 12} == {}


@pytest.mark.parametrize("layer", LAYERS)
def test_no_file_name_is_used_twice_in_a_layer(layer: str) -> None:
    names = Counter(path.stem for path in (PACKAGE / layer).rglob("*.py") if path.stem != "__init__")
    assert [name for name, count in names.items() if count > 1] == []


def test_files_are_short() -> None:
    lengths = {str(path.relative_to(ROOT)): len(path.read_text(encoding="utf-8").splitlines()) for path in SOURCES}
    assert {name: length for name, length in lengths.items() if length > 300} == {}


def test_functions_are_short() -> None:
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and lines(node) >= 70
    ]
    assert long == []


def lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    """Lines of a function without its docstring, which for a public one lists its parameters and shows an example."""
    told = function.body[0] if ast.get_docstring(function) else None
    spent = 0 if told is None else (told.end_lineno or 0) - told.lineno
    return (function.end_lineno or 0) - function.lineno - spent


def arguments(function: ast.FunctionDef | ast.AsyncFunctionDef) -> list[str]:
    """Names of the arguments, without self and cls; a bundle of keywords has a type of its own."""
    given = function.args
    names = [each.arg for each in (*given.posonlyargs, *given.args, *given.kwonlyargs)]
    return [name for name in names if name not in ("self", "cls")]


def test_public_functions_have_at_most_eight_arguments() -> None:
    """The arguments of a command are the options that users type, so the function of a command may have more."""
    long = [
        f"{path.relative_to(ROOT)}:{node.lineno} {node.name}"
        for path in SOURCES
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and not node.name.startswith("_")
        and not (path.parent.name == "commands" and node.name == "command")
        and len(arguments(node)) > 8
    ]
    assert {text.partition(" ")[2] for text in long} <= MANY_ARGUMENTS, long


def module_name(path: Path) -> str:
    """The dotted name of a source file."""
    parts = path.relative_to(PACKAGE.parent).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


MODULES = {module_name(path) for path in SOURCES}


def imported(path: Path, modules: Collection[str]) -> set[str]:
    """Modules of dipsim that a file imports when it is loaded or later; not what only the type checker reads."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    unread = {
        id(inner)
        for node in ast.walk(tree)
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
        for inner in ast.walk(node)
    }
    package = module_name(path).split(".")[: None if path.stem == "__init__" else -1]
    found: set[str] = set()
    for node in (node for node in ast.walk(tree) if id(node) not in unread):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            above = package[: len(package) - node.level + 1] if node.level else []
            names = [".".join([*above, *filter(None, [node.module]), alias.name]) for alias in node.names]
        for name in names:
            while name and name not in modules:
                name = name.rpartition(".")[0]
            found |= {name} - {"", "dipsim", module_name(path)}
    return found


def circles(graph: Mapping[str, set[str]]) -> list[list[str]]:
    """Sets of modules that import one another, directly or over others."""
    import networkx

    whole = networkx.DiGraph([(one, other) for one, others in graph.items() for other in others])
    return sorted(sorted(found) for found in networkx.strongly_connected_components(whole) if len(found) > 1)


def test_no_modules_import_one_another() -> None:
    graph = {module_name(path): imported(path, MODULES) for path in SOURCES}
    assert circles(graph) == []


def test_a_circle_of_imports_is_noticed() -> None:
    assert circles({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}}) == [["a", "b", "c"]]
    assert circles({"a": {"b", "c"}, "b": {"c"}}) == []


def test_nothing_is_imported_for_what_the_import_does() -> None:
    """Only the package of processes is: it declares all parameters, in one order, before any process."""
    allowed = {PACKAGE / "model" / "processes" / "__init__.py", PACKAGE / "__init__.py"}
    assert {path for path in SOURCES if "noqa: F401" in path.read_text(encoding="utf-8")} <= allowed


def test_every_source_file_has_its_test() -> None:
    """A test file of its name in the same folder below tests/, or a test file whose ``# Also tests:`` names it."""
    told: set[str] = set()
    for path in (ROOT / "tests").rglob("test_*.py"):
        for block in re.findall(r"^# Also tests: (.+(?:\n#   .+)*)", path.read_text(encoding="utf-8"), re.M):
            told |= set(re.findall(r"[\w/]+\.py", block))
    files = [path.relative_to(PACKAGE) for path in SOURCES if path.stem != "__init__"]
    without = [
        path.as_posix()
        for path in files
        if path.as_posix() not in told and not (ROOT / "tests" / path.parent / f"test_{path.name}").exists()
    ]
    assert without == []
    assert told <= {path.as_posix() for path in files}, "a test names a file that is not there"


def test_versions_agree() -> None:
    version = re.search(r'^__version__ = "(.+)"$', (PACKAGE / "_version.py").read_text(encoding="utf-8"), re.M)
    assert version is not None
    cited = re.search(r"^version: (\S+)$", (ROOT / "CITATION.cff").read_text(encoding="utf-8"), re.M)
    changes = re.findall(r"^## (\d\S*)", (ROOT / "CHANGELOG.md").read_text(encoding="utf-8"), re.M)
    assert PROJECT["tool"]["hatch"]["version"]["path"] == "src/dipsim/_version.py"
    assert cited is not None
    assert cited[1] == changes[0] == version[1]


def test_changelog_has_a_place_for_changed_results() -> None:
    unreleased = (ROOT / "CHANGELOG.md").read_text(encoding="utf-8").split("\n## ")[1]
    assert unreleased.startswith("Unreleased")
    assert "### Results change" in unreleased


def test_readme_names_the_two_commands() -> None:
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "make demo" in readme
    assert "make test" in readme


def test_contributing_fits_on_a_page() -> None:
    assert len((ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").splitlines()) <= 60


def test_three_python_minors_are_supported() -> None:
    assert MINORS == ["3.11", "3.12", "3.13"]


@pytest.mark.parametrize("minor", MINORS)
def test_lock_file_pins_and_hashes_what_the_project_asks_for(minor: str) -> None:
    lock = (ROOT / "requirements" / f"py{minor.replace('.', '')}.txt").read_text(encoding="utf-8")
    entries = "".join(line for line in lock.splitlines(keepends=True) if not line.startswith("#")).replace(" \\\n", "")
    pinned = re.compile(r"([\w.-]+)==([\w.!+-]+)(?:; [^-]+?)?((?: +--hash=sha256:[0-9a-f]{64})+)")
    found = [(line, pinned.fullmatch(line)) for line in entries.splitlines()]
    assert [line for line, match in found if match is None] == []
    pins = {match[1].lower().replace("_", "-"): match[2] for _, match in found if match is not None}
    assert len(pins) == len(found)
    for text in (*PROJECT["project"]["dependencies"], *PROJECT["dependency-groups"]["dev"]):
        wanted = Requirement(text)
        assert wanted.specifier.contains(pins[wanted.name.lower().replace("_", "-")]), f"{text} in py{minor}"
    assert PROJECT["build-system"]["requires"] == [f"hatchling=={pins['hatchling']}"]


def test_setup_installs_nothing_without_its_hash() -> None:
    setup = (ROOT / "requirements" / "setup.sh").read_text(encoding="utf-8")
    installs = [line for line in setup.splitlines() if "pip install" in line]
    assert [line for line in installs if "--require-hashes" not in line and not line.endswith(" -e .")] == []
    assert all("--no-deps" in line for line in installs)


def shipped_texts() -> Iterator[Path]:
    """The text files of the project, without the environment, caches and results."""
    folders = [
        "src",
        "tests",
        "scenarios",
        "experiments",
        "campaigns",
        "docs",
        "benchmarks",
        "requirements",
        "tools",
        ".ci",
    ]
    for path in (*ROOT.iterdir(), *(path for folder in folders for path in (ROOT / folder).rglob("*"))):
        cached = any(part.endswith(("cache__", "_cache")) for part in path.parts)
        skipped = cached or path.name == ".git" or path.suffix in {".png", ".svg", ".pdf", ".parquet", ".ico"}
        if path.is_file() and not skipped:
            yield path


@pytest.mark.parametrize(
    "trace",
    [
        r"(?<![\w.:/-])/(?:root|home|Users|work)/\w",
        r"pypi\.org|python[h]osted|registry\.npm|/[s]imple/|--(?:(?:extra-)?index-url|find-links)",
    ],
    ids=["path of a machine", "address of an index"],
)
def test_no_trace_of_one_machine(trace: str) -> None:
    hits = [(path.name, found[0]) for path in shipped_texts() if (found := re.search(trace, path.read_text("utf-8")))]
    assert hits == []


def run_python(code: str, folder: Path) -> str:
    """What ``code`` prints in a fresh interpreter started in ``folder``."""
    environment = {**os.environ, "PYTHONPATH": str(ROOT / "src")}
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=folder, env=environment, capture_output=True, text=True, timeout=60
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_import_is_light(tmp_path: Path) -> None:
    loaded = run_python("import sys, dipsim; print(*sys.modules)", tmp_path).split()
    assert set(HEAVY) & set(loaded) == set()


def test_help_is_light(tmp_path: Path) -> None:
    code = """if True:
        import sys
        from dipsim.cli.app import main
        sys.argv = ["dipsim", "--help"]
        try:
            main()
        except SystemExit as stop:
            assert not stop.code, stop.code
        print("LOADED", *sys.modules)
    """
    shown, loaded = run_python(code, tmp_path).split("LOADED")
    assert {"run", "verdict", "why", "plot", "list", "check", "new"} <= set(re.findall(r"\w+", shown))
    assert {*HEAVY, "numpy", "pydantic", "yaml"} & set(loaded.split()) == set()


def test_wheel_carries_scenarios_and_data(tmp_path: Path) -> None:
    pytest.importorskip("hatchling")
    build = [sys.executable, "-m", "hatchling", "build", "--target", "wheel", "--directory", str(tmp_path)]
    subprocess.run(build, cwd=ROOT, check=True, capture_output=True, timeout=60)
    with zipfile.ZipFile(next(tmp_path.glob("*.whl"))) as wheel:
        names = set(wheel.namelist())
        points = next(wheel.read(name).decode() for name in names if name.endswith("entry_points.txt"))
    wanted = {f"dipsim/scenarios/{path.name}" for path in (ROOT / "scenarios").glob("*.yaml")}
    data = [path for path in PACKAGE.rglob("*") if path.suffix in {".yaml", ".css", ".js", ".html", ".csv"}]
    wanted |= {f"dipsim/{path.relative_to(PACKAGE)}" for path in data}
    assert len(wanted) > 10
    assert (wanted | {"dipsim/py.typed", "dipsim/cli/app.py"}) - names == set()
    assert "dipsim = dipsim.cli.app:main" in points


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ("echo 3.9", "dipsim needs Python 3.11, 3.12 or 3.13; found: 3.9"),
        ('case "$2" in *print*) echo 3.12 ;; *) exit 1 ;; esac', "install the package python3-venv"),
        ("exit 127", "found: none"),
    ],
    ids=["too old", "no venv module", "no Python"],
)
def test_setup_says_in_one_line_what_is_missing(tmp_path: Path, answers: str, expected: str) -> None:
    python = tmp_path / "python"
    python.write_text(f"#!/bin/sh\n{answers}\n", encoding="utf-8")
    python.chmod(0o755)
    command = ["sh", ROOT / "requirements" / "setup.sh", python]
    done = subprocess.run(command, capture_output=True, text=True, timeout=20)
    assert done.returncode != 0
    assert expected in done.stderr
    assert len(done.stderr.splitlines()) == 1
