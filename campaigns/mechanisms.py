"""Does every mechanism matter? Switch each off where it should, and measure what that changes.

    python campaigns/mechanisms.py                       # the campaign: some 64 pairs of runs a row, and the page
    python campaigns/mechanisms.py --rows M7 M37         # only these rows, the others stay as stored
    python campaigns/mechanisms.py --page                # only write the page from what is stored
    python campaigns/mechanisms.py --search M7 --seed 2  # try a row in every shipped scenario; nothing is written

Rows are data, ``study/verdict/mechanisms.yaml``. The campaign writes ``docs/mechanisms.json`` (effects, and for each
row a fingerprint of its first 8 replicates, which the tests recompute) and from it the page ``docs/mechanisms.md``.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from dipsim.runs.batches.process_pool import processes
from dipsim.runs.metrics import parse
from dipsim.scenario.locate import names as scenarios
from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.study.verdict.decision import Effect, number
from dipsim.study.verdict.mechanisms import FIRST, LEVEL, Measured, Row, effects_of, measure, rows

DOCS = Path(__file__).resolve().parents[1] / "docs"
STORE, PAGE = DOCS / "mechanisms.json", DOCS / "mechanisms.md"
DIGITS = 6
USUAL = Row.model_fields["replicates"].default
HEAD = ("id", "what it is, and how it works here", "computed by", "numbers", "scenario, and what is off", "effect")

INTRO = """\
# Every mechanism, and what switching it off does

The two texts from which dipsim took its scope name 45 things that defence diplomacy consists of (M1 to M45) and seven
cases (C1 to C7). Each has a row, and M45, what decides the sign, has three: the process or kind of exchange that
computes it, the numbers that drive it (defaults and sources are in [model.md](model.md)), a shipped scenario, and the
measured effect of having it there.

An **effect** is with minus without, on the same draws: {usual} pairs of runs unless the row says more, seed {seed},
interval at {level:g} %. The first line of a cell is what the mechanism acts on, the last is always expected disputes
per decade (the integrated hazard of a dispute in the whole region). Changes of the scenario that stand after "with"
hold in both arms. Scenarios and readings were chosen on other draws than those of this page.

An effect is in **bold** where its interval stays clear of 0 even when it is widened for all {count} effects of this
page together ({strict:.3f} %): if none were real, one campaign in twenty would show a bold line. Where the plain
interval holds 0 the effect cannot be told from 0. All this is about the model with its assumed numbers: that a
mechanism matters here does not say how much it matters in the world.

The page is written by `make campaign-mechanisms` from `study/verdict/mechanisms.yaml` and `docs/mechanisms.json`.
`make test` runs the first {first} replicates of every row again and compares them with their stored fingerprint.
"""


def stored() -> dict[str, Any]:
    """What the last campaign found."""
    found: dict[str, Any] = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {"rows": {}}
    return found


def as_dict(measured: Measured) -> dict[str, Any]:
    """A row's result as plain data, rounded to ``DIGITS`` digits; a missing limit becomes None."""
    effects = {path: {key: short(value) for key, value in vars(e).items()} for path, e in measured.effects.items()}
    return {"pairs": measured.pairs, "effects": effects, "sure": list(measured.sure), "hash": measured.hash}


def short(value: float) -> float | None:
    return float(f"{value:.{DIGITS}g}") if abs(value) < float("inf") else None


def campaign(
    wanted: Mapping[str, Row], replicates: int | None, seed: int, elsewhere: bool = True, **how: Any
) -> dict[str, Any]:
    """Results of the rows by id; with ``elsewhere``, rows not clear of 0 are tried in every other scenario too."""
    found = {}
    for name, measured in measure(wanted, replicates, seed, tests=effects_of(rows()), **how):
        found[name] = as_dict(measured)
        print(name, describe(found[name]), flush=True)
        if elsewhere and not measured.clear:
            tried = search(wanted[name], replicates, seed, **how)
            found[name]["elsewhere"] = {scenario: list(other.sure) for scenario, other in tried}
            print(f"  elsewhere: {found[name]['elsewhere']}", flush=True)
    return found


def search(row: Row, replicates: int | None, seed: int, **how: Any) -> Iterator[tuple[str, Measured]]:
    """The row in every other shipped scenario in which its overrides and readings mean something."""
    for scenario in scenarios():
        if scenario == row.scenario:
            continue
        try:
            moved = {"": row.model_copy(update={"scenario": scenario})}
            (found,) = measure(moved, replicates, seed, tests=effects_of(rows()), **how)
        except (ScenarioError, KeyError):
            continue
        yield scenario, found[1]


def describe(result: Mapping[str, Any]) -> str:
    """The effects of a row on one line."""
    return "; ".join(line(path, effect, path in result["sure"]) for path, effect in result["effects"].items())


def line(path: str, given: Mapping[str, float | None], sure: bool) -> str:
    """One effect in words: what was read, the estimate and its interval."""
    effect = to_effect(given)
    said = f"{words(path)} {change(path, effect)}"
    if effect.exactly_zero:
        return f"{words(path)}: exactly the same"
    if not (effect.falls or effect.rises):
        return f"{said}: cannot be told from 0"
    return f"**{said}**" if sure else said


def to_effect(given: Mapping[str, float | None]) -> Effect:
    limits = {"low": -float("inf"), "high": float("inf")}
    return Effect(**{key: limits[key] if value is None else value for key, value in given.items()})


def change(path: str, effect: Effect) -> str:
    """The estimate with its interval; chances in points."""
    scale = 100 if parse(path).is_chance else 1
    low, high = (replace(effect, estimate=limit) for limit in (effect.low, effect.high))
    base = f"{effect.base * scale:.3g}"
    return f"{number(effect, scale)} ({number(low, scale)} to {number(high, scale)}; without it {base})"


def words(path: str) -> str:
    """What a reading is, in words.

    >>> words("expected_disputes"), words("region.trust"), words("dyads.channel.ARL-BOR")
    ('disputes per decade', 'trust in the region', 'channel, ARL to BOR')
    """
    rates = {"expected_disputes": "disputes per decade", "expected_force": "expected uses of force per decade"}
    if path in rates:
        return rates[path]
    reading = parse(path)
    name, of = reading.name.replace("_", " "), reading.owner.replace("_", " ")
    if reading.table == "conflict":
        return f"chance of {'a war' if name == 'war' else 'a use of force'}, points"
    if reading.is_count or reading.per_decade:
        events = f"events '{name}'{f' of {of}' if of else ''}"
        what = {"acts": f"acts of {name}", "events": events, "region": {"force": "uses of force"}.get(name, name)}
        return f"{what[reading.table]} per decade"
    if reading.table == "region":
        return f"{name} in the region"
    whose = {"nations": of or "mean of nations", "dyads": of.replace("-", " to ") or "mean of pairs"}[reading.table]
    return f"{name}, {whose}"


def page(store: Mapping[str, Any]) -> str:
    """The whole page, from the rows and what is stored of them."""
    found = store["rows"]
    table = ["| " + " | ".join(HEAD) + " |", "|" + " --- |" * len(HEAD)]
    table += ["| " + " | ".join(cells(name, row, found[name])) + " |" for name, row in rows().items()]
    count = effects_of(rows())
    intro = INTRO.format(**store, usual=USUAL, count=count, strict=100 * (1 - (1 - LEVEL) / count), first=FIRST)
    return "\n".join([intro, *table, "", *summary(found), ""])


def cells(name: str, row: Row, result: Mapping[str, Any]) -> list[str]:
    """The row of the table."""
    where = ", ".join(f"{part} `{what}`" for part, _, what in (place.partition(".") for place in row.where))
    numbers = ", ".join(f"`{name}`" for name in row.parameters)
    given = ", ".join(f"`{path}={value}`" for path, value in row.with_.items())
    scenario = f"`{row.scenario}`{f' with {given}' if given else ''}: {row.switch}"
    effects = "<br>".join(line(path, effect, path in result["sure"]) for path, effect in result["effects"].items())
    effects += "" if result["pairs"] == USUAL else f"<br>({result['pairs']} pairs)"
    text = f"**{row.title}.** {row.how}"
    return [cell.replace("|", "\\|") for cell in (name, text, where, numbers, scenario, effects)]


def summary(found: Mapping[str, Any]) -> list[str]:
    """What the table comes to: which rows are told from 0, clearly or just so, which cannot, or not on disputes."""
    told = {name: told_of(found[name]) for name in rows()}
    here = [name for name in told if told[name]]
    there = {name: [s for s, paths in found[name].get("elsewhere", {}).items() if paths] for name in told}
    groups = {
        "Clearly told from 0, in bold": [name for name in here if found[name]["sure"]],
        "Told from 0 only by the plain interval": [name for name in here if not found[name]["sure"]],
        "Cannot be told from 0 anywhere": [name for name in told if not told[name] and not there[name]],
        "Told from 0, but not on disputes": [name for name in here if "expected_disputes" not in told[name]],
    }
    lines = ["## What the table comes to", ""]
    lines += [f"- {said}: {len(names)} of {len(told)}. {', '.join(names) or 'None'}." for said, names in groups.items()]
    for name in (name for name in told if not told[name]):
        tried = ", ".join(f"`{scenario}`" for scenario in found[name].get("elsewhere", {}))
        clear = f"; it is clear in {', '.join(there[name])}" if there[name] else ""
        lines += ["", f"{name}, {rows()[name].title}, was also tried in {tried or 'no other scenario'}{clear}."]
    return lines


def told_of(result: Mapping[str, Any]) -> list[str]:
    """The readings of a row whose effect can be told from 0."""
    effects = {path: to_effect(given) for path, given in result["effects"].items()}
    return [path for path, effect in effects.items() if effect.falls or effect.rises]


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", nargs="+", choices=list(rows()), metavar="ID", help="only these rows")
    parser.add_argument("--search", nargs="+", choices=list(rows()), metavar="ID", help="try rows in every scenario")
    parser.add_argument("--here", action="store_true", help="try no row in other scenarios than its own")
    parser.add_argument("--page", action="store_true", help="only write the page")
    parser.add_argument("--replicates", type=int, help="pairs of runs; unless given those of each row")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--workers", type=int, default=1)
    asked = parser.parse_args()
    if asked.page:
        PAGE.write_text(page(stored()), encoding="utf-8")
        return
    with processes(asked.workers) if asked.workers > 1 else contextlib.nullcontext() as pool:
        how: dict[str, Any] = {"replicates": asked.replicates, "seed": asked.seed}
        how |= {"workers": asked.workers, "executor": pool}
        for name in asked.search or ():
            for scenario, measured in search(rows()[name], **how):
                print(name, scenario, describe(as_dict(measured)), flush=True)
        if not asked.search:
            write(asked.rows, how | {"elsewhere": not asked.here})


def write(only: Sequence[str] | None, how: Mapping[str, Any]) -> None:
    """Measure all rows, or only some and keep the others, then store them and write the page."""
    store = stored()
    if only and store["seed"] != how["seed"]:
        sys.exit("the stored rows have another seed: run the whole campaign")
    found = campaign({name: row for name, row in rows().items() if only is None or name in only}, **how)
    known = (store["rows"] if only else {}) | found
    store = {"seed": how["seed"], "level": 100 * LEVEL, "rows": {name: known[name] for name in rows() if name in known}}
    STORE.write_text(json.dumps(store, indent=1) + "\n", encoding="utf-8")
    PAGE.write_text(page(store), encoding="utf-8")


if __name__ == "__main__":
    main()
