"""The Mesa face of the engine: nations as agents, one replicate as a model, the same bits.

    model = DiplomacyModel(world="two_blocs", base_seed=1, replicate=0)
    model.deciders["ARL"] = lambda nation: nation.set_willingness("DRA", 0.0)
    while model.running:
        model.step()
    model.datacollector.get_model_vars_dataframe()

Mesa is imported here only; the numbers come from the same kernels as everywhere else.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Never

import mesa

from dipsim.kernels.compiler.pointer_table import contents, rewrap
from dipsim.model.processes.region.region_statistics import record_region
from dipsim.model.state import dyads, nation, region_metrics
from dipsim.model.tick import advance
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build

REPLICATES = 2**32  # how many runs a seed has
REPORTED = {
    "mean_trust": region_metrics.TRUST,
    "tension": region_metrics.TENSION,
    "escalation_level": region_metrics.RUNG,
    "agreements": region_metrics.AGREEMENTS,
    "observed_disputes": region_metrics.OBSERVED_DISPUTES,
    "acts": region_metrics.ACTS,
}


class Nation(mesa.Agent):
    """A nation as a view on its row of the engine's arrays."""

    def __init__(self, model: DiplomacyModel, row: int) -> None:
        super().__init__(model)
        self.row = row
        self.code = model.codes[row]

    def decide(self) -> None:
        """Set willingness before the tick, by the function given for this nation; others decide by the model."""
        decider = self.model.deciders.get(self.code)
        if decider is not None:
            decider(self)

    def set_willingness(self, other: str, value: float) -> None:
        """Willingness towards another nation, 0 (no acts at all) to 1. ValueError outside that."""
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"willingness lies between 0 and 1, not {value}")
        self._dyad(dyads.WILLINGNESS, other, value)

    def trust_in(self, other: str) -> float:
        """T, belief that the other is trustworthy."""
        return self._dyad(dyads.TRUST, other)

    def threat_from(self, other: str) -> float:
        """H, threat seen in the other, 0..2."""
        return self._dyad(dyads.THREAT, other)

    def _dyad(self, quantity: int, other: str, value: float | None = None) -> float:
        place = (quantity, self.row, self.model.codes.index(other), 0)
        if value is not None:
            self.model.block.dyad[place] = value
        return float(self.model.block.dyad[place])

    def _stock(self, row: int) -> float:
        return float(self.model.block.nat[row, self.row, 0])

    @property
    def gdp(self) -> float:
        """Gross domestic product, in the scenario's money."""
        return self._stock(nation.GDP)

    @property
    def capability(self) -> float:
        """M, depreciated stock of military spending."""
        return self._stock(nation.CAPABILITY)

    @property
    def spending(self) -> float:
        """Military spending per year."""
        return self._stock(nation.SPENDING)


class DiplomacyModel(mesa.Model):
    """One replicate of a scenario as a Mesa model.

    ``world`` is a path or a shipped name, ``base_seed`` the seed of the keyed draws (Mesa keeps ``seed`` for itself),
    ``replicate`` its number below 2^32. Where no replicate is given ``rng`` names it: a whole number in that range is
    the replicate itself, anything else that Mesa takes seeds a draw of it, and None draws a new one each time, as with
    any Mesa model without a seed. So the iterations of ``mesa.batch_run`` differ, and ``model.replicate`` says which
    run it was. ``deciders`` maps codes to functions of a nation. Any other keyword is an override by its dotted path,
    so that ``mesa.batch_run`` can vary what a sweep varies:
    ``{"world": "two_blocs", "nations.*.transparency": [0.2, 0.8], "replicate": range(10)}``.

    ``copy.deepcopy`` and ``pickle`` give an independent model in the same state. Raises ScenarioError for a wrong
    scenario, ValueError for a replicate outside its range or for both a replicate and an rng.
    """

    def __init__(
        self, world: Any = "two_blocs", base_seed: int = 1, replicate: int | None = None, rng: Any = None, **sets: Any
    ) -> None:
        super().__init__(rng=rng)
        self.base_seed = base_seed
        self.replicate = _replicate(replicate, rng, self.rng)
        self.region = build(load(world, sets))
        self.codes = self.region.codes
        self.block = make([self.region], base_seed, [self.replicate])
        self.tick = 0
        self.deciders: dict[str, Callable[[Nation], Any]] = {}
        self.nations = [Nation(self, row) for row in range(len(self.codes))]
        record_region(self.block)
        stocks = ("code", "gdp", "capability", "spending")
        self.datacollector = mesa.DataCollector(
            model_reporters={name: name for name in ("base_seed", "replicate", *REPORTED)},
            agent_reporters={name: operator.attrgetter(name) for name in stocks},  # unlike a name, it can be pickled
        )
        self.datacollector.collect(self)

    def __getstate__(self) -> dict[str, Any]:
        """The model with the arrays of its block by name, each once."""
        return {**self.__dict__, "block": contents(self.block)}

    def __setstate__(self, state: dict[str, Any]) -> None:
        """Take over what ``__getstate__`` gave."""
        self.__dict__.update(state)
        self.block = rewrap(state["block"])

    def __copy__(self) -> Never:
        """Refuse: a shallow copy would step the arrays of the original. TypeError."""
        raise TypeError("a shallow copy of a DiplomacyModel would share its arrays: use copy.deepcopy")

    def __getattr__(self, name: str) -> float:
        if name in REPORTED:
            return float(self.block.metrics[REPORTED[name], 0])
        raise AttributeError(name)

    def step(self) -> None:
        """One tick: nations decide, then the processes run in their order."""
        for actor in self.nations:
            actor.decide()
        advance(self.block, self.tick, *unread(self.region, 1, 1))
        self.tick += 1
        self.running = self.tick < self.region.ticks
        self.datacollector.collect(self)


def _replicate(given: int | None, rng: Any, generator: Any) -> int:
    """The number of the run: as given, as ``rng`` says, else drawn with Mesa's own generator. ValueError."""
    if given is not None and rng is not None:
        raise ValueError("replicate and rng both name the run; give one of them")
    named = rng if given is None and isinstance(rng, int) and not isinstance(rng, bool) else given
    if given is not None and not 0 <= int(given) < REPLICATES:
        raise ValueError(f"replicate is a whole number from 0 to {REPLICATES - 1}, not {given}")
    if named is not None and 0 <= int(named) < REPLICATES:
        return int(named)
    return int(generator.integers(REPLICATES))
