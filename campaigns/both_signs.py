"""Can one kind of cooperation escalate and stabilise the same region of real nations, and what turns it?

    python campaigns/both_signs.py                        # screen all settings, confirm, write docs/both_signs.*
    python campaigns/both_signs.py --regions us_india     # screen only this region, what was screened is kept
    python campaigns/both_signs.py --confirm exhibition   # confirm one kind again, by what is screened
    python campaigns/both_signs.py --page                 # only write the page from what is stored

The space of settings is declared in ``both_signs_space.py``: every combination of levels of intent, context, agreements
and uncertain numbers. Each is screened with a few pairs of runs on one seed. Of each kind the settings that look best
are run again on another seed with many pairs, and only these runs count. ``docs/both_signs.csv`` has every
setting tried, ``docs/both_signs.json`` what was confirmed, and the page ``docs/both_signs.md`` its tables.
"""

from __future__ import annotations

import argparse
import csv
import json
from collections.abc import Iterator, Mapping, Sequence
from functools import partial
from itertools import product
from pathlib import Path
from typing import Any

import both_signs_tables as tables
import numpy as np
import paired
from both_signs_space import (
    AS_IS,
    CASE,
    CLOSER,
    CLOSER_LOOKS,
    CONFIRM,
    FACTORS,
    NEED,
    SCREEN,
    Region,
    Tried,
    differing,
    holds,
    regions,
    tried_from,
)

from dipsim.runs.batches.ensemble import ensemble
from dipsim.runs.outcomes import Outcomes, join, outcomes
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.targets import with_mode, without
from dipsim.study.statistics.paired_intervals import paired_mean
from dipsim.study.verdict.decision import Effect

PAGE, TABLE, STORE = (paired.DOCS / f"both_signs.{ending}" for ending in ("md", "csv", "json"))
TRIED = 2  # pairs of settings of a kind that are confirmed at most
HEAD = (
    "region",
    "kind",
    *FACTORS,
    "pairs",
    "disputes",
    "low",
    "high",
    "base",
    "force",
    "force_low",
    "force_high",
    "force_base",
)


def measure(
    name: str, region: Region, setting: tuple[str, ...], kinds: Sequence[str], pairs: int, seed: int
) -> Iterator[Tried]:
    """The effects of some kinds in a setting; the runs with them are shared."""
    spec = load(region.scenario, region.sets(setting))
    world = build(spec)
    there = run(world, pairs, seed)
    for kind in kinds:
        other = run(taken(spec, world, region.targets[kind]), pairs, seed)
        effects = (effect(there, other, outcome) for outcome in ("expected_disputes", "expected_force"))
        yield Tried(name, kind, setting, pairs, *effects)


def taken(spec: Spec, world: World, target: str) -> World:
    """The world without a target; a kind is switched off in the world that is built already."""
    return with_mode(world, [target], "off") if target in spec.kinds else without(spec, target)


def run(world: World, pairs: int, seed: int) -> Outcomes:
    """Outcomes of so many runs of a world, in this process."""
    return join(list(ensemble(world, seed, range(pairs), partial(outcomes, relation=None), workers=1)))


def effect(there: Outcomes, other: Outcomes, outcome: str) -> Effect:
    """With minus without, per decade, with a 95 % interval."""
    one, two = getattr(there, outcome), getattr(other, outcome)
    found = paired_mean(one, two)
    return Effect(found.estimate, found.low, found.high, float(np.mean(two)))


def screen(wanted: Sequence[str], known: Sequence[Tried]) -> Iterator[Tried]:
    """Every setting of the regions that is not known yet: first those with the numbers as they are.

    Where a sign is missing, the settings that come nearest to it are looked at more closely. The ends of the numbers
    are tried only for kinds of which no region shows both signs by the case alone.
    """
    found = list(known)
    for own_numbers in (True, False):
        short = [kind for kind in NEED if own_numbers or not choose(found, kind)]
        for name, setting, kinds in list(untried(wanted, short, found, own_numbers)):
            for one in measure(name, regions()[name], setting, kinds, **SCREEN):
                found.append(one)
                yield one
        for one in closer(wanted, short, found, own_numbers):
            found.append(one)
            yield one


def untried(
    wanted: Sequence[str], short: Sequence[str], found: Sequence[Tried], own_numbers: bool
) -> Iterator[tuple[str, tuple[str, ...], list[str]]]:
    """Regions, and in each the settings with the kinds that were not tried there."""
    for name in wanted:
        region = regions()[name]
        done = {(one.kind, one.setting) for one in found if one.region == name}
        for setting in region.settings():
            kinds = [kind for kind in region.targets if kind in short and (kind, setting) not in done]
            if kinds and (setting[CASE] == AS_IS) == own_numbers:
                yield name, setting, kinds


def closer(wanted: Sequence[str], short: Sequence[str], found: Sequence[Tried], own_numbers: bool) -> Iterator[Tried]:
    """More pairs for the settings nearest to a sign that a kind does not show yet in a region."""
    for name, kind, sign in product(wanted, short, (1, -1)):
        mine = [o for o in latest(found) if (o.region, o.kind, o.own_numbers) == (name, kind, own_numbers)]
        if any(one.nearest * sign > 0 and one.share * sign >= NEED[kind] for one in mine):
            continue
        mine = [one for one in mine if one.share * sign > 0 and one.pairs < CLOSER["pairs"]]
        for one in sorted(mine, key=lambda one: -one.share * sign)[:CLOSER_LOOKS]:
            yield from measure(name, regions()[name], one.setting, [kind], **CLOSER)


def latest(found: Sequence[Tried]) -> list[Tried]:
    """What was found of each setting with the most pairs."""
    best: dict[tuple[str, str, tuple[str, ...]], Tried] = {}
    for one in found:
        key = one.region, one.kind, one.setting
        if key not in best or one.pairs >= best[key].pairs:
            best[key] = one
    return list(best.values())


def choose(screened: Sequence[Tried], kind: str, clear: bool = True) -> list[tuple[Tried, Tried]]:
    """The best pairs of settings of one region in which a kind escalates and stabilises, as they look on the screen.

    Both estimates are beyond what is needed. Both intervals are clear of 0, or, unless they must be ``clear``, come
    from a closer look. First come pairs that are clear, then pairs whose numbers are as they are, then those that
    differ in the fewest factors, then those whose weaker effect is the strongest. A setting is in one pair only.
    """
    mine = [one for one in latest(screened) if one.kind == kind and abs(one.share) >= NEED[kind]]
    mine = [one for one in mine if one.nearest or (not clear and one.pairs >= CLOSER["pairs"])]
    ups, downs = ([one for one in mine if one.share * sign > 0] for sign in (1, -1))
    together = [(up, down) for up, down in product(ups, downs) if up.region == down.region]

    def order(two: tuple[Tried, Tried]) -> tuple[float, ...]:
        weaker = min(abs(one.nearest) for one in two)
        own, doubtful = all(one.own_numbers for one in two), weaker < 0.5 * NEED[kind]
        return (not weaker, not own, doubtful, len(differing(*two)), -weaker, -min(abs(one.share) for one in two))

    found: list[tuple[Tried, Tried]] = []
    for two in sorted(together, key=order):
        if len(found) < TRIED and not any(one in before for one in two for before in found):
            found.append(two)
    return found


def singles(screened: Sequence[Tried], kind: str) -> list[Tried]:
    """The settings with the strongest effects of each sign in any region, first with the numbers as they are.

    One with other numbers follows where it is stronger.
    """
    found = []
    for sign in (1, -1):
        mine = [one for one in latest(screened) if one.kind == kind and one.nearest * sign > 0]
        own = [one for one in mine if one.own_numbers]
        best = [max(some, key=lambda one: abs(one.nearest)) for some in (own, mine) if some]
        found += dict.fromkeys(best)
    return found


def confirm(screened: Sequence[Tried], kinds: Sequence[str]) -> dict[str, list[list[Tried]]]:
    """By kind, groups of settings run again with many pairs on another seed: pairs of opposite sign, else singles."""
    found: dict[str, list[list[Tried]]] = {}
    for kind in kinds:
        groups: list[list[Tried]] = [list(two) for two in choose(screened, kind, clear=False)]
        groups = groups or [[one] for one in singles(screened, kind)]
        found[kind] = []
        for group in groups:
            again = [next(measure(o.region, regions()[o.region], o.setting, [kind], **CONFIRM)) for o in group]
            found[kind].append(again)
            print(kind, *(f"{one.region} {one.setting} {tables.percent(one)} {one.word}" for one in again), sep="\n  ")
            if len(again) == 2 and holds(again, kind):
                break
    return found


def text_of(found: Mapping[str, Sequence[Sequence[Tried]]]) -> str:
    """The store as JSON, a line for each confirmed setting."""
    data = as_data(found)
    parts = []
    for kind, groups in data.pop("confirmed").items():
        listed = ",\n".join(
            "   [\n" + ",\n".join(f"    {json.dumps(row)}" for row in group) + "\n   ]" for group in groups
        )
        parts.append(f"  {json.dumps(kind)}: [\n{listed}\n  ]")
    rest = "".join(f" {json.dumps(key)}: {json.dumps(value)},\n" for key, value in data.items())
    return "{\n" + rest + ' "confirmed": {\n' + ",\n".join(parts) + "\n }\n}\n"


def as_data(found: Mapping[str, Sequence[Sequence[Tried]]]) -> dict[str, Any]:
    """Confirmed settings as plain data."""
    groups = {kind: [[one.row() for one in group] for group in listed] for kind, listed in found.items()}
    return {"screen": SCREEN, "confirm": CONFIRM, "need": NEED, "confirmed": groups}


def from_data(data: Mapping[str, Any]) -> dict[str, list[list[Tried]]]:
    """Confirmed settings from plain data."""
    rows = data["confirmed"].items()
    return {
        kind: [[tried_from([str(cell) for cell in row]) for row in group] for group in listed] for kind, listed in rows
    }


def read_table(path: Path) -> list[Tried]:
    """Everything that was screened; nothing where there is no table."""
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as file:
        return [tried_from(row) for row in list(csv.reader(file))[1:]]


def write_page(screened: Sequence[Tried], found: Mapping[str, Sequence[Sequence[Tried]]]) -> None:
    """The tables of the page."""
    parts = {
        "counts": tables.counts(screened),
        "confirmed": tables.confirmed(found),
        "levels": tables.by_level(screened),
        "commands": tables.overrides(found),
    }
    for part, text in parts.items():
        paired.put(PAGE, part, text)


def main() -> None:
    """Screen what is not screened yet, confirm, and write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--regions", nargs="+", choices=list(regions()), help="only screen these")
    parser.add_argument(
        "--confirm", nargs="+", choices=list(NEED), help="only confirm these kinds, by what is screened"
    )
    parser.add_argument("--page", action="store_true", help="only write the page")
    parser.add_argument("--again", action="store_true", help="forget what was screened before")
    asked = parser.parse_args()
    if not asked.page and not asked.confirm:
        screen_into(TABLE, asked.regions or list(regions()), asked.again)
    if not asked.page and not asked.regions:
        found = confirm(read_table(TABLE), asked.confirm or list(NEED))
        before = from_data(json.loads(STORE.read_text(encoding="utf-8"))) if asked.confirm and STORE.exists() else {}
        known = before | found
        STORE.write_text(text_of({kind: known[kind] for kind in NEED if kind in known}), encoding="utf-8")
    if not asked.regions:
        write_page(latest(read_table(TABLE)), from_data(json.loads(STORE.read_text(encoding="utf-8"))))


def screen_into(path: Path, wanted: Sequence[str], again: bool) -> None:
    """Screen the regions and add what is found to the table, line by line, so that it can go on after a stop."""
    screened = [] if again else read_table(path)
    with path.open("a" if screened else "w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        if not screened:
            rows.writerow(HEAD)
        for one in screen(wanted, screened):
            rows.writerow(one.row())
            file.flush()


if __name__ == "__main__":
    main()
