"""The moments of data and of single runs, by the same code as `dipsim patterns`."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from dipsim.validation.calibration.targets import Moment
from dipsim.validation.evidence import Evidence
from dipsim.validation.facts import channels, history, ladder, onset, spending
from dipsim.validation.facts.evidence_view import View, share, view
from dipsim.validation.facts.regressions import third_party_rate

Floats = NDArray[np.float64]
THIRD = "third.all"
GROUPS = (onset, history, ladder, channels, spending)


def of_runs(evidence: Evidence, moments: tuple[Moment, ...], window: int) -> Floats:
    """The ``moments`` [run, moment] of one ``window`` that each run of ``evidence`` shows; NaN without a case."""
    seen = view(evidence)
    found = []
    for run in sorted(seen.table["run"].unique()):
        facts = _facts(_alone(seen, int(run)), any(one.name == THIRD and window in one.windows for one in moments))
        found.append([one.compared(facts[one.name]) for one in moments if window in one.windows])
    return np.array(found)


def _alone(seen: View, run: int) -> View:
    """One run of a view of many."""
    whole = seen.evidence
    dyads, disputes, spent = (t[t["run"] == run] for t in (whole.dyads, whole.disputes, whole.spending))
    alone = replace(whole, dyads=dyads, disputes=disputes, spending=spent)
    return View(alone, seen.table[seen.table["run"] == run])


def _facts(seen: View, third: bool) -> dict[str, float]:
    found: dict[str, float] = {}
    for group in GROUPS:
        found |= group.facts(seen)
    signed = seen.known("dca").groupby("year")["signed"].sum()
    found["dca.level"] = share(signed)
    if third:
        rate = third_party_rate(seen)
        found[THIRD] = rate if rate > 0.0 else math.nan
    return found
