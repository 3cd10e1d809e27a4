"""Whom does each nation fear? The largest threats at the start, whether an expert names them, and allies among them."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from dipsim.validation.recognition.finding import Finding, Section, finding, first_threats, setting
from dipsim.validation.recognition.groups import Region

Floats = NDArray[np.float64]
LARGEST = 2  # threats among which no ally may be


def threats(region: Region) -> Section:
    """The three largest threats that each nation of ``region`` sees in the first tick, mean over runs, and allies
    among the first two."""
    fear = region.seen.menace[0].mean(axis=-1)
    rows, cases, allies = [], [], 0
    for i in range(len(region.codes)):
        order = [int(j) for j in np.argsort(-fear[i], kind="stable") if j != i and fear[i, j] > 0.0]
        worst = [j for j in order[:LARGEST] if fear[i, j] >= setting("threat_floor")]
        allies += int(region.friends[i].sum())
        cases += [f"{region.name(i)} fears {region.name(j)} ({fear[i, j]:.2f})" for j in worst if region.friends[i, j]]
        three = [f"{region.name(j)} {fear[i, j]:.2f}{' (ally)' if region.allied[i, j] else ''}" for j in order[:3]]
        rows.append((region.name(i), *three, *[""] * (3 - len(three))))
    return Section(
        "threats",
        "Whom nations fear",
        (_named(region, fear), finding("allies_feared", len(cases) if allies else np.nan, cases)),
        ("nation", "largest threat", "second", "third"),
        tuple(rows),
        "Menace (threat without help) in the first tick, 0 to 2, mean over runs. An ally has pledged its help.",
    )


def _named(region: Region, fear: Floats) -> Finding:
    """Nations whose largest threat is another than the one that is named for them."""
    cases, count = [], 0
    for code, feared in first_threats().items():
        if {code, feared} <= set(region.codes):
            i, j = region.codes.index(code), region.codes.index(feared)
            worst = int(np.argmax(np.where(np.arange(len(fear)) == i, -1.0, fear[i])))
            count += 1
            if worst != j:
                said = f"{region.name(worst)} ({fear[i, worst]:.2f}) before {region.name(j)} ({fear[i, j]:.2f})"
                cases.append(f"{region.name(i)} fears {said}")
    return finding("first_threats", len(cases) if count else np.nan, cases)
