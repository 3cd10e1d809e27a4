"""The settled start of a world as blocks take it."""

from __future__ import annotations

from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.settled_start import settled_start
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
