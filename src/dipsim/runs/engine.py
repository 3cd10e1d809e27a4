"""Run a scenario: replicates, tables, the detailed runs, and what the verdict needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.kernels.compiler import cache
from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.model.entry_points import MANY, is_compiled, warm_up
from dipsim.runs import dataframes, resources
from dipsim.runs.batches.block_runner import Record
from dipsim.runs.batches.ensemble import Progress, ensemble, usual_workers
from dipsim.runs.drawn.drawn_worlds import KEY, DrawnWorlds, drawn_worlds
from dipsim.runs.model_hash import model_hash
from dipsim.runs.outcomes import Outcomes, join, outcomes
from dipsim.runs.result import Result, Tables, load
from dipsim.runs.storage import atomic_folder, derived, manifest
from dipsim.runs.storage import writer as store
from dipsim.runs.storage.filesystem import Disk
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build

STREAM = 1  # version of the random stream and of the elementary functions
RECORDS = ("default", "all", "final")
Say = Callable[[str], None]


class LongWait(str):
    """A note that nothing will move for a while; commands that are quiet say it, too."""

    __slots__ = ()


@dataclass(frozen=True)
class Request:
    """What is to be run. ``record`` is "default", "all" (every dyad at every tick of every run) or "final".

    ``first`` is the number of the first replicate. ``world`` replaces the world of ``spec``, where ``without`` names
    what it lacks. ``more`` goes into the manifest as it is.
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
    draws: Draws | None = None
    more: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def drawn(self) -> DrawnWorlds | None:
        """The worlds of the draws, worked out once. Raises UnsettledStart where no draw has a settled start."""
        return None if self.draws is None else drawn_worlds(self.spec, self.draws, self.runs)

    @property
    def runs(self) -> range:
        """The numbers of the replicates."""
        return range(self.first, self.first + self.replicates)


TICK = "dipsim.model.tick.advance"  # in the cache once the model was compiled


def ignore_progress(_: Any) -> None:
    """The default for who is told about progress."""


def prepare_kernels(say: Say, runs: int = MANY) -> None:
    """Compile the kernels for blocks of ``runs`` runs where they are missing, and say so by ``say``; say as well when
    nothing is compiled at all."""
    if PLAIN:
        say("numba is not there or switched off: running in plain mode, same numbers, a few thousand times slower")
    elif cache.healed():
        say(LongWait("the compile cache was damaged: what was damaged is compiled again (up to half a minute)"))
    elif not is_compiled(runs):
        why = cache.why_not()
        kept = f"and at every start: no compile cache, {why}" if why else "the next start takes a second"
        say(LongWait(f"compiling the model once (about half a minute; {kept})"))
        warm_up(runs)  # here, before any worker starts


def run(
    request: Request,
    folder: str | Path | None = None,
    *,
    asked: Mapping[str, bool] | None = None,
    overwrite: bool = False,
    progress: Progress = ignore_progress,
    say: Say = ignore_progress,
) -> tuple[Result, Outcomes | None]:
    """Run the replicates of ``request`` and write the tables to ``folder``, or keep them in memory.

    Raises ValueError for an unknown table record.

    ``progress`` is told how many runs are done, ``say`` what a user should know.

    ``asked`` says which of verdict, figures and csv the folder is to hold in the end; the manifest keeps it, and csv is
    written with the tables. Where the tables of this very request lie in ``folder`` they are taken from there, unless
    ``overwrite``. The outcomes of every replicate come beside the result, for the verdict; None where nothing was run.
    Raises ScenarioError when the plan is too big, FolderError or StorageError from the store.
    """
    if request.record not in RECORDS:
        raise ValueError(f"record is one of {', '.join(RECORDS)}, not {request.record!r}")
    requested = {"verdict": False, "figures": False, "csv": False, **(asked or {})}
    if folder is not None and not overwrite and (there := stored(folder, request)) is not None:
        return there, None
    spec = request.spec
    world = request.world or request.drawn or build(spec)
    workers = request.workers or 1
    planned = resources.check(spec, request.replicates, request.record, workers, kept=folder is None)
    if request.workers is None:
        workers = usual_workers(planned.seconds)
    for runs in {request.replicates, min(request.replicates, resources.detail_block(spec))}:
        prepare_kernels(say, runs)
    try:
        return _run(
            request, world, workers, planned, folder, overwrite=overwrite, requested=requested, progress=progress
        )
    except MemoryError as problem:
        problem.add_note(f"The plan was {planned}")
        raise


def _run(
    request: Request, world: World | DrawnWorlds, workers: int, planned: resources.Plan, folder: str | Path | None, *,
    overwrite: bool, requested: dict[str, bool], progress: Progress,
) -> tuple[Result, Outcomes]:  # fmt: skip
    """Fill the folder or memory."""
    spec, money = request.spec, request.spec.money.unit
    if folder is None:
        memory = store.Memory(money)
        found, described = _fill(memory, request, world, workers, progress)
        return Result(spec, memory.commit(described), Tables(memory.frame)), found
    with store.Writer(folder, overwrite, planned=planned.bytes_disk, money=money) as writer:
        found, described = _fill(writer, request, world, workers, progress)
        whole = {**described, "asked": requested}
        statement = writer.commit(whole, {"scenario.yaml": spec.text}, csv=requested["csv"])
    return Result(spec, statement, Tables(_reader(writer.folder)), folder=writer.folder), found


def stored(folder: str | Path, request: Request) -> Result | None:
    """The result of this very request that lies in a folder, whole or unfinished; None where there is none.

    What killed processes left there is removed. Raises VerificationError where something stored is damaged.
    """
    place = Path(folder).absolute()
    atomic_folder.clear_leftovers(place, Disk())
    if place.is_symlink() or not (place / manifest.NAME).is_file():
        return None
    there = manifest.read(place)
    there_is = {**there, KEY: there.get(KEY, {}).get("hash")}
    if any(there_is.get(key) != value for key, value in _identity(request).items()):
        return None
    derived.clear(place)
    found = load(place, ignore_progress)
    return Result(request.spec, found.manifest, found.tables, folder=place)


def _identity(request: Request) -> dict[str, Any]:
    """What the manifest says of a request that decides every number of its tables."""
    return {
        "config_hash": request.spec.hash,
        "seed": request.seed,
        "replicates": request.replicates,
        "stream": STREAM,
        "model": model_hash(),
        "record": request.record,
        "first": request.first or None,
        "without": list(request.without) or None,
        KEY: None if request.draws is None else request.draws.hash,
    }


def _reader(folder: Path) -> Callable[[str], Any]:
    return lambda name: store.read_table(folder, name)


def _fill(
    writer: Any, request: Request, world: World | DrawnWorlds, workers: int, progress: Progress
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
        for own, record in ensemble(world, request.seed, chosen, _as_it_is, block=block, detail=True):
            for name, frame in dataframes.details(own, record):
                writer.append(name, frame)
                del frame  # before the next one is made
    kept = chosen if request.record == "default" else list(request.runs) if request.record == "all" else []
    statement = {key: value for key, value in _identity(request).items() if value is not None}
    first = world if isinstance(world, World) else world.first
    more: dict[str, Any] = {"start": first.start, "per_year": first.per_year, "detail_runs": kept, **request.more}
    more |= {key: statement.pop(key) for key in ("record", "first", "without", KEY) if key in statement}
    if isinstance(world, DrawnWorlds):
        more[KEY] = world.told(request.runs)
    described = manifest.describe(title=spec.title, ticks=first.ticks, more=more, **statement)
    return found, described


def _ensemble(
    request: Request, world: World | DrawnWorlds, workers: int, progress: Progress
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
        accounts=request.record != "final",
    )


def _as_it_is(world: World, record: Record) -> tuple[World, Record]:
    return world, record


def _default(world: World, record: Record) -> tuple[dataframes.Frames, Outcomes]:
    return dataframes.summaries(world, record), outcomes(world, record)


def _all(world: World, record: Record) -> tuple[dataframes.Frames, Outcomes]:
    return dataframes.everything(world, record), outcomes(world, record)


def _final(world: World, record: Record) -> tuple[dataframes.Frames, Outcomes]:
    return dataframes.finals(world, record), outcomes(world, record)


def detail_runs(trust: NDArray[np.float64], count: int = resources.DETAIL_RUNS) -> list[int]:
    """``count`` runs that are kept in detail: those at evenly spaced quantiles of mean ``trust`` [R], in the order of
    their numbers."""
    order = np.argsort(trust, kind="stable")
    places = np.linspace(0, len(order) - 1, min(count, len(order)))
    return sorted({int(order[int(place + 0.5)]) for place in places})
