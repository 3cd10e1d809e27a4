"""How often disputes begin: levels, contiguity, concentration over pairs, clustering in time, democracy."""

from __future__ import annotations

import numpy as np

from dipsim.validation.facts.evidence_view import View, rate_ratio, ratio, share

TOP = 0.01  # share of pairs that counts as the top
PER = 1e4  # rates are per ten thousand pair-years


def facts(seen: View) -> dict[str, float]:
    """Rates of onset of same-region pairs in ``seen``, by name."""
    table = seen.table
    land = table["land"] == 1
    near, far = table[land], table[~land]
    return {
        "onset.land": PER * share(near["onset"]),
        "onset.other": PER * share(far["onset"]),
        "onset.originators_land": PER * share(near["originators"]),
        "contiguity.ratio": rate_ratio(table, land),
        "contiguity.share": ratio(near["onset"].sum(), table["onset"].sum()),
        "democracy.all": rate_ratio(table, table["democratic"] == 1),
        "democracy.land": rate_ratio(near, near["democratic"] == 1),
        **_concentration(seen),
        **_clustering(seen),
    }


def _concentration(seen: View) -> dict[str, float]:
    """Pairs that ever have an onset, and what the top hundredth has, mean over runs."""
    table = seen.table
    by_pair = table.groupby(["run", "first", "second"])["onset"].sum()
    most = max(1, round(TOP * table.groupby("year").size().mean() / seen.runs))
    tops = [ratio(counts.nlargest(most).sum(), counts.sum()) for _, counts in by_pair.groupby(level="run")]
    return {"concentration.ever": float((by_pair > 0).mean()), "concentration.top": _mean(tops)}


def _clustering(seen: View) -> dict[str, float]:
    """Dispersion and memory of yearly counts of onsets, mean over runs."""
    table = seen.table
    yearly = table.groupby(["run", "year"])["onset"].sum().unstack("year")
    regional = table.groupby(["run", "region", "year"])["onset"].sum().unstack("year")
    by_region = [_mean([_dispersion(row) for row in rows.to_numpy()]) for _, rows in regional.groupby(level="region")]
    return {
        "clustering.dispersion": _mean([_dispersion(row) for row in yearly.to_numpy()]),
        "clustering.memory": _mean([_memory(row) for row in yearly.to_numpy()]),
        "clustering.median_region": float(np.nanmedian(by_region)) if by_region else float("nan"),
    }


def _dispersion(counts: np.ndarray) -> float:
    return ratio(np.nanvar(counts, ddof=1), np.nanmean(counts)) if len(counts) > 1 else float("nan")


def _memory(counts: np.ndarray) -> float:
    if len(counts) < 4 or np.ptp(counts[:-1]) == 0 or np.ptp(counts[1:]) == 0:
        return float("nan")
    return float(np.corrcoef(counts[:-1], counts[1:])[0, 1])


def _mean(values: list[float]) -> float:
    known = [value for value in values if value == value]
    return float(np.mean(known)) if known else float("nan")
