"""The file that a sweep's folder belongs to: everything that decides a number, and the hash of it.

It holds the texts of experiment and scenario, so that any process can make the same experiment again from it alone.
"""

from __future__ import annotations

import functools
import hashlib
import json
from typing import Any

import numpy as np

from dipsim._version import __version__
from dipsim.runs import other_model
from dipsim.runs.engine import STREAM
from dipsim.runs.model_hash import model_hash
from dipsim.sweeps.experiment import drawn_runs
from dipsim.sweeps.experiment.design import Ints, Table
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.expressions.own_outcomes import record_of

FORMAT = 1
NEEDED = {"dipsim": str, "model": str, "experiment": str, "changes": dict, "scenario": str, "title": str, "shards": int}
NEEDED |= {"scenario_hash": str, "design_hash": str, "config_hash": str}  # what is read again, of which type
OF_THE_MODEL = {"model", "stream", "scenario_hash"}  # what another version of dipsim may change
NOT_HASHED = ("config_hash", "experiment", "title", "dipsim", "parameters", "draws")  # words, or said by another field


def setup(experiment: Experiment, points: Table, order: Ints, shards: int) -> dict[str, Any]:
    """What is recorded of a sweep of ``experiment`` before its first run: its ``points``, their ``order`` of running
    and the number of ``shards``."""
    record = {
        "dipsim": __version__,
        "format": FORMAT,
        "stream": STREAM,
        "model": model_hash(),
        "title": experiment.title,
        "experiment": experiment.text,
        "changes": experiment.changes,
        "scenario": experiment.spec.text,
        "scenario_hash": experiment.spec.hash,
        "design": experiment.design_name,
        "design_hash": design_hash(points, order),
        "factors": {factor.name: list(factor.paths) for factor in experiment.factors},
        "points": experiment.points,
        "replicates": experiment.replicates,
        "arms": list(experiment.arms),
        "seed": experiment.seed,
        "common_random_numbers": experiment.common_random_numbers,
        "outcomes": list(experiment.outcomes),
        "trajectories": experiment.trajectories.model_dump() if experiment.trajectories else None,
        "shards": shards,
        **record_of(experiment.own),
        **drawn_runs.record_of(experiment),
    }
    return {**record, "config_hash": config_hash(record)}


def design_hash(points: Table, order: Ints) -> str:
    """BLAKE2b-128 of every value of ``points``, and of the ``order`` of running."""
    running = hashlib.blake2b(np.asarray(order, dtype="<i8").tobytes(), digest_size=16)
    for name, column in points.items():
        running.update(name.encode() + b"\0")
        numbers = column.dtype.kind == "f"
        running.update(column.astype("<f8").tobytes() if numbers else "\0".join(map(str, column)).encode())
    return running.hexdigest()


def config_hash(record: dict[str, Any]) -> str:
    """BLAKE2b-128 of what in ``record`` decides the numbers of a sweep; titles, questions and analyses do not."""
    kept = {key: value for key, value in record.items() if key not in (*NOT_HASHED, "scenario", "changes")}
    return hashlib.blake2b(json.dumps(kept, sort_keys=True).encode(), digest_size=16).hexdigest()


def text(record: dict[str, Any]) -> str:
    """The setup ``record`` as it is stored."""
    return json.dumps(record, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@functools.lru_cache(maxsize=4)
def experiment_of(stored: str) -> Experiment:
    """The experiment that a stored setup describes."""
    from dipsim.sweeps.experiment.load import parse

    record = json.loads(stored)
    experiment = parse(record["experiment"], "sweep.json", record["changes"], record["scenario"])
    return drawn_runs.restored(experiment, record)


def differing(mine: dict[str, Any], theirs: dict[str, Any]) -> list[str]:
    """The fields in which the setups ``mine`` and ``theirs`` differ, hashes last."""
    keys = {*mine, *theirs} - {*NOT_HASHED, "changes", "scenario"}
    found = [key for key in keys if mine.get(key) != theirs.get(key)]
    return sorted(found, key=lambda key: (key.endswith("hash") or key == "model", key))


def refusal(mine: dict[str, Any], theirs: dict[str, Any]) -> str:
    """Why the folder of ``theirs`` does not take ``mine``: another model, or the first field that differs."""
    keys = differing(mine, theirs)
    if "draws_hash" in keys:
        here, there = (_draws(one) for one in (mine, theirs))
        return f"its runs use {there}, and {here} were asked for; give --parameters as it was"
    both = other_model.compared(theirs, theirs["scenario_hash"], mine["scenario_hash"])
    if both is not None and set(keys) <= OF_THE_MODEL:
        return f"{other_model.differ(both)}: runs of both do not mix; to go on {other_model.install(both)}"
    here, there = (_short(one.get(keys[0])) for one in (mine, theirs)) if keys else ("", "")
    first = f": {keys[0]} is {there} there and {here} here" if keys else ""
    return f"belongs to another sweep (configuration {theirs['config_hash']}, yours is {mine['config_hash']}){first}"


def _draws(record: dict[str, Any]) -> str:
    """The draws of a setup in words."""
    if "draws_hash" not in record:
        return "the defaults"
    return f"draws {record['parameters']['asked']} (hash {record['draws_hash']})"


def _short(value: Any) -> str:
    record = json.dumps(value, ensure_ascii=False)
    return record if len(record) <= 60 else record[:57] + "..."
