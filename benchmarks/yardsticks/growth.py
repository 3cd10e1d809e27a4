"""How the time of a tick grows: with links among as many nations, and with nations of as many links each."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from yardsticks.regions import linked_dyads, region, settled
from yardsticks.table import Table, figure
from yardsticks.times import measure

SAME_NATIONS, HALF_LINKS = 96, (2, 4, 8, 16)  # neighbours on either side: 4 to 32 links of each nation
SAME_LINKS, NATIONS = 6, (24, 48, 96, 193)  # on either side: 12 links of each nation
BLOCK = 8  # runs, the same in every row
HEAD = ("nations", "links of each", "linked dyads", "block", "us", "ns per linked dyad")
Point = tuple[float, float]  # size and time


def exponent(points: Sequence[Point]) -> float:
    """The exponent of growth that fits several points best, by least squares of logarithms.

    >>> round(exponent([(1.0, 2.0), (2.0, 8.0), (4.0, 32.0)]), 6)
    2.0
    """
    sizes, times = np.log(np.array(points)).T
    return float(np.polyfit(sizes, times, 1)[0])


def growth_in_links(seconds: float, markdown: bool) -> None:
    """Print the time of a tick against links at one number of nations, and against nations at one number of links."""
    table = Table(HEAD, markdown)
    of_links = {runs: [_row(table, SAME_NATIONS, half, runs, seconds) for half in HALF_LINKS] for runs in (1, BLOCK)}
    of_nations = {runs: [_row(table, n, SAME_LINKS, runs, seconds) for n in NATIONS] for runs in (1, BLOCK)}
    print()
    for words, found in (
        (f"in links, {SAME_NATIONS} nations", of_links),
        (f"in nations of {2 * SAME_LINKS} links each", of_nations),
    ):
        told = (
            f"{exponent(points):.2f} {'one run alone' if runs == 1 else 'in blocks'}" for runs, points in found.items()
        )
        print(f"Exponent of growth {words}, fitted: {', '.join(told)}.")


def _row(table: Table, n: int, half: int, runs: int, seconds: float) -> Point:
    """Print a row; returns how many dyads are linked and the microseconds per run and tick."""
    running = settled(region(n, neighbours=half), runs)
    each, linked = measure(running, seconds), linked_dyads(running.world)
    table.row([str(n), str(2 * half), str(linked), str(runs), figure(each), figure(each * 1e3 / linked)])
    return float(linked), each
