"""Does the sign turn along intent, context and agreements, each by itself, and over all three together?

    python campaigns/map.py                             # the scenarios and targets of docs/map.md
    python campaigns/map.py us_india --target arms_transfer --replicates 32 --maps no
    python campaigns/map.py --write                     # table and maps into docs/map.md and docs/figures

For every scenario and target first the flip points along numbers that stand for each factor, one row each, with every
value that was tried in ``flips.csv`` in ``--out``; then the WHEN map over intent and context with a panel per level of
agreement, as figure and table in ``--out``.
"""

from __future__ import annotations

import argparse
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import paired
import pandas as pd
from paired import DOCS, table

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
PAGE = DOCS / "map.md"
SHORT = ("scenario, target", INTENT, *FACTORS)
HEAD = ("scenario, target", "factor, number", "at the low end", "at the high end", "the sign")


def numbers(spec: Spec, intent: str, target: str) -> list[tuple[str, str]]:
    """Factors and the numbers that stand for them; how defensive acts are counts as intent, for a kind."""
    character = [(INTENT, CHARACTER.format(target))] if target in spec.kinds else []
    return [(INTENT, intent), *character, *FACTORS.items()]


def row(name: str, target: str, factor: str, found: Flip) -> list[str]:
    """The cells of a number: scenario and target, factor, the effect at both ends beside the disputes without the
    target, and what is found."""
    ends = [found.rows[at].effects[found.outcome] for at in (0, -1)]
    told = [f"{end.estimate:+.2f} ({end.low:+.2f} to {end.high:+.2f}) of {end.base:.1f}" for end in ends]
    turned = "; ".join(f"**{at.below} below {at}, {at.above} above**" for at in found.flips)
    words = {1: "escalates", -1: "stabilises", 0: "cannot be told"}
    clear = ", ".join(f"{words[sign]} at {count}" for sign in words if (count := found.signs.count(sign)))
    what = f"`{name}`, {target.replace('_', ' ')} ({found.replicates} pairs)"
    return [what, f"{factor}, `{found.path}`", *told, turned or f"{clear} of {len(found.values)}"]


def verdicts(found: Sequence[Flip]) -> str:
    """Whether the sign turns along the numbers of a factor, and where; if nowhere, the least effect found."""
    said = []
    for one in found:
        name = one.path.removeprefix("scale:").rsplit(".", 1)[-1]
        if one.flips:
            said.append(
                "; ".join(f"**{name}: yes, at {at.value:.3g} ({at.low:.3g} to {at.high:.3g})**" for at in one.flips)
            )
            continue
        least = min((row.effects[one.outcome] for row in one.rows), key=lambda effect: abs(effect.estimate))
        said.append(f"{name}: no, least {least.estimate:+.2f} ({least.low:+.2f} to {least.high:+.2f})")
    return "<br>".join(said)


def draw(spec: Spec, target: str, folder: Path, how: dict[str, Any], write: bool) -> None:
    """The map of a target, as figure and table in ``folder``; with ``write`` the figure goes beside the page that shows
    it too."""
    from dipsim.report.figure_registry import figure
    from dipsim.report.result_view import FigureContext
    from dipsim.report.style import save

    found = sign_map(spec, target=target, **how)
    about = FigureContext(spec, {"seed": 1}, found.replicates)
    name = f"map_{Path(spec.file).stem}_{target.replace('.', '_')}"
    save(figure(about, "map", sign_map=found), folder, name)
    if write and f"figures/{name}.png" in PAGE.read_text(encoding="utf-8"):
        shutil.copy(folder / f"{name}.png", DOCS / "figures")
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
    parser.add_argument(
        "--write", action="store_true", help="write the table into docs/map.md, the maps to docs/figures"
    )
    asked = parser.parse_args()
    asked.out.mkdir(parents=True, exist_ok=True)
    rows: list[list[str]] = []
    short: list[list[str]] = []
    frames: list[pd.DataFrame] = []
    for name in asked.scenarios:
        spec, intent = load(name), SCENARIOS.get(name, EVERYBODY)
        for target in asked.target.split(","):
            along: dict[str, list[Flip]] = {factor: [] for factor in SHORT[1:]}
            for factor, path in numbers(spec, intent, target) if asked.flips == "yes" else ():
                runs = asked.replicates or RUNS["flips"]
                found = flip(spec, path, target, replicates=runs, workers=asked.workers)
                rows.append(row(name, target, factor, found))
                along[factor].append(found)
                frames.append(found.to_frame().assign(scenario=name, target=target, path=path))
                pd.concat(frames).to_csv(asked.out / "flips.csv", index=False)
                print(" | ".join(rows[-1]), flush=True)
            short.append([rows[-1][0] if rows else name, *map(verdicts, along.values())])
            if asked.maps == "yes":
                runs = asked.replicates or RUNS["maps"]
                how = {"x": intent, "replicates": runs, "grid": asked.grid, "workers": asked.workers}
                draw(spec, target, asked.out, how, asked.write)
    print(f"\n{table(SHORT, short)}\n\n{table(HEAD, rows)}")
    if asked.write and rows:
        paired.put(PAGE, "turns", table(SHORT, short))
        paired.put(PAGE, "flips", table(HEAD, rows))


if __name__ == "__main__":
    main()
