"""The file that a sweep's folder belongs to: everything that decides a number, and the hash of it.

It holds the texts of experiment and scenario, so that any process can make the same experiment again from it alone.
"""

from __future__ import annotations

import functools
import hashlib
import json
from typing import Any

import numpy as np

import dipsim
from dipsim.kernels.compiler.cache import source_hash
from dipsim.runs.engine import STREAM
from dipsim.sweeps.experiment.design import Ints, Table
from dipsim.sweeps.experiment.experiment import Experiment

FORMAT = 1
NOT_HASHED = ("config_hash", "experiment", "title", "dipsim")  # words, or said by another field


def setup(experiment: Experiment, points: Table, order: Ints, shards: int) -> dict[str, Any]:
    """What is said of a sweep before its first run."""
    said = {
        "dipsim": dipsim.__version__,
        "format": FORMAT,
        "stream": STREAM,
        "model": source_hash(),
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
    }
    return {**said, "config_hash": config_hash(said)}


def design_hash(points: Table, order: Ints) -> str:
    """BLAKE2b-128 of every value of every point, and of the order of running."""
    running = hashlib.blake2b(np.asarray(order, dtype="<i8").tobytes(), digest_size=16)
    for name, column in points.items():
        running.update(name.encode() + b"\0")
        numbers = column.dtype.kind == "f"
        running.update(column.astype("<f8").tobytes() if numbers else "\0".join(map(str, column)).encode())
    return running.hexdigest()


def config_hash(said: dict[str, Any]) -> str:
    """BLAKE2b-128 of what decides the numbers of a sweep; titles, questions and analyses do not."""
    kept = {key: value for key, value in said.items() if key not in (*NOT_HASHED, "scenario", "changes")}
    return hashlib.blake2b(json.dumps(kept, sort_keys=True).encode(), digest_size=16).hexdigest()


def text(said: dict[str, Any]) -> str:
    """The setup as it is stored."""
    return json.dumps(said, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


@functools.lru_cache(maxsize=4)
def experiment_of(stored: str) -> Experiment:
    """The experiment that a stored setup describes."""
    from dipsim.sweeps.experiment.load import parse

    said = json.loads(stored)
    return parse(said["experiment"], "sweep.json", said["changes"], said["scenario"])


def first_difference(mine: dict[str, Any], theirs: dict[str, Any]) -> str:
    """The first field in which two setups differ, with both values, for a message."""
    keys = {*mine, *theirs} - {*NOT_HASHED, "changes", "scenario"}
    for key in sorted(keys, key=lambda key: (key.endswith("hash") or key == "model", key)):
        if mine.get(key) != theirs.get(key):
            here, there = (_short(one.get(key)) for one in (mine, theirs))
            return f"{key} is {there} there and {here} here"
    return "nothing that is known"


def _short(value: Any) -> str:
    said = json.dumps(value, ensure_ascii=False)
    return said if len(said) <= 60 else said[:57] + "..."
