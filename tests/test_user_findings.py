"""The page of findings: every row names what was done and a test that is there."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
PAGE = (ROOT / "docs" / "user_findings.md").read_text(encoding="utf-8")
ROWS = [
    [cell.strip() for cell in line.strip("|").split(" | ")] for line in PAGE.splitlines() if re.match(r"\| \d", line)
]


def test_all_findings_are_on_the_page() -> None:
    assert [int(row[0]) for row in ROWS] == list(range(1, 40))


def test_every_test_that_is_named_is_there() -> None:
    missing = []
    for number, _, done, tests in (row for row in ROWS if row[2] != "open"):
        if int(number) <= 15:
            assert "`" in tests, f"finding {number} misled, so it needs a test"
        assert done
        for path, name in re.findall(r"`([\w/]+\.py)`(?: (\w+))?", tests):
            file = ROOT / "tests" / path
            text = file.read_text(encoding="utf-8") if file.exists() else ""
            missing += [f"{number}: {path} {name}"] if not text or (name and f"def test_{name}(" not in text) else []
    assert missing == []
