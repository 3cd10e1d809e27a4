"""Dyad-years, disputes and spending of simulated runs, in the shape of those of the data."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads as pair
from dipsim.model.state import nation
from dipsim.runs.drawn.drawn_worlds import DrawnWorlds, drawn_worlds
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World
from dipsim.validation.evidence import DISPUTE, DYAD_YEAR, Evidence
from dipsim.validation.pair_years import Watched, watch

if TYPE_CHECKING:
    import pandas as pd

KILOMETRES = 1500.0  # e-folding distance of proximity
DEMOCRACY = 0.5  # V-Dem polyarchy from which a state counts as a democracy
FIXED = ("land", "distance", "democratic", "major", "rival")


@dataclass(frozen=True)
class Region:
    """A world whose nations go by numbers: ``codes`` [n] in their order, all of the region ``number``.

    ``spec`` is the scenario, ``hash`` that of its content and of the draws. ``drawn`` has the worlds that replicates
    run in, where each uses a draw of the uncertain numbers.
    ``fixed`` has first, second and the columns ``FIXED``, which do not move in a run; ``earlier`` the onsets of the ten
    years before. From ``of_scenario`` both come from the scenario alone.
    """

    name: str
    number: int
    world: World
    codes: NDArray[np.int64]
    fixed: pd.DataFrame
    earlier: pd.DataFrame
    hash: str = ""
    spec: Spec | None = None
    drawn: DrawnWorlds | None = None

    @property
    def runs_in(self) -> World | DrawnWorlds:
        """What its replicates run in."""
        return self.drawn or self.world

    def at(self, draws: Draws, replicates: int) -> Region:
        """The region of which each of ``replicates`` uses one of ``draws``.

        Raises UnsettledStart where no draw settles, ValueError for a region without its scenario.
        """
        if self.spec is None:
            raise ValueError(f"{self.name}: expected the scenario of the region, found only its world")
        drawn = drawn_worlds(self.spec, draws, range(replicates))
        left_out = f" {drawn.numbers}" if drawn.failed else ""
        return replace(self, drawn=drawn, hash=f"{self.hash} {draws.hash}{left_out}")


def of_scenario(name: str, world: World, content: str = "") -> Region:
    """The region ``name`` of a scenario, from its ``world`` and the hash of its ``content``: its nations are
    numbered, and borders, distance and democracy come from its figures."""
    import pandas as pd

    n = len(world.codes)
    first, second = np.triu_indices(n, 1)
    near = world.dyad[pair.PROXIMITY][first, second]
    free = world.nat[nation.DEMOCRACY] >= DEMOCRACY
    fixed = pd.DataFrame(
        {
            "first": first,
            "second": second,
            "land": (near >= 1.0).astype(int),
            "distance": -KILOMETRES * np.log(np.where(near > 0.0, near, np.nan)),
            "democratic": (free[first] & free[second]).astype(int),
            "major": 0,
            "rival": 0,
        }
    )
    nothing = pd.DataFrame(columns=["first", "second", "year"], dtype=int)
    return Region(name, 1, world, np.arange(n), fixed, nothing, content)


def of_data(
    name: str, number: int, world: World, codes: Sequence[int], past: Evidence, spec: Spec | None = None
) -> Region:
    """The region ``name``, with this ``number``, of a set made from data, from its ``world``: borders, distance,
    democracy as in the last year of ``past``, its onsets.

    ``codes`` are Correlates of War codes in the order of the world's nations, ``spec`` is the scenario. Raises
    ValueError where ``past`` lacks a pair."""
    last = past.years[1]
    rows = past.dyads[(past.dyads["year"] == last) & past.dyads["first"].isin(codes) & past.dyads["second"].isin(codes)]
    fixed = rows[["first", "second", *FIXED]].reset_index(drop=True)
    if len(fixed) < len(codes) * (len(codes) - 1) // 2:
        raise ValueError(f"{name}: expected every pair of its states in {last}, found {len(fixed)} pairs")
    onsets = past.dyads[(past.dyads["onset"] > 0) & past.dyads["first"].isin(codes) & past.dyads["second"].isin(codes)]
    earlier, content = onsets[["first", "second", "year"]], "" if spec is None else spec.hash
    return Region(name, number, world, np.array(codes), fixed, earlier, content, spec)


def simulated(
    regions: Sequence[Region],
    replicates: int,
    seed: int = 1,
    years: int | None = None,
    progress: Callable[[int], None] | None = None,
) -> Evidence:
    """The evidence of ``replicates`` runs of each of ``regions`` from ``seed``, for so many ``years`` (to the end
    unless given); runs with the same number make one world. ``progress`` hears how many runs are done."""
    import pandas as pd

    dyads: list[Any] = []
    disputes: list[Any] = []
    spending: list[Any] = []
    for region in regions:
        at = 0
        for block in watch(region.runs_in, seed, range(replicates), years, progress):
            dyads.append(_dyads(region, block, at))
            disputes.append(_disputes(region, block))
            spending.append(_spending(region, block, at))
            at += len(block.spending)
    earlier = pd.concat([region.earlier for region in regions], ignore_index=True)
    said = ", ".join(region.name for region in regions)
    tables = (pd.concat(parts, ignore_index=True) for parts in (dyads, disputes, spending))
    return Evidence(f"{said}, {replicates} runs", next(tables), next(tables), next(tables), earlier)


def _dyads(region: Region, block: Watched, at: int) -> pd.DataFrame:
    """Undirected dyad-years of a block whose first run has the number ``at``."""
    import pandas as pd

    runs, years, n = block.spending.shape
    order = np.argsort(region.codes)  # so that the lower code comes first
    one, other = np.triu_indices(n, 1)
    i, j = order[one], order[other]
    table = pd.DataFrame(
        {
            "run": np.repeat(np.arange(at, at + runs), years * len(i)),
            "year": np.tile(np.repeat(np.array(block.years), len(i)), runs),
            "first": np.tile(region.codes[i], runs * years),
            "second": np.tile(region.codes[j], runs * years),
        }
    )

    def both(name: str, a: Any, b: Any) -> Any:
        return block.pairs[name][:, :, a, b].reshape(-1)

    table["region"] = region.number
    table["begun_forth"], table["begun_back"] = both("begun", i, j), both("begun", j, i)
    table["originators"] = ((table["begun_forth"] + table["begun_back"]) > 0).astype(int)
    table["onset"] = ((table["originators"] > 0) | (both("joined", i, j) > 0)).astype(int)
    for name in ("level", "pact", "dca", "signed"):
        table[name] = both(name, i, j).astype(int)
    table["exercise"] = (both("exercise", i, j) + both("exercise", j, i)).astype(int)
    table["arms_forth"], table["arms_back"] = both("arms", i, j), both("arms", j, i)
    table["capability_first"] = block.capability[:, :, i].reshape(-1)
    table["capability_second"] = block.capability[:, :, j].reshape(-1)
    return table.merge(region.fixed, on=["first", "second"], how="left")[list(DYAD_YEAR)]


def _disputes(region: Region, block: Watched) -> pd.DataFrame:
    import pandas as pd

    names = ["run", "dispute", "year", "initiator", "target", "share", "level", "days", "decided"]
    table = pd.DataFrame(block.disputes, columns=names)
    for side in ("initiator", "target"):
        table[side] = region.codes[table[side].to_numpy(int)]
    table["dispute"] += 1_000_000 * region.number  # numbers of the regions of one world do not meet
    return table.assign(region=region.number)[list(DISPUTE)]


def _spending(region: Region, block: Watched, at: int) -> pd.DataFrame:
    import pandas as pd

    runs, years, n = block.spending.shape
    table = pd.DataFrame(
        {
            "run": np.repeat(np.arange(at, at + runs), years * n),
            "state": np.tile(region.codes, runs * years),
            "region": region.number,
            "year": np.tile(np.repeat(np.array(block.years), n), runs),
            "spending": block.spending.reshape(-1),
        }
    )
    return table.assign(spending=table["spending"].clip(lower=1e-9))
