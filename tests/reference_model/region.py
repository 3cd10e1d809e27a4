"""The region as a Mesa model: what it holds, and the order of a tick."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import mesa

from dipsim.model.parameters import PARAMETERS
from dipsim.model.state import random_streams
from dipsim.scenario.world.build import World

from . import (
    arming,
    consequences,
    crisis,
    dated,
    institutions,
    learning,
    ledger,
    licensing,
    lines,
    perception,
    politics,
    reputation,
    service,
    start,
    war,
)
from .crisis import JUMPS
from .diplomacy import claims
from .kinds import Kind, Organisation
from .luck import Luck
from .measures import measure
from .nations import Nation, Tie

COUNTS = (
    "observed_disputes",
    "joiners",
    "force",
    "wars",
    "spending",
    "expected_disputes",
    "expected_force",
    "acts",
)


class Region(mesa.Model):
    """One run of a scenario: a seed, a replicate, and a world as the loader builds it."""

    def __init__(self, world: World, seed: int = 1, replicate: int = 0, luck: type[Luck] = Luck) -> None:
        super().__init__(rng=seed)
        self.dt, self.per_year, self.tick = world.dt, world.per_year, -1
        self.par = _parameters(world)
        self.luck, self.slots = luck(seed, replicate), _slots(world)
        self.issue_slots = list(world.issue_stream_ids)
        self.can_hide = world.can_hide
        self.shock = 0.0
        self.counts: dict[str, float] = dict.fromkeys(COUNTS, 0.0)
        self.kinds = [Kind(world, c) for c in range(len(world.kinds))]
        self._sort_kinds()
        self.served: dict[Kind, float] = dict.fromkeys(self.kinds, 0.0)
        self.nations = [Nation(self, world, i) for i in range(len(world.codes))]
        self.ties = [Tie(world, a, b, self.standing) for i, a in enumerate(self.nations) for b in self.nations[i + 1 :]]
        for nation in self.nations:
            nation.others = [view for view in nation.views if view is not None]
        self._found_organisations(world)
        self.timeline = dated.timeline(self, world)
        self.memory = ledger.Memory(self)
        self.region: dict[str, float] = {}
        start.begin(self, world)

    def _sort_kinds(self) -> None:
        """Kinds by what they are asked for, each with what is expected of it in a tick."""
        asked = [(k, k.rate * self.dt) for k in self.kinds if not k.off and k.rate > 0.0]
        self.decided = [(k, m) for k, m in asked if k.form in ("pair", "directed", "standing")]
        self.habitual = [k for k in self.kinds if k.habitual]
        self.measures = [(k, m) for k, m in asked if k.measure]
        self.hosted = [(k, m) for k, m in asked if k.form == "hosted"]
        self.incidents = [(k, k.rate) for k, _ in asked if k.incident]
        self.standing = [k for k in self.kinds if k.standing]
        self.coercive = any(k.measure for k in self.kinds)

    def _found_organisations(self, world: World) -> None:
        self.organisations = []
        for o in range(len(world.organisations)):
            c = int(world.org_kind[o])
            organisation = Organisation(world, o, self.kinds[c] if c >= 0 else None)
            organisation.members = [nation for nation in self.nations if world.member[o, nation.index] > 0.0]
            self.organisations.append(organisation)
        held = zip(world.meeting_org, world.meeting_kind, world.meeting_rate, strict=True)
        self.meetings = [(self.organisations[o], self.kinds[c], float(rate)) for o, c, rate in held]
        self.meetings = [(o, kind, rate if o.meets else 0.0) for o, kind, rate in self.meetings]

    def step(self) -> None:
        """One tick, in the order of the page."""
        self.tick += 1
        self.luck.turn(self.tick)
        new_year = self.tick % self.per_year == 0
        self.counts = dict.fromkeys(COUNTS, 0.0)
        self.served = dict.fromkeys(self.kinds, 0.0)
        for nation in self.nations:
            ledger.recall(nation)
        ledger.fade(self)
        dated.happen(self, self.tick)
        politics.live(self)
        if new_year:
            politics.grant(self)
        politics.drift(self)
        lines.drift_back(self)
        politics.trade(self)
        politics.relate(self)
        if new_year:
            institutions.collect_dues(self)
        perception.look(self)
        learning.learn(self)
        acts = service.serve(self, claims(self))
        acts = licensing.license_acts(self, acts)
        consequences.take_effect(self, acts)
        institutions.age_instruments(self)
        institutions.age_measures(self)
        institutions.run_organisations(self)
        institutions.derive_covers(self)
        arming.arm(self)
        crisis.escalate(self)
        war.lose(self)
        reputation.hear(self)
        self.region = measure(self)
        ledger.close(self)


def _parameters(world: World) -> Any:
    """Parameters by process: ``par.crisis.fear``."""
    par = SimpleNamespace()
    for name, value in zip(PARAMETERS.names(), world.par, strict=True):
        process, _, short = name.partition(".")
        if not hasattr(par, process):
            setattr(par, process, SimpleNamespace())
        setattr(getattr(par, process), short, float(value))
    return par


def _slots(world: World) -> Any:
    """Slots of the fixed decisions by their short names."""
    by_name = dict(zip(random_streams.DECISIONS, world.stream_ids, strict=True))
    short = {name.rpartition("/")[2]: slot for name, slot in by_name.items() if "jump" not in name}
    several = {"jumps": [by_name[f"crisis/jump/{n}"] for n in range(JUMPS)]}
    several["lengths"] = [by_name[f"crisis/length/{n}"] for n in range(3)]
    return SimpleNamespace(**short, **several)
