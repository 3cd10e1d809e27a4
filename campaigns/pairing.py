"""How much does pairing runs on the same draws save? Variance of the unpaired over the paired difference.

    python campaigns/pairing.py two_blocs --replicates 200

For every kind, programme and organisation of a scenario: expected disputes per decade with it minus without it. As many
unpaired runs would have the sum of the two variances; the ratio is how many times more runs they would need.
"""

from __future__ import annotations

import argparse

import numpy as np

from dipsim.runs.batches.ensemble import usual_workers
from dipsim.scenario.load import load
from dipsim.scenario.world.build import build
from dipsim.study.interventions.targets import names, title, without
from dipsim.study.verdict.verdict import Arms

SMALL = 0.1  # an intervention is small when it changes disputes by less than this share of their base


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("scenario", nargs="?", default="two_blocs")
    options.add_argument("--replicates", type=int, default=200)
    asked = options.parse_args()
    spec = load(asked.scenario)
    arms = Arms(1, asked.replicates, usual_workers(60))
    with_target = arms(build(spec)).expected_disputes
    print(f"{asked.scenario}, {asked.replicates} pairs\n{'taken away':<46}{'effect':>9}{'of base':>9}{'saving':>9}")
    small = []
    for name in [found for sort in ("kinds", "programmes", "organisations") for found in names(spec, sort)]:
        without_target = arms(without(spec, name)).expected_disputes
        paired, unpaired = np.var(with_target - without_target), np.var(with_target) + np.var(without_target)
        effect, saving = float((with_target - without_target).mean()), unpaired / paired if paired > 0 else np.inf
        share = effect / without_target.mean()
        if abs(share) < SMALL and np.isfinite(saving):
            small.append(saving)
        print(f"{title(spec, name)[:45]:<46}{effect:>+9.3f}{100 * share:>8.1f}%{saving:>9.1f}")
    print(f"least saving of a small intervention (under {100 * SMALL:.0f} %): {min(small):.1f} times")


if __name__ == "__main__":
    main()
