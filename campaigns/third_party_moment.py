"""How disputes after exercises with third parties move with r_a and with alarm per act, in runs (docs/validity.md).

    python campaigns/third_party_moment.py --data FOLDER                      # the grid of docs/validity.md
    python campaigns/third_party_moment.py --data FOLDER --set ledger.alarm_apart=1 --set ledger.alarm_cap=3

The moment is the rate ratio of onset in the year after either side of a pair exercised with a third state that is not
allied to the other: the regression of `dipsim patterns` on the five regional sets of 1980. Beside it stand the placebo,
third states that are allied to the other, and the moment of the data. Runs come in batches; every setting has the same
draws, so that changes are taken batch by batch. Intervals are 95 %, by Student's t over batches.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy import stats

from dipsim.model.parameters import PARAMETERS
from dipsim.model.state import exchange_kind
from dipsim.validation import facts
from dipsim.validation.evidence import PAST, Evidence
from dipsim.validation.facts.regressions import estimates, third_party_everywhere
from dipsim.validation.observed import observed
from dipsim.validation.regional import regional
from dipsim.validation.simulated import Region, simulated
from dipsim.validation.sources import open_sources

Floats = NDArray[np.float64]
YEAR = 1980
MOMENTS = ("third.all", "third.friends")
WEIGHT = "crisis.alarmed"


def setting(region: Region, numbers: dict[str, float], alarm: float) -> Region:
    """The region with other constants, and with the alarm of every kind of act multiplied."""
    world = replace(region.world, par=region.world.par.copy(), kind=region.world.kind.copy())
    for name, value in numbers.items():
        world.par[PARAMETERS.row(name)] = value
    world.kind[exchange_kind.ALARM] *= alarm
    return replace(region, world=world)


def measured(regions: list[Region], years: int, batch: int, seeds: range) -> Floats:
    """Logs of both moments and log onsets of all pairs, for each batch of runs: [batch, 3]."""
    rows = []
    for seed in seeds:
        runs = simulated(regions, batch, seed, years)
        found = estimates(facts.view(runs))
        onsets = float(runs.dyads["onset"].sum())
        rows.append([*(math.log(found[name].value) for name in MOMENTS), math.log(max(onsets, 1.0))])
    return np.array(rows)


def told(logs: Floats) -> str:
    """Ratio and interval of logs that were measured in several batches."""
    logs = logs[np.isfinite(logs)]
    if len(logs) < 2:
        return "not measured"
    half = float(stats.t.ppf(0.975, len(logs) - 1)) * logs.std(ddof=1) / math.sqrt(len(logs))
    low, mid, high = (math.exp(logs.mean() + side * half) for side in (-1, 0, 1))
    return f"{mid:.2f} [{low:.2f}, {high:.2f}]"


def of_data(data: Evidence) -> dict[str, Any]:
    """The moments of the data, with partners of all regions and of the region alone."""
    seen = facts.view(data)
    return {"all regions": third_party_everywhere(seen, data), "of the region": estimates(seen)}


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--batches", type=int, default=6)
    options.add_argument("--batch", type=int, default=4, help="runs of a batch")
    options.add_argument("--years", type=int, default=20)
    options.add_argument("--weights", type=float, nargs="+", default=[0.0, 0.3, 0.6, 1.0, 3.0], help="values of r_a")
    options.add_argument("--alarm", type=float, nargs="+", default=[1.0, 3.0], help="factors on alarm per act")
    options.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="any other parameter")
    asked = options.parse_args()
    numbers = {name: float(value) for name, value in (text.split("=") for text in asked.set)}
    folder = open_sources(asked.data)
    for last in (1989, YEAR + 20):
        for where, found in of_data(observed(folder, YEAR + 1, last)).items():
            shown = ", ".join(f"{found[m].value:.2f} [{found[m].low:.2f}, {found[m].high:.2f}]" for m in MOMENTS)
            print(f"data {YEAR + 1}-{last}, partners {where}: {shown} (allied)", flush=True)
    regions = regional(asked.data, YEAR - 1, observed(folder, YEAR + 1 - PAST, YEAR))
    seeds = range(1, asked.batches + 1)
    print("| alarm per act | r_a | rate ratio | change | third states allied | change | onsets, change |")
    print("|---|---|---|---|---|---|---|")
    first: Floats | None = None
    for alarm in asked.alarm:
        for weight in asked.weights:
            changed = [setting(region, {**numbers, WEIGHT: weight}, alarm) for region in regions]
            logs = measured(changed, asked.years, asked.batch, seeds)
            first = logs if first is None else first
            moved = [told(logs[:, place] - first[:, place]) for place in range(3)]
            cells = (told(logs[:, 0]), moved[0], told(logs[:, 1]), moved[1], moved[2])
            print(f"| x{alarm:g} | {weight:g} | {' | '.join(cells)} |", flush=True)


if __name__ == "__main__":
    main()
