"""A nation's seat: what comes up for it in the tick that comes, what both sides make of it, and what may follow.

The scenario names the nation in ``options.by_hand``, so that no act of it comes up by itself. What would have come up
is read from a copy in which it acts as it is used to, on the draws of this very run. What is taken up becomes an
entry of the timeline; what is left out does not happen.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from inspect import signature
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.numerics.philox import word
from dipsim.model.processes.exchange.proposals import diplomacy
from dipsim.model.processes.exchange.sanctions import utility_of_sanction
from dipsim.model.state import dyads, exchange_kind
from dipsim.model.state.scratch import ClaimField
from dipsim.model.tick import PROCESSES
from dipsim.runs.stepwise.stepwise_run import StepwiseRun
from dipsim.runs.stepwise.wish import Wish, wishes
from dipsim.scenario.arguments import ArgumentError, one_of
from dipsim.scenario.load import vary
from dipsim.scenario.schema.events import Act, Entry
from dipsim.scenario.schema.parts import TICKS_PER_YEAR
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import build

Floats = NDArray[np.float64]
TOGETHER = ("pair", "standing")
MEASURE = "measure"
ONE_SIDED = ("directed", MEASURE)
FUTURES = 32  # other draws that advisers look at
MONTHS = 12


@dataclass(frozen=True)
class Proposal:
    """An act between the nation and another: rows of who gives or begins and of the other, and how many acts of it."""

    kind: str
    first: int
    second: int
    count: int = 1


@dataclass(frozen=True)
class Foresight:
    """What changes within ``ticks`` when an act takes place, on draws that are not those of this run.

    ``effects`` are mean differences, with the act minus without it, each with its standard error: trust of the other in
    the nation and the other way round, the threat that each sees in the other, mean trust and expected disputes of the
    region. ``by_nation`` is the change of the threat that every nation sees in this one.
    """

    ticks: int
    futures: int
    effects: dict[str, tuple[float, float]]
    by_nation: dict[int, float]


class Seat:
    """The nation ``code`` of a run whose scenario has it act by hand.

    ``willingness`` [n, n] is that of the scenario in which it acts by itself. ArgumentError where ticks are shorter
    than the months by which a timeline counts.
    """

    def __init__(self, run: StepwiseRun, code: str, willingness: Floats) -> None:
        one_of("nation", code, run.world.codes)
        if run.world.per_year > TICKS_PER_YEAR["month"]:
            raise ArgumentError(
                "a seat needs ticks of a month or longer, for acts are dated by month; found ticks of half a month "
                "(set time.tick to month)"
            )
        self.run, self.code, self.row, self.willingness = run, code, run.world.codes.index(code), willingness

    def proposals(self) -> list[Proposal]:
        """The acts with this nation that come up in the tick that comes, were it to act as it is used to."""
        b = self._before_diplomacy()
        diplomacy(b, self.run.tick)
        found = []
        for row in b.claim[:, : int(b.claims[0]), 0].T:
            first, second = int(row[ClaimField.FIRST]), int(row[ClaimField.SECOND])
            kind = int(row[ClaimField.KIND])
            asked = b.form[kind] != exchange_kind.SANCTION and second >= 0 and first != second
            if asked and row[ClaimField.EVENT] < 0 and self.row in (first, second):
                found.append(Proposal(self.run.world.kinds[kind], first, second, int(row[ClaimField.COUNT])))
        return found

    def possible(self) -> dict[str, str]:
        """Kinds that this nation may propose, with their forms: those that are on and between two nations."""
        on = self.run.block.kind[exchange_kind.MODE, :, 0] > 0.0
        forms = {name: kind.form for name, kind in self.run.spec.kinds.items()}
        return {
            name: forms[name]
            for name, there in zip(self.run.world.kinds, on, strict=True)
            if there and forms[name] in (*TOGETHER, *ONE_SIDED)
        }

    def proposed(self, kind: str, other: str, receives: bool = False) -> Proposal:
        """A proposal of this ``kind`` to the nation ``other``; ``receives`` reverses a directed act. Raises
        ArgumentError, UnknownName."""
        forms = self.possible()
        one_of("kind", kind, forms)
        form = forms[kind]
        one_of("nation", other, self.run.world.codes)
        if other == self.code:
            raise ArgumentError(f"{kind}: expected another nation than {self.code}")
        there = self.run.world.codes.index(other)
        if form in TOGETHER:
            return Proposal(kind, min(self.row, there), max(self.row, there))
        if form == MEASURE and receives:
            raise ArgumentError(f"{kind}: expected a measure of your own; a nation does not propose one against itself")
        return Proposal(kind, there, self.row) if receives else Proposal(kind, self.row, there)

    def in_force(self, proposal: Proposal) -> bool:
        """Whether an instrument of the kind of ``proposal`` is in force between the two already."""
        b, kind = self.run.block, self.run.world.kinds.index(proposal.kind)
        row = int(b.standing_row[kind])
        return row >= 0 and float(b.standing[row, proposal.first, proposal.second, 0]) > 0.0

    def weigh(self, proposal: Proposal) -> tuple[Wish, Wish]:
        """The wishes of the first and the second side of ``proposal``, as the model computes them in the next tick."""
        b, kind = self._before_diplomacy(), self.run.world.kinds.index(proposal.kind)
        if b.form[kind] == exchange_kind.SANCTION:
            value = float(utility_of_sanction(b, kind, proposal.first, proposal.second, 0))
            return Wish(value, value, 1.0, {"all reasons together": value}, {}), Wish(0.0, 0.0, 1.0, {}, {})
        return wishes(b, kind, proposal.first, proposal.second)

    def agrees(self, proposal: Proposal) -> bool:
        """Whether the other says yes to what this nation proposes: a draw with the chance that the model gives it.

        The same proposal in the same tick of the same run always gets the same answer. A measure asks nobody.
        """
        first, second = self.weigh(proposal)
        chance = second.chance if proposal.first == self.row else first.chance
        who = f"{proposal.kind}/{self.run.world.codes[proposal.first]}/{self.run.world.codes[proposal.second]}"
        key = [self.run.seed, self.run.replicate, self.run.tick, word(f"seat/{who}")]
        return bool(np.random.default_rng(key).random() < chance)

    def entries(self, proposal: Proposal) -> tuple[Entry, ...]:
        """The timeline entries that make the act of ``proposal`` take place in the next tick."""
        codes = self.run.world.codes
        one, other = codes[proposal.first], codes[proposal.second]
        together = self.run.spec.kinds[proposal.kind].form in TOGETHER
        parties = {"between": (one, other)} if together else {"from_": one, "to": other}
        act = Act.model_construct(planned=False, **parties)  # decided on the day, so nothing was set aside for it
        return (Entry.model_construct(at=self.run.date(), **{proposal.kind: act}),) * proposal.count

    def foresee(self, proposal: Proposal, months: int = MONTHS, futures: int = FUTURES) -> Foresight:
        """What the act of ``proposal`` changes within ``months``: means over ``futures`` runs of the model on other
        random numbers, in which the nation acts by habit."""
        ticks = max(1, min(months * self.run.world.per_year // 12, self.run.world.ticks - self.run.tick))
        i, j = self.row, proposal.first + proposal.second - self.row
        seen: dict[str, list[float]] = {}
        threats = np.zeros(len(self.run.world.codes))
        acts = self.entries(proposal)
        for future in range(futures):
            drawn = int(word(f"future/{self.run.replicate}/{self.run.tick}/{future}")) % 2**32
            ends = [self._end(drawn, ticks, given) for given in (acts, ())]
            for name, read in _EFFECTS.items():
                seen.setdefault(name, []).append(read(ends[0], i, j) - read(ends[1], i, j))
            threats += (ends[0]["threat"][:, i] - ends[1]["threat"][:, i]) / futures
        effects = {name: _mean(values) for name, values in seen.items()}
        return Foresight(ticks, futures, effects, {k: float(v) for k, v in enumerate(threats) if k != i})

    def _end(self, drawn: int, ticks: int, acts: tuple[Entry, ...]) -> dict[str, Any]:
        """Threat and trust after some ticks, and the disputes to be expected in them, per decade."""
        other = self.run.fork(drawn, self.willingness)
        hazard = 0.0
        for number in range(ticks):
            hazard += other.step(() if number else acts).region["expected_disputes"]
        look = other.look()
        decades = ticks / other.world.per_year / 10.0
        return {"threat": look.threat, "trust": look.trust, "disputes": hazard / decades, "region": look.region}

    def _before_diplomacy(self) -> Any:
        """A copied block at the start of the next diplomacy, in which the nation acts as it is used to."""
        b = self.run.fork(willingness=self.willingness).block
        for _, process in PROCESSES:
            if process is diplomacy:
                break
            process(b, self.run.tick) if len(signature(process).parameters) > 1 else process(b)
        return b


def take_seat(spec: Spec, code: str, seed: int = 1, replicate: int = 0) -> Seat:
    """The seat of the nation ``code`` in a run of ``spec`` that has not begun; ``seed`` and ``replicate`` choose the
    run. Raises UnknownName, ArgumentError, ScenarioError.

    ``seat.run.step(entries)`` lets a tick pass, with the entries that ``seat.entries(proposal)`` gives for what is
    taken up.
    """
    one_of("nation", code, spec.nations)
    others = [one for one in spec.options.by_hand if one != code]
    free, seated = (vary(spec, {"options.by_hand": f"[{', '.join(hand)}]"}) for hand in (others, [*others, code]))
    return Seat(StepwiseRun(seated, seed, replicate), code, build(free).dyad[dyads.WILLINGNESS])


_EFFECTS: dict[str, Callable[[dict[str, Any], int, int], float]] = {
    "their trust in us": lambda end, i, j: float(end["trust"][j, i]),
    "our trust in them": lambda end, i, j: float(end["trust"][i, j]),
    "threat they see in us": lambda end, i, j: float(end["threat"][j, i]),
    "threat we see in them": lambda end, i, j: float(end["threat"][i, j]),
    "mean trust of the region": lambda end, i, j: float(end["region"]["trust"]),
    "expected disputes per decade": lambda end, i, j: float(end["disputes"]),
}


def _mean(values: list[float]) -> tuple[float, float]:
    """Mean and its standard error."""
    spread = float(np.std(values, ddof=1)) if len(values) > 1 else 0.0
    return float(np.mean(values)), spread / float(np.sqrt(len(values)))
