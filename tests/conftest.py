"""What all tests share: a terminal of no width, whatever the terminal or the test runner says of its own."""

from __future__ import annotations

import pytest


@pytest.fixture(autouse=True)
def no_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runners of parallel tests set COLUMNS in their workers; texts that are compared are those of a pipe."""
    monkeypatch.delenv("COLUMNS", raising=False)
