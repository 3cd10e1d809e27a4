"""Run a scenario through the whole compiled tick and look at the arrays.

``run(scenario, ticks, replicates)`` takes the name of a shipped scenario, the text of one, or a mapping with the keys
of a scenario file. ``quiet`` makes such a mapping in which nothing is left to chance and no kind of exchange is on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import numpy as np
import pytest

from dipsim.kernels.pair_array import PairArray
from dipsim.model import tick
from dipsim.model.parameters import DYAD, NATION, REGION_METRICS
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.load import load
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.world.build import World, build

Step = Callable[[int, Any], None]
STATE = (
    "nat",
    "dyad",
    "base",
    "accounts",
    "position",
    "member",
    "standing",
    "hollow",
    "hidden",
    "waiting",
    "waiting_order",
)
STATE += ("done", "metrics")
CHANCE: dict[str, dict[str, float]] = {  # every source of chance or of disputes, switched off
    "politics": {
        "government_change": 0,
        "elections": 0,
        "disaster": 0,
        "technology_shock": 0,
        "power_shock": 0,
        "drift": 0,
    },
    "ledger": {"unexplained": 0},
    "perception": {"spread": 0},
    "crisis": {"incident": 0, "motive": 0, "fear": 0, "shock": 0},
    "reputation": {"rho": 0},
}
FIRST: dict[str, dict[str, float]] = {  # the limit in which reach, threat and onset have their first, simpler form
    "reach": {"share": 1, "length": 1500, "by_size": 0, "cut": 0},
    "perception": {"slope": 1, "mid": 0, "claim": 0, "intent": 0, "pledged": 0, "helped": 1}
    | {"honour": 0.745, "embolden": 0, "asks": 0, "honour_balance": 0, "honour_government": 0, "bloc": 0}
    | {"spiral": 1},
    "crisis": {"incident_gate": 0, "fear_gate": 0, "size": 0, "nuclear": 0, "joint_democracy": 0, "shock_shared": 1}
    | {"stake_half_life": 1e9, "stake_rise": 0, "join_display": 0, "join_force": 0, "alarmed": 0}
    | {"incident": 0.02, "routine": 0.2, "motive": 0.45, "gate": 10, "fear": 0.12, "shock": 0.8}
    | {"damp_channel": 0.6, "damp_agreement": 0.3, "damp_allies": 0.5, "calm": 0.6, "reconcile": 0.2}
    | {"war": 60, "demand": 0, "entry_threat": 0.1, "entry_display": 0.3, "climb_threat": 20, "climb_display": 5}
    | {"brief_threat": 0, "brief_display": 0, "brief_force": 0, "exit_aftermath": 0, "nuclear_peace": 0, "umbrella": 0}
    | {"exit_threat": 4.5, "exit_display": 9, "exit_force": 8, "decided": 0, "decided_war": 1, "compromise": 0}
    | {"gdp_loss": 0, "stability_loss": 0, "settles": 0, "spoils": 0, "join_war": 0, "trade_at_stake": 0},
    "arming": {"drift": 0, "import_gain": 0, "import_friction": 0, "from_stock": 1, "heeded": 0},
    "licensing": {"decision": 0, "surprise": 0, "tie": 0},
    "diplomacy": {"licence": 0, "foreseen_share": 1, "foreseen_error": 0}
    | {"trust": 4, "common_threat": 2.5, "crowding": 1},
    "ledger": {"alarm_apart": 0},
    "politics": {"gravity": 0.45, "elections": 0, "democratic": 0, "intent_shift": 0, "image": 0, "lines_turn": 0},
    "trade": {"estimate": 0, "cut_by_war": 0, "cut_by_sanction": 0},
}
FIRST_KINDS: dict[str, dict[str, float]] = {  # numbers of kinds in that limit
    "alliance_pact": {"readiness": -4, "threshold": 0.65, "tie": 0, "rivalry": 0, "upkeep_share": 0, "upkeep": 0.005},
    "arms_transfer": {"tie": 0, "rivalry": 0, "again": 0, "rate": 0.5},
    "bilateral_agreement": {
        "rivalry": 0,
        "upkeep_share": 0,
        "readiness": -2,
        "threshold": 0.45,
        "need_threat": 0.5,
        "network": 0.35,
        "cost": 0.005,
        "upkeep": 0.001,
    },
    "hotline": {"upkeep_share": 0, "upkeep": 0.001},
    "intelligence_sharing": {"tie": 0, "rivalry": 0, "again": 0},
    "joint_exercise": {"tie": 0, "rivalry": 0, "again": 0, "rate": 1.5, "readiness": -1.5, "cost": 0.02},
    "joint_research": {"tie": 0, "rivalry": 0},
    "military_aid": {"tie": 0, "rivalry": 0, "again": 0},
    "personnel_exchange": {"tie": 0, "rivalry": 0, "again": 0},
}
FIRST_RESPONSE = 0.01  # of every nation, in that limit


@dataclass(frozen=True)
class Played:
    """A run of a block: its world, its arrays as they stand at the end, and what was recorded of each tick."""

    world: World
    block: Any
    region: Any  # [ticks, metric, R]
    acts: Any  # [ticks, kind, R]
    nations: Any  # [ticks, recorded quantity, n, R]

    def measure(self, name: str) -> Any:
        """A region measure of every tick, [ticks, R]."""
        return self.region[:, REGION_METRICS.row(name)]

    def nation(self, name: str) -> Any:
        """A recorded quantity of every nation and tick, [ticks, n, R]."""
        return self.nations[:, RECORDED.index(NATION.row(name))]

    def dyad(self, name: str) -> Any:
        """A quantity of all dyads at the end, [n, n, R]."""
        return self.block.dyad[DYAD.row(name)]

    def trait(self, name: str) -> Any:
        """A quantity of all nations at the end, [n, R]."""
        return self.block.nat[NATION.row(name)]

    def account(self, name: str) -> Any:
        """An account of all dyads at the end, [n, n, R]."""
        return self.block.accounts[self.world.accounts.index(name)]

    def served(self, kind: str) -> Any:
        """Acts of a kind in every tick, [ticks, R]."""
        return self.acts[:, self.world.kinds.index(kind)]


@lru_cache(maxsize=256)
def world_of(source: str, sets: tuple[str, ...] = ()) -> World:
    text = source if "\n" in source or "{" in source else None
    return build(load("test.yaml" if text else source, sets, text))


def run(
    scenario: str | dict[str, Any],
    ticks: int,
    replicates: int | list[int] = 1,
    sets: tuple[str, ...] = (),
    seed: int = 1,
    *,
    each: Step | None = None,
    edit: Callable[[Any], None] | None = None,
    start: int = 0,
    block: Any = None,
    detail: bool = False,
) -> Played:
    """Run ``ticks`` ticks. ``edit(block)`` changes the arrays before the first, ``each(t, block)`` looks after each.

    ``block`` goes on with one that has run to tick ``start``. ``detail`` keeps the log of events of each tick.
    """
    world = world_of(scenario if isinstance(scenario, str) else json.dumps(scenario), sets)
    lanes = list(range(replicates)) if isinstance(replicates, int) else replicates
    b = make([world], seed, lanes, detail) if block is None else block
    region = np.zeros((ticks, len(REGION_METRICS), len(lanes)))
    acts = np.zeros((ticks, len(world.kinds), len(lanes)))
    nations = np.zeros((ticks, len(RECORDED), len(world.codes), len(lanes)))
    if edit is not None:
        edit(b)
    if each is None:
        tick.advance(b, start, region, acts, nations)
    else:
        for t in range(ticks):
            tick.advance(b, start + t, region[t : t + 1], acts[t : t + 1], nations[t : t + 1])
            each(start + t, b)
    return Played(world, b, region, acts, nations)


def quiet(nations: dict[str, Any], relations: list[Any], on: tuple[str, ...] = (), **rest: Any) -> dict[str, Any]:
    """A scenario without chance and without any kind of exchange but those of ``on``, in the limit ``FIRST``.

    ``rest`` gives other keys of the file; its processes and exchanges are merged with what is switched off.
    """
    processes = {name: dict(FIRST.get(name, {})) for name in (*FIRST, *CHANCE)}
    for name, values in CHANCE.items():
        processes[name] |= values
    for name, values in rest.pop("processes", {}).items():
        processes[name] = processes.get(name, {}) | values
    names = [name for name, entry in catalogue().items() if not entry.optional and name not in on]
    exchanges = dict.fromkeys(names, "off") | rest.pop("exchanges", {})
    defaults = {"time": {"years": 200}, "options": {"start": "cold"}}
    answer = processes["arming"].get("response", FIRST_RESPONSE)
    still = {code: {"gdp": 1000, "growth": 0, "k": answer} | traits for code, traits in nations.items()}
    head = {"dipsim": 1, "title": "test", "nations": still, "relations": relations}
    return head | defaults | rest | {"processes": processes, "exchanges": exchanges}


def same(one: Played, other: Played, lanes: slice = slice(None), of: slice = slice(None)) -> None:
    """Fail unless every array of state is the same to the bit, in lanes ``lanes`` of one and ``of`` of the other."""
    for name in STATE:
        a, b = (memory_of(getattr(x.block, name)[..., s]) for x, s in ((one, lanes), (other, of)))
        assert a == b, f"{name} differs"


def memory_of(array: Any) -> bytes:
    """All bytes of an array; of pairs, all that are stored, and the two rows of no pair."""
    return np.ascontiguousarray(array.stored if isinstance(array, PairArray) else array).tobytes()


def digest(played: Played) -> str:
    """BLAKE2b of every array of state and of what was recorded."""
    arrays = [getattr(played.block, name) for name in STATE] + [played.region, played.acts, played.nations]
    return hashlib.blake2b(b"".join(map(memory_of, arrays)), digest_size=16).hexdigest()


@pytest.fixture(name="run", scope="session")
def run_fixture() -> Callable[..., Played]:
    return run


@pytest.fixture(name="quiet", scope="session")
def quiet_fixture() -> Callable[..., dict[str, Any]]:
    return quiet


@pytest.fixture(name="same", scope="session")
def same_fixture() -> Callable[..., None]:
    return same


@pytest.fixture(name="digest", scope="session")
def digest_fixture() -> Callable[..., str]:
    return digest


@pytest.fixture(name="first", scope="session")
def first_fixture() -> tuple[str, ...]:
    """The limit ``FIRST`` as changes of a scenario."""
    sets = [f"processes.{process}.{name}={value}" for process, of in FIRST.items() for name, value in of.items()]
    sets += [f"exchanges.{kind}.{name}={value}" for kind, of in FIRST_KINDS.items() for name, value in of.items()]
    return (*sets, f"nations.*.k={FIRST_RESPONSE}", "options.start=crises")
