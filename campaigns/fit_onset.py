"""Fit the constants of onset, stake and reach on what happened up to 1989: the freezes of docs/validity.md.

    python campaigns/fit_onset.py --data FOLDER            # fit, then print the table of docs/validity.md
    python campaigns/fit_onset.py --data FOLDER --show     # the moments at the present defaults alone
    python campaigns/fit_onset.py --data FOLDER -w 2       # two processes

Runs of the five regional sets of 1970 and 1980 are held against the data of 1971 to 1980 and 1981 to 1989, by the same
code as `dipsim patterns`. Runs of 1971 to 1989 are held against the level of 1981 to 1989 besides, so that disputes do
not die out as what was known at the start fades. The loss is the sum of squares of (simulated - data) / scale over the
moments below, plus a weak pull to the starting value of each constant: one unit for a factor of 2.7. No constant leaves
its prior. Steps are Gauss-Newton, with slopes from runs on common random numbers. Nothing after 1989 is read.
`dipsim hindcast` scores the result.
"""

from __future__ import annotations

import argparse
import math
from collections.abc import Callable, Iterable
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from multiprocessing import get_context
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from dipsim.model.parameters import PARAMETERS
from dipsim.model.state import dyads
from dipsim.public_data.formulas import conflict
from dipsim.scenario.draws.draws import applied
from dipsim.scenario.draws.priors import priors
from dipsim.scenario.world.build import build
from dipsim.validation import facts
from dipsim.validation.evidence import PAST, Evidence
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
LATER = ("onset.originators_land", "onset.other")  # moments of the second window in runs that begin with the first
PLAIN = {  # moments compared as they are
    "concentration.top": 0.06,
    "initiator.stronger": 0.05,
    "initiator.0_10": 0.04,
    "initiator.10_30": 0.04,
    "initiator.90_100": 0.05,
    "joiners.display": 0.03,
    "joiners.force": 0.04,
}
STANDING = "share of the stake at the start that is a standing claim"  # conflict.py of public_data
FREE = {  # constants that are fitted, and where the fit starts: freeze 1b
    "crisis.incident": 0.193,
    "crisis.routine": 0.0167,
    "crisis.incident_gate": 0.70,
    "crisis.motive": 0.23,
    "crisis.gate": 6.5,
    "crisis.fear": 0.023,
    "crisis.fear_gate": 4.0,
    "crisis.size": 0.057,
    "crisis.stake_rise": 0.66,
    "crisis.stake_half_life": 2.5,
    "crisis.joint_democracy": 1.58,
    "crisis.join_display": 0.040,
    "crisis.join_force": 0.078,
    "crisis.shock": 0.72,
    "reach.length": 1150.0,
    "reach.share": 0.6,
    STANDING: 0.3,
}
STANDS = (0.1, 1.0)  # bounds of that share
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
        codes = np.concatenate([one.codes for one in self.regions[0][0]])
        self.data += later(observed(folder, *WINDOWS[1]), codes)
        self.start = np.log(list(FREE.values()))

    def at(self, logs: Floats) -> Floats:
        """Moments of runs with the constants exp(``logs``)."""
        found: list[float] = []
        for regions, years in self.regions:
            changed = [at(one, logs) for one in regions]
            found += moments(facts.measure(simulated(changed, self.replicates, self.seed, years)))
        regions, years = self.regions[0][0], WINDOWS[1][1] - WINDOWS[0][0] + 1
        found += later(simulated([at(one, logs) for one in regions], self.replicates, self.seed, years))
        return np.array(found)

    def residuals(self, logs: Floats) -> Floats:
        """(simulated - data) / scale of every moment, then the pull."""
        scales = [*LOGS.values(), *PLAIN.values()] * len(WINDOWS) + [LOGS[name] for name in LATER]
        apart = (self.at(logs) - np.array(self.data)) / np.array(scales)
        return np.concatenate([np.nan_to_num(apart), PULL * (logs - self.start)])


def at(region: Region, logs: Floats) -> Region:
    """A region with the constants exp(``logs``) and its own start."""
    if region.spec is None:
        raise ValueError(f"{region.name}: expected a scenario made from data, found none")
    held_at = {name: held(name, value) for name, value in zip(FREE, logs, strict=True)}
    share = held_at.pop(STANDING)
    world = build(applied(region.spec, {f"processes.{name}": value for name, value in held_at.items()}))
    world.dyad[dyads.CLAIM] = share * world.dyad[dyads.DISPUTE]
    return replace(region, world=world)


def held(name: str, log: float) -> float:
    """A constant within its prior, from its log."""
    low, high = STANDS
    if name != STANDING:
        prior = priors()[f"processes.{name}"]
        low, high = prior.low, prior.high
    return min(max(math.exp(log), low), high)


def later(evidence: Evidence, codes: NDArray[np.int64] | None = None) -> list[float]:
    """Logs of the moments ``LATER`` of the years of the second window, of pairs of the states ``codes`` if given."""
    rows = evidence.dyads[evidence.dyads["year"] >= WINDOWS[1][0]]
    if codes is not None:
        rows = rows[rows["first"].isin(codes) & rows["second"].isin(codes)]
    values = facts.measure(replace(evidence, dyads=rows.reset_index(drop=True)))
    return [math.log(max(values[name], 1e-4)) for name in LATER]


def moments(values: dict[str, float]) -> list[float]:
    """The moments of one window, those of ``LOGS`` as logs of at least 1e-4."""
    return [math.log(max(values[name], 1e-4)) for name in LOGS] + [values[name] for name in PLAIN]


def fitted(fit: Fit, rounds: int, every: Callable[[list[Floats]], Iterable[Floats]]) -> Floats:
    """Gauss-Newton with halved steps where the loss does not fall; prints every round. ``every``: residuals at many."""
    logs = fit.start.copy()
    found = fit.residuals(logs)
    print(f"start: loss {found @ found:.1f}", flush=True)
    for number in range(rounds):
        moved = [logs + STEP * direction for direction in np.eye(len(logs))]
        slopes = np.column_stack([(there - found) / STEP for there in every(moved)])
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
    for place, name in enumerate(LATER, len(WINDOWS) * len(names)):
        print(f"| {name} | | | {math.exp(fit.data[place]):.3g} | {math.exp(found[place]):.3g} in runs from 1971 |")


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--replicates", type=int, default=16)
    options.add_argument("--rounds", type=int, default=4)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("-w", "--workers", type=int, default=1, help="processes, each with its own worlds")
    options.add_argument("--show", action="store_true", help="only the moments at the present defaults")
    asked = options.parse_args()
    fit = Fit(asked.data, asked.replicates, asked.seed)
    if asked.show:
        table(fit, np.log([conflict.STANDING if name == STANDING else PARAMETERS[name].default for name in FREE]))
        return
    with ProcessPoolExecutor(asked.workers, get_context("fork")) as pool:
        table(fit, fitted(fit, asked.rounds, lambda many: pool.map(fit.residuals, many)))


if __name__ == "__main__":
    main()
