"""Playthroughs of the shipped scenarios as a scholar would read them: replicate 0 of seed 1, the first five years.

``python tools/update_golden.py`` writes them anew; do so when results are meant to change, and read the difference.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from dipsim.model import tick
from dipsim.model.parameters import REGION_METRICS
from dipsim.model.state import dyads
from dipsim.model.state.events import LOG, LogField
from dipsim.model.state.nation import RECORDED
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.load import load
from dipsim.scenario.locate import names
from dipsim.scenario.world.build import build
from dipsim.scenario.world.timeline import date_of

FOLDER = Path(__file__).resolve().parents[1] / "tests" / "golden"
YEARS = 5
MOST_PAIRS = 10
RUNGS = {2: "a threat", 3: "a display of force", 4: "the use of force", 5: "war"}
SAYINGS = {  # {a} and {b} are nations, {kind} an exchange, {value} what the event carries
    "dispute": "{a} challenges {b}: {rung}",
    "climbed": "{a} and {b}: the dispute climbs to {rung}",
    "settled": "{a} and {b} settle their dispute",
    "won": "{a} prevails over {b}",
    "honoured": "{a} goes to war for {b}",
    "abandoned": "{a} leaves {b} to fight alone",
    "signed": "{a} and {b} sign: {kind}, for {value:.0f} years",
    "renewed": "renewed between {a} and {b}: {kind}",
    "lapsed": "{a} and {b} let lapse: {kind}",
    "unpaid": "{a} and {b} cannot pay the upkeep of: {kind}",
    "breached": "{a} breaks its word to {b}: {kind}",
    "revoked": "{a} revokes with {b}: {kind}",
    "refused_licence": "{a} refuses {b} a licence: {kind}",
    "delayed_licence": "{a} keeps {b} waiting for a licence: {kind}",
    "imposed": "{a} imposes on {b}: {kind}",
    "followed": "{a} follows {b}: {kind}",
    "lifted": "{a} lifts its measures against {b}",
    "leaked": "{a} lets out what {b} shared: {kind}",
    "discovered": "what {a} and {b} hid comes out: {kind}",
    "mishap": "an accident mars what {a} and {b} do: {kind}",
    "unaffordable": "{a} and {b} cannot pay: {kind}",
    "absent": "{a} cannot pay: {kind}",
    "diverted": "{a} passes arms on to {b}",
    "disaster": "a disaster strikes {a}",
    "ended": "{a} and {b} end: {kind}",
    "stake": "the stake between {a} and {b} is now {value:.2g}",
    "government_change": "{a} has a new government",
}


def playthrough(name: str) -> str:
    """The text of one scenario's playthrough."""
    spec = load(name)
    world = build(spec)
    b = make([world], 1, [0], detail=True)
    months = YEARS * world.per_year
    trust, events, acts = [], [], []
    for t in range(months + 1):
        served, log = step(world, b, t)
        if t % world.per_year == 0:
            trust.append(b.dyad[dyads.TRUST, :, :, 0].copy())
        if t < months:
            acts.append(served)
            events += [f"{date_of(t, spec.time)}  {saying}" for saying in sayings(spec, world, log)]
    parts = [
        f"{spec.title}: replicate 0 of seed 1, the first {YEARS} years",
        "\n".join(trust_table(world, trust, int(world.start[:4]))),
        "\n".join(act_table(spec, world, np.array(acts), int(world.start[:4]))),
        "\n".join(["What happened", *(f"  {event}" for event in events or ["nothing but exchanges"])]),
    ]
    return "\n\n".join(parts) + "\n"


def step(world: Any, b: Any, t: int) -> tuple[Any, Any]:
    """Run one tick; the acts served by kind, and the log [field, event]."""
    served = np.zeros((1, len(world.kinds), 1))
    tick.advance(b, t, np.zeros((1, len(REGION_METRICS), 1)), served, np.zeros((1, len(RECORDED), len(world.codes), 1)))
    return served[0, :, 0], b.log[:, : b.logged[0], 0].copy()


def sayings(spec: Any, world: Any, log: Any) -> Iterator[str]:
    """The events of a tick in words, without acts."""
    for row in log.T:
        event = finer(LOG[int(row[LogField.EVENT])], row)
        if event in SAYINGS:
            kind = int(row[LogField.KIND])
            a, b = (world.names[int(row[field])] for field in (LogField.FIRST, LogField.SECOND))
            title = spec.kinds[world.kinds[kind]].title if kind >= 0 else ""
            value = row[LogField.VALUE]
            yield SAYINGS[event].format(a=a, b=b, kind=title, value=value, rung=RUNGS.get(int(value), ""))


def finer(event: str, row: Any) -> str:
    """The event, told apart by its value: what lapses at chance 0 was not paid for; who meets itself stays away."""
    if event == "lapsed" and row[LogField.VALUE] == 0:
        return "unpaid"
    if event == "unaffordable" and row[LogField.FIRST] == row[LogField.SECOND]:
        return "absent"
    return event


def shown_pairs(world: Any) -> list[tuple[int, int]]:
    """The directed dyads whose trust is shown: both ways of the pairs that are nearest to blows or bound by a pact."""
    n, dyad = len(world.codes), world.dyad
    pairs = [(i, j) for i in range(n) for j in range(i)]
    weight = {(i, j): dyad[dyads.DISPUTE, i, j] * dyad[dyads.PROXIMITY, i, j] for i, j in pairs}
    bound = [(i, j) for i, j in pairs if (world.standing[:, i, j] > 0).any()]
    tense = sorted(pairs, key=lambda one: (-weight[one], one))[: MOST_PAIRS // 2 - min(1, len(bound))]
    chosen = sorted({*tense, *[one for one in bound if one not in tense][:1]})
    return [dyad for i, j in chosen for dyad in ((i, j), (j, i))]


def trust_table(world: Any, trust: list[Any], first: int) -> Iterator[str]:
    yield f"{'Trust at the start of':<34}" + "".join(f"{first + year:>8}" for year in range(len(trust)))
    for i, j in shown_pairs(world):
        label = f"  {world.names[i]} in {world.names[j]}"
        yield f"{label:<34}" + "".join(f"{year[i, j]:>8.3f}" for year in trust)


def act_table(spec: Any, world: Any, acts: Any, first: int) -> Iterator[str]:
    by_year = acts.reshape(YEARS, world.per_year, -1).sum(axis=1)
    yield f"{'Acts in':<34}" + "".join(f"{first + year:>8}" for year in range(YEARS))
    for row, kind in enumerate(world.kinds):
        if by_year[:, row].any():
            yield f"  {spec.kinds[kind].title:<32}" + "".join(f"{count:>8.0f}" for count in by_year[:, row])


if __name__ == "__main__":
    for scenario in names():
        (FOLDER / f"{scenario}.txt").write_text(playthrough(scenario), encoding="utf-8")
        print(f"tests/golden/{scenario}.txt")
