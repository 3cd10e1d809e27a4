"""What is said of the region at the end of a tick (E137 and E138)."""

from __future__ import annotations

from operator import mul
from typing import Any

POWER_STEPS = 30
MISSING = float("nan")  # a mean over no pair


def measure(region: Any) -> dict[str, float]:
    """The region measures of the tick."""
    found = dict(region.counts)
    relevant = [tie for tie in region.ties if tie.relevant]
    trusts = [(t.one.trust[t.other.index], t.other.trust[t.one.index]) for t in relevant]
    dyads = 2.0 * len(relevant)
    found["trust"] = sum(a + b for a, b in trusts) / dyads if dyads else MISSING
    found["distrust"] = sum((a < 0.5) + (b < 0.5) for a, b in trusts) / dyads if dyads else MISSING
    tension = sum(t.one.threat[t.other.index] + t.other.threat[t.one.index] for t in relevant)
    found["tension"] = tension / dyads if dyads else MISSING
    counted = sum(2 * len(t.years) for t in relevant)
    found["agreements"] = counted / dyads if dyads else MISSING
    found["rung"] = float(max((t.rung for t in region.ties), default=0))
    concerned = {nation.index: nation for t in relevant for nation in (t.one, t.other)}
    burdens = [nation.capability / nation.gdp for nation in concerned.values()]
    found["burden"] = sum(burdens) / len(burdens) if burdens else MISSING
    found["shock"] = region.shock
    found["polarisation"] = polarisation(region, relevant, trusts, found["trust"])
    return found


def polarisation(region: Any, relevant: list[Any], trusts: list[tuple[float, float]], mean: float) -> float:
    """E138: trust within minus across the two groups that trust falls into."""
    if not relevant:
        return MISSING
    n = len(region.nations)
    matrix = [[0.0] * n for _ in range(n)]
    for tie, (a, b) in zip(relevant, trusts, strict=True):
        i, j = tie.one.index, tie.other.index
        matrix[i][j] = matrix[j][i] = 0.5 * (a + b) - mean
    bound = max(sum(map(abs, row)) for row in matrix)
    x = [0.5 + nation.word / 2.0**32 for nation in region.nations]
    for _ in range(POWER_STEPS):
        y = [bound * here + sum(map(mul, row, x)) for here, row in zip(x, matrix, strict=True)]
        largest = max(map(abs, y))
        if largest <= 0.0:
            break
        x = [value / largest for value in y]
    within, across = [], []
    for tie, both in zip(relevant, trusts, strict=True):
        same = (x[tie.one.index] >= 0.0) == (x[tie.other.index] >= 0.0)
        (within if same else across).extend(both)
    if all(value >= 0.0 for value in x) or all(value < 0.0 for value in x):
        return 0.0
    return _mean(within) - _mean(across)


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0
