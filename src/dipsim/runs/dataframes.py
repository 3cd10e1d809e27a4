"""From the arrays of a block to tidy frames, one function per table (columns as in ``dipsim.runs.storage.schemas``)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from dipsim.kernels.pair_array import SPECIAL, PairArray
from dipsim.model.links import places
from dipsim.model.parameters import NATION, REGION_METRICS
from dipsim.model.state.events import LOG, LogField
from dipsim.model.state.nation import RECORDED
from dipsim.model.state.trust_accounts import BASELINE, FIXED
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.batches.kept_accounts import BEFORE, CRISES, Kept, slope
from dipsim.scenario.schema.parts import Time
from dipsim.scenario.world.build import World

Frames = dict[str, pd.DataFrame]
TOGETHER = "together"  # the kind that stands for all acts
COUNTS = (
    "observed_disputes",
    "joiners",
    "force",
    "wars",
    "spending",
    "expected_disputes",
    "expected_force",
    "acts",
)
OF_ORGANISATION = ("admitted", "cheated", "joined_organisation", "left_organisation")


def dates(time: World | Time, ticks: Any) -> NDArray[Any]:
    """The first day of the month in which each of ``ticks`` begins, in the calendar of ``time``."""
    year, month = (int(part) for part in time.start.split("-"))
    months = (year - 1970) * 12 + month - 1 + np.asarray(ticks) * 12 // time.per_year
    return np.asarray(months).astype("datetime64[M]").astype("datetime64[ms]")


def summaries(world: World, record: Record) -> Frames:
    """Tables region, nations, dyads, exchanges, accounts and bill of a block: ``record`` of runs of ``world``."""
    years = {world.ticks, *range(0, world.ticks, world.per_year)}
    found = {
        "region": region(world, record),
        "nations": nations(world, record),
        "dyads": dyads(world, record, [(tick, values) for tick, values in record.dyads if tick in years]),
        "exchanges": exchanges(world, record),
    }
    if record.kept is not None:
        found |= {"accounts": accounts(world, record, record.kept), "bill": bill(world, record, record.kept)}
    return found


def details(world: World, record: Record) -> Iterator[tuple[str, pd.DataFrame]]:
    """Name and table of what ``record`` of ``world`` has in detail: dyads at all ticks, events, ledger, bill."""
    yield "dyads_detail", dyads(world, record, record.dyads)
    yield "events", events(world, record)
    yield "ledger", ledger(world, record)
    yield "bill_detail", bill_detail(world, record)


def everything(world: World, record: Record) -> Frames:
    """All tables of a detailed block, its ``record`` of runs of ``world``, for ``record="all"``."""
    return {**summaries(world, record), **dict(details(world, record))}


def finals(world: World, record: Record) -> Frames:
    """One row per run of ``world`` in ``record``: states at the end, counts summed over the run."""
    frame = region(world, record)
    counts = [c for c in frame.columns if c in COUNTS or c.startswith("acts_")]
    last = frame[frame["tick"] == world.ticks].set_index("run")
    last[counts] = frame.groupby("run")[counts].sum()
    people = nations(world, record)
    return {
        "region": last.reset_index()[list(frame.columns)],
        "nations": people[people["tick"] == world.ticks].reset_index(drop=True),
    }


def region(world: World, record: Record) -> pd.DataFrame:
    """Metrics of the region, one row per run and tick of ``world`` in ``record``."""
    ticks = len(record.region)
    columns: dict[str, Any] = _run_and_tick(world, record.replicates, np.arange(ticks))
    for row, quantity in enumerate(REGION_METRICS):
        values = record.region[:, row].T.reshape(-1)
        columns[quantity.name] = _whole(values) if quantity.name in _INTEGERS else values
    for c, kind in enumerate(world.kinds):
        columns[f"acts_{kind}"] = _whole(record.acts[:, c].T.reshape(-1))
    return pd.DataFrame(columns)


_INTEGERS = ("rung", "observed_disputes", "joiners", "force", "wars", "acts")


def _whole(values: NDArray[np.float64]) -> NDArray[np.int32]:
    return values.astype(np.int32)


def _run_and_tick(world: World, replicates: list[int], ticks: NDArray[np.int64]) -> dict[str, Any]:
    runs = np.repeat(np.array(replicates, dtype=np.int32), len(ticks))
    return {
        "run": runs,
        "tick": np.tile(ticks.astype(np.int32), len(replicates)),
        "date": np.tile(dates(world, ticks), len(replicates)),
    }


def nations(world: World, record: Record) -> pd.DataFrame:
    """Stocks of the nations, one row per run, tick and nation of ``world`` in ``record``."""
    ticks, rows, n, runs = record.nations.shape
    base = _run_and_tick(world, record.replicates, np.arange(ticks))
    columns: dict[str, Any] = {name: np.repeat(values, n) for name, values in base.items()}
    columns["nation"] = np.tile(np.array(world.codes, dtype=object), ticks * runs)
    names = [NATION.names()[row] for row in RECORDED]
    for row, name in zip(range(rows), names, strict=True):
        columns[name] = record.nations[:, row].transpose(2, 0, 1).reshape(-1)
    return pd.DataFrame(columns)


def _stored(world: World, of_pairs: PairArray) -> tuple[Any, NDArray[Any], NDArray[Any]]:
    """Numbers of the linked dyads in one axis, and the rows of their two nations."""
    first, second = places(world.link)
    linked = np.arange(SPECIAL, of_pairs.stored.shape[of_pairs.pair_axis])
    return np.take(of_pairs.stored, linked, axis=of_pairs.pair_axis), first, second


def _codes(world: World, index: Any) -> NDArray[Any]:
    found: NDArray[Any] = np.array(world.codes, dtype=object)[index]
    return found


def dyads(world: World, record: Record, looks: Sequence[tuple[int, PairArray]]) -> pd.DataFrame:
    """Linked directed dyads of ``world`` in ``record``, a row per run, tick and dyad; ``looks``: (tick, values)."""
    ticks = np.array([tick for tick, _ in looks])
    first, second = places(world.link)
    table = np.stack([v.stored[:, SPECIAL:] for _, v in looks]).transpose(1, 3, 0, 2)  # [9, R, T, dyad]
    base = _run_and_tick(world, record.replicates, ticks)
    columns: dict[str, Any] = {name: np.repeat(column, len(first)) for name, column in base.items()}
    repeats = len(ticks) * len(record.replicates)
    columns["truster"], columns["trustee"] = (
        np.tile(_codes(world, first), repeats),
        np.tile(_codes(world, second), repeats),
    )
    names = ("trust", "threat", "menace", "rung", "interoperability", "channel", "dispute", "in_force")
    for row, name in enumerate(names):
        flat = table[row].reshape(-1)
        columns[name] = _whole(flat) if name in ("rung", "in_force") else flat
    columns["relevant"] = table[-1].reshape(-1) > 0.0
    return pd.DataFrame(columns)


def exchanges(world: World, record: Record) -> pd.DataFrame:
    """Acts of ``world`` in ``record`` that took place, one row per run, calendar year, kind and dyad with any."""
    years = np.array([year for year, _ in record.exchanges])
    first, second = places(world.link)
    stored = np.stack([c.stored[:, SPECIAL:] for _, c in record.exchanges])
    counts = stored.transpose(3, 0, 1, 2)  # [R, year, kind, dyad]
    r, y, c, d = np.nonzero(counts)
    return pd.DataFrame(
        {
            "run": np.array(record.replicates, dtype=np.int32)[r],
            "year": years[y].astype(np.int32),
            "kind": np.array(world.kinds, dtype=object)[c],
            "initiator": _codes(world, first[d]),
            "target": _codes(world, second[d]),
            "count": _whole(counts[r, y, c, d]),
        }
    )


def bill(world: World, record: Record, kept: Kept) -> pd.DataFrame:
    """Third-party bill of ``world`` in points (``kept``), a row per run of ``record``, kind and directed dyad."""
    stored, first, second = _stored(world, kept.points)
    values = stored.transpose(3, 1, 2, 0)  # [R, kind, dyad, 3]
    r, c, d = np.nonzero(values.any(axis=-1))
    columns: dict[str, Any] = {
        "run": np.array(record.replicates, dtype=np.int32)[r],
        "kind": _few([*world.kinds, TOGETHER], c),
        "observer": _few(world.codes, first[d]),
        "initiator": _few(world.codes, second[d]),
    }
    for place, name in enumerate(("alarm", "reassurance", "points")):
        columns[name] = values[r, c, d, place]
    return pd.DataFrame(columns)


def bill_detail(world: World, record: Record) -> pd.DataFrame:
    """Evidence of third parties of ``world`` in ``record``, a row per run, calendar year, kind, observer and actor."""
    years = np.array([year for year, _ in record.bill])
    first, second = places(world.link)
    stored = np.stack([s.stored[..., SPECIAL:, :] for _, s in record.bill])
    sums = stored.transpose(4, 0, 2, 3, 1)  # [R, year, kind, dyad, 2]
    r, y, c, d = np.nonzero(sums.any(axis=-1))
    return pd.DataFrame(
        {
            "run": np.array(record.replicates, dtype=np.int32)[r],
            "year": years[y].astype(np.int32),
            "kind": np.array(world.kinds, dtype=object)[c],
            "observer": _codes(world, first[d]),
            "initiator": _codes(world, second[d]),
            "alarm": sums[r, y, c, d, 0],
            "reassurance": sums[r, y, c, d, 1],
        }
    )


def accounts(world: World, record: Record, kept: Kept) -> pd.DataFrame:
    """Causes of trust in ``world`` at start and end (``kept``), a row per run of ``record``, dyad and cause."""
    (begun, first, second), (ended, _, _) = _stored(world, kept.start), _stored(world, kept.end)
    r, d, c = np.nonzero(((begun != 0.0) | (ended != 0.0)).transpose(2, 1, 0))  # [R, dyad, cause]
    start, end = begun[c, d, r], ended[c, d, r]
    points = slope(begun, ended)[d, r] * (end - start)
    return pd.DataFrame(
        {
            "run": np.array(record.replicates, dtype=np.int32)[r],
            "truster": _few(world.codes, first[d]),
            "trustee": _few(world.codes, second[d]),
            "cause": _few(causes_apart(world), c),
            "start": start,
            "end": end,
            "points": points,
        }
    )


def _few(names: Sequence[str], index: NDArray[Any]) -> Any:
    """Names by their numbers, as categories."""
    made: Any = pd.Categorical
    return made.from_codes(index, categories=list(names))


def causes(world: World) -> list[str]:
    """Names of all causes of trust in ``world``, in the order of the ledger."""
    return [f"baseline: {term}" for term in BASELINE] + world.accounts


def causes_apart(world: World) -> list[str]:
    """Names of all causes of trust in ``world``, then of the crises assumed before the start."""
    return [*causes(world), *(f"{BEFORE}{FIXED[account]}" for account in CRISES)]


def ledger(world: World, record: Record) -> pd.DataFrame:
    """Accounts and baseline terms of ``world`` in ``record``, in log odds, a row per run, tick, dyad and cause."""
    ticks = np.array([tick for tick, _ in record.ledger])
    first, second = places(world.link)
    terms = np.stack([t.stored[:, SPECIAL:] for _, t in record.ledger]).transpose(3, 0, 2, 1)  # [R, T, dyad, cause]
    r, t, d, c = np.nonzero(terms)
    return pd.DataFrame(
        {
            "run": np.array(record.replicates, dtype=np.int32)[r],
            "tick": ticks[t].astype(np.int32),
            "date": dates(world, ticks)[t],
            "truster": _codes(world, first[d]),
            "trustee": _codes(world, second[d]),
            "cause": np.array(causes(world), dtype=object)[c],
            "value": terms[r, t, d, c],
        }
    )


def events(world: World, record: Record) -> pd.DataFrame:
    """The events of ``world`` in ``record``, in the order of runs, ticks and service."""
    rows: list[tuple[int, int, Any]] = []
    for lane, run in enumerate(record.replicates):
        for tick, log, logged in record.log:
            rows += [(run, tick, log[:, e, lane]) for e in range(int(logged[lane]))]
    fields = np.array([row[2] for row in rows]).reshape(len(rows), 5)
    ticks = np.array([row[1] for row in rows], dtype=np.int64)
    kind, first, second = (fields[:, f].astype(np.int64) for f in (LogField.KIND, LogField.FIRST, LogField.SECOND))
    event = np.array(LOG, dtype=object)[fields[:, LogField.EVENT].astype(np.int64)]
    of_org = np.isin(event.astype(str), OF_ORGANISATION)
    return pd.DataFrame(
        {
            "run": np.array([row[0] for row in rows], dtype=np.int32),
            "tick": ticks.astype(np.int32),
            "date": dates(world, ticks),
            "event": event,
            "kind": _named(world.kinds, kind, kind >= 0),
            "initiator": _named(world.codes, first, first >= 0),
            "target": np.where(
                of_org,
                _named(world.organisations, second, of_org),
                _named(world.codes, second, ~of_org & (second != first)),
            ),
            "value": fields[:, LogField.VALUE],
        }
    )


def _named(names: list[str], index: NDArray[np.int64], known: NDArray[np.bool_]) -> NDArray[Any]:
    found = np.full(len(index), None, dtype=object)
    if names:
        found[known] = np.array(names, dtype=object)[index[known]]
    return found
