"""What each arm does on average over all points: the plain answer to what was taken away, and the spread of it.

The mean of paired differences over points and replicates with its 95 % interval (`variance_components`), and the share
of points at which the difference of the means is below and above 0. It says what a policy does over everything that the
experiment varies; `curves` says where it does something else.
"""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd

from dipsim.sweeps import wording
from dipsim.sweeps.analyses import variance_components
from dipsim.sweeps.analyses.cases import gather
from dipsim.sweeps.analyses.finding import Finding, NotFor
from dipsim.sweeps.storage.results import Swept

TITLE = "Effects of the arms"
DESIGNS: tuple[str, ...] = ()
LEVEL = 0.95


@dataclass(frozen=True)
class Options:
    """The outcome whose change by every arm is told."""

    outcome: str


def analyse(swept: Swept, options: Options) -> Finding:
    """A sentence and a row for each arm of ``swept``, with the outcome in ``options``. Raises NotFor where the sweep
    has none."""
    from scipy.stats import t

    if not swept.arms:
        raise NotFor("effects needs an arm: name what is taken away under 'without'")
    rows, sentences = [], []
    for arm in swept.arms:
        cases = gather(swept, options.outcome, arm, (), fewest=1)
        runs = variance_components.runs(swept, options.outcome, arm)
        mean = variance_components.mean(runs.loc[cases.point].to_numpy(dtype=float), cases.block, swept.common)
        error, freedom = mean.error
        half = float(t.ppf(0.5 + LEVEL / 2, freedom)) * error if freedom > 0 else float("nan")
        by_point = swept.mean(options.outcome, arm)
        row = {
            "without": arm,
            "title": wording.arm(arm),
            "effect": mean.value,
            "low": mean.value - half,
            "high": mean.value + half,
            "below": float((by_point < 0).mean()),
            "above": float((by_point > 0).mean()),
            "points": len(by_point),
        }
        rows.append(row)
        sentences.append(_says(row, options))
    return Finding("effects", options.outcome, tuple(sentences), {"effects": pd.DataFrame(rows)})


def _says(row: dict[str, object], options: Options) -> str:
    """What an arm does, in a sentence."""
    value, low, high = (float(str(row[key])) for key in ("effect", "low", "high"))
    what, who = wording.outcome(options.outcome), wording.sentence(str(row["title"]))
    verb = "lowers" if high < 0 else "raises" if low > 0 else "does not clearly change"
    size = wording.level(options.outcome, value, str(row["without"]))
    within = wording.interval(low, high, options.outcome, str(row["without"]))
    spread = f"below 0 at {wording.share(float(str(row['below'])))} of the points, above at "
    spread += wording.share(float(str(row["above"])))
    return f"{who} {verb} {what} over all points: {size} (95 % interval {within}); {spread}."
