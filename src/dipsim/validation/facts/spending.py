"""How steady military spending is: log changes over 1, 5 and 10 years, and how unequal it is."""

from __future__ import annotations

import numpy as np

from dipsim.validation.facts.evidence_view import View

HALF = float(np.log(0.5))


def facts(seen: View) -> dict[str, float]:
    """Spread of the log change of real spending in ``seen``, by name."""
    table = seen.evidence.spending
    found: dict[str, float] = {}
    known = table[["run", "state", "year", "spending"]]
    for years in (1, 5, 10):
        later = known.assign(year=known["year"] - years).rename(columns={"spending": "later"})
        both = known.merge(later, on=["run", "state", "year"])
        change = np.log((both["later"] / both["spending"]).to_numpy(float))
        found[f"spending.sd_{years}"] = float(change.std()) if len(change) else float("nan")
    found["spending.median_10"] = float(np.median(change)) if len(change) else float("nan")
    found["spending.halved_10"] = float((change < HALF).mean()) if len(change) else float("nan")
    return found | {"capability.gini": _gini(seen)}


def _gini(seen: View) -> float:
    """Mean over regions of the Gini coefficient of capability in the first year (each state of a region once)."""
    table = seen.table
    begin = table[(table["year"] == table["year"].min()) & (table["run"] == table["run"].min())]
    values = []
    for _, rows in begin.groupby("region"):
        power = {**dict(zip(rows["first"], rows["capability_first"], strict=True))}
        power |= dict(zip(rows["second"], rows["capability_second"], strict=True))
        x = np.sort(np.array([value for value in power.values() if value == value]))
        if len(x) > 1 and x.sum() > 0:
            rank = np.arange(1, len(x) + 1)
            values.append(float((2 * rank - len(x) - 1) @ x / (len(x) * x.sum())))
    return float(np.mean(values)) if values else float("nan")
