"""Fit the constants of onset and stake on what happened up to 1989: freeze 1a of docs/validity.md.

    python campaigns/fit_onset.py --data FOLDER            # fit, then print the table of docs/validity.md
    python campaigns/fit_onset.py --data FOLDER --show     # the moments at the present defaults alone

Runs of the five regional sets of 1970 and 1980 are held against the data of 1971 to 1980 and 1981 to 1989, by the same
code as `dipsim patterns`. The loss is the sum of squares of (simulated - data) / scale over the moments below, plus a
weak pull to the starting value of each constant: one unit for a factor of 2.7. Steps are Gauss-Newton, with slopes from
runs on common random numbers. Nothing after 1989 is read. `dipsim hindcast` scores the result.
"""

from __future__ import annotations

import argparse
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import PARAMETERS
from dipsim.validation import facts
from dipsim.validation.evidence import PAST
from dipsim.validation.observed import observed
from dipsim.validation.regional import regional
from dipsim.validation.simulated import Region, simulated
from dipsim.validation.sources import open_sources

Floats = NDArray[np.float64]
WINDOWS = ((1971, 1980), (1981, 1989))
LOGS = {  # moments compared as logs, with the scale of a difference: about the standard error of the data
    "onset.originators_land": 0.15,
    "onset.other": 0.2,
    "again.after_onset": 0.2,
    "hazard.1_2": 0.2,
    "hazard.3_5": 0.25,
    "hazard.never": 0.2,
    "concentration.ever": 0.15,
    "democracy.all": 0.5,
    "clustering.dispersion": 0.4,
}
PLAIN = {  # moments compared as they are
    "concentration.top": 0.06,
    "initiator.stronger": 0.05,
    "initiator.0_10": 0.04,
    "initiator.10_30": 0.04,
    "initiator.90_100": 0.05,
    "joiners.display": 0.03,
    "joiners.force": 0.04,
}
FREE = {  # constants that are fitted, and where the fit starts
    "crisis.incident": 0.13,
    "crisis.routine": 0.056,
    "crisis.incident_gate": 1.2,
    "crisis.gate": 10.0,
    "crisis.size": 0.23,
    "crisis.stake_rise": 0.39,
    "crisis.stake_half_life": 5.0,
    "crisis.joint_democracy": 1.0,
    "crisis.join_display": 0.03,
    "crisis.join_force": 0.08,
    "crisis.shock": 0.3,
}
STEP = 0.2  # of the log of a constant, for slopes
LONGEST = 0.5  # step of the log of a constant at a time
PULL = 1.0  # weight of the distance to the starting value


class Fit:
    """Worlds of both windows, the moments of the data, and those of runs at any constants."""

    def __init__(self, data: Path, replicates: int, seed: int) -> None:
        folder = open_sources(data)
        self.replicates, self.seed = replicates, seed
        self.regions: list[tuple[list[Region], int]] = []
        self.data: list[float] = []
        for first, last in WINDOWS:
            past = observed(folder, first - PAST, first - 1)
            self.regions.append((regional(data, first - 2, past), last - first + 1))
            self.data += moments(facts.measure(observed(folder, first, last)))
        self.start = np.log(list(FREE.values()))

    def at(self, logs: Floats) -> Floats:
        """Moments of runs with the constants exp(``logs``)."""
        found: list[float] = []
        for regions, years in self.regions:
            changed = [replace(one, world=self.world(one.world, logs)) for one in regions]
            found += moments(facts.measure(simulated(changed, self.replicates, self.seed, years)))
        return np.array(found)

    def world(self, world: Any, logs: Floats) -> Any:
        """The same world with other constants and its own start."""
        par = world.par.copy()
        for name, value in zip(FREE, logs, strict=True):
            par[PARAMETERS.row(name)] = held(name, value)
        return replace(world, par=par)

    def residuals(self, logs: Floats) -> Floats:
        """(simulated - data) / scale of every moment, then the pull."""
        apart = (self.at(logs) - np.array(self.data)) / np.array([*LOGS.values(), *PLAIN.values()] * len(WINDOWS))
        return np.concatenate([np.nan_to_num(apart), PULL * (logs - self.start)])


def held(name: str, log: float) -> float:
    """A constant within its declared bounds, from its log."""
    return min(max(math.exp(log), PARAMETERS[name].low), PARAMETERS[name].high)


def moments(values: dict[str, float]) -> list[float]:
    """The moments of one window, those of ``LOGS`` as logs of at least 1e-4."""
    return [math.log(max(values[name], 1e-4)) for name in LOGS] + [values[name] for name in PLAIN]


def fitted(fit: Fit, rounds: int) -> Floats:
    """Gauss-Newton with halved steps where the loss does not fall; prints every round."""
    logs = fit.start.copy()
    found = fit.residuals(logs)
    print(f"start: loss {found @ found:.1f}", flush=True)
    for number in range(rounds):
        slopes = np.empty((len(found), len(logs)))
        for place in range(len(logs)):
            moved = logs.copy()
            moved[place] += STEP
            slopes[:, place] = (fit.residuals(moved) - found) / STEP
        step = -np.linalg.lstsq(slopes, found, rcond=None)[0]
        step *= min(1.0, LONGEST / np.abs(step).max())
        for _ in range(4):
            trial = fit.residuals(logs + step)
            if trial @ trial < found @ found:
                break
            step /= 2
        else:
            print("no step lowers the loss", flush=True)
            break
        logs, found = logs + step, trial
        print(f"round {number + 1}: loss {found @ found:.1f}", flush=True)
        for name, value in zip(FREE, logs, strict=True):
            print(f"    {name} {held(name, value):.4g}", flush=True)
    return logs


def table(fit: Fit, logs: Floats) -> None:
    """Print data and runs, moment by moment, in Markdown."""
    print("| moment | data 1971-1980 | runs | data 1981-1989 | runs |\n|---|---|---|---|---|")
    names, found = [*LOGS, *PLAIN], fit.at(logs)
    for place, name in enumerate(names):
        shown = []
        for window in range(len(WINDOWS)):
            for values in (fit.data, found):
                value = values[window * len(names) + place]
                shown.append(f"{math.exp(value) if name in LOGS else value:.3g}")
        print(f"| {name} | {' | '.join(shown)} |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--replicates", type=int, default=16)
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--show", action="store_true", help="only the moments at the present defaults")
    asked = options.parse_args()
    fit = Fit(asked.data, asked.replicates, asked.seed)
    logs = np.log([PARAMETERS[name].default for name in FREE]) if asked.show else fitted(fit, asked.rounds)
    table(fit, logs)


if __name__ == "__main__":
    main()
