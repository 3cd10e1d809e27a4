"""How things stand, as things that can be taken away: the issue between two nations, their wish to change it, doubt,
and the two roads to a dispute that need no wish, fear and friction. Without all of them no dispute can begin.
"""

from __future__ import annotations

from dipsim.model.processes.conflict import onset
from dipsim.model.processes.perception import perception
from dipsim.model.state import dyads, nation
from dipsim.scenario.world.build import World

STAKE, WISH = "stake", "revisionism"
EVERYWHERE = {  # numbers that hold for all pairs: 0 takes them away
    "misperception": (perception.SPREAD, "misperception of strength"),
    "fear": (onset.A_FEAR, "fear of each other's strength"),
    "friction": (onset.A_INCIDENT, "accidents and routine friction"),
}


def conditions(world: World, i: int, j: int) -> dict[str, str]:
    """What stands between the nations in rows ``i`` and ``j`` of ``world`` at the start: name to words."""
    one, other = world.codes[i], world.codes[j]
    found = {}
    if world.dyad[dyads.DISPUTE, i, j] > 0.0:
        found[f"{STAKE}.{one}-{other}"] = f"the open issue between {one} and {other}"
    for row, code in ((i, one), (j, other)):
        if world.nat[nation.REVISIONISM, row] > 0.0:
            found[f"{WISH}.{code}"] = f"the revisionism of {code}"
    return found | {f"{name}.all": text for name, (row, text) in EVERYWHERE.items() if world.par[row] > 0.0}


def without(world: World, name: str) -> World:
    """``world`` without the condition ``name``, one of ``conditions``."""
    what, _, whose = name.partition(".")
    if what == STAKE:
        i, j = (world.codes.index(code) for code in whose.split("-"))
        dyad = world.dyad.copy()
        for row in (dyads.DISPUTE, dyads.CLAIM):
            dyad[row, i, j] = dyad[row, j, i] = 0.0
        return world.changed(dyad=dyad)
    if what == WISH:
        nat = world.nat.copy()
        nat[nation.REVISIONISM, world.codes.index(whose)] = 0.0
        return world.changed(nat=nat)
    par = world.par.copy()
    par[EVERYWHERE[what][0]] = 0.0
    return world.changed(par=par)
