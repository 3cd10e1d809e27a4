"""The runs of a hindcast: what happens between the states of each region, kept in files so that a run can go on.

A file holds a block of replicates of one region. Its name has the region, the replicates and a hash of the model, the
scenario, the seed and the length, so that a file of another model or year is never taken for it.
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads
from dipsim.runs.model_hash import digest, model_hash, tree
from dipsim.runs.storage.filesystem import reported
from dipsim.validation import driver, pair_years
from dipsim.validation.pair_years import Watched, watch
from dipsim.validation.simulated import Region

Floats = NDArray[np.float64]
BLOCK = 16  # replicates in a file
KEPT = ("onset", "begun", "hazard", "signed", "yearly")
WATCHING = (Path(driver.__file__), Path(pair_years.__file__), Path(__file__))  # modules that decide what is kept
LEAST_STAKE = 0.2  # what a pair without a stake counts for in the index


@dataclass(frozen=True)
class Ensemble:
    """What R runs of one region left, for n states with the numbers ``codes``.

    ``onset`` [R, n, n] whether the pair had an onset, ``begun`` [R, n, n] whether the row began a dispute against the
    column, ``hazard`` [R, n, n] its integrated hazard, ``signed`` [R, n, n] whether the pair signed an agreement,
    ``yearly`` [R, years] onsets of pairs. ``index`` [n, n] is reach x (0.2 + stake) at the start and ``contact``
    [n, n] proximity x (0.2 + stake).
    """

    codes: NDArray[np.int64]
    onset: NDArray[np.bool_]
    begun: NDArray[np.bool_]
    hazard: Floats
    signed: NDArray[np.bool_]
    yearly: Floats
    index: Floats
    contact: Floats

    @property
    def runs(self) -> int:
        return len(self.onset)

    def of_pairs(self) -> dict[str, Floats]:
        """Probabilities [n, n]: share of runs and mean of 1 - exp(-hazard), undirected and directed, and of signing."""
        both = self.hazard + np.swapaxes(self.hazard, 1, 2)
        return {
            "share": self.onset.mean(axis=0),
            "hazard": (1.0 - np.exp(-both)).mean(axis=0),
            "begun_share": self.begun.mean(axis=0),
            "begun_hazard": (1.0 - np.exp(-self.hazard)).mean(axis=0),
            "signed": self.signed.mean(axis=0),
            "index": self.index,
            "contact": self.contact,
        }


def ensemble(
    region: Region,
    key: str,
    replicates: int,
    seed: int,
    years: int,
    folder: Path | None = None,
    progress: Callable[[int], None] | None = None,
) -> Ensemble:
    """Run a ``region`` for ``years`` with so many ``replicates`` from ``seed``, or read from ``folder`` what was run
    before with the same ``key``.

    ``key`` names the model and the scenario (``key_of``); ``progress`` hears how many runs are done. Raises
    StorageError when the folder cannot be written."""
    parts = []
    for at in range(0, replicates, BLOCK):
        members = range(at, min(at + BLOCK, replicates))
        path = None if folder is None else folder / f"{region.name}-{members[0]}-{members[-1]}-{key}.npz"
        part = _read(path)
        if part is None:
            part = _reduced(watch(region.runs_in, seed, members, years))
            _write(path, part)
        parts.append(part)
        if progress is not None:
            progress(len(members))
    joined = {name: np.concatenate([part[name] for part in parts]) for name in KEPT}
    index, contact = indices(region)
    return Ensemble(region.codes, index=index, contact=contact, **joined)


def key_of(region: Region, seed: int, years: int) -> str:
    """The hash of the model, of what is kept of a run, of the scenario of ``region``, the ``seed`` and the length in
    ``years``.

    Comments and docstrings do not count."""
    watching = digest([tree(path.read_text(encoding="utf-8")) for path in WATCHING])
    words = f"{model_hash()} {watching} {seed} {years} {','.join(map(str, region.codes))} {region.hash}"
    return hashlib.blake2b(words.encode(), digest_size=8).hexdigest()


def indices(region: Region) -> tuple[Floats, Floats]:
    """reach x (0.2 + stake) and proximity x (0.2 + stake) of every pair of ``region`` at the start, each [n, n];
    reach is the greater of two."""
    dyad = region.world.dyad
    stake = LEAST_STAKE + dyad[dyads.DISPUTE]
    return np.maximum(dyad[dyads.REACH], dyad[dyads.REACH].T) * stake, dyad[dyads.PROXIMITY] * stake


def _reduced(blocks: Sequence[Watched]) -> dict[str, NDArray[np.generic]]:
    """What is kept of watched blocks."""
    parts: dict[str, list[Any]] = {name: [] for name in KEPT}
    for block in blocks:
        pairs = block.pairs
        begun = pairs["begun"] > 0
        onset = begun | np.swapaxes(begun, 2, 3) | (pairs["joined"] > 0)
        parts["onset"].append(onset.any(axis=1))
        parts["begun"].append(begun.any(axis=1))
        parts["hazard"].append(pairs["hazard"].sum(axis=1, dtype=np.float64))
        parts["signed"].append((pairs["signed"] > 0).any(axis=1))
        parts["yearly"].append(onset.sum(axis=(2, 3)) / 2.0)
    return {name: np.concatenate(rows) for name, rows in parts.items()}


def _read(path: Path | None) -> dict[str, NDArray[np.generic]] | None:
    if path is None or not path.is_file():
        return None
    with reported(path), np.load(path) as stored:
        return {name: stored[name] for name in KEPT}


def _write(path: Path | None, part: dict[str, NDArray[np.generic]]) -> None:
    """Write a file whole or not at all."""
    if path is None:
        return
    with reported(path):
        path.parent.mkdir(parents=True, exist_ok=True)
        fresh = path.with_name(f".{path.name}.tmp")
        with fresh.open("wb") as file:
            np.savez_compressed(file, **part)  # type: ignore[arg-type]
        os.replace(fresh, path)
