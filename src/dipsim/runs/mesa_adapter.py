"""The Mesa face of the engine: nations as agents, one replicate as a model, the same bits.

    model = DiplomacyModel("two_blocs", seed=1, replicate=0)
    model.deciders["ARL"] = lambda nation: nation.set_willingness("DRA", 0.0)
    model.deciders["BOR"] = lambda nation: nation.order("official_visit", "GAL") if nation.model.tick == 6 else None
    while model.running:
        model.step()
    model.datacollector.get_model_vars_dataframe()

Mesa is imported here only; the numbers come from the same kernels as everywhere else.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Sequence
from typing import Any, Never

import mesa
import numpy as np

from dipsim.kernels.compiler.pointer_table import contents, rewrap
from dipsim.model.parameters import NATION
from dipsim.model.processes.region.region_statistics import record_region
from dipsim.model.state import dyads, nation, region_metrics
from dipsim.model.state.events import DatedField
from dipsim.model.state.nation import TRAITS
from dipsim.model.tick import advance
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.runs.settings import spec_of
from dipsim.runs.stepwise.stepwise_run import ROOM, with_room
from dipsim.scenario.arguments import ArgumentError, nations, one_of, whole
from dipsim.scenario.checks.timeline_claims import PARTIES
from dipsim.scenario.wording import counted
from dipsim.scenario.world.build import build
from dipsim.scenario.world.schedule import act

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
        """Choose before the tick, by the function given for this nation; others decide by the model.

        A subclass may do it here. What it may do: ``set_willingness``, ``set_trait`` and ``order``.
        """
        decider = self.model.deciders.get(self.code)
        if decider is not None:
            decider(self)

    def set_willingness(self, other: str, value: float) -> None:
        """Set the willingness to acts of every kind with the nation ``other`` to ``value``, 0 (none at all) to 1.
        Raises ValueError outside that."""
        if not 0.0 <= value <= 1.0:
            raise ValueError(f"willingness lies between 0 and 1, not {value}")
        self._dyad(dyads.WILLINGNESS, other, value)

    def set_trait(self, name: str, value: float) -> None:
        """Set the trait ``name``, which the model reads every tick, such as transparency, to ``value``. Raises
        ArgumentError outside its bounds."""
        one_of("trait", name, TRAITS)
        trait = NATION[name]
        if not trait.low <= value <= trait.high:
            raise ArgumentError(f"{name}: expected a number from {trait.low:g} to {trait.high:g}, found {value!r}")
        self.model.block.nat[NATION.row(name), self.row, 0] = value

    def order(self, kind: str, *others: str, scale: float = 1.0, notified: bool | None = None) -> None:
        """Have an act of this ``kind`` with ``others`` take place in the next tick, as if it were dated there;
        ``scale`` is its size, ``notified`` whether it is announced (None: as the kind says).

        A directed kind goes from this nation to the other. The act is paid and consented to as any dated act is.
        UnknownName for a kind or nation that is not there, ArgumentError where the kind takes no such parties.
        """
        self.model.order(kind, (self.code, *others), {"scale": scale, "notified": notified})

    def trust_in(self, other: str) -> float:
        """T, belief that the other is trustworthy."""
        return self._dyad(dyads.TRUST, other)

    def threat_from(self, other: str) -> float:
        """H, threat seen in the other, 0..2."""
        return self._dyad(dyads.THREAT, other)

    def _dyad(self, quantity: int, other: str, value: float | None = None) -> float:
        one_of("nation", other, self.model.codes)
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


class Deciders(dict[str, Callable[[Nation], Any]]):
    """Functions of a nation by its code; UnknownName for a code that is none."""

    codes: Sequence[str] = ()

    def __setitem__(self, code: str, decider: Callable[[Nation], Any]) -> None:
        if self.codes:
            one_of("nation", code, self.codes)
        super().__setitem__(code, decider)


class DiplomacyModel(mesa.Model):
    """One replicate of a scenario as a Mesa model.

    ``scenario`` is a path, a shipped name or a loaded scenario, ``seed`` (1) the seed of the keyed draws,
    ``replicate`` the number of the run below 2^32. ``seed`` is no parameter of its own: Mesa 3.5 would hand its
    ``rng`` to it. Where no replicate is given ``rng`` names it: a whole number in that range is the replicate
    itself, anything else that Mesa takes seeds a draw of it, and None draws a new one each time, as with any Mesa
    model without a seed. So the iterations of ``mesa.batch_run`` differ, and ``model.replicate`` says which run it
    was. ``nation_class`` is the class of the agents, ``Nation`` or a subclass; ``deciders`` maps codes to functions
    of a nation. Any other keyword is an override by its dotted path, so that ``mesa.batch_run`` can vary what a
    sweep varies: ``{"scenario": "two_blocs", "nations.*.transparency": [0.2, 0.8], "replicate": range(10)}``.

    ``copy.deepcopy`` and ``pickle`` give an independent model in the same state. Raises ScenarioError for a wrong
    scenario, ValueError for a replicate outside its range or for both a replicate and an rng.
    """

    def __init__(
        self,
        scenario: Any = "two_blocs",
        *,
        replicate: int | None = None,
        rng: Any = None,
        nation_class: type[Nation] = Nation,
        **kwargs: Any,
    ) -> None:
        super().__init__(rng=rng)
        self.seed = whole("seed", kwargs.pop("seed", 1), 0, REPLICATES - 1)
        self.replicate = _replicate(replicate, rng, self.rng)
        self.spec = spec_of(scenario, kwargs)
        self.region = with_room(build(self.spec))
        self.codes = self.region.codes
        self.block = make([self.region], self.seed, [self.replicate])
        self.tick = 0
        self.deciders = Deciders()
        self.deciders.codes = list(self.codes)
        self.nations = [nation_class(self, row) for row in range(len(self.codes))]
        record_region(self.block)
        stocks = ("code", "gdp", "capability", "spending")
        self.datacollector = mesa.DataCollector(
            model_reporters={name: name for name in ("seed", "replicate", *REPORTED)},
            agent_reporters={name: operator.attrgetter(name) for name in stocks},  # unlike a name, it can be pickled
        )
        self.datacollector.collect(self)

    @property
    def scenario(self) -> None:
        """None: what is run is ``spec``. Where Mesa 3.5 finds a Scenario of its own here, its page resets a model with
        that instead of the scenario that the model was made with."""

    @scenario.setter
    def scenario(self, _: Any) -> None:
        """Mesa's own Scenario is not kept."""

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

    def order(self, kind: str, parties: tuple[str, ...], how: dict[str, Any]) -> None:
        """Put an act of this ``kind`` between ``parties`` into the next tick, with the arguments ``how``; see
        ``Nation.order``. Raises ArgumentError for the wrong number of parties, and for too many orders."""
        one_of("kind", kind, self.region.kinds)
        nations(self.spec, *parties)
        expected = PARTIES.get(self.spec.kinds[kind].form, "")
        if not expected or len(parties) < 2 or (expected == "from and to" and len(parties) > 2):
            found = f"{expected or 'no parties'}, found {counted(len(parties), 'party', 'parties')}"
            raise ArgumentError(f"{kind}: expected {found}")
        named = {"between": list(parties)} if expected == "between" else {"from": parties[0], "to": parties[1]}
        row, size, party = act(self.region.kinds.index(kind), {**named, **how, "planned": False}, self.codes, self.spec)
        block, free = self.block, int(np.argmax(self.block.dated[:, DatedField.TICK] < 0))
        if block.dated[free, DatedField.TICK] >= 0:
            raise ArgumentError(f"at most {ROOM} orders can be given in a tick")
        block.dated[free] = [self.tick, *row]
        block.dated_size[free, :, 0] = size
        block.dated_party[free] = [int(code in party) for code in self.codes]

    def step(self) -> None:
        """One tick: nations decide, then the processes run in their order."""
        ordered = slice(len(self.block.dated) - ROOM, None)
        self.block.dated[ordered, DatedField.TICK] = -1
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
