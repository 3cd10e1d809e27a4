"""Which two blocs would form? The landscape of aggregation of a running scenario, or of a matrix in a file.

From a run, the propensity of two nations is what they trust each other less what they have at stake,
``p_ij = T_ij + T_ji - 1 - d_ij``, 0 for a pair that is not relevant; the size of a nation is its capability.
"""

from __future__ import annotations

import csv
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, Unpack

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads as pair
from dipsim.model.state import nation
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_runner import PAIRWISE, Record
from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario import arguments
from dipsim.scenario.wording import counted
from dipsim.scenario.world.build import World, build
from dipsim.study.answer import Answer
from dipsim.study.blocs.landscape import Blocs, Landscape, landscape

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
SIZE = "size"  # heading of the column of sizes in a file


@dataclass(frozen=True)
class Aggregation(Answer):
    """The landscape of the mean over runs, and how often each deepest pair of blocs is that of a single run.

    ``year`` is the number of years after the start; ``propensity`` [n, n] and ``size`` [n] are means over runs.
    """

    title: str
    year: int
    replicates: int
    landscape: Landscape
    size: Floats
    propensity: Floats
    runs: tuple[tuple[Blocs, float], ...]

    def __str__(self) -> str:
        same = next((share for blocs, share in self.runs if blocs.sides == self.landscape.minima[0].sides), 0.0)
        statement = f"{self.title}, {self.year} years after the start: {self.landscape}"
        return statement + f" They are the deepest in {100 * same:.0f} % of {counted(self.replicates, 'run')}."

    def to_frame(self) -> pd.DataFrame:
        """A row for each local minimum of the landscape: its blocs, energy and basin."""
        import pandas as pd

        return pd.DataFrame(
            [{"blocs": str(one), "energy": one.energy, "basin": one.basin} for one in self.landscape.minima]
        )

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        runs = [{"sides": blocs.sides, "share": share} for blocs, share in self.runs]
        names = list(self.landscape.names)
        size = dict(zip(names, self.size.tolist(), strict=True))
        matrix = {
            name: dict(zip(names, row, strict=True)) for name, row in zip(names, self.propensity.tolist(), strict=True)
        }
        head = {"title": self.title, "year": self.year, "replicates": self.replicates, "sentence": str(self)}
        return head | {"landscape": self.landscape.as_dict(), "runs": runs, "size": size, "propensity": matrix}


def blocs(
    scenario: Scenario,
    *,
    year: int | None = None,
    **options: Unpack[RunOptions],
) -> Aggregation:
    """The blocs that trust, stakes and capability of a scenario would form.

    Raises ArgumentError for a year that the scenario does not reach.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    year : int, optional
        Years after the start, 0 being the first tick; the end unless given.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); 50 replicates unless given.

    Returns
    -------
    Aggregation
        The landscape of the mean over runs, and how often single runs have the same blocs.

    Examples
    --------
    >>> found = dipsim.blocs("two_blocs", replicates=2, sets="time.years=1")
    >>> len(found.landscape.minima) > 0
    True
    """
    spec, settings = prepare(scenario, options, replicates=50)
    replicates, seed = settings.replicates, settings.seed
    last = spec.time.ticks // spec.time.per_year
    request = last if year is None else year
    arguments.whole("year", request, 0, last)
    how: dict[str, Any] = {"workers": settings.workers_for(spec), "progress": settings.progress}
    world = build(spec)
    parts = list(ensemble(world, seed, range(replicates), _states, **how))
    trust, stake, size = (np.concatenate([part[k][request] for part in parts], axis=-1) for k in range(3))
    near = _relevant(world)
    propensity = (trust + trust.transpose(1, 0, 2) - 1.0 - stake) * near[:, :, None]
    names = world.codes
    single = Counter[tuple[tuple[str, ...], tuple[str, ...]]]()
    kept: dict[Any, Blocs] = {}
    for r in range(replicates):
        found = landscape(names, size[:, r], propensity[:, :, r], deepest=1, starts=200, seed=seed).minima[0]
        single[found.sides] += 1
        kept.setdefault(found.sides, found)
    runs = tuple((kept[sides], count / replicates) for sides, count in single.most_common())
    mean, sizes = propensity.mean(axis=-1), size.mean(axis=-1)
    whole = landscape(names, sizes, mean, seed=seed)
    return Aggregation(spec.title, request, replicates, whole, sizes, mean, runs)


def _states(world: World, record: Record) -> tuple[Floats, Floats, Floats]:
    """Trust and stake [Y + 1, n, n, R] and capability [Y + 1, n, R] at the start of every year and at the end."""
    ticks = [tick for tick, _ in record.dyads]
    years = world.ticks // world.per_year
    at = [ticks.index(year * world.per_year) for year in range(years)] + [len(ticks) - 1]
    dyads = np.stack([record.dyads[place][1] for place in at])
    rows = [ticks[place] for place in at]
    capability = record.nations[rows][:, RECORDED.index(nation.CAPABILITY)]
    return dyads[:, PAIRWISE.index(pair.TRUST)], dyads[:, PAIRWISE.index(pair.DISPUTE)], capability


def _relevant(world: World) -> Floats:
    """1 for a pair within reach or in a common organisation at the start."""
    shared = np.einsum("oi,oj->ij", world.member, world.member) > 0.0
    near = (world.dyad[pair.PROXIMITY] > 0.0) | shared
    np.fill_diagonal(near, False)
    return np.asarray(near, dtype=np.float64)


def read_matrix(path: str | Path) -> tuple[list[str], Floats, Floats]:
    """Names, sizes [n] and propensities [n, n] from the CSV file ``path`` with the heading ``name,size,A,B,...`` and a
    row for each name.

    An empty cell on the diagonal counts as 0. ValueError with file and line for anything else.
    """
    with Path(path).open(encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    if len(rows) < 3 or rows[0][1:2] != [SIZE]:
        raise ValueError(f"{path}:1: expected a heading 'name,{SIZE},...' and at least two rows")
    names = rows[0][2:]
    if [row[:1] for row in rows[1:]] != [[name] for name in names]:
        raise ValueError(f"{path}: expected the rows {', '.join(names)} in the order of the columns")
    numbers = [_numbers(path, line, row, line - 2, len(rows[0])) for line, row in enumerate(rows[1:], 2)]
    table = np.array(numbers)
    return names, table[:, 0], table[:, 1:]


def _numbers(path: str | Path, line: int, row: list[str], own: int, cells: int) -> list[float]:
    """The numbers of a row of so many cells; ``own`` is the place of the nation itself."""
    found = []
    if len(row) != cells:
        raise ValueError(f"{path}:{line}: expected {cells} cells, found {len(row)}")
    for place, text in enumerate(row[1:], -1):
        try:
            found.append(0.0 if place == own and not text.strip() else float(text))
        except ValueError:
            raise ValueError(f"{path}:{line}: expected a number, found '{text}'") from None
    return found
