"""What all tests share: a terminal of no width, whatever the terminal or the test runner says of its own, and one
thread of linear algebra in each process, since the test processes keep the cores busy already."""

from __future__ import annotations

import os

import pytest

os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # read when numpy is imported, here and in child processes
os.environ.setdefault("OMP_NUM_THREADS", "1")


@pytest.fixture(autouse=True)
def no_width_of_the_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Runners of parallel tests set COLUMNS in their workers; texts that are compared are those of a pipe."""
    monkeypatch.delenv("COLUMNS", raising=False)
