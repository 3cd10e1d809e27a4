"""From shards to tables: runs, means by point, courses and the manifest; made anew at any time, whole or not at all."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dipsim.runs.drawn.drawn_worlds import KEY as PARAMETERS
from dipsim.runs.errors import ResultsError
from dipsim.runs.storage.derived import derive
from dipsim.runs.storage.manifest import damages, entry
from dipsim.runs.storage.manifest import read as read_manifest
from dipsim.sweeps import wording
from dipsim.sweeps.execution.shard import COURSE, read_shard
from dipsim.sweeps.execution.sharding import run_number, shards
from dipsim.sweeps.experiment.design import Table, name_of, size
from dipsim.sweeps.experiment.drawn_runs import COLUMN
from dipsim.sweeps.experiment.experiment import AS_IS, Experiment
from dipsim.sweeps.storage.folder import DESIGN, Folder, Stored, whole_digest
from dipsim.sweeps.storage.results import Swept, label

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

KEYS = ("run", "point", "replicate", "arm", "error")
MANIFEST, FAILED_RUNS = "manifest.json", "failed.json"


def merge(folder: Folder) -> dict[str, Any]:
    """Write into ``folder`` the files ``runs.parquet``, ``points.parquet`` and, where trajectories were kept,
    ``trajectories.parquet``.

    Rows stand in the order of running, the same however the sweep was computed. Memory does not grow with the number
    of runs. All of them are sealed in the manifest, which is returned. Raises StorageError.
    """
    import pyarrow as pa

    experiment, stored = folder.experiment(), folder.done()
    points, _ = folder.design(mend=True)
    failed, rows = failures(folder, experiment, stored, points), dict[str, int]()

    def make(place: Path) -> None:
        rows["runs"] = _write(place / "runs.parquet", _runs(folder, experiment, stored, points))
        if experiment.trajectories is not None:
            rows["trajectories"] = _write(place / "trajectories.parquet", _courses(experiment, stored))
        means = pa.Table.from_pandas(by_point(load(folder, stored)))
        rows["points"] = _write(place / "points.parquet", iter([means]))
        (place / FAILED_RUNS).write_bytes((json.dumps(failed, indent=1) + "\n").encode())

    return put(folder, make, lambda: _manifest(folder, experiment, stored, rows, len(failed)))


def put(
    folder: Folder, make: Callable[[Path], object], anew: Callable[[], dict[str, Any]] | None = None
) -> dict[str, Any]:
    """Add what ``make`` wrote from the shards to the sweep in ``folder``, sealed; ``anew`` gives a new manifest, see
    ``dipsim.runs.storage.derived``."""
    return derive(folder.path, make, kind="sweep", left="finished shards are kept", anew=anew, disk=folder.disk)


def damage(folder: Folder) -> dict[str, str]:
    """Merged and derived files of ``folder`` that differ from what was written, with the reason; nothing before the
    first merge."""
    if not (folder.path / MANIFEST).exists():
        return {}
    try:
        return dict(damages(folder.path, read_manifest(folder.path, "sweep")))
    except ResultsError as problem:
        return {MANIFEST: str(problem).removeprefix(f"{folder.path / MANIFEST}: ")}


def failures(folder: Folder, experiment: Experiment, stored: dict[int, Stored], points: Table) -> list[dict[str, Any]]:
    """Every run of ``experiment`` in ``folder`` that failed, or whose worker died: its number, point with values (of
    ``points``), replicate, arm, draws and reason; ``stored``: the shards there are."""
    found = []
    for piece in _pieces(stored):
        rows = piece.select(KEYS).filter(piece["error"].is_valid()).to_pylist()
        found += [(row["point"], row["replicate"], row["arm"], row["error"]) for row in rows]
    _, order = folder.design()
    parts, labels = shards(experiment, order), [label(arm) for arm in experiment.arms]
    for shard, why in folder.failures().items():
        if shard not in stored:
            found += [
                (part.point, replicate, label(arm), why)
                for part in parts[shard]
                for replicate in range(part.first, part.last)
                for arm in experiment.arms
            ]
    return [
        {
            "run": run_number(experiment, point, replicate, labels.index(arm)),
            "point": point,
            "values": {name: column[point : point + 1].tolist()[0] for name, column in points.items()},
            "replicate": replicate,
            "arm": arm,
            **({} if experiment.drawn is None else {COLUMN: experiment.draw(point, replicate)}),
            "seed": experiment.seed,
            "error": why,
        }
        for point, replicate, arm, why in found
    ]


def _manifest(
    folder: Folder, experiment: Experiment, stored: dict[int, Stored], rows: dict[str, int], failed: int
) -> dict[str, Any]:
    """What the manifest says of a merged sweep, but for the files that were made."""
    from dipsim.runs.engine import STREAM
    from dipsim.runs.storage.manifest import describe

    return describe(
        title=experiment.title,
        config_hash=folder.config,
        seed=experiment.seed,
        replicates=experiment.replicates,
        ticks=experiment.spec.time.ticks,
        stream=STREAM,
        model=folder.record["model"],
        more={
            "kind": "sweep",
            "points": experiment.points,
            "arms": [label(arm) for arm in experiment.arms],
            "shards": len(stored),
            "shards_planned": folder.count,
            "runs": rows["runs"],
            "failed": failed,
            "rows": rows,
            "files": {DESIGN: entry(folder.path / DESIGN)},
            "sweep_hash": whole_digest(stored),
            **{key: folder.record[key] for key in (PARAMETERS,) if key in folder.record},
        },
    )


def _pieces(stored: dict[int, Stored]) -> Iterator[pa.Table]:
    """The rows of every shard, with the arms as tables call them; a shard holds their names."""
    import pyarrow as pa

    for shard in sorted(stored):
        rows = read_shard(stored[shard].path.read_bytes())[0]
        arms = pa.array([label(arm) for arm in rows["arm"].to_pylist()], pa.string())
        yield rows.set_column(rows.column_names.index("arm"), "arm", arms)


def _runs(folder: Folder, experiment: Experiment, stored: dict[int, Stored], points: Table) -> Iterator[pa.Table]:
    """The rows of every shard with the values of the factors beside them, columns described."""
    import pyarrow as pa

    for piece in _pieces(stored):
        rows = piece["point"].to_numpy()
        columns = {name: piece[name] for name in KEYS}
        if experiment.drawn is not None:
            replicates = piece["replicate"].to_pylist()
            drawn = [experiment.draw(point, one) for point, one in zip(rows.tolist(), replicates, strict=True)]
            columns[COLUMN] = pa.array(drawn, pa.int32())
        for factor in experiment.factors:
            values = points[factor.name][rows]
            columns[factor.name] = pa.array(values if factor.numeric else values.tolist())
        columns |= {name: piece[name] for name in experiment.outcomes}
        yield pa.table(columns).cast(_schema(experiment, columns))


def _schema(experiment: Experiment, columns: dict[str, Any]) -> Any:
    import pyarrow as pa

    meanings = {name: wording.outcome(name) for name in experiment.outcomes}
    meanings |= {one.name: f"{wording.outcome(one.name)}: {one.text}" for one in experiment.own}
    meanings |= {factor.name: f"{factor.role}: {', '.join(factor.paths)}" for factor in experiment.factors}
    meanings |= {"run": "number of the run", "point": "number of the point in the design"}
    meanings |= {"replicate": "number of the replicate", "arm": f"{AS_IS}, or without what was taken away"}
    meanings |= {COLUMN: "number of the draw of what is not known that the run uses"}
    meanings |= {"error": "why the run failed, empty when it did not"}
    return pa.schema([pa.field(name, column.type, metadata={"meaning": meanings[name]})
                      for name, column in columns.items()])  # fmt: skip


def _courses(experiment: Experiment, stored: dict[int, Stored]) -> Iterator[pa.Table]:
    """One row for each run and tick that was kept."""
    import numpy as np
    import pyarrow as pa

    from dipsim.runs.dataframes import dates

    settings = experiment.trajectories
    for piece in _pieces(stored) if settings is not None else ():
        names = [name for name in piece.column_names if name.startswith(COURSE)]
        lengths = piece[names[0]].combine_chunks().value_lengths().fill_null(0).to_numpy()
        rows = np.repeat(np.arange(len(piece)), lengths)
        columns = {name: piece[name].take(pa.array(rows)) for name in ("point", "replicate", "arm")}
        begin = np.repeat(np.cumsum(lengths) - lengths, lengths)
        every = settings.every if settings is not None else 1
        ticks = (np.arange(len(rows)) - begin) * every
        columns["tick"] = pa.array(ticks, pa.int32())
        columns["date"] = pa.array(dates(experiment.spec.time, ticks), pa.timestamp("ms"))
        columns |= {name.removeprefix(COURSE): piece[name].combine_chunks().flatten() for name in names}
        yield pa.table(columns)


def _write(path: Path, pieces: Iterator[pa.Table]) -> int:
    """Write a table piece by piece; returns its rows. Without a piece there is no file."""
    import pyarrow.parquet as pq

    rows, writer = 0, None
    try:
        for piece in pieces:
            if writer is None:
                writer = pq.ParquetWriter(path, piece.schema, compression="zstd", write_page_checksum=True)
            writer.write_table(piece)
            rows += len(piece)
    finally:
        if writer is not None:
            writer.close()
    return rows


def load(folder: Folder, stored: dict[int, Stored] | None = None) -> Swept:
    """What the sweep in ``folder`` has computed so far, for analyses; ``stored``: its shards, read again unless
    given."""
    import pandas as pd
    import pyarrow as pa

    experiment = folder.experiment()
    points, _ = folder.design()
    found = folder.done() if stored is None else stored
    required = ["point", "replicate", "arm", *experiment.outcomes]
    pieces = [piece.select(required) for piece in _pieces(found)]
    runs = pa.concat_tables(pieces).to_pandas() if pieces else pd.DataFrame(columns=required)
    courses = None
    if experiment.trajectories is not None and found:
        courses = pa.concat_tables(list(_courses(experiment, found))).to_pandas()
    return Swept(
        title=experiment.title,
        factors=experiment.factors,
        design=name_of(experiment.design),
        size=size(experiment.design, experiment.factors),
        outcomes=experiment.outcomes,
        arms=experiment.without,
        points=pd.DataFrame(points).rename_axis("point"),
        runs=runs,
        trajectories=courses,
        common=experiment.common_random_numbers,
        titles=experiment.titles,
    )


def by_point(swept: Swept) -> pd.DataFrame:
    """Means of every outcome of ``swept`` by point with their standard errors, and what each arm's target changes
    there.

    ``force`` is the mean as it is, ``force.se`` its standard error, ``force.without.X`` the mean of the paired
    difference that X makes: with it minus without.
    """
    import pandas as pd

    columns: dict[str, Any] = {}
    for outcome in swept.outcomes:
        columns[outcome], columns[f"{outcome}.se"] = swept.mean(outcome), swept.spread(outcome)
        for arm in swept.arms:
            name = f"{outcome}.without.{arm}"
            columns[name], columns[f"{name}.se"] = swept.mean(outcome, arm), swept.spread(outcome, arm)
    found = pd.DataFrame(columns).reindex(swept.points.index)
    return pd.concat([swept.points, found], axis=1).reset_index()
