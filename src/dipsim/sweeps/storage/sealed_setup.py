"""What a sweep fixes before its first run, as bytes of files: the sealed setup, and the points with their order."""

from __future__ import annotations

import hashlib
import json
import os
from pathlib import Path
from typing import Any

import numpy as np

from dipsim.runs.storage.manifest import demand_types
from dipsim.sweeps.execution.shard import to_bytes
from dipsim.sweeps.experiment import design
from dipsim.sweeps.experiment.design import Ints, Table
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.storage import setup_record

SEAL = "seal"


def seal(record: dict[str, Any]) -> bytes:
    """The setup ``record`` as it is stored, with a hash of all of it, also of the texts that the configuration does not
    count."""
    return setup_record.text({**record, SEAL: _hash(record)}).encode()


def unseal(data: bytes) -> dict[str, Any]:
    """The setup that was sealed in ``data``. Raises ValueError where any of it was changed, or it cannot be read."""
    try:
        record = json.loads(data.decode())
    except RecursionError as problem:
        raise ValueError(f"cannot be read: {problem}") from None
    if not isinstance(record, dict) or "config_hash" not in record:
        raise ValueError("not the setup of a sweep")
    if record.pop(SEAL, None) != _hash(record) or record["config_hash"] != setup_record.config_hash(record):
        raise ValueError("was changed after it was written")
    demand_types(record, setup_record.NEEDED)
    if seal(record) != data:
        raise ValueError("was changed after it was written")
    return record


def seal_failure(shard: int, why: str) -> bytes:
    """The file that says why a shard was given up."""
    record = {"shard": shard, "why": why}
    return (json.dumps({**record, SEAL: _hash(record)}) + "\n").encode()


def read_failure(file: Path) -> tuple[int, str] | None:
    """Number and reason of such a file; None where it was changed: the shard is then tried again."""
    try:
        record = json.loads(file.read_bytes().decode())
        sound = record.pop(SEAL) == _hash(record) and file.name == f"{record['shard']:05d}.json"
        return (int(record["shard"]), str(record["why"])) if sound else None
    except (ValueError, TypeError, KeyError, AttributeError, RecursionError, OSError):
        return None


def _hash(record: dict[str, Any]) -> str:
    return hashlib.blake2b(setup_record.text(record).encode(), digest_size=16).hexdigest()


def link(old: Path, new: Path) -> None:
    """Give the file ``old`` the name ``new`` unless that is taken (FileExistsError). Where there are no links it is
    renamed."""
    try:
        os.link(old, new)
    except FileExistsError:
        raise
    except OSError:
        if new.exists():
            raise FileExistsError(str(new)) from None
        os.replace(old, new)
    else:
        old.unlink()


def design_bytes(points: Table, order: Ints, config: str) -> bytes:
    """The file of ``points``, one a row, with the place of each in the ``order`` of running, and the hash
    ``config``."""
    import pyarrow as pa

    place = np.empty(len(order), dtype=np.int64)
    place[order] = np.arange(len(order))
    columns: dict[str, Any] = {"point": np.arange(len(order)), "place": place}
    columns |= {name: column if column.dtype.kind == "f" else column.tolist() for name, column in points.items()}
    return to_bytes(pa.table(columns), {"config": config})


def read_design(file: Path) -> tuple[Table, Ints]:
    """Points and order of such a file; raises whatever goes wrong."""
    import pyarrow.parquet as pq

    with pq.ParquetFile(file, page_checksum_verification=True) as opened:
        table = opened.read(use_threads=False)
    order = np.argsort(table["place"].to_numpy(), kind="stable").astype(np.int64)
    return {name: _column(table[name]) for name in table.column_names if name not in ("point", "place")}, order


def _column(column: Any) -> Any:
    import pyarrow as pa

    return column.to_numpy() if pa.types.is_floating(column.type) else np.array(column.to_pylist(), dtype=object)


def make_design(experiment: Experiment) -> tuple[Table, Ints]:
    """The same points and order, made again from the experiment."""
    points = design.design(experiment.design, experiment.factors, experiment.seed)
    return points, design.order(experiment.design, points, experiment.factors)
