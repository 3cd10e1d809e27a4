"""What the campaigns on arms and on words share: runs on the same draws, what nations begin in them, and pages."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.state import dyads, nation
from dipsim.runs.batches.ensemble import blocks
from dipsim.scenario.load import vary
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import build
from dipsim.study.statistics.paired_intervals import Interval, paired_mean
from dipsim.validation.driver import steps

Floats = NDArray[np.float64]
DOCS = Path(__file__).resolve().parents[1] / "docs"


@dataclass(frozen=True)
class Seen:
    """What R runs of n nations came to, each per run.

    ``begins`` [n, n, R] are the disputes that the row is expected to begin against the column, per decade, before the
    common shock; ``capability`` [n, R] is the mean over the run, in money, and ``paid_for`` [n, R] the mean share of
    the orders due that the purse allowed.
    """

    codes: list[str]
    begins: Floats
    capability: Floats
    paid_for: Floats

    def of(self, code: str, against: str = "") -> Floats:
        """Disputes that a nation is expected to begin per decade, against one nation or against all, [R]."""
        row = self.begins[self.codes.index(code)]
        found: Floats = row[self.codes.index(against)] if against else row.sum(axis=0)
        return found

    def served(self, code: str) -> Floats:
        """Mean share of a nation's orders due that its purse paid for, [R]."""
        found: Floats = self.paid_for[self.codes.index(code)]
        return found

    def strength(self, code: str) -> Floats:
        """Mean capability of a nation, [R]."""
        found: Floats = self.capability[self.codes.index(code)]
        return found


def see(spec: Spec, replicates: int, seed: int) -> Seen:
    """Run a scenario and keep who is expected to begin what, and how strong everybody is."""
    world = build(spec)
    parts = []
    for members in blocks(world, range(replicates)):
        n, runs = len(world.codes), len(members)
        begins, capability, paid_for = np.zeros((n, n, runs)), np.zeros((n, runs)), np.zeros((n, runs))
        for _, b, _ in steps(world, seed, members, world.ticks):
            begins += b.dyad[dyads.HAZARD]
            capability += b.nat[nation.CAPABILITY]
            paid_for += b.nat[nation.PURSE_SHARE]
        parts.append((10.0 * begins / world.ticks, capability / world.ticks, paid_for / world.ticks))
    return Seen(list(world.codes), *(np.concatenate(arrays, axis=-1) for arrays in zip(*parts, strict=True)))


def with_entry(spec: Spec, entry: str) -> Spec:
    """The scenario with one more entry of the timeline, as text in YAML."""
    from dipsim.scenario.load import load

    if "\ntimeline:\n" not in spec.text:
        raise ValueError(f"{spec.file}: expected a scenario with a timeline")
    return load(spec.file, (), spec.text.replace("\ntimeline:\n", f"\ntimeline:\n- {entry}\n", 1))


def varied(spec: Spec, changes: Sequence[str]) -> Spec:
    """The scenario with overrides, itself without any."""
    return vary(spec, list(changes)) if changes else spec


def told(one: Interval | Any, digits: int = 3) -> str:
    """An estimate with its interval; in bold where it is clear of 0.

    >>> told(Interval(0.5, 0.4, 0.6), 1), told(Interval(0.0, -0.1, 0.1), 1)
    ('**+0.5** (+0.4 to +0.6)', '+0.0 (-0.1 to +0.1)')
    """
    mark = "**" if one.low > 0 or one.high < 0 else ""
    return f"{mark}{one.estimate:+.{digits}f}{mark} ({one.low:+.{digits}f} to {one.high:+.{digits}f})"


def difference(one: Floats, other: Floats) -> Interval:
    """Mean difference of paired runs with its 95 % interval."""
    return paired_mean(one, other)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A table in Markdown."""
    lines = [f"| {' | '.join(cells)} |" for cells in (head, *rows)]
    return "\n".join([lines[0], "|" + "---|" * len(head), *lines[1:]])


def put(page: Path, part: str, text: str) -> None:
    """Replace what stands on a page between ``<!-- part -->`` and ``<!-- end of part -->``.

    Raises ValueError where the page does not have the place exactly once.
    """
    begin, end = f"<!-- {part} -->", f"<!-- end of {part} -->"
    before = page.read_text(encoding="utf-8")
    place = re.compile(f"{re.escape(begin)}.*?{re.escape(end)}", re.S)
    if len(place.findall(before)) != 1:
        raise ValueError(f"{page.name}: expected {begin} and {end} once")
    page.write_text(place.sub(lambda _: f"{begin}\n\n{text}\n\n{end}", before), encoding="utf-8")
