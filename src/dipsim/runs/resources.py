"""What a run would take: memory, disk and time, estimated before anything is allocated, and refused above limits."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations

from dipsim.kernels.machine import limits
from dipsim.kernels.pair_array import SPECIAL
from dipsim.model.state import trust_accounts
from dipsim.model.state.arrays import LANES, SETTLING, bytes_of_a_run
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.wording import counted
from dipsim.scenario.world.build import World
from dipsim.scenario.world.geography import proximities
from dipsim.scenario.world.links import LINKING
from dipsim.scenario.yaml.nodes import Mark
from dipsim.scenario.yaml.problems import Report

MAX_NATIONS = 5000
MAX_REPLICATES = 2**32
MAX_WORKERS = 4096
MEMORY_SHARE = 0.75
DISK_LIMIT = 2 * 10**9  # bytes, for record="all"
SOME = 10  # organisations and issues of a region, for the estimate
BATCH = 32  # runs of a small region whose results are put together
SMALL_STATE = 24 * 10**6  # bytes of state of a block of such a region
LARGE = 600 * 10**6  # bytes of tables that are made at once, and of the state of a block
DETAIL_RUNS = 8
START_TICKS = 240  # ticks of a run that take as long as making a world and settling its start (measured in two_blocs)
NANOSECONDS = 50.0  # per linked directed dyad, kind, run and tick (measured order of size, see benchmarks)
COPIES = 2.75  # of a table while it is made (measured, see docs/performance.md)
WAITING = 3  # blocks for each worker whose tables may be there at once
STORED = 0.6  # stored bytes per byte of a table, after compression
SMALL = 400  # nations up to which pairs are counted for the notes


@dataclass(frozen=True)
class Plan:
    """Estimates: bytes of memory over all workers, bytes on disk, seconds on this machine, runs in a block."""

    runs: int
    ticks: int
    bytes_memory: int
    bytes_disk: int
    seconds: float
    block: int
    notes: tuple[str, ...] = ()

    def __str__(self) -> str:
        return (
            f"{counted(self.runs, 'run')} of {counted(self.ticks, 'tick')} in blocks of {self.block}: "
            f"about {size(self.bytes_memory)} of memory, {size(self.bytes_disk)} on disk, "
            f"{max(1.0, self.seconds):.0f} s"
        )


def size(count: float) -> str:
    """``count`` bytes in words.

    >>> size(2_500_000)
    '2.5 MB'
    """
    for unit in ("B", "kB", "MB", "GB", "TB"):
        if count < 1000 or unit == "TB":
            break
        count /= 1000
    return f"{count:.3g} {unit}"


def estimate(spec: Spec, replicates: int, record: str = "default", workers: int = 1, kept: bool = False) -> Plan:
    """Memory, disk and time that ``replicates`` runs of ``spec`` with so many ``workers`` would take; ``record`` is
    "all", "final" or "default".

    ``kept`` says that tables stay in memory, rather than being written block by block.
    """
    n, ticks, kinds = len(spec.nations), spec.time.ticks, len(spec.kinds)
    linked = linked_dyads(spec)
    state, block = _state_bytes(n, linked, kinds), min(block_size(n, linked, kinds), max(1, replicates))
    lanes, batch = min(held for held in LANES if held >= block), batch_size(n, linked, kinds)
    n_workers = max(1, min(workers, limits.cpus(), -(-replicates // batch)))
    tables = _table_bytes(spec, replicates, record)
    seconds = replicates * ticks * max(1, linked) * kinds * NANOSECONDS * 1e-9 / n_workers
    ends = _table_bytes(spec, replicates, "final")  # how every run ends is kept for the verdict
    held = tables if kept else min(tables, ends + _bytes_at_once(spec, min(batch, replicates) * n_workers, record))
    return Plan(
        replicates,
        ticks,
        int(n_workers * lanes * state + COPIES * held),
        int(tables * STORED),
        seconds,
        block,
        _notes(spec),
    )


def start_seconds(spec: Spec) -> float:
    """Seconds that making the world of ``spec`` and settling its start take, on one core."""
    one = estimate(spec, 1, "final")
    return START_TICKS * one.seconds / max(1, one.ticks)


def check(
    spec: Spec,
    replicates: int,
    record: str = "default",
    workers: int = 1,
    memory: int | None = None,
    kept: bool = False,
) -> Plan:
    """The plan of ``estimate`` for ``spec``, ``replicates``, ``record``, ``workers`` and ``kept``; raises ScenarioError
    (E14xx) where it is too big. ``memory``: bytes that this process may use."""
    report, mark = Report(), Mark(spec.file, 1, 1)
    for name, value, most in (("replicates", replicates, MAX_REPLICATES), ("workers", workers, MAX_WORKERS)):
        if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= most:
            report.add(mark, "E1404", name, f"a whole number between 1 and {most}", str(value)[:40])
    if len(spec.nations) > MAX_NATIONS:
        report.add(mark, "E1401", "nations", f"at most {MAX_NATIONS} nations", str(len(spec.nations)))
    report.stop()
    plan = estimate(spec, replicates, record, workers, kept)
    limit = int(MEMORY_SHARE * (limits.memory() if memory is None else memory))
    if plan.bytes_memory > limit:
        found = f"{size(plan.bytes_memory)} for {len(spec.nations)} nations, {plan.ticks} ticks and {plan.runs} runs"
        least = estimate(spec, replicates, "final", workers, kept)
        hint = f"; --record final takes {size(least.bytes_memory)}" if least.bytes_memory <= limit else ""
        report.add(mark, "E1402", "plan", f"at most {size(limit)} of memory", found + hint)
    if record == "all" and plan.bytes_disk > DISK_LIMIT:
        report.add(mark, "E1403", "plan", f'at most {size(DISK_LIMIT)} for record="all"', size(plan.bytes_disk))
    report.stop()
    return plan


def _state_bytes(n: int, linked: int, kinds: int) -> int:
    """Bytes of the state of one run of ``n`` nations; half of the kinds count as instruments and as licensed."""
    sizes = dict.fromkeys(("kind that hides", "bill part", "event", "meeting", *SETTLING), 0)
    sizes |= {"nation": n, "pair": SPECIAL + linked, "kind": kinds, "account": trust_accounts.count(kinds)}
    sizes |= dict.fromkeys(("instrument", "kind with a habit", "licensed kind"), kinds // 2)
    return bytes_of_a_run(sizes | dict.fromkeys(("organisation", "issue"), SOME))


def block_size(n: int, linked: int, kinds: int) -> int:
    """Runs in a block of ``n`` nations with ``linked`` directed dyads and ``kinds`` exchange kinds: as many as fill
    the vector lanes, or one where their state would be too large for memory."""
    return LANES[-1] if LANES[-1] * _state_bytes(n, linked, kinds) <= LARGE else LANES[0]


def batch_size(n: int, linked: int, kinds: int) -> int:
    """Runs whose results are put together, of ``n`` nations with ``linked`` directed dyads and ``kinds`` exchange
    kinds: those of several blocks, where a block takes little time."""
    block = block_size(n, linked, kinds)
    return BATCH if block * _state_bytes(n, linked, kinds) <= SMALL_STATE else block


def block_of(world: World) -> int:
    """Runs in a block of ``world``."""
    return block_size(len(world.codes), len(world.neighbour), len(world.kinds))


def batch_of(world: World) -> int:
    """Runs of ``world`` whose results are put together."""
    return batch_size(len(world.codes), len(world.neighbour), len(world.kinds))


def linked_dyads(spec: Spec) -> int:
    """Estimated number of linked directed dyads of ``spec``: listed, near, of one instrument or of an organisation that
    links."""
    found = {frozenset(relation.between) for relation in spec.relations}
    found |= {frozenset(pair) for pair in proximities(spec)}
    for entry in spec.organisations:
        if entry.kind in LINKING or entry.holds or entry.meets > 0.0:
            found |= {frozenset(pair) for pair in combinations(entry.members, 2)}
    return 2 * len(found)


def detail_block(spec: Spec) -> int:
    """Number of detailed runs of ``spec`` that are computed together: as many as have tables of moderate size."""
    return max(1, min(DETAIL_RUNS, int(LARGE / _detail_bytes(spec))))


def _table_bytes(spec: Spec, runs: int, record: str) -> float:
    """Bytes of all result tables, uncompressed."""
    if record == "final":
        return 8.0 * runs * (16 + len(spec.kinds) + len(spec.nations) * 8)
    detail = runs if record == "all" else min(runs, DETAIL_RUNS)
    return runs * _summary_bytes(spec) + detail * _detail_bytes(spec)


def _bytes_at_once(spec: Spec, runs: int, record: str) -> float:
    """Bytes of the tables that are there at one time when ``runs`` are computed at once and written as they come."""
    if record == "default":
        return max(WAITING * runs * _summary_bytes(spec), detail_block(spec) * _detail_bytes(spec))
    return WAITING * _table_bytes(spec, runs, record)


def _summary_bytes(spec: Spec) -> float:
    """Bytes of the tables of one run: region and nations at every tick, dyads and exchanges year by year, accounts and
    bill at the end."""
    n, ticks, kinds = len(spec.nations), spec.time.ticks, len(spec.kinds)
    years, linked = ticks / spec.time.per_year + 1, linked_dyads(spec)
    causes = linked * trust_accounts.count(kinds)
    return 8.0 * (ticks * (16 + kinds + n * 9) + years * (linked * 10 + kinds * n * 2) + 4 * causes)


def _detail_bytes(spec: Spec) -> float:
    """Bytes that a detailed run adds: dyads and events at every tick, the ledger year by year."""
    n, ticks, kinds = len(spec.nations), spec.time.ticks, len(spec.kinds)
    years, accounts = ticks / spec.time.per_year + 1, trust_accounts.count(kinds)
    linked = linked_dyads(spec)
    return 8.0 * (ticks * (linked * 10 + n * 2) + years * linked * accounts * 4)


def _notes(spec: Spec) -> tuple[str, ...]:
    """What a user should know: where the proximity of pairs that are not listed comes from."""
    n = len(spec.nations)
    if n > SMALL:
        return ("unlisted pairs take their proximity from locations, else 0",)
    listed = {relation.between for relation in spec.relations}
    near = sum(1 for pair in proximities(spec) if pair not in listed)
    missing = n * (n - 1) // 2 - len(listed) - near
    takes = ("unlisted pair takes its", "unlisted pairs take their")
    notes = [f"{counted(near, *takes)} proximity from locations"] if near else []
    notes += [f"{counted(missing, 'unlisted pair has', 'unlisted pairs have')} proximity 0"] if missing else []
    return tuple(notes)
