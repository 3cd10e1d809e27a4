"""A scenario at every draw, with and without what is asked about: pairs of runs that share their draw.

Replicate r uses draw r modulo the number of draws, as in ``dipsim run --parameters``, so that the pairs of one draw are
runs of their own, with random numbers of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass, replace

from dipsim.runs.batches.ensemble import Progress
from dipsim.runs.batches.points import points
from dipsim.runs.batches.settled_start import settled_start
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.draws.draws import Draws, applied
from dipsim.scenario.schema.parts import SETTLED
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.targets import without
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.verdict import compare

AT_ONCE = 8  # draws whose runs share blocks


@dataclass(frozen=True)
class AtDraw:
    """The verdict rows at one draw, in the order of the targets; none, and why, where its start does not settle."""

    number: int
    rows: tuple[VerdictRow, ...]
    failed: str = ""


@dataclass(frozen=True)
class Plan:
    """What is run at every draw: ``pairs`` pairs of runs of each target; ``mode`` as in ``targets.without``."""

    spec: Spec
    targets: tuple[str, ...]
    draws: Draws
    pairs: int
    seed: int
    mode: str = "off"

    def replicates(self, number: int) -> list[int]:
        """The replicates that use the draw ``number``."""
        return [number + len(self.draws) * place for place in range(self.pairs)]

    def arms(self, number: int) -> list[World]:
        """The world at the draw ``number``, and the same without each target, all with one settled start. Raises
        UnsettledStart."""
        spec = applied(self.spec, self.draws.at(number))
        world = build(spec)
        if world.start_at == SETTLED:
            settled_start(world.settled_as or world)
        return [world, *(_sharing(world, without(spec, name, self.mode), name) for name in self.targets)]


def _sharing(world: World, other: World, name: str) -> World:
    """``other`` with the very start of ``world``, so that it is not worked out twice; an override has its own."""
    same = other.settled_as is not None and "=" not in name
    return replace(other, settled_as=world.settled_as or world) if same else other


def over_draws(
    plan: Plan,
    numbers: Sequence[int] | None = None,
    *,
    workers: int = 1,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> Iterator[AtDraw]:
    """The verdict rows at each draw of ``numbers``, all of them unless given, in order.

    ``plan``: draws, targets and pairs; ``executor``: a pool to work in, else ``workers`` processes; ``progress`` is
    told how many runs are done.

    Blocks and workers change no bit. A draw at which the scenario has no settled start is given back without rows.
    Raises UnknownTarget.
    """
    todo = list(range(len(plan.draws)) if numbers is None else numbers)
    for at in range(0, len(todo), AT_ONCE):
        arms: dict[int, list[World]] = {}
        failed: dict[int, str] = {}
        for number in todo[at : at + AT_ONCE]:
            try:
                arms[number] = plan.arms(number)
            except UnsettledStart as problem:
                failed[number] = str(problem)
        worlds = [world for members in arms.values() for world in members]
        runs = [plan.replicates(number) for number, members in arms.items() for _ in members]
        found = points(worlds, plan.seed, runs, workers=workers, executor=executor, progress=progress)
        width = len(plan.targets) + 1
        places = {number: width * place for place, number in enumerate(arms)}
        for number in todo[at : at + AT_ONCE]:
            if number in failed:
                yield AtDraw(number, (), failed[number])
                continue
            here, gone = found[places[number]], found[places[number] + 1 : places[number] + width]
            rows = tuple(compare(name, here, other) for name, other in zip(plan.targets, gone, strict=True))
            yield AtDraw(number, rows)
