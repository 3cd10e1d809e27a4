"""The model of docs/model.md as a Mesa model with one object per nation.

It was written from that page alone, so that page and engine can be held against each other (``../dock.py``), and it is
the yardstick for speed: the same model as a good programmer would write it with Mesa (``../speed.py``).

>>> region = Region(build(load("two_blocs")), seed=1, replicate=0)
>>> region.step()
>>> region.nations[0].trust, region.region["tension"], region.ties[0].rung

``Region`` is the ``mesa.Model``; its ``step`` is one tick, in the order of section 4 of the page. A ``Nation`` is a
``mesa.Agent`` with its traits and stocks as attributes. It holds a ``View`` of every other nation (accounts, notice,
what it sees, orders, measures), and two nations share a ``Tie`` (stakes, channels, instruments, rung). ``Kind`` and
``Organisation`` have the numbers of the scenario as attributes. One file per group of processes:

==================  ============================================================
``ledger``          step 0 and the close: accounts of trust (E15 to E22)
``politics``        step 1: growth, government, drift, baseline (E28 to E38)
``dated``           step 1: the timeline
``perception``      step 2: errors, help, threat (E40 to E47)
``wishes``          step 3: what nations want (E48 to E61)
``diplomacy``       step 3: what comes up, as claims (E56 to E62)
``service``         step 3: what is served (E63, E64)
``licensing``       step 4: licences and diversion (E65 to E70)
``consequences``    step 5: what acts do (E26, E71 to E84, E88)
``bill``            step 5: what third parties make of them (E85 to E87)
``institutions``    upkeep and step 6: what is in force (E39, E89 to E100)
``arming``          step 7: budgets, deliveries, stocks (E101 to E107)
``crisis``, ``war`` step 8: hazards, incidents, the ladder (E110 to E126)
``reputation``      step 9: hearsay and balance (E108, E109)
``measures``        what is said of the region (E137, E138)
``start``           before the first tick (E135 to E127)
``habits``          the settled start: acts per year (E128)
``yearly``          the settled start: evidence and gains per year (E129, E130)
``settling``        the settled start: where accounts and stocks rest (E131 to E134)
==================  ============================================================

The scenario comes from dipsim's loader, and the draws are keyed as in E10 to E12 (``luck``); all else is plain Python.
Work that changes no number is left out where the page says so: draws that cannot come to a count above 0, pairs out of
reach, kinds that are off.
"""

from .luck import FreeLuck, Luck
from .region import Region

__all__ = ["FreeLuck", "Luck", "Region"]
