"""The settled start of a world as blocks take it."""

from __future__ import annotations

import pytest

from dipsim.cli.errors import answer
from dipsim.errors import SCENARIO
from dipsim.runs.batches import settled_start as module
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.settled_start import settled_start
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build


def test_settling_leaves_the_world_as_it_was() -> None:
    """Protects every later reader of a world, another start of it for one: what it says of trust stands."""
    world = build(load("two_blocs"))
    trust = world.trust.copy()
    first = settled_start(world)
    make([world], 1, [0])
    assert (world.trust == trust).all()
    again = settled_start(world.changed(settled_as=None))
    assert (again.accounts == first.accounts).all()


def test_a_start_that_finds_no_rest_is_an_error_of_the_scenario(monkeypatch: pytest.MonkeyPatch) -> None:
    """A run alone ends with the exit code of a scenario; the message says what was expected, found and can be done."""
    monkeypatch.setattr(module, "settle", lambda *_: -1)
    said = r"expected accounts that stay within .* found some .* options\.start: cold"
    with pytest.raises(UnsettledStart, match=said) as caught:
        make([build(load("two_blocs"))], 1, [0])
    assert answer(caught.value)[0] == SCENARIO


def test_a_point_of_a_sweep_that_finds_no_rest_is_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    """The other points of the shard are run; the failed one carries the reason."""
    from dipsim.sweeps.execution.shard import Rows, _run_all

    worlds = [build(load("two_nations", ["options.start=settled"])), build(load("two_nations"))]
    monkeypatch.setattr(module, "settle", lambda *_: -1)
    rows = Rows({"trust": [None, None]}, [None, None])

    class Asked:
        outcomes, own = ("trust",), ()

        def key(self, *_: object) -> int:
            return 1

    def simulate(_: object, blocks: list[object], keys: list[int]) -> dict[str, list[float]]:
        make(blocks, 1, keys)  # type: ignore[arg-type]
        return {"trust": [0.5] * len(blocks)}

    _run_all(Asked(), list(worlds), [(0, 0, 0, 0), (1, 0, 0, 0)], rows, simulate)  # type: ignore[arg-type]
    assert str(rows.errors[0]).startswith("UnsettledStart: the start does not settle")
    assert rows.errors[1] is None
