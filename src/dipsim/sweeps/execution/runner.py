"""Running what is missing of a sweep: shards go out, come back and are stored; a shard that kills is set aside."""

from __future__ import annotations

import socket
import time
from collections import deque
from collections.abc import Callable, Collection
from concurrent.futures import FIRST_COMPLETED, Executor, Future, wait
from dataclasses import dataclass, field
from functools import partial

from dipsim._version import __version__
from dipsim.runs.errors import FolderError
from dipsim.runs.model_hash import model_hash
from dipsim.sweeps.execution.executors import Open, died
from dipsim.sweeps.execution.shard import Job, Simulate, compute, failed_runs, read_shard
from dipsim.sweeps.execution.sharding import shards
from dipsim.sweeps.experiment.experiment import Experiment
from dipsim.sweeps.storage.folder import Folder
from dipsim.sweeps.storage.setup_record import setup

DEATHS = 2  # of a worker that worked on a shard alone, until the shard is given up
AHEAD = 2  # shards that wait for each worker


@dataclass
class Progress:
    """What a sweep has come to, for whoever shows it."""

    runs: int
    shards: int
    shards_done: int = 0
    runs_done: int = 0
    failed: int = 0
    fresh: int = 0  # runs that were computed now
    seconds: float = 0.0

    @property
    def rate(self) -> float:
        """Runs per second of this session."""
        return self.fresh / self.seconds if self.seconds > 0 else 0.0

    @property
    def left(self) -> float:
        """Seconds that are left at that rate, infinite before the first shard came back."""
        return (self.runs - self.runs_done) / self.rate if self.rate > 0 else float("inf")


Tell = Callable[[Progress], None]


def ignore_progress(_: Progress) -> None:
    """The default for who is told about progress."""


@dataclass
class Conductor:
    """Computes shards of a sweep with an executor and stores them.

    ``only`` are the shards to be computed here, all of them unless given; ``seconds`` is the time after which no other
    shard is begun. ``simulate`` replaces the runs, for tests of the pipe.
    """

    folder: Folder
    experiment: Experiment
    open: Open
    workers: int = 1
    only: Collection[int] | None = None
    seconds: float | None = None
    tell: Tell = ignore_progress
    simulate: Simulate | None = None
    deaths: dict[int, int] = field(default_factory=dict)

    def run(self) -> Progress:
        """Compute what is missing; returns what there is then. Raises StorageError when the disk refuses.

        Raises FolderError where this version of dipsim would give other numbers than the one that began the sweep.
        """
        self.folder.clear()
        self.points, order = self.folder.design(mend=True)
        self.parts = shards(self.experiment, order)
        self.folder.require_same_setup(setup(self.experiment, self.points, order, len(self.parts)))
        there, given_up = self.folder.done(), self.folder.failures()
        self.progress = Progress(self.experiment.runs, len(self.parts))
        for shard, stored in there.items():
            self._count(shard, stored.failed, fresh=False)
        self.progress.failed += sum(self._runs(shard) for shard in given_up if shard not in there)
        self.begun = time.monotonic()
        self.tell(self.progress)
        required = range(len(self.parts)) if self.only is None else sorted(self.only)
        missing = [shard for shard in required if shard not in there and shard not in given_up]
        if missing:
            with self.open() as pool:
                self._run(pool, missing)
        return self.progress

    def _run(self, pool: Executor, missing: list[int]) -> None:
        """Compute these shards; those whose worker died are tried again alone, so that it is clear which one kills."""
        suspects = self._all(pool, missing, AHEAD * self.workers)
        while suspects and not self._late():
            shard = suspects.pop(0)
            if self._all(pool, [shard], 1):
                self._give_up(shard) if self.deaths[shard] > DEATHS else suspects.append(shard)

    def _give_up(self, shard: int) -> None:
        self.folder.fail(shard, f"its worker died {self.deaths[shard]} times")
        self.progress.failed += self._runs(shard)
        self.tell(self.progress)

    def _all(self, pool: Executor, missing: list[int], ahead: int) -> list[int]:
        """Compute these shards, so many in hand at a time, until time is up; returns those whose worker died."""
        submit = partial(work, model=self.folder.record["model"], simulate=self.simulate)
        left, flying, dead = deque(missing), dict[Future[bytes], int](), list[int]()
        while flying or (left and not self._late()):
            while left and len(flying) < ahead and not self._late():
                shard = left.popleft()
                flying[pool.submit(submit, self.job(shard))] = shard
            for future in wait(list(flying), timeout=0.5, return_when=FIRST_COMPLETED).done:
                shard = flying.pop(future)
                if not self._store(shard, future):
                    self.deaths[shard] = self.deaths.get(shard, 0) + 1
                    dead.append(shard)
            self.progress.seconds = time.monotonic() - self.begun
            self.tell(self.progress)
        return dead

    def job(self, shard: int) -> Job:
        """What a worker needs for a shard."""
        parts = self.parts[shard]
        return Job(self.folder.setup_text, shard, parts, tuple(self.values(part.point) for part in parts))

    def values(self, point: int) -> dict[str, object]:
        """The value of every factor at a point."""
        return {name: column[point : point + 1].tolist()[0] for name, column in self.points.items()}

    def _store(self, shard: int, future: Future[bytes]) -> bool:
        """Store what came back; False when the worker died instead. Raises what else went wrong."""
        try:
            data = future.result()
        except BaseException as problem:
            if died(problem):
                return False
            raise
        self.folder.put(shard, data)
        self._count(shard, failed_runs(read_shard(data)[0]), fresh=True)
        return True

    def _count(self, shard: int, failed: int, fresh: bool) -> None:
        runs = self._runs(shard)
        self.progress.shards_done += 1
        self.progress.runs_done += runs
        self.progress.fresh += runs if fresh else 0
        self.progress.failed += failed

    def _runs(self, shard: int) -> int:
        return sum(part.last - part.first for part in self.parts[shard]) * len(self.experiment.arms)

    def _late(self) -> bool:
        return self.seconds is not None and time.monotonic() - self.begun >= self.seconds


def work(job: Job, model: str, simulate: Simulate | None) -> bytes:
    """Compute the shard of ``job`` by ``simulate`` where the hash ``model`` is that of this installation. Raises
    FolderError (exit code 4) where it is not."""
    if model_hash() != model:
        has = f"a worker there has another model (dipsim {__version__}, model {model_hash()}; expected {model})"
        raise FolderError(f"{socket.gethostname()}: {has}, and computes nothing")
    return compute(job, simulate)


def share(text: str, count: int) -> list[int]:
    """The shards, of ``count``, in share i of n, as ``text`` says it: ``3/10``. Raises ValueError for anything else.

    >>> share("2/3", 7)
    [1, 4]
    """
    first, slash, whole = text.partition("/")
    if not slash or not first.isdecimal() or not whole.isdecimal() or not 1 <= int(first) <= int(whole):
        raise ValueError(f"expected I/N with I from 1 to N, such as 3/10, found '{text}'")
    return list(range(int(first) - 1, count, int(whole)))
