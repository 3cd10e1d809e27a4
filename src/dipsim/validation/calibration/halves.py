"""Two halves of all pairs, by their codes: one takes part in a fit, what happens in the other is counted."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from dipsim.validation.calibration.targets import MOMENTS
from dipsim.validation.evidence import REGIONS, Evidence

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
HALF = tuple(one for one in MOMENTS if one.name != "third.all")  # third parties are seen through all pairs
CELLS = [(region, land) for region in REGIONS for land in (1, 0)]
COUNTS = ("pair-years with an onset", "pairs with an onset")
FEW = 0.5  # added to a count before its root is taken


def fitted_half(evidence: Evidence) -> Evidence:
    """The part of ``evidence`` of the pairs that take part."""
    return _of(evidence, 0)


def counts(evidence: Evidence) -> Floats:
    """Roots of counts [run, cell] of the pairs of ``evidence`` left out: by region, land border, and ``COUNTS``."""
    table = _of(evidence, 1).same_region().dyads
    found = []
    for run in sorted(evidence.dyads["run"].unique()):
        onsets = table[(table["run"] == run) & (table["onset"] > 0)]
        row = []
        for region, land in CELLS:
            cell = onsets[(onsets["region"] == region) & (onsets["land"] == land)]
            row += [len(cell), len(cell.drop_duplicates(["first", "second"]))]
        found.append(np.sqrt(np.array(row) + FEW))
    return np.array(found)


def _of(evidence: Evidence, half: int) -> Evidence:
    disputes = evidence.disputes
    pairs = disputes[["initiator", "target"]].to_numpy(np.int64)
    among = _half(pairs.min(axis=1), pairs.max(axis=1)) == half if len(pairs) else np.zeros(0, bool)
    dyads: pd.DataFrame = evidence.dyads
    own = _half(dyads["first"].to_numpy(np.int64), dyads["second"].to_numpy(np.int64)) == half
    return replace(evidence, dyads=dyads[own].reset_index(drop=True), disputes=disputes[among].reset_index(drop=True))


def _half(first: NDArray[np.int64], second: NDArray[np.int64]) -> Any:
    """0 or 1 for each pair, the same for ever."""
    return ((first * 2_654_435_761 + second * 40_503) >> 9) & 1
