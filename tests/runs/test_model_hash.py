"""The hash of the model sees an equation, a number and a stream, and no comment, docstring or place of a file."""

# Also tests: model/state/random_streams.py

from __future__ import annotations

import ast
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dipsim.model.state import quantities, random_streams
from dipsim.runs import model_hash as hashes
from dipsim.scenario.schema import catalogue

SOURCE = '''"""A process."""

from dipsim.model.parameters import PARAMETERS
from dipsim.kernels.compiler.decorators import process

MOTIVE = PARAMETERS.add("crisis.motive", 0.9, (0, 5), unit="1", meaning="how much", source="assumed", grade=4)


@process
def move(b, x: float):
    """Moves."""
    for run in range(b.runs):
        b.trust[run] += x * 0.5  # half
'''


def hashed(text: str) -> str:
    return hashes.digest(hashes.tree(text))


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("  # half", ""),
        ('"""Moves."""', '"""Moves trust by half of x."""'),
        ('    """Moves."""\n', ""),
        ('"""A process."""', '"""Another word."""'),
        ('"how much"', '"how strongly"'),
        ('"assumed", grade=4', '"Author 2001", grade=3'),
        ("dipsim.model.parameters", "dipsim.core.declare"),
        ("x * 0.5", "(x * (0.5))"),
        ("0.5", "5e-1"),
    ],
)
def test_words_and_places_change_nothing(old: str, new: str) -> None:
    assert old in SOURCE
    assert hashed(SOURCE.replace(old, new)) == hashed(SOURCE)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("0.5", "0.25"),
        ("+=", "-="),
        ("x * 0.5", "0.5 * x"),
        ("0.9", "0.8"),
        ("(0, 5)", "(0, 6)"),
        ("x: float", "x: int"),
        ("@process\n", ""),
        ("import process", "import equation as process"),
        ("crisis.motive", "crisis.motives"),
        ("b.runs", "b.ticks"),
    ],
)
def test_a_term_a_number_or_a_name_changes_it(old: str, new: str) -> None:
    assert old in SOURCE
    assert hashed(SOURCE.replace(old, new)) != hashed(SOURCE)


@pytest.fixture
def fresh() -> str:
    """The hash of the model as it is, computed anew at the next call."""
    found = hashes.model_hash()
    hashes.model_hash.cache_clear()
    return found


@pytest.fixture(autouse=True)
def forget() -> object:
    yield
    hashes.model_hash.cache_clear()


def copied(monkeypatch: pytest.MonkeyPatch, place: Path) -> list[Path]:
    """Copies of the counted files under other names, which are counted instead."""
    files = []
    for number, path in enumerate(sorted(hashes.sources(), reverse=True)):
        files.append(place / f"moved_{number}.py")
        shutil.copy(path, files[-1])
    monkeypatch.setattr(hashes, "sources", lambda: iter(files))
    return files


def test_moved_files_are_the_same_model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: str) -> None:
    copied(monkeypatch, tmp_path)
    assert hashes.model_hash() == fresh
    assert re.fullmatch("[0-9a-f]{32}", fresh)


def test_comments_in_every_file_change_nothing_and_a_term_does(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, fresh: str
) -> None:
    files = copied(monkeypatch, tmp_path)
    for file in files:
        text = file.read_text(encoding="utf-8")
        file.write_text(f"{text}\n# a comment\n", encoding="utf-8")
    assert hashes.model_hash() == fresh
    term = "base[BaselineTerm.CONSTANT, i, j, r] = par[B_CONSTANT, r]"
    (equation,) = (file for file in files if term in file.read_text(encoding="utf-8"))
    text = equation.read_text(encoding="utf-8").replace(term, f"{term} - 0.5")
    equation.write_text(text, encoding="utf-8")
    hashes.model_hash.cache_clear()
    assert hashes.model_hash() != fresh


def test_every_process_is_counted_and_the_compiler_is_not() -> None:
    names = {path.name for path in hashes.sources()}
    assert {"onset.py", "ledger.py", "elementary.py", "philox.py", "tick.py", "build.py", "block_runner.py"} <= names
    assert not {"cache.py", "compiler.py", "kernel.py", "dataframes.py"} & names


def test_a_default_of_a_table_changes_it(monkeypatch: pytest.MonkeyPatch, fresh: str) -> None:
    table = quantities.PARAMETERS
    first, *others = table.entries
    monkeypatch.setattr(table, "entries", [replace(first, source="Author 2001"), *others])
    assert hashes.model_hash() == fresh
    hashes.model_hash.cache_clear()
    monkeypatch.setattr(table, "entries", [replace(first, default=first.default + 1e-9), *others])
    assert hashes.model_hash() != fresh


def test_the_name_of_a_stream_changes_it(monkeypatch: pytest.MonkeyPatch, fresh: str) -> None:
    monkeypatch.setattr(random_streams, "DECISIONS", ("politics/cabinet", *random_streams.DECISIONS[1:]))
    assert hashes.model_hash() != fresh


def test_a_number_of_the_catalogue_changes_it_and_its_source_does_not(
    monkeypatch: pytest.MonkeyPatch, fresh: str
) -> None:
    entries = catalogue.catalogue()
    name, kind = next((name, kind) for name, kind in entries.items() if kind.numbers)
    key, figure = next(iter(kind.numbers.items()))
    for update, same in (({"source": "Author 2001"}, True), ({"value": figure.value + 0.001}, False)):
        numbers = {**kind.numbers, key: figure.model_copy(update=update)}
        changed = {**entries, name: kind.model_copy(update={"numbers": numbers})}
        monkeypatch.setattr(catalogue, "catalogue", lambda changed=changed: changed)
        hashes.model_hash.cache_clear()
        assert (hashes.model_hash() == fresh) is same


def test_fields_that_other_python_versions_add_are_left_out() -> None:
    """Python 3.12 added ``type_params`` to functions and classes, empty nearly always."""
    node = ast.parse("def f(): return 1").body[0]
    before = hashes._plain(node)
    node.type_params = []  # type: ignore[attr-defined]
    assert hashes._plain(node) == before
