"""The third-party bill: whom an act of others alarmed, whom it reassured, by how much, and what is left for the region.

It is told in *points of trust*: trust of the observer with its alarm and reassurance accounts of the kind minus trust
without them (or without one of the two), mean over year ends, in percentage points. Beside it stands the *evidence*
that acts wrote into the ledgers of observers, in log-odds a year, before caps and decay. A programme is billed by what
the bill is with it minus what it is without it, on the same draws.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple, Unpack

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads
from dipsim.model.tick import advance, observe_final_state
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.block_runner import unread
from dipsim.runs.batches.ensemble import Progress, blocks, in_order
from dipsim.runs.batches.kept_accounts import standing
from dipsim.runs.dataframes import TOGETHER
from dipsim.runs.settings import RunOptions, Scenario, prepare
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.answer import Answer
from dipsim.study.interventions import targets

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
LEVEL = 0.95
REGION_METRICS = ("alarm", "reassurance", "net", "alarm_points", "reassurance_points", "points")


class Charge(NamedTuple):
    """A mean over runs with its 95 % interval."""

    mean: float
    low: float
    high: float


@dataclass(frozen=True)
class Entry:
    """What one thing did to the trust of ``observer`` in ``initiator``, or to all of the region (both empty)."""

    name: str
    observer: str
    initiator: str
    alarm: Charge
    reassurance: Charge
    net: Charge
    alarm_points: Charge
    reassurance_points: Charge
    points: Charge

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        charges = {name: getattr(self, name)._asdict() for name in REGION_METRICS}
        return {"name": self.name, "observer": self.observer, "initiator": self.initiator, **charges}


@dataclass(frozen=True)
class Line:
    """The bill of a kind or programme: its sum over the region, and every observer about every actor with any.

    In ``whole`` alarm, reassurance and net are sums over all observers and actors, points means over relevant dyads.
    """

    name: str
    title: str
    whole: Entry
    entries: tuple[Entry, ...]

    def worst(self) -> Entry | None:
        """Whose trust in whom it lowers most, None where it lowers none."""
        found = min(self.entries, key=lambda entry: entry.points.mean, default=None)
        return found if found is not None and found.points.mean < 0.0 else None

    def best(self) -> Entry | None:
        """Whose trust in whom it raises most, None where it raises none."""
        found = max(self.entries, key=lambda entry: entry.points.mean, default=None)
        return found if found is not None and found.points.mean > 0.0 else None

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        entries = [entry.as_dict() for entry in self.entries]
        return {"name": self.name, "title": self.title, "region": self.whole.as_dict(), "entries": entries}

    def __str__(self) -> str:
        points, who = self.whole.points, "the mean trust of third parties in the region"
        word = "lowers" if points.high < 0 else "raises" if points.low > 0 else "neither clearly lowers nor raises"
        message = (
            f"{self.title} {word} {who}: {points.mean:+.2f} points (95 % interval {points.low:+.2f} to "
            f"{points.high:+.2f}), {self.whole.alarm_points.mean:+.2f} by alarm and "
            f"{self.whole.reassurance_points.mean:+.2f} by reassurance."
        )
        for entry, what in ((self.worst(), "alarmed"), (self.best(), "reassured")):
            if entry is not None and abs(entry.points.mean) >= 0.05:
                message += (
                    f" Most {what}: {entry.observer} about {entry.initiator}, {entry.points.mean:+.1f} points of trust."
                )
        return message


@dataclass(frozen=True)
class Bill(Answer):
    """The third-party bill of every kind, those that move most first, or of what was named.

    ``whole`` is that of all acts together; where things were named, that of the first of them.
    """

    lines: tuple[Line, ...]
    whole: Line
    codes: tuple[str, ...]
    replicates: int
    seed: int
    title: str

    def __getitem__(self, name: str) -> Line:
        """The line of that name; KeyError when there is none."""
        for line in self.lines:
            if line.name == name:
                return line
        raise KeyError(name)

    def __str__(self) -> str:
        return "\n".join(str(line) for line in self.lines)

    def to_frame(self) -> pd.DataFrame:
        """A row for the region (observer and initiator empty) and for each pair, of every line: sums and intervals."""
        import pandas as pd

        listed = [entry.as_dict() for line in self.lines for entry in (line.whole, *line.entries)]
        return pd.json_normalize(listed, sep="_").rename(columns=lambda name: name.removesuffix("_mean"))

    def as_dict(self) -> dict[str, Any]:
        """Plain data for JSON."""
        about = {"lines": [line.as_dict() for line in self.lines], "whole": self.whole.as_dict()}
        return about | {"replicates": self.replicates, "seed": self.seed, "title": self.title}


def bill(
    scenario: Scenario,
    names: str | Sequence[str] | None = None,
    **options: Unpack[RunOptions],
) -> Bill:
    """The bill of every kind that is on, or of what is named; the kind that costs the region most trust comes first.

    Raises UnknownTarget, and ValueError for an empty list.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    names : str or sequence of str, optional
        Kinds, targets such as ``timeline.0``, or sorts of targets such as "programmes".
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder).

    Returns
    -------
    Bill
        Lines with ``worst()`` and ``best()``; ``to_frame()`` has every observer and initiator.

    Examples
    --------
    >>> found = dipsim.bill("two_blocs", "joint_exercise", replicates=2, sets="time.years=2")
    >>> found["joint_exercise"].title
    'Joint exercise'
    """
    if names is not None and not names:
        raise ValueError("expected at least one kind or target, found none")
    spec, settings = prepare(scenario, options)
    replicates, seed, progress = settings.replicates, settings.seed, settings.progress
    world = build(spec)
    requested = targets.active(spec) if names is None else targets.chosen(spec, names)
    others = {name: targets.without(spec, name) for name in requested if name not in spec.kinds}
    n_workers = settings.workers_for(spec, 1 + len(others))
    with_target = _charges(world, seed, replicates, n_workers, progress)
    lines = []
    for name in requested:
        if name in others:
            without_target = _charges(others[name], seed, replicates, n_workers, progress)
            lines.append(_line(spec, world, name, with_target.less(without_target)))
        else:
            lines.append(_line(spec, world, name, with_target, world.kinds.index(name)))
    if names is not None:
        return Bill(tuple(lines), lines[0], tuple(world.codes), replicates, seed, spec.title)
    lines = [line for line in lines if line.entries]
    lines.sort(key=lambda line: (line.whole.points.mean, line.name))
    whole = _line(spec, world, TOGETHER, with_target)
    return Bill(tuple(lines), whole, tuple(world.codes), replicates, seed, spec.title)


@dataclass(frozen=True)
class _Charges:
    """Per run: evidence a year [2, C, observer, about, R], points of trust [3, C + 1, observer, about, R] by alarm, by
    reassurance and by both (the last kind is all of them together), and which dyads are relevant [observer, about]."""

    evidence: Floats
    points: Floats
    relevant: NDArray[np.bool_]

    def less(self, other: _Charges) -> _Charges:
        """The paired difference of two worlds."""
        return _Charges(self.evidence - other.evidence, self.points - other.points, self.relevant)


def _charges(world: World, seed: int, replicates: int, workers: int, progress: Progress | None) -> _Charges:
    """The bill of every run of a world."""
    work = blocks(world, range(replicates))
    jobs = [(world, seed, members) for members in work]
    found = list(in_order(_block, jobs, [*map(len, work)], workers=workers, progress=progress))
    evidence, points = (np.concatenate([getattr(c, name) for c in found], axis=-1) for name in ("evidence", "points"))
    return _Charges(evidence, points, np.any([charges.relevant for charges in found], axis=0))


def _block(world: World, seed: int, members: list[int]) -> _Charges:
    """The bill of one block; trust is read at the end of each year."""
    b = make([world], seed, members, detail=True)
    n, ends, points = len(world.codes), 0, standing(b).stored * 0.0
    for start in range(0, world.ticks, world.per_year):
        ticks = min(world.per_year, world.ticks - start)
        advance(b, start, *unread(world, ticks, len(members)))
        points += standing(b).stored
        ends += 1
    evidence = b.bill[...] / max(world.ticks * world.dt, world.dt)
    observe_final_state(b, np.int64(world.ticks))
    relevant = (b.dyad[dyads.RELEVANT] > 0.0).any(axis=-1) & ~np.eye(n, dtype=bool)
    return _Charges(evidence, b.accounts.like(points / max(ends, 1), 2)[...], relevant)


def _line(spec: Spec, world: World, name: str, charges: _Charges, c: int | None = None) -> Line:
    """The bill of kind ``c``, or of everything that the charges hold."""
    alarm, reassurance = charges.evidence.sum(axis=1) if c is None else charges.evidence[:, c]
    points = charges.points[:, -1 if c is None else c]
    net = alarm + reassurance
    entries = []
    for k, i in zip(*np.nonzero(alarm.any(axis=-1) | reassurance.any(axis=-1)), strict=True):
        values = (alarm[k, i], reassurance[k, i], net[k, i], *points[:, k, i])
        entries.append(Entry(name, world.codes[k], world.codes[i], *(_charge(value) for value in values)))
    entries.sort(key=lambda entry: (-abs(entry.net.mean), entry.observer, entry.initiator))
    sums = [part.sum(axis=(0, 1)) for part in (alarm, reassurance, net)]
    near = charges.relevant
    means = [each[near].mean(axis=0) if near.any() else np.zeros(each.shape[-1]) for each in points]
    whole = Entry(name, "", "", *(_charge(value) for value in (*sums, *means)))
    title = "all acts together" if name == TOGETHER else targets.title(spec, name)
    return Line(name, title[:1].upper() + title[1:], whole, tuple(entries))


def _charge(values: Floats) -> Charge:
    """Mean over runs with Student's 95 % interval; unbounded for one run that is not 0 is told as the value itself."""
    from dipsim.study.statistics.paired_intervals import paired_mean

    found = paired_mean(values, np.zeros_like(values), LEVEL)
    return Charge(*(float(x) if np.isfinite(x) else found.estimate for x in found))
