"""The world that each replicate runs in, where every replicate uses one draw of the uncertain numbers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from dipsim.runs.batches.settled_start import settled_start
from dipsim.runs.errors import UnsettledStart
from dipsim.runs.resources import block_of
from dipsim.scenario.draws.draws import Draws, applied
from dipsim.scenario.schema.parts import SETTLED
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build

KEY = "parameters"  # in the manifest


@dataclass(frozen=True)
class DrawnWorlds:
    """Worlds at draws; ``numbers`` are the draws that settle, taken in turn, ``failed`` the others with the reason.

    Replicate r uses draw r modulo the number of draws where all settle.
    """

    spec: Spec
    draws: Draws
    numbers: tuple[int, ...]
    failed: dict[int, str]
    worlds: dict[int, World] = field(repr=False)

    @property
    def first(self) -> World:
        """The world of the first draw; names, kinds and length are those of all."""
        return self.worlds[self.numbers[0]]

    def number_of(self, replicate: int) -> int:
        """The draw that a replicate uses."""
        return self.numbers[replicate % len(self.numbers)]

    def of(self, replicate: int) -> World:
        """The world that a replicate runs in."""
        return self.worlds[self.number_of(replicate)]

    def changed(self, make: Callable[[Spec], World]) -> DrawnWorlds:
        """The same draws of another arm, whose worlds ``make`` builds, such as the scenario without something; starts
        stay those of this one."""
        others = {}
        for number, world in self.worlds.items():
            other = make(applied(self.spec, self.draws.at(number)))
            others[number] = other if other.settled_as is None else replace(other, settled_as=world.settled_as or world)
        return replace(self, worlds=others)

    def blocks(self, replicates: Sequence[int], block: int | None = None) -> list[list[int]]:
        """``replicates`` in order, cut into blocks of at most ``block`` runs (None: chosen) that may share one."""
        size = block or block_of(self.first)
        shapes = {number: world.shape for number, world in self.worlds.items()}
        cut: list[list[int]] = []
        last: object = None
        for replicate in replicates:
            shape = shapes[self.number_of(replicate)]
            if not cut or len(cut[-1]) >= size or shape != last:
                cut.append([])
            cut[-1].append(replicate)
            last = shape
        return cut

    def told(self, replicates: Sequence[int]) -> dict[str, Any]:
        """What the manifest says of ``replicates``: how the draws were asked for, their hash, and the draw of each."""
        return {
            "asked": self.draws.name,
            "hash": self.draws.hash,
            "from": dict(self.draws.about),
            "draw_of_replicate": [self.number_of(replicate) for replicate in replicates],
            "not_settled": [{"draw": number, "reason": reason} for number, reason in self.failed.items()],
        }


def drawn_worlds(spec: Spec, draws: Draws, replicates: Sequence[int]) -> DrawnWorlds:
    """The worlds of ``spec`` at the ``draws`` that ``replicates`` use, each with its settled start.

    Raises UnsettledStart where no draw settles.
    """
    needed = len(draws) if len(replicates) >= len(draws) else 1 + max(replicates, default=0) % len(draws)
    worlds: dict[int, World] = {}
    failed: dict[int, str] = {}
    for number in range(needed):
        world = build(applied(spec, draws.at(number)))
        try:
            if world.start_at == SETTLED:
                settled_start(world.settled_as or world)
            worlds[number] = world
        except UnsettledStart as problem:
            failed[number] = str(problem)
    if not worlds:
        raise UnsettledStart(f"at none of {needed} draws of {draws.name} does the start settle; {failed[0]}")
    return DrawnWorlds(spec, draws, tuple(worlds), failed, worlds)
