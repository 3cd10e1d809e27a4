"""A scenario at every draw, with and without what is asked about: pairs of runs that share their draw.

Replicate r uses draw r modulo the number of draws, as in ``dipsim run --parameters``, so that the pairs of one draw are
runs of their own, with random numbers of their own.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import dataclass
from typing import Any

from dipsim.runs.batches.ensemble import Progress
from dipsim.runs.batches.points import points
from dipsim.runs.errors import UnsettledStart
from dipsim.scenario.draws.draws import Draws, applied
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.scenario.world.build import World
from dipsim.study.verdict.decision import VerdictRow
from dipsim.study.verdict.paired_runs import arms
from dipsim.study.verdict.verdict import compare

AT_ONCE = 8  # draws whose runs share blocks


@dataclass(frozen=True)
class AtDraw:
    """The verdict rows at one draw, in the order of the targets; none, and why, where its start does not settle."""

    number: int
    rows: tuple[VerdictRow, ...]
    failed: str = ""


def listed(failed: Mapping[int, str]) -> list[dict[str, Any]]:
    """What JSON says of the draws ``failed`` at which the start does not settle, with the reason of each."""
    return [{"draw": number, "reason": reason} for number, reason in failed.items()]


def left_out(failed: Mapping[int, str]) -> list[str]:
    """The sentence that names the draws ``failed``; none where every draw settles.

    >>> left_out({7: "does not settle"})
    ['1 draw without a settled start, left out: 7.']
    """
    lost = ", ".join(map(str, failed))
    return [f"{counted(len(failed), 'draw')} without a settled start, left out: {lost}."] if failed else []


def replicates_of(draws: Draws, number: int, count: int) -> list[int]:
    """The first ``count`` replicates that use the draw ``number`` of ``draws``, which are taken in turn."""
    return [number + len(draws) * place for place in range(count)]


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
        return replicates_of(self.draws, number, self.pairs)

    def arms(self, number: int) -> list[World]:
        """The world at the draw ``number``, and the same without each target, all with one settled start. Raises
        UnsettledStart."""
        return arms(applied(self.spec, self.draws.at(number)), self.targets, self.mode)


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
        worlds_at: dict[int, list[World]] = {}
        failed: dict[int, str] = {}
        for number in todo[at : at + AT_ONCE]:
            try:
                worlds_at[number] = plan.arms(number)
            except UnsettledStart as problem:
                failed[number] = str(problem)
        worlds = [world for members in worlds_at.values() for world in members]
        runs = [plan.replicates(number) for number, members in worlds_at.items() for _ in members]
        found = points(worlds, plan.seed, runs, workers=workers, executor=executor, progress=progress)
        width = len(plan.targets) + 1
        places = {number: width * place for place, number in enumerate(worlds_at)}
        for number in todo[at : at + AT_ONCE]:
            if number in failed:
                yield AtDraw(number, (), failed[number])
                continue
            here, gone = found[places[number]], found[places[number] + 1 : places[number] + width]
            rows = tuple(compare(name, here, other) for name, other in zip(plan.targets, gone, strict=True))
            yield AtDraw(number, rows)
