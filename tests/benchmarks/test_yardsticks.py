"""The yardsticks of the benchmarks measure the same thing as the engine: the same numbers, or countable work."""

# Also tests: model/processes/exchange/proposals.py, model/processes/exchange/thinning.py,
#   model/processes/exchange/third_party_terms.py, model/state/scratch.py

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.conflict.onset import hazards
from dipsim.model.processes.exchange.proposals import propose_acts
from dipsim.model.state import dyads
from dipsim.model.state.scratch import ClaimField

BENCHMARKS = Path(__file__).parents[2] / "benchmarks"
CLOSE = {"rtol": 1e-9, "atol": 1e-9}


@pytest.fixture(scope="module", autouse=True)
def path() -> Any:
    """Let the modules of the benchmarks be imported, after everything else."""
    sys.path.append(str(BENCHMARKS))
    yield
    sys.path.remove(str(BENCHMARKS))


@pytest.fixture(scope="module", params=[False, True], ids=["13 kinds", "all kinds"])
def running(request: Any) -> Any:
    """A settled block of three runs of seven nations."""
    from yardsticks.regions import region, settled

    return settled(region(7, request.param), 3)


def same(
    b: Any, s: Any, names: tuple[str, ...] = ("nat", "dyad", "accounts", "evidence_for", "evidence_against")
) -> None:
    """Fail unless the copy in NumPy holds the numbers of the block to 1e-9, off the diagonal."""
    for name in names:
        ours = np.moveaxis(getattr(s, name), 1, -1)
        theirs = np.asarray(getattr(b, name))
        off = ~np.eye(s.n, dtype=bool) if theirs.ndim == 4 else slice(None)
        np.testing.assert_allclose(ours[:, off], theirs[:, off], err_msg=name, **CLOSE)


def test_numpy_gives_the_engine_s_numbers(running: Any) -> None:
    """Protects the comparison of speeds: what is timed in NumPy is the same work, over three ticks and 1e-9 close."""
    from yardsticks import numpy_batch
    from yardsticks.regions import STEPS

    moved, block = np.zeros(4), running.b
    for _ in range(3):
        tick = running.now
        for name in STEPS:
            s = numpy_batch.Batch(block)
            before = block.accounts.copy()
            if name in ("recall", "fade"):
                getattr(numpy_batch, name)(s)
            elif name in ("perception", "apply_evidence"):
                getattr(numpy_batch, name)(s, tick)
            elif name == "crisis":
                numpy_batch.hazards(s)
                hazards(block)
                same(block, s)
                moved[0] += block.dyad[dyads.HAZARD].sum()
            elif name == "diplomacy":
                moved[1] += claims_agree(block, s, tick)
            running.step(name)
            if name in ("recall", "fade", "perception", "apply_evidence"):
                same(block, s)
            moved[2] += name == "apply_evidence" and np.abs(block.accounts.stored - before.stored).sum()
        moved[3] += block.dyad[dyads.THREAT].sum()
    assert (moved > 0.0).all(), "nothing happened that could differ"


def claims_agree(block: Any, s: Any, tick: int) -> int:
    """Compare what comes up in this tick; returns the number of claims."""
    from yardsticks import numpy_wishes

    x, count, value = numpy_wishes.propose_acts(s, tick)
    habits = block.habit.stored.copy()
    propose_acts(block, tick)
    block.habit.stored[...] = habits  # the tick itself is still to come
    found = {tuple(key): (n, v) for *key, n, v in zip(x.r, x.c, x.i, x.j, count, value, strict=True)}
    for r in range(s.runs):
        for q in range(block.claims[r]):
            claim = block.claim[:, q, r]
            n, v = found.pop((r, *(int(claim[row]) for row in (ClaimField.KIND, ClaimField.FIRST, ClaimField.SECOND))))
            assert n == claim[ClaimField.COUNT]
            np.testing.assert_allclose(v, claim[ClaimField.VALUE], rtol=0, atol=2e-9)
    assert found == {}
    return len(count)


def test_the_floor_does_what_its_table_says() -> None:
    """Protects the floor against work that is left out: every need that arises writes all its arrays in every tick."""
    from yardsticks import floor, needs, regions

    often = needs.frequencies(regions.settled(regions.region(3), 2), ticks=2)
    assert set(often) == {need.thing for need in needs.NEEDS}
    table, places, memory = floor.plan(often, 2)
    buffer = np.zeros((1, 1, floor.CHUNK))
    total = floor.ticks(0, 1, table, places, memory, buffer)
    assert np.isfinite(total)
    assert np.isfinite(memory).all()
    for due, begin, end in table[0][:, [floor.DUE, floor.WRITES, floor.END]]:
        written = memory[0, 0, places[0, 0, int(begin) : int(end)].astype(int)]
        assert (written != 0.1).all() or due < 1
    assert table[0][:, [floor.DRAWS, floor.EXP, floor.DIVIDE]].sum(0).tolist() == [
        sum(getattr(need, name) for need in needs.NEEDS if often[need.thing]) for name in ("draws", "exp", "divide")
    ]


def test_the_page_says_what_the_floor_counts(capsys: Any) -> None:
    """Protects docs/performance.md: its table of the floor is the one that the floor works through."""
    from yardsticks.table import NEEDS_HEAD, Table, print_needs

    print_needs(Table(NEEDS_HEAD, markdown=True))
    page = (BENCHMARKS.parent / "docs" / "performance.md").read_text(encoding="utf-8")
    assert capsys.readouterr().out in page
