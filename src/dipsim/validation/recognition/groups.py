"""Who is whose ally, rival and neighbour: the classes of dyads that the checks compare."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads
from dipsim.scenario.schema.exchange_kinds import AGREEMENT
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World
from dipsim.scenario.world.timeline import expand
from dipsim.validation.recognition.dated import DatedActs
from dipsim.validation.recognition.watch import Kinds, Observed

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]
CLASSES = (
    "allies without an open claim",
    "allies with an open claim",
    "open claim and no pact",
    "other land neighbours",
    "other relevant pairs",
    "not relevant",
)
ALLIES, ALLIED_RIVALS, RIVALS, NEIGHBOURS, RELEVANT, DISTANT = range(len(CLASSES))


@dataclass(frozen=True)
class Region:
    """A scenario and what was seen of its runs, with who is whose ally, rival and neighbour.

    ``open_claim`` is the stake from which a dispute counts as an open claim. Matrices are [n, n] and symmetric unless
    said.
    """

    spec: Spec
    world: World
    dated: DatedActs
    seen: Observed
    open_claim: float

    @property
    def codes(self) -> list[str]:
        """Codes of the nations."""
        return self.world.codes

    @cached_property
    def stake(self) -> Floats:
        """Largest stake that the scenario gives a pair, at the start or by a dated event."""
        stake: Floats = self.world.dyad[dyads.DISPUTE].copy()
        for entry in expand(self.spec):
            if entry.event == "dispute":
                i, j = (self.codes.index(code) for code in entry.args["between"])
                stake[i, j] = stake[j, i] = max(stake[i, j], entry.args["to"])
        return stake

    @property
    def claim(self) -> Flags:
        """Whether there is an open claim between two nations."""
        found: Flags = self.stake >= self.open_claim
        return found

    @cached_property
    def land(self) -> Flags:
        """Whether two nations share a land border: the scenario says so, or their proximity is 1."""
        found: Flags = self.world.land | (self.world.dyad[dyads.PROXIMITY] >= 1.0)
        return found & ~np.eye(len(self.codes), dtype=bool)

    @cached_property
    def relevant(self) -> Flags:
        """Whether a pair is relevant at the start: proximity above 0 or a shared organisation."""
        found: Flags = np.any(self.seen.relevant > 0.0, axis=-1)
        return found

    @cached_property
    def allied(self) -> Flags:
        """Whether help in defence is pledged between two nations at the start."""
        pledge: Flags = np.all(self.seen.pledge[0] > 0.0, axis=-1)
        return pledge | pledge.T

    @property
    def friends(self) -> Flags:
        """Allies at the start without an open claim."""
        return self.allied & ~self.claim

    @cached_property
    def pairs(self) -> tuple[Any, Any]:
        """Rows and columns of all pairs, each once."""
        return np.triu_indices(len(self.codes), 1)

    @cached_property
    def begun(self) -> Floats:
        """Disputes begun by i against j, [n, n], not symmetric: mean over runs, per decade."""
        return np.asarray(self.seen.begun.sum(axis=0).mean(axis=-1) * 10.0 / self.seen.years)

    @cached_property
    def quarrels(self) -> Floats:
        """Disputes of a pair by either side, mean over runs, per decade."""
        return self.begun + self.begun.T

    def classes(self) -> NDArray[np.int8]:
        """The class of every pair in every year and run, [Y, pairs, R]; whether it is allied counts year by year."""
        i, j = self.pairs
        pledge = self.seen.pledge[:-1]
        allied = (pledge[:, i, j] > 0.0) | (pledge[:, j, i] > 0.0)
        claim, land, relevant = (flags[i, j][None, :, None] for flags in (self.claim, self.land, self.relevant))
        found = np.full(allied.shape, DISTANT, dtype=np.int8)
        found[np.broadcast_to(relevant, allied.shape)] = RELEVANT
        found[np.broadcast_to(land, allied.shape)] = NEIGHBOURS
        found[~allied & claim] = RIVALS
        found[allied & claim] = ALLIED_RIVALS
        found[allied & ~claim] = ALLIES
        return found

    def name(self, i: int) -> str:
        """Name of the nation in row ``i``."""
        return self.world.names[i]

    def pair_name(self, i: int, j: int) -> str:
        """Names of the nations in rows ``i`` and ``j``, as in "France and Egypt"."""
        return f"{self.name(i)} and {self.name(j)}"


def kinds_of(spec: Spec) -> Kinds:
    """Rows of the kinds of the scenario ``spec`` that count as joint exercises, arms deals, defence cooperation
    agreements, and licensed kinds.

    A kind that a scenario adds with ``like:`` counts as what it is like."""

    def rows(*names: str) -> tuple[int, ...]:
        return tuple(r for r, (name, kind) in enumerate(spec.kinds.items()) if {name, *kind.likes} & set(names))

    licensed = tuple(r for r, kind in enumerate(spec.kinds.values()) if kind.numbers["licensed"] > 0.0)
    return Kinds(rows("joint_exercise"), rows("arms_transfer"), rows(AGREEMENT), licensed)
