"""One shard: its runs are computed, in blocks that mix points, and become the bytes of a Parquet file.

A job holds everything that is needed, so that another process or machine can do it; nothing is written here.
"""

from __future__ import annotations

import functools
import hashlib
import io
import json
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from dipsim.model.parameters import REGION_METRICS
from dipsim.runs.batches.block_runner import Record, run_batch
from dipsim.runs.batches.points import pack
from dipsim.runs.batches.settled_start import settled_start
from dipsim.runs.errors import UnsettledStart
from dipsim.runs.outcomes import nobody
from dipsim.runs.resources import batch_of
from dipsim.runs.storage.content_hash import Digest
from dipsim.scenario.schema.parts import SETTLED
from dipsim.scenario.world.build import World
from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.sweeps.execution.sharding import Part, run_number
from dipsim.sweeps.experiment import outcomes
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.experiment.world_factory import Mismatch, Worlds

if TYPE_CHECKING:
    import pyarrow as pa

Simulate = Callable[[Experiment, Sequence[World], Sequence[int]], "dict[str, Any]"]
COURSE = "course."  # begins the name of a column that holds a metric along the run
NOBODY = "region.nobody"  # whether the region of a run had no relevant dyad at some time


@dataclass(frozen=True)
class Job:
    """A shard to be computed: ``setup`` is the text of the sweep's own file, ``values`` belong to ``parts``."""

    setup: str
    shard: int
    parts: tuple[Part, ...]
    values: tuple[dict[str, Any], ...]


@dataclass
class Rows:
    """Results of the runs of a shard, by place in the shard."""

    columns: dict[str, Any]
    errors: list[str | None]


def compute(job: Job, simulate: Simulate | None = None) -> bytes:
    """The Parquet file of the shard of ``job``, computed by ``simulate``. A run that fails has empty outcomes and says
    why in ``error``."""
    experiment, worlds, config = _understood(job.setup)
    lanes = [
        (part.point, values, arm, replicate)
        for part, values in zip(job.parts, job.values, strict=True)
        for replicate in range(part.first, part.last)
        for arm in range(len(experiment.arms))
    ]
    rows = _empty(experiment, len(lanes))
    draws = [experiment.draw(point, replicate) for point, _, _, replicate in lanes]
    for draw in dict.fromkeys(draws):
        _check(worlds.at(draw), job.values[0])
    made: dict[tuple[int, int, int | None], World | str] = {}
    for (point, values, arm, _), draw in zip(lanes, draws, strict=True):
        if (point, arm, draw) not in made:
            made[point, arm, draw] = _world(worlds.at(draw), values, experiment.arms[arm])
    there = [made[point, arm, draw] for (point, _, arm, _), draw in zip(lanes, draws, strict=True)]
    _run_all(experiment, there, lanes, rows, simulate or run)
    table = _table(experiment, lanes, rows)
    return to_bytes(table, {"config": config, "shard": str(job.shard), "digest": digest(table)})


@functools.lru_cache(maxsize=4)
def _understood(setup: str) -> tuple[Experiment, Worlds, str]:
    """The experiment of a setup, parsed once in a process."""
    from dipsim.sweeps.storage.setup_record import experiment_of

    experiment = experiment_of(setup)
    return experiment, Worlds(experiment), str(json.loads(setup)["config_hash"])


def _check(worlds: Worlds, values: dict[str, Any]) -> None:
    """Once a shard, a world that was filled in is compared with the one that is built in full."""
    try:
        worlds.check(values)
    except Mismatch:
        return  # from here on every world is built in full
    except ScenarioError:
        return  # told for the runs of that point


def _world(worlds: Worlds, values: dict[str, Any], arm: str) -> World | str:
    """The world of a run, or why there is none. At a draw its start is settled here, since many a draw has none."""
    try:
        world = worlds.world(values, arm)
        if worlds.draw is not None and world.start_at == SETTLED:
            settled_start(world.settled_as or world)
        return world
    except (ScenarioError, UnsettledStart) as problem:
        return str(problem).split("\n")[0]


def _empty(experiment: Experiment, count: int) -> Rows:
    columns: dict[str, Any] = {name: np.full(count, np.nan) for name in experiment.outcomes}
    if experiment.trajectories is not None:
        columns |= {COURSE + name: [None] * count for name in experiment.trajectories.metrics}
    return Rows(columns, [None] * count)


def _run_all(
    experiment: Experiment, worlds: list[World | str], lanes: Sequence[Any], rows: Rows, simulate: Simulate
) -> None:
    """Run everything that has a world, in blocks; a block that raises is run again one by one."""
    there = [place for place, world in enumerate(worlds) if isinstance(world, World)]
    for place, world in enumerate(worlds):
        if isinstance(world, str):
            rows.errors[place] = world
    for block in pack({place: worlds[place] for place in there}, batch_of):  # type: ignore[misc]
        try:
            _one_block(experiment, worlds, lanes, rows, block, simulate)
        except Exception:
            for place in block:
                try:
                    _one_block(experiment, worlds, lanes, rows, [place], simulate)
                except Exception as problem:
                    rows.errors[place] = f"{type(problem).__name__}: {problem}"[:500]


def _one_block(
    experiment: Experiment,
    worlds: list[Any],
    lanes: Sequence[Any],
    rows: Rows,
    block: list[int],
    simulate: Simulate,
) -> None:
    keys = [experiment.key(lanes[place][0], lanes[place][3]) for place in block]
    found = simulate(experiment, [worlds[place] for place in block], keys)
    numbers = np.array([found[name] for name in experiment.outcomes], dtype=np.float64)
    levels = np.array([outcomes.may_be_missing(name) for name in experiment.outcomes])[:, None]
    own = np.isin(experiment.outcomes, [one.name for one in experiment.own])[:, None]
    missing = np.isnan(numbers) & (own | levels & np.asarray(found.get(NOBODY, False)))
    whole: Any = np.isfinite(numbers) | missing
    for lane, place in enumerate(block):
        if not whole[:, lane].all():
            bad = [name for name, fine in zip(experiment.outcomes, whole[:, lane], strict=True) if not fine]
            rows.errors[place] = f"not a finite number: {', '.join(bad)}"
            continue
        for name, column in rows.columns.items():
            column[place] = found[name][lane]


def run(experiment: Experiment, worlds: Sequence[World], keys: Sequence[int]) -> dict[str, Any]:
    """Outcomes and thinned trajectories of one block of ``experiment``: one of ``worlds`` and one of ``keys`` (the
    replicate) for each run."""
    pairs = outcomes.of_pairs(experiment.outcomes, experiment.own)
    record = run_batch(list(worlds), experiment.seed, list(keys), pairs=pairs)
    found: dict[str, Any] = dict(outcomes.table(worlds[0], record, experiment.outcomes, experiment.own))
    found[NOBODY] = nobody(record).any(axis=0)
    if experiment.trajectories is not None:
        found |= _courses(record, experiment.trajectories.every, experiment.trajectories.metrics)
    return found


def _courses(record: Record, every: int, metrics: Sequence[str]) -> dict[str, Any]:
    """Metrics every so many ticks, [R, ticks kept], as float32: they are looked at, not computed with."""
    names = REGION_METRICS.names()
    kept = record.region[::every]
    return {COURSE + name: kept[:, names.index(name)].T.astype(np.float32) for name in metrics}


def _table(experiment: Experiment, lanes: Sequence[Any], rows: Rows) -> pa.Table:
    import pyarrow as pa

    points, replicates, arms = ([lane[k] for lane in lanes] for k in (0, 3, 2))
    runs = [run_number(experiment, *key) for key in zip(points, replicates, arms, strict=True)]
    columns: dict[str, Any] = {
        "run": pa.array(runs, pa.int64()),
        "point": pa.array(points, pa.int32()),
        "replicate": pa.array(replicates, pa.int64()),
        "arm": pa.array([experiment.arms[arm] for arm in arms], pa.string()),
        "error": pa.array(rows.errors, pa.string()),
    }
    for name, column in rows.columns.items():
        sort = pa.list_(pa.float32()) if name.startswith(COURSE) else pa.float64()
        columns[name] = pa.array(list(column) if name.startswith(COURSE) else column, sort, from_pandas=True)
    return pa.table(columns)


def digest(table: pa.Table) -> str:
    """A fingerprint of the content of ``table``, whatever wrote the file."""
    import pyarrow as pa

    running = Digest()
    flat = {}
    for field in table.schema:
        column = table[field.name]
        listed = pa.types.is_list(field.type)
        flat[field.name] = column.fill_null([]) if listed else column
    scalars = {name: column for name, column in flat.items() if not pa.types.is_list(column.type)}
    running.update(pa.table(scalars))
    parts = [running.hexdigest()]
    for name, column in flat.items():
        if pa.types.is_list(column.type):
            values = column.combine_chunks()
            said = (
                values.flatten().to_numpy(zero_copy_only=False).tobytes()
                + np.asarray(values.value_lengths().to_numpy(zero_copy_only=False), dtype="<i4").tobytes()
            )
            parts.append(f"{name}:{hashlib.blake2b(said, digest_size=16).hexdigest()}")
    return hashlib.blake2b("\n".join(parts).encode(), digest_size=16).hexdigest()


def to_bytes(table: pa.Table, said: dict[str, str]) -> bytes:
    """``table`` as a Parquet file with ``said`` in its metadata."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    sink = pa.BufferOutputStream()
    metadata = {f"dipsim.{key}": value for key, value in said.items()}
    pq.write_table(
        table.replace_schema_metadata(metadata), sink, compression="zstd", write_page_checksum=True, store_schema=True
    )
    return bytes(sink.getvalue())


def failed_runs(table: pa.Table) -> int:
    """How many runs of the shard in ``table`` failed."""
    return len(table) - int(table["error"].null_count)


def verified(data: bytes, config: str, shard: int) -> tuple[str, int] | str:
    """Fingerprint and failed runs of the shard file ``data``, or why it is not this ``shard`` of the configuration with
    the hash ``config``."""
    try:
        table, said = read_shard(data)
    except Exception as problem:
        return f"cannot be read: {problem}"
    if said.get("config") != config:
        return "belongs to another sweep"
    if said.get("shard") != str(shard):
        return f"holds shard {said.get('shard')}"
    stored = digest(table)
    return (stored, failed_runs(table)) if said.get("digest") == stored else "does not hold what it says"


def read_shard(data: bytes) -> tuple[pa.Table, dict[str, str]]:
    """The table of the shard file ``data``, and what its metadata say."""
    import pyarrow.parquet as pq

    file = pq.ParquetFile(io.BytesIO(data), page_checksum_verification=True)
    table = file.read(use_threads=False)  # threads of Arrow that are still ending abort a process that exits at once
    said = {key.decode(): value.decode() for key, value in (table.schema.metadata or {}).items()}
    return table, {key.removeprefix("dipsim."): value for key, value in said.items() if key.startswith("dipsim.")}
