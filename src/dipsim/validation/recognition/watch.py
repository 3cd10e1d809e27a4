"""Run a scenario and keep what the recognition report asks about: who fears, begins, cooperates, arms, refuses.

A run is looked at after the first tick of each of its years and after its end; events are read from the log at every
tick. Nothing is kept that grows with the number of ticks.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads, nation
from dipsim.model.state.events import LogEvent
from dipsim.model.tick import observe_final_state
from dipsim.runs.batches.ensemble import Progress, blocks, in_order
from dipsim.scenario.world.build import World
from dipsim.validation.driver import Events, steps
from dipsim.validation.recognition.dated import DatedActs, LogOfActs

Floats = NDArray[np.float64]
Counts = NDArray[np.int32]
WAR = 5.0  # rung of war
RUNS_AXIS = -1


@dataclass(frozen=True)
class Observed:
    """What R runs of n nations over Y years came to.

    ``trust``, ``menace`` (threat without help, 0 to 2) and ``pledge`` (largest pledge of help in defence) are [Y + 1,
    n, n, R]: at the start of each year, and at the end. ``spending`` and ``gdp`` are [Y + 1, n, R], in money per year.
    ``begun`` counts disputes by who began them, ``exercised`` and ``armed`` acts, ``signed`` agreements, all [Y, n, n,
    R]. ``refused`` and ``granted`` count licences by supplier and buyer, ``wars`` disputes that became wars, all [n, n,
    R]. ``strength`` counts disputes by initiator, target and bin of the initiator's share of the pair's capability, [n,
    n, 6, R]; ``stronger`` those in which it was above one half, [n, n, R]. ``relevant`` is 1 for a relevant dyad in the
    first tick, [n, n, R]. ``done`` says which dated acts happened, [acts, R], and ``reasons`` why one did not, [acts,
    reasons, R].
    """

    trust: Floats
    menace: Floats
    pledge: Floats
    spending: Floats
    gdp: Floats
    begun: Counts
    exercised: Counts
    armed: Counts
    signed: Counts
    refused: Counts
    granted: Counts
    wars: Counts
    strength: Counts
    stronger: Counts
    relevant: Floats
    done: NDArray[np.bool_]
    reasons: Counts

    @property
    def runs(self) -> int:
        """Number of runs."""
        return int(self.trust.shape[RUNS_AXIS])

    @property
    def years(self) -> int:
        """Number of whole years."""
        return len(self.begun)


@dataclass(frozen=True)
class Kinds:
    """Which kinds of exchange count as exercises, arms deals and agreements; rows of the scenario's list of kinds."""

    exercises: tuple[int, ...]
    arms: tuple[int, ...]
    agreements: tuple[int, ...]
    licensed: tuple[int, ...]


BINS = (0.1, 0.3, 0.5, 0.7, 0.9)  # borders of the six bins of the initiator's share


def watch(
    world: World,
    kinds: Kinds,
    dated: DatedActs,
    *,
    replicates: int,
    seed: int,
    workers: int = 1,
    progress: Progress | None = None,
) -> Observed:
    """Run ``replicates`` runs of a world from ``seed`` and give back what was seen.

    ``kinds`` says what counts as what, ``dated`` are the dated acts to look for. ``workers`` is the number of
    processes; ``progress`` is called with the number of runs that are done. ValueError for a world of less than one
    year.
    """
    if world.ticks < world.per_year:
        raise ValueError(f"a scenario of at least one year is needed, found {world.ticks} of {world.per_year} ticks")
    work = blocks(world, range(replicates))
    jobs = [(world, kinds, dated, seed, members) for members in work]
    parts = list(in_order(watch_block, jobs, [*map(len, work)], workers=workers, progress=progress))
    return Observed(
        **{f.name: np.concatenate([getattr(p, f.name) for p in parts], axis=RUNS_AXIS) for f in fields(Observed)}
    )


def watch_block(world: World, kinds: Kinds, dated: DatedActs, seed: int, replicates: Sequence[int]) -> Observed:
    """One block of runs with these ``replicates``; ``world``, ``kinds``, ``dated`` and ``seed`` as for ``watch``."""
    runs, years = len(replicates), world.ticks // world.per_year
    seen = _empty(len(world.codes), years, runs, len(dated))
    for tick, b, events in steps(world, seed, replicates, years * world.per_year):
        year = tick // world.per_year
        if tick % world.per_year == 0:
            _look(seen, b, year)
        if len(events.run):
            _count_events(seen, b, events, tick, year, kinds, dated)
    observe_final_state(b, np.int64(years * world.per_year))
    _look(seen, b, years)
    return Observed(**seen)


def _empty(n: int, years: int, runs: int, dated: int) -> dict[str, Any]:
    """Arrays of 0 for everything that is kept."""
    yearly, pairs = (years + 1, n, n, runs), (n, n, runs)
    shapes: dict[str, tuple[int, ...]] = dict.fromkeys(("trust", "menace", "pledge"), yearly)
    shapes |= dict.fromkeys(("spending", "gdp"), (years + 1, n, runs)) | {"relevant": pairs}
    counts: dict[str, tuple[int, ...]] = dict.fromkeys(("begun", "exercised", "armed", "signed"), (years, *pairs))
    counts |= dict.fromkeys(("refused", "granted", "wars", "stronger"), pairs)
    counts |= {"strength": (n, n, len(BINS) + 1, runs), "reasons": (dated, DatedActs.REASONS, runs)}
    found: dict[str, Any] = {name: np.zeros(shape) for name, shape in shapes.items()}
    found |= {name: np.zeros(shape, dtype=np.int32) for name, shape in counts.items()}
    return found | {"done": np.zeros((dated, runs), dtype=np.bool_)}


def _look(seen: dict[str, Any], b: Any, year: int) -> None:
    """Keep the states of the dyads and nations as they stand."""
    for name, row in (("trust", dyads.TRUST), ("menace", dyads.MENACE), ("pledge", dyads.COVER_DEFENCE)):
        seen[name][year] = b.dyad[row]
    seen["spending"][year], seen["gdp"][year] = b.nat[nation.SPENDING], b.nat[nation.GDP]
    if year == 0:
        seen["relevant"][:] = b.dyad[dyads.RELEVANT]


def _count_events(
    seen: dict[str, Any], b: Any, events: Events, tick: int, year: int, kinds: Kinds, dated: DatedActs
) -> None:
    """Count the events of one tick."""
    event, kind, first, second, run = events.event, events.kind, events.first, events.second, events.run
    served = (event == LogEvent.ACT) | (event == LogEvent.HIDDEN_ACT)
    _count(seen["exercised"][year], served & np.isin(kind, kinds.exercises), first, second, run)
    _count(seen["armed"][year], served & np.isin(kind, kinds.arms), first, second, run)
    _count(seen["signed"][year], (event == LogEvent.SIGNED) & np.isin(kind, kinds.agreements), first, second, run)
    _count(seen["begun"][year], event == LogEvent.DISPUTE, first, second, run)
    _count(seen["refused"], event == LogEvent.REFUSED_LICENCE, first, second, run)
    _count(seen["granted"], served & np.isin(kind, kinds.licensed), first, second, run)
    _count(seen["wars"], (event == LogEvent.CLIMBED) & (events.value == WAR), first, second, run)
    begun = event == LogEvent.DISPUTE
    _strengths(seen, b, first[begun], second[begun], run[begun])
    due = dated.due(tick)
    if due:
        failed: dict[int, int] = {LogEvent.UNAFFORDABLE: 0, LogEvent.REFUSED_LICENCE: 1, LogEvent.DELAYED_LICENCE: 2}
        why = np.array([failed.get(int(e), -1) for e in event])
        dated.note(seen, due, LogOfActs(served, why, kind, first, second, run))


def _count(into: Any, which: Any, first: Any, second: Any, run: Any) -> None:
    np.add.at(into, (first[which], second[which], run[which]), 1)


def _strengths(seen: dict[str, Any], b: Any, first: Any, second: Any, run: Any) -> None:
    """Sort disputes by the initiator's share of the pair's capability when it began them."""
    mine, its = b.nat[nation.CAPABILITY, first, run], b.nat[nation.CAPABILITY, second, run]
    total = mine + its
    share = np.divide(mine, total, out=np.full_like(total, 0.5), where=total > 0.0)
    np.add.at(seen["strength"], (first, second, np.digitize(share, BINS), run), 1)
    np.add.at(seen["stronger"], (first, second, run), share > 0.5)
