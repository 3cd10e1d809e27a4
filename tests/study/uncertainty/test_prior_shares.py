"""The campaign of prior shares: what it keeps, how it goes on, what it refuses, and the tables it makes."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

ROOT = Path(__file__).resolve().parents[3]
sys.path.insert(0, str(ROOT / "campaigns"))

import prior_shares  # noqa: E402
from prior_shares import Found, go_on, head, plan, read, text  # noqa: E402


def line(number: int, effect: float) -> dict[str, Any]:
    word = "stabilises" if effect < -0.1 else "escalates" if effect > 0.1 else "no_noticeable_effect"
    force = {"estimate": 0.0, "low": -0.01, "high": 0.01, "base": 5.0}
    disputes = {"estimate": effect, "low": effect - 0.05, "high": effect + 0.05, "base": 5.0}
    return {
        "draw": number, "failed": "", "word": word, "sign": int(np.sign(effect)),
        "expected_disputes": disputes, "expected_force": force, "seconds": 6.0,
    }  # fmt: skip


@pytest.fixture
def small(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Any:
    monkeypatch.setattr(prior_shares, "DRAWS", 10)
    monkeypatch.setattr(prior_shares, "CHUNK", 2)
    return plan("two_nations", 10, 1)


def test_it_goes_on_where_it_stopped(small: Any, tmp_path: Path) -> None:
    path = tmp_path / "two_nations.jsonl"
    while go_on(small, path, 5, None):
        pass
    whole = path.read_text()
    assert [one["draw"] for one in read(path, small)] == [0, 1, 2, 3, 4]
    path.write_text("".join(whole.splitlines(keepends=True)[:4]) + '{"draw": 3, "cut')  # killed while it wrote
    assert len(read(path, small)) == 3
    while go_on(small, path, 5, None):
        pass
    same = [{**one, "seconds": 0} for one in read(path, small)]
    assert same == [{**json.loads(one), "seconds": 0} for one in whole.splitlines()[1:]]


def test_lines_of_another_prior_are_refused(small: Any, tmp_path: Path) -> None:
    path = tmp_path / "two_nations.jsonl"
    path.write_text(json.dumps({**head(small), "prior": "another"}) + "\n")
    with pytest.raises(SystemExit, match="move the file away"):
        read(path, small)


def test_the_tables_say_what_moves_the_effect() -> None:
    """The effect is r_a less a half: half of the draws escalate, and r_a has the spread, the rest nothing."""
    draws = prior_shares.from_prior(prior_shares.DRAW_SEED, 60)
    moved = draws.column("processes.crisis.alarmed") - 0.5
    found = Found("two_blocs", (*(line(number, effect) for number, effect in enumerate(moved.tolist())),))
    said = text([found])
    first = next(row for row in said.splitlines() if row.startswith("| `processes"))
    assert first.startswith("| `processes.crisis.alarmed` | ")
    assert "| +1.00 | 95 %, 0 % | 0 %, 100 % |" in first  # one of twenty lies within the margin
    assert "±" in first.rpartition("|")[0].rpartition("|")[2]  # worth knowing
    shares = next(row for row in said.splitlines() if row.startswith("| `two_blocs`"))
    assert f"{100 * found.share('escalates').estimate:.0f} % (" in shares
    assert shares.endswith("| 6 |")


def test_a_share_under_a_tenth_and_draws_that_do_not_settle_are_named() -> None:
    lines = [line(number, -1.0) for number in range(30)]
    lines[3] = {"draw": 3, "failed": "the start does not settle", "seconds": 1.0}
    said = text([Found("us_india", tuple(lines))])
    assert "29 (1 not settled)" in said
    assert "Under a tenth: escalates." in said
