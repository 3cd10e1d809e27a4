"""Does the sign turn along intent, context and agreements, each by itself, and over all three together?

    python campaigns/map.py                             # the scenarios and targets of docs/map.md
    python campaigns/map.py us_india --target arms_transfer --replicates 32 --maps no

For every scenario and target first the flip points along numbers that stand for each factor, one line each; then the
WHEN map over intent and context with a panel per level of agreement, as figure and tables in ``--out``.
"""

from __future__ import annotations

import argparse
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from dipsim.runs.batches.ensemble import usual_workers
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec
from dipsim.study.sensitivity.flip import Flip, flip
from dipsim.study.sensitivity.map import INTENT as EVERYBODY
from dipsim.study.sensitivity.map import sign_map

SCENARIOS = {  # and whose intent is asked about: that of all, or of the power that the others fear
    "two_blocs": "nations.*.revisionism",
    "us_india": "nations.CHN.revisionism",
    "south_china_sea": "nations.CHN.revisionism",
}
TARGETS = ("joint_exercise", "arms_transfer", "cooperation")
INTENT, CHARACTER = "intent", "exchanges.{}.defensive"
FACTORS = {"context": "scale:relations.*.dispute", "agreements": "organisations.*.quality"}
RUNS = {"flips": 96, "maps": 32}


def numbers(spec: Spec, intent: str, target: str) -> list[tuple[str, str]]:
    """Factors and the numbers that stand for them; how defensive acts are counts as intent, for a kind."""
    character = [(INTENT, CHARACTER.format(target))] if target in spec.kinds else []
    return [(INTENT, intent), *character, *FACTORS.items()]


def line(factor: str, found: Flip) -> str:
    """A row of the table: factor, number, what is found, and the effect at both ends with its interval."""
    ends = [found.rows[at].effects[found.outcome] for at in (0, -1)]
    told = [f"{end.estimate:+.3f} ({end.low:+.3f} to {end.high:+.3f})" for end in ends]
    turned = "; ".join(f"{at.below} below {at}, {at.above} above" for at in found.flips)
    clear = {sign: found.signs.count(sign) for sign in (1, -1, 0)}
    signs = f"{clear[1]} escalate, {clear[-1]} stabilise, {clear[0]} cannot tell"
    return f"| {factor} | `{found.path}` | {' | '.join(told)} | {turned or f'does not turn: {signs}'} |"


def draw(spec: Spec, target: str, folder: Path, how: dict[str, Any]) -> None:
    """The map of a target, as figure and table."""
    from dipsim.report.figure_registry import figure
    from dipsim.report.style import save

    found = sign_map(spec, target=target, **how)
    about: Any = SimpleNamespace(spec=spec, manifest={"seed": 1}, tables={}, runs=found.replicates, cooperation=None)
    name = f"map_{Path(spec.file).stem}_{target.replace('.', '_')}"
    save(figure(about, "map", sign_map=found), folder, name)
    found.frame().to_csv(folder / f"{name}.csv", index=False)
    print(f"\n{found}\n", flush=True)


def main() -> None:
    """Print the tables, save the maps."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--target", default=",".join(TARGETS))
    parser.add_argument("--replicates", type=int, help="pairs per value of a flip point and per cell of a map")
    parser.add_argument("--flips", choices=("yes", "no"), default="yes")
    parser.add_argument("--maps", choices=("yes", "no"), default="yes")
    parser.add_argument("--grid", type=int, default=6)
    parser.add_argument("--workers", type=int, default=usual_workers(1e9))
    parser.add_argument("--out", type=Path, default=Path("maps"))
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    for name in asked.scenarios:
        spec, intent = load(name), SCENARIOS.get(name, EVERYBODY)
        for target in asked.target.split(","):
            print(f"\n{name}, {target}, disputes per decade at the low and the high end\n", flush=True)
            for factor, path in numbers(spec, intent, target) if asked.flips == "yes" else ():
                runs = asked.replicates or RUNS["flips"]
                print(line(factor, flip(spec, path, target, replicates=runs, workers=asked.workers)), flush=True)
            if asked.maps == "yes":
                runs = asked.replicates or RUNS["maps"]
                how = {"x": intent, "replicates": runs, "grid": asked.grid, "workers": asked.workers}
                draw(spec, target, asked.out, how)


if __name__ == "__main__":
    main()
