"""Run a scenario: replicates, tables, the detailed runs, and what the verdict needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.compiler import cache
from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.model.entry_points import warm_up
from dipsim.runs import dataframes, resources
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.batches.ensemble import Progress, ensemble, usual_workers
from dipsim.runs.outcomes import Outcomes, join, outcomes
from dipsim.runs.result import Result, Tables
from dipsim.runs.storage import manifest
from dipsim.runs.storage import writer as store
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build

STREAM = 1  # version of the random stream and of the elementary functions
RECORDS = ("default", "all", "final")
Say = Callable[[str], None]


@dataclass(frozen=True)
class Request:
    """What is to be run. ``record`` is "default", "all" (every dyad at every tick of every run) or "final".

    ``first`` is the number of the first replicate. ``world`` replaces the world of ``spec``, where ``without`` names
    what it lacks.
    """

    spec: Spec
    replicates: int = 200
    seed: int = 1
    workers: int | None = None
    record: str = "default"
    block: int | None = None
    first: int = 0
    world: World | None = None
    without: tuple[str, ...] = ()

    @property
    def runs(self) -> range:
        """The numbers of the replicates."""
        return range(self.first, self.first + self.replicates)


def hear_nothing(_: Any) -> None:
    """The default for who is told about progress."""


def announce(say: Say) -> None:
    """Tell the user when the first kernels must be compiled, or run without compiling."""
    if PLAIN:
        say("numba is not there or switched off: running in plain mode, same numbers, a few thousand times slower")
    elif cache.healed():
        say("the compile cache was damaged: what was damaged is compiled again (up to half a minute)")
    elif not cache.warm():
        say("compiling once (about half a minute; the next start takes a second)")
        warm_up()  # here, before any worker starts


def run(request: Request, folder: str | Path | None = None, *, overwrite: bool = False, csv: bool = False,
        progress: Progress = hear_nothing, say: Say = hear_nothing) -> tuple[Result, Outcomes]:  # fmt: skip
    """Run the replicates and write the tables to ``folder``, or keep them in memory.

    Raises ScenarioError when the plan is too big, FolderError or StorageError from the store. The outcomes of every
    replicate come beside the result, for the verdict.
    """
    if request.record not in RECORDS:
        raise ValueError(f"record is one of {', '.join(RECORDS)}, not {request.record!r}")
    spec = request.spec
    world = request.world or build(spec)
    workers = request.workers or 1
    planned = resources.check(spec, request.replicates, request.record, workers, kept=folder is None)
    if request.workers is None:
        workers = usual_workers(planned.seconds)
    announce(say)
    money = spec.money.unit
    if folder is None:
        memory = store.Memory(money)
        found, described = _fill(memory, request, world, workers, progress)
        stored = memory.commit(described)
        return Result(spec, stored, Tables(memory.frame)), found
    with store.Writer(folder, overwrite, planned=planned.bytes_disk, money=money) as writer:
        found, described = _fill(writer, request, world, workers, progress)
        stored = writer.commit(described, {"scenario.yaml": spec.text}, csv=csv)
    return Result(spec, stored, Tables(_reader(writer.folder)), folder=writer.folder), found


def _reader(folder: Path) -> Callable[[str], Any]:
    return lambda name: store.read_table(folder, name)


def _fill(
    writer: Any, request: Request, world: World, workers: int, progress: Progress
) -> tuple[Outcomes, dict[str, Any]]:
    """Run everything into the writer; returns outcomes and the description for the manifest."""
    spec, parts = request.spec, list[Outcomes]()
    for tables, part in _ensemble(request, world, workers, progress):
        parts.append(part)
        for name, frame in tables.items():
            writer.append(name, frame)
    found = join(parts)
    chosen = [request.first + run for run in detail_runs(found.trust)] if request.record == "default" else []
    if chosen:
        block = request.block or resources.detail_block(spec)
        for record in ensemble(world, request.seed, chosen, _as_it_is, block=block, detail=True):
            for name, frame in dataframes.details(world, record):
                writer.append(name, frame)
                del frame  # before the next one is made
    described = manifest.describe(
        title=spec.title,
        config_hash=spec.hash,
        seed=request.seed,
        replicates=request.replicates,
        ticks=world.ticks,
        stream=STREAM,
        detail_runs=chosen if request.record == "default" else list(request.runs) if request.record == "all" else [],
        more={
            "record": request.record,
            "start": world.start,
            "per_year": world.per_year,
            **({"first": request.first} if request.first else {}),
            **({"without": list(request.without)} if request.without else {}),
        },
    )
    return found, described


def _ensemble(
    request: Request, world: World, workers: int, progress: Progress
) -> Iterator[tuple[dataframes.Frames, Outcomes]]:
    reduce = {"default": _default, "all": _all, "final": _final}[request.record]
    return ensemble(
        world,
        request.seed,
        request.runs,
        reduce,
        workers=workers,
        block=request.block,
        progress=progress,
        detail=request.record == "all",
    )


def _as_it_is(_: World, record: Record) -> Record:
    return record


def _default(world: World, record: Record) -> tuple[dataframes.Frames, Outcomes]:
    return dataframes.summaries(world, record), outcomes(world, record)


def _all(world: World, record: Record) -> tuple[dataframes.Frames, Outcomes]:
    return dataframes.everything(world, record), outcomes(world, record)


def _final(world: World, record: Record) -> tuple[dataframes.Frames, Outcomes]:
    return dataframes.finals(world, record), outcomes(world, record)


def detail_runs(trust: NDArray[np.float64], count: int = resources.DETAIL_RUNS) -> list[int]:
    """The runs kept in detail: those at evenly spaced quantiles of mean trust, in the order of their numbers."""
    order = np.argsort(trust, kind="stable")
    places = np.linspace(0, len(order) - 1, min(count, len(order)))
    return sorted({int(order[int(place + 0.5)]) for place in places})
