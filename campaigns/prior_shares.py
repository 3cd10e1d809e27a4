"""Does the prior leave the sign open? Cooperation as a whole over draws of every uncertain number.

    python campaigns/prior_shares.py                     # 500 draws, 64 pairs each, three scenarios
    python campaigns/prior_shares.py --draws 20          # the first 20 of the same draws
    python campaigns/prior_shares.py --look              # no runs: what is there so far
    python campaigns/prior_shares.py --write             # into docs/validity.md

Bounds, distributions and the seeds below were committed before a draw was run. Draws are taken in order, so that what
is there after any time is the beginning of the same 500; the words are those of ``dipsim verdict``. Each draw is a line
of ``results/prior_shares/SCENARIO.jsonl``: stopped and given again, the campaign goes on. The lines of another model,
scenario or prior are refused.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import paired
from paired import DOCS, table

from dipsim.runs.batches.process_pool import pool_for
from dipsim.runs.model_hash import model_hash
from dipsim.scenario.draws.draws import from_prior
from dipsim.scenario.load import load
from dipsim.study.interventions.targets import COOPERATION
from dipsim.study.statistics.paired_intervals import Interval, proportion
from dipsim.study.uncertainty.knowing import Knowing, Worth, knowing
from dipsim.study.uncertainty.over_draws import AtDraw, Plan, over_draws
from dipsim.study.uncertainty.word_shares import direction
from dipsim.study.verdict.decision import CONFLICT, WORDS, shown

SCENARIOS, DRAWS, PAIRS = ("two_blocs", "south_china_sea", "us_india"), 500, 64
DRAW_SEED, RUN_SEED = 1, 1
FOLDER, PAGE, PART = Path("results/prior_shares"), DOCS / "validity.md", "prior shares"
CHUNK = 8  # draws of a scenario before the next scenario has its turn
LISTED = 8  # numbers that are named
FEW = 0.1  # a share under this is explained by what moves the effect


@dataclass(frozen=True)
class Found:
    """What is there of a scenario: the words and effects by number of the draw, and the seconds they took."""

    scenario: str
    lines: tuple[dict[str, Any], ...]

    @property
    def settled(self) -> list[dict[str, Any]]:
        """The draws at which the start settles."""
        return [line for line in self.lines if not line["failed"]]

    def share(self, word: str) -> Interval:
        """How often a word is said, with Wilson's 95 % interval."""
        said = [line["word"] for line in self.settled]
        return proportion(said.count(word), len(said))

    def knowing(self) -> Knowing:
        """What goes with the effect and with the word."""
        lines, draws = self.settled, from_prior(DRAW_SEED, 1 + max(line["draw"] for line in self.settled))
        values = draws.values[[line["draw"] for line in lines]]
        effects = [
            line["expected_disputes"]["estimate"] / max(line["expected_disputes"]["base"], 0.05) for line in lines
        ]
        return knowing(draws.paths, values, [direction(line["word"]) for line in lines], effects)

    def thirds(self, path: str) -> list[tuple[float, float]]:
        """Shares of draws that stabilise and that escalate, in the lowest and in the highest third of a number."""
        column = from_prior(DRAW_SEED, 1 + max(line["draw"] for line in self.settled)).column(path)
        order = sorted(self.settled, key=lambda line: float(column[line["draw"]]))
        third = max(1, len(order) // 3)
        said = [[line["word"] for line in part] for part in (order[:third], order[-third:])]
        return [(part.count("stabilises") / third, part.count("escalates") / third) for part in said]


def plan(scenario: str, draws: int = DRAWS, pairs: int = PAIRS) -> Plan:
    """What is run: always the replicates of ``DRAWS`` draws, of which the first ``draws`` are wanted."""
    return Plan(load(scenario), (COOPERATION,), from_prior(DRAW_SEED, max(draws, DRAWS)), pairs, RUN_SEED)


def head(asked: Plan) -> dict[str, Any]:
    """What decides every number of a file."""
    return {
        "model": model_hash(),
        "scenario": asked.spec.hash,
        "prior": asked.draws.hash,
        "pairs": asked.pairs,
        "seed": asked.seed,
    }


def read(path: Path, asked: Plan) -> list[dict[str, Any]]:
    """The lines that are there; a line that was cut off when the campaign was killed is dropped. Raises SystemExit."""
    if not path.is_file():
        return []
    lines = []
    for line in path.read_text(encoding="utf-8").splitlines():
        try:
            lines.append(json.loads(line))
        except json.JSONDecodeError:
            break
    if not lines or lines[0] != head(asked):
        raise SystemExit(f"{path}: expected draws of this model, scenario and prior, found others; move the file away")
    return lines[1:]


def written(at: AtDraw, seconds: float) -> dict[str, Any]:
    """A draw as a line."""
    if at.failed:
        return {"draw": at.number, "failed": at.failed, "seconds": seconds}
    row = at.rows[0]
    effects = {outcome: vars(row.effects[outcome]) for outcome in CONFLICT}
    return {"draw": at.number, "failed": "", "word": row.word, "sign": row.sign, **effects, "seconds": seconds}


def go_on(asked: Plan, path: Path, draws: int, pool: Any) -> bool:
    """Run the next draws of a scenario; whether there is more to do."""
    lines = read(path, asked)
    todo = range(len(lines), min(draws, len(lines) + CHUNK))
    if not todo:
        return False
    begun = time.perf_counter()
    found = list(over_draws(asked, todo, executor=pool))
    seconds = (time.perf_counter() - begun) / len(found)
    path.parent.mkdir(parents=True, exist_ok=True)
    whole = [head(asked), *lines, *(written(at, seconds) for at in found)]
    fresh = path.with_suffix(".new")
    fresh.write_text("".join(f"{json.dumps(line)}\n" for line in whole), encoding="utf-8")
    fresh.replace(path)
    return todo.stop < draws


def text(found: Sequence[Found]) -> str:
    """The shares, and what moves the effect."""
    heads = ("scenario", "draws", *(shown(word) for word in WORDS), "effect on disputes, % of the base", "minutes")
    rows = [
        [
            f"`{one.scenario}`",
            f"{len(one.settled)}" + (f" ({len(one.lines) - len(one.settled)} not settled)" if unsettled(one) else ""),
            *(_percent(one.share(word)) for word in WORDS),
            _effects(one),
            f"{sum(line['seconds'] for line in one.lines) / 60:.0f}",
        ]
        for one in found
    ]
    return "\n\n".join([table(heads, rows), *(_moved(one) for one in found)])


def unsettled(found: Found) -> list[int]:
    """The draws at which the start does not settle."""
    return [line["draw"] for line in found.lines if line["failed"]]


def _percent(share: Interval) -> str:
    return f"{100 * share.estimate:.0f} % ({100 * share.low:.0f} to {100 * share.high:.0f})"


def _effects(found: Found) -> str:
    """Median and nine draws in ten of the effect on disputes, as a share of what happens without cooperation."""
    both = [line["expected_disputes"] for line in found.settled]
    shares = sorted(100 * one["estimate"] / max(one["base"], 0.05) for one in both)
    low, middle, high = (shares[min(len(shares) - 1, int(share * len(shares)))] for share in (0.05, 0.5, 0.95))
    return f"{middle:+.0f} ({low:+.0f} to {high:+.0f})"


def _moved(found: Found) -> str:
    """The numbers that go with the effect more than by chance, words at their ends, and what knowing each is worth."""
    known = found.knowing()
    clear = [one for one in known.numbers if one.effect_share > known.effect_floor or one.value > known.floor]
    by_share = sorted(clear, key=lambda one: -one.effect_share)[:LISTED]
    rows = [_number(found, one, known) for one in by_share]
    few = [word for word in ("stabilises", "escalates") if found.share(word).estimate < FEW]
    lead = f"`{found.scenario}`: what goes with the effect (chance alone: up to {100 * known.effect_floor:.0f} %)."
    lead += f" Under a tenth: {', '.join(few)}." if few else ""
    lead += f" The direction that most draws have is right at {100 * known.right:.0f} % of them; knowing one number"
    lead += f" raises that by the points in the last column (± 2 s.e.; chance alone: up to {100 * known.floor:.1f})."
    names = ("number", "share of the spread", "rank correlation", *ENDS, "worth knowing, points")
    return f"{lead}\n\n{table(names, rows)}"


ENDS = ("lowest third: stabilises, escalates", "highest third")


def _number(found: Found, one: Worth, known: Knowing) -> list[str]:
    """The row of a number."""
    ends = [f"{100 * down:.0f} %, {100 * up:.0f} %" for down, up in found.thirds(one.path)]
    worth = f"{100 * one.value:.1f} ± {200 * one.error:.1f}" if one.value > known.floor else "as by chance"
    return [f"`{one.path}`", f"{100 * one.effect_share:.0f} %", f"{one.slope:+.2f}", *ends, worth]


def main() -> None:
    """Run what is missing and print the tables; write them into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("scenarios", nargs="*", default=list(SCENARIOS))
    parser.add_argument("--draws", type=int, default=DRAWS)
    parser.add_argument("--pairs", type=int, default=PAIRS)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--folder", type=Path, default=FOLDER)
    parser.add_argument("--look", action="store_true", help="run nothing")
    parser.add_argument("--write", action="store_true", help="write the tables into docs/validity.md")
    asked = parser.parse_args()
    plans = {name: plan(name, asked.draws, asked.pairs) for name in asked.scenarios}
    paths = {name: asked.folder / f"{name}.jsonl" for name in plans}
    left = [] if asked.look else list(plans)
    with pool_for(asked.workers) as pool:
        while left:
            left = [name for name in left if go_on(plans[name], paths[name], asked.draws, pool)]
    found = [Found(name, tuple(read(paths[name], one))) for name, one in plans.items()]
    said = text([one for one in found if one.settled])
    print(said)
    if asked.write:
        paired.put(PAGE, PART, said)


if __name__ == "__main__":
    main()
