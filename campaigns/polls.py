"""Hold trust in single runs against opinion polls: how much it moves, how it lasts, how high it gets, what it shares.

    python campaigns/polls.py                 # print the table of docs/validity.md
    python campaigns/polls.py --runs 50

Polls ask publics; the model has the trust of governments. So the movement of polls is an upper bound. The figures of
the polls are from published tables (SOURCES); nothing is fitted to them.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.validation.recognition.dated import dated_acts
from dipsim.validation.recognition.groups import kinds_of
from dipsim.validation.recognition.watch import watch

Floats = NDArray[np.float64]
SCENARIOS = ("south_china_sea", "nato_eastern_flank", "us_india", "us_south_korea")
WATCHED = "USA"  # whose view by others the polls have
FROM = 2  # years left out at the start
BIG = 10.0  # points
PLEDGED = 0.5  # pledge from which a pair counts as close allies
SOURCES = (
    "Pew: view of the United States, 37 countries 2002-2017, 211 yearly steps (fivethirtyeight/data, "
    "trump-world-trust); of them Asia-Pacific 34 steps. Lowy Institute Poll: Australia of the United States 2017-2025 "
    "and of China 2018-2025."
)


@dataclass(frozen=True)
class Moves:
    """Yearly moves of trust, in points: ``sd``, mean ``size``, share of ``big`` moves (10 or more), ``again`` the
    correlation of a level with that of the year before within pairs, and ``common`` the standard deviation of what all
    observers of a state share. NaN where it cannot be seen."""

    sd: float
    size: float
    big: float
    again: float
    common: float


POLLS = {
    "Pew, view of the United States": Moves(9.6, 7.1, 0.22, 0.44, 6.9),
    "Pew, Asia-Pacific": Moves(9.1, 7.0, 0.26, 0.58, np.nan),
    "Lowy, Australia of the United States and China": Moves(8.0, 6.7, 0.13, 0.66, np.nan),
}
ALLIES = "Australia of the United States 36 to 83, Japan of the United States 50 to 85"


def moves(trust: Floats) -> Moves:
    """Moves of trust in points [year, observer, run]."""
    steps = np.diff(trust, axis=0)
    apart = trust - trust.mean(axis=0)
    before, after = apart[:-1], apart[1:]
    spread = float(np.sqrt((before**2).sum() * (after**2).sum()))
    again = float((before * after).sum()) / spread if spread > 0.0 else float("nan")
    common = float(steps.mean(axis=1).std()) if steps.shape[1] > 1 else float("nan")
    return Moves(float(steps.std()), float(np.abs(steps).mean()), float((np.abs(steps) >= BIG).mean()), again, common)


def measured(scenario: str, runs: int, seed: int) -> tuple[Moves, Moves | None, Floats]:
    """Moves of all pairs that are relevant to each other, of the views of ``WATCHED``, and levels between allies."""
    spec = load(scenario)
    world = build(spec)
    seen = watch(world, kinds_of(spec), dated_acts(spec), replicates=runs, seed=seed)
    trust = 100.0 * seen.trust[FROM:]
    relevant = seen.relevant.min(axis=-1) > 0.0
    np.fill_diagonal(relevant, False)
    every = moves(trust[:, relevant])
    viewed = None
    if WATCHED in world.codes:
        at = world.codes.index(WATCHED)
        viewed = moves(trust[:, relevant[:, at], at])
    allied = (seen.pledge[0].min(axis=-1) >= PLEDGED) & relevant
    return every, viewed, trust[:, allied].mean(axis=0).ravel()


def row(name: str, found: Moves) -> str:
    """A line of the table."""
    cells = [f"{found.sd:.1f}", f"{found.size:.1f}", f"{found.big:.2f}", f"{found.again:.2f}", f"{found.common:.1f}"]
    return f"| {name} | {' | '.join('' if cell == 'nan' else cell for cell in cells)} |"


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--runs", type=int, default=30)
    options.add_argument("--seed", type=int, default=1)
    asked = options.parse_args()
    print("| | yearly move, sd | mean size | 10 points or more | correlation with the year before | shared by all |")
    print("|---|---|---|---|---|---|")
    for name, found in POLLS.items():
        print(row(name, found))
    levels = {}
    for scenario in SCENARIOS:
        every, viewed, levels[scenario] = measured(scenario, asked.runs, asked.seed)
        print(row(f"`{scenario}`, relevant pairs", every), flush=True)
        if viewed is not None:
            print(row(f"`{scenario}`, of the United States", viewed), flush=True)
    print(f"\nBetween close allies, mean over the years of a run (polls: {ALLIES}):")
    for scenario, found in levels.items():
        if len(found):
            low, middle, high = np.quantile(found, [0.05, 0.5, 0.95])
            print(f"- `{scenario}`: {middle:.0f}, 90 % of pairs and runs {low:.0f} to {high:.0f}")
    print(f"\n{SOURCES}")


if __name__ == "__main__":
    main()
