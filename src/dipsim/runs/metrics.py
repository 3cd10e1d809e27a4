"""One number per run, read from its record by a dotted path such as ``region.trust`` or ``events.refused_licence``.

``expected_disputes``, ``expected_force``, ``force``, ``war``
    expected disputes and expected uses of force per decade; 1 when the run had a use of force, a war
``region.METRIC``
    a metric of the region: mean over the run, but counts over the whole run and money per decade
``acts.KIND``
    acts of a kind that were served in the whole run
``nations.STOCK``, ``nations.STOCK.ARL``
    a recorded stock: mean over the run and over nations, or of one nation
``dyads.VALUE``, ``dyads.VALUE.ARL-BOR``
    a recorded value of directed dyads: mean over year ends and over dyads, or of ARL towards BOR
``events.EVENT``, ``events.EVENT.KIND``
    entries of the log of events, of any kind of exchange or of one

Sums run in the order of ticks, so that the same runs give the same bits in whatever block they were run.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import DYAD, NATION, REGION_METRICS
from dipsim.model.state import dyads, region_metrics
from dipsim.model.state.events import LOG, LogField
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_runner import PAIRWISE, Record
from dipsim.scenario.world.build import World

Floats = NDArray[np.float64]

CONFLICT = {
    "expected_disputes": region_metrics.EXPECTED_DISPUTES,
    "expected_force": region_metrics.EXPECTED_FORCE,
    "force": region_metrics.FORCE,
    "war": region_metrics.WARS,
}
CHANCES = ("force", "war")
COUNTED = frozenset({"observed_disputes", "joiners", "force", "wars", "acts"})
SUMMED = frozenset({"spending", "expected_disputes", "expected_force"})
STOCKS = [NATION.names()[row] for row in RECORDED]
VALUES = [*(DYAD.names()[row] for row in PAIRWISE), "in_force"]
UNDIRECTED = frozenset(DYAD.names()[row] for row in (dyads.RUNG, dyads.INTEROPERABILITY, dyads.CHANNEL, dyads.DISPUTE))
TABLES = {"region": REGION_METRICS.names(), "acts": None, "nations": STOCKS, "dyads": VALUES, "events": list(LOG)}


@dataclass(frozen=True)
class Reading:
    """What to read: a table, a name in it, and of whom or of which kind (empty for all)."""

    table: str
    name: str
    owner: str = ""

    @property
    def detailed(self) -> bool:
        """Whether the run must keep its log of events."""
        return self.table == "events"

    @property
    def is_chance(self) -> bool:
        """Whether it is 1 or 0 in each run."""
        return self.table == "conflict" and self.name in CHANCES

    @property
    def is_count(self) -> bool:
        """Whether it counts acts or events over the whole run."""
        return self.table in ("acts", "events") or (self.table == "region" and self.name in COUNTED)

    @property
    def per_decade(self) -> bool:
        """Whether it is a rate per decade."""
        return self.is_count or (self.table in ("conflict", "region") and self.name in SUMMED)


def parse(path: str) -> Reading:
    """The reading that a dotted path names. ValueError when there is none."""
    table, _, rest = path.partition(".")
    if path in CONFLICT:
        return Reading("conflict", path)
    name, _, owner = rest.partition(".")
    if table not in TABLES or not name or (owner and table in ("region", "acts")):
        raise ValueError(f"{path}: not {', '.join(CONFLICT)} or TABLE.NAME with one of {', '.join(TABLES)}")
    known = TABLES[table]
    if known is not None and name not in known:
        raise ValueError(f"{path}: {table} has {', '.join(known)}")
    return Reading(table, name, owner)


def read(world: World, record: Record, request: tuple[Reading, ...]) -> Floats:
    """The readings in ``request`` of every run of ``world`` in ``record``, [reading, run]; counts are those of the
    whole run.

    KeyError for a nation or event that the world does not have; a kind that it does not have was never served.
    """
    return np.stack([_READ[one.table](world, record, one) for one in request])


def decades(world: World) -> float:
    """Length of a run of ``world`` in decades."""
    return max(world.ticks, 1) / world.per_year / 10.0


def _total(values: Floats) -> Floats:
    """Sum over the first axis, one after the other."""
    return np.asarray(np.cumsum(values, axis=0)[-1]) if len(values) else np.zeros(values.shape[1:])


def _conflict(world: World, record: Record, one: Reading) -> Floats:
    total = _total(record.region[: world.ticks, CONFLICT[one.name]])
    return (total > 0.0).astype(np.float64) if one.is_chance else total / decades(world)


def _region(world: World, record: Record, one: Reading) -> Floats:
    total = _total(record.region[: world.ticks, REGION_METRICS.row(one.name)])
    if one.is_count:
        return total
    return total / (decades(world) if one.per_decade else max(world.ticks, 1))


def _acts(world: World, record: Record, one: Reading) -> Floats:
    if one.name not in world.kinds:
        return np.zeros(record.acts.shape[-1])
    return _total(record.acts[: world.ticks, world.kinds.index(one.name)])


def _nations(world: World, record: Record, one: Reading) -> Floats:
    each = _total(record.nations[: world.ticks, STOCKS.index(one.name)]) / max(world.ticks, 1)  # [n, R]
    return np.asarray(each[_row(world, one.owner)]) if one.owner else _total(each) / len(each)


def _dyads(world: World, record: Record, one: Reading) -> Floats:
    row = VALUES.index(one.name)
    kept = [v[row] for tick, v in record.dyads if tick == world.ticks or tick % world.per_year == 0]
    mean = _total(np.stack(kept)) / len(kept)  # [n, n, R]
    if one.owner:
        first, _, second = one.owner.partition("-")
        return np.asarray(mean[_row(world, first), _row(world, second)])
    apart = ~np.eye(len(mean), dtype=bool)
    return _total(mean[apart]) / max(int(apart.sum()), 1)


def _events(world: World, record: Record, one: Reading) -> Floats:
    count = np.zeros(record.region.shape[-1])
    kind = world.kinds.index(one.owner) if one.owner else None
    for _, log, logged in record.log:
        hit = (log[LogField.EVENT] == LOG.index(one.name)) & (np.arange(log.shape[1])[:, None] < logged)
        count += (hit if kind is None else hit & (log[LogField.KIND] == kind)).sum(axis=0)
    return count


def _row(world: World, code: str) -> int:
    if code not in world.codes:
        raise KeyError(code)
    return world.codes.index(code)


_READ = {
    "conflict": _conflict,
    "region": _region,
    "acts": _acts,
    "nations": _nations,
    "dyads": _dyads,
    "events": _events,
}
