"""docs/known_answers.md names tests that exist."""

from __future__ import annotations

import ast
import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PAGE = (ROOT / "docs" / "known_answers.md").read_text(encoding="utf-8")


def spelt(name: str) -> str:
    """A name without case, punctuation and underscores."""
    return re.sub(r"[^a-z0-9]", "", name.lower())


def test_every_test_that_the_page_names_is_there() -> None:
    files = list((ROOT / "tests").rglob("test_*.py"))
    trees = [ast.parse(path.read_text(encoding="utf-8")) for path in files]
    names = [spelt(node.name) for tree in trees for node in ast.walk(tree) if isinstance(node, ast.FunctionDef)]
    modules = set(re.findall(r"`(test_\w+)`", PAGE))
    sentences = set(re.findall(r"\*([^*|]+)\*", PAGE))
    assert modules - {path.stem for path in files} == set()
    assert len(sentences) > 15
    assert {said for said in sentences if not any(spelt(said) in name for name in names)} == set()
