"""The tables of docs/calibration.md, from what campaigns/calibration.py found."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray
from scipy.stats import norm

from dipsim.scenario.draws.priors import Prior
from dipsim.validation.calibration import posterior, targets
from dipsim.validation.calibration.posterior import Likelihood, Pinned
from dipsim.validation.calibration.rank_test import Ranks
from dipsim.validation.calibration.stored import Row
from dipsim.validation.calibration.waves import Plan

Floats = NDArray[np.float64]
RULED_OUT = 3.0  # implausibility
LISTED = 0.05  # shift of the mean, in normal scores, below which a number that is not identified is not listed
HEAD = """# Calibration

Which numbers make simulated runs look like the data of 1971 to 1989. How it is done stands in
[validity](validity.md#calibration). This page is written by `make campaign-calibration DATA=FOLDER`.
"""


def page(parts: Sequence[str]) -> str:
    """The page."""
    titles = ("Time", "Moments", "What is identified", "Pairs left out")
    return HEAD + "".join(f"\n## {title}\n\n{part}" for title, part in zip(titles, parts, strict=True))


def time_table(rows: Sequence[Row], plan: Plan) -> str:
    """What was run and how long it took."""
    lines = ["| wave | draws | not settled | processor seconds |", "|---|---|---|---|"]
    for wave in range(len(plan.waves)):
        part = [row for row in rows if row.wave == wave]
        failed = sum(row.moments is None for row in part)
        lines.append(f"| {wave + 1} | {len(part)} | {failed} | {sum(row.seconds for row in part):.0f} |")
    return "\n".join(lines) + f"\n\nEach draw has {plan.replicates} runs of each window. Seed {plan.seed}.\n"


def moment_table(of: Likelihood, rows: Sequence[Row], data: Floats, plan: Plan) -> str:
    """Every moment: data, runs of the prior, runs of the last wave, and how far off these are."""
    k = len(data)
    first = posterior.training([row for row in rows if row.wave == 0], k)
    last = posterior.training([row for row in rows if row.wave == len(plan.waves) - 1], k)
    off = np.abs(last.means.mean(axis=0) - data) / np.sqrt((of.root**2).sum(axis=1))
    lines = [
        "| moment | data | prior: middle, 90 % | posterior: middle, 90 % | explained | off |",
        "|---|---|---|---|---|---|",
    ]
    for at, ((one, _), title) in enumerate(zip(targets.columns(), targets.titles(), strict=True)):
        cells = [f"{one.told(data[at]):.3g}"]
        for known in (first, last):
            low, middle, high = (one.told(value) for value in np.quantile(known.means[:, at], [0.05, 0.5, 0.95]))
            cells.append(f"{middle:.3g} [{low:.3g}, {high:.3g}]")
        said = f"**{off[at]:.1f}**" if off[at] > RULED_OUT else f"{off[at]:.1f}"
        share = max(float(of.fitted.explained[at]), 0.0)
        lines.append(f"| {title} | {' | '.join(cells)} | {share:.2f} | {said} |")
    return "\n".join(lines) + (
        "\n\nIntervals are over draws, each the mean of its runs. *Explained* is the share of the variance between "
        "draws that the surrogate predicts for draws it was not fitted on. *Off* is the distance of the posterior's "
        "runs from the data in standard deviations (chance of one world, surrogate, discrepancy); above 3, in bold, "
        "the model cannot meet the moment.\n"
    )


def identified_table(
    numbers: Sequence[Prior], pinned: Sequence[Pinned], draws: Floats, middle: Floats, limit: float
) -> str:
    """Every number whose posterior is narrower than its prior, or moved, and how many keep their prior."""
    titles = targets.titles()
    order = sorted(range(len(numbers)), key=lambda at: pinned[at].ratio)
    known = sum(one.ratio < limit for one in pinned)
    lines = [
        f"{known} of {len(numbers)} numbers have a posterior standard deviation below {limit:g} of that of the prior "
        "(both in normal scores).",
        "",
        "| number | prior | posterior: middle, 90 % | sd ratio | shift | medoid | moment that moves most with it |",
        "|---|---|---|---|---|---|---|",
    ]
    for at in order:
        one, found = numbers[at], pinned[at]
        if found.ratio >= limit and abs(found.shift) < LISTED * 4:
            continue
        low, mid, high = (one.value(float(norm.cdf(z))) for z in np.quantile(draws[:, at], [0.05, 0.5, 0.95]))
        here = one.value(float(norm.cdf(middle[at])))
        moment = "none" if found.moment < 0 else titles[found.moment]
        lines.append(
            f"| `{one.path}` | {one.words} | {mid:.3g} [{low:.3g}, {high:.3g}] | {found.ratio:.2f} | "
            f"{found.shift:+.2f} | {here:.3g} | {moment} |"
        )
    rest = [numbers[at].path for at in order if pinned[at].ratio >= limit and abs(pinned[at].shift) < LISTED * 4]
    return (
        "\n".join(lines) + f"\n\nThe other {len(rest)} keep their prior: {', '.join(f'`{r}`' for r in sorted(rest))}.\n"
    )


def rank_table(name: str, numbers: Sequence[Prior], found: Ranks) -> str:
    """Simulation-based calibration of one world: the numbers that are pinned best, and all together."""
    tests = len(found.ranks)
    p = np.array([found.uniform(at) for at in range(len(numbers))])
    lines = [
        f"{name}: {len(numbers)} numbers, {tests} worlds with known numbers. Ranks uniform: least p {p.min():.3g} "
        f"(times {len(p)} numbers: {min(p.min() * len(p), 1.0):.2f}), share of p below .05 {np.mean(p < 0.05):.2f}. "
        f"The 50 % interval holds the true value in {found.covered(0.5).mean():.1%}, the 90 % interval in "
        f"{found.covered(0.9).mean():.1%}.",
        "",
        "| number | posterior sd over prior | ranks in ten bins | p | 90 % holds |",
        "|---|---|---|---|---|",
    ]
    for at in np.argsort(found.ratio)[:10]:
        bins = " ".join(map(str, found.histogram(at)))
        lines.append(
            f"| `{numbers[at].path}` | {found.ratio[at]:.2f} | {bins} | {p[at]:.2f} | {found.covered(0.9)[at]:.1%} |"
        )
    return "\n".join(lines) + "\n"
