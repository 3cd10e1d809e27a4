"""What switching off each mechanism changes in three scenarios: docs/mechanisms.md and docs/mechanisms.json.

    python campaigns/mechanisms.py                       # some 64 pairs of runs a row and scenario, and the page
    python campaigns/mechanisms.py --rows M7 M37a        # only these rows, the others stay as stored
    python campaigns/mechanisms.py --page                # only write the page from what is stored
    python campaigns/mechanisms.py --search M7 --seed 2  # try a row in every shipped scenario; nothing is written

Rows are data, ``study/verdict/mechanisms.yaml``. The campaign writes ``docs/mechanisms.json`` (a line for each row and
scenario: effects, and a fingerprint of its first replicates, a third of which the tests recompute) and from it the page
``docs/mechanisms.md``.
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
from dipsim.scenario.load import load
from dipsim.scenario.locate import names as scenarios
from dipsim.scenario.yaml.problems import ScenarioError
from dipsim.study.interventions.targets import UnknownTarget, title
from dipsim.study.verdict.decision import Effect, number
from dipsim.study.verdict.mechanisms import LEVEL, Measured, Row, effects_of, measure, placed, rows

DOCS = Path(__file__).resolve().parents[1] / "docs"
STORE, PAGE = DOCS / "mechanisms.json", DOCS / "mechanisms.md"
DIGITS = 4
USUAL = Row.model_fields["replicates"].default
HEAD = ("id", "what it is, and how it works here", "computed by", "numbers", "scenario, and what is off", "effect")
SIGNS = {-1: "fewer", 0: "0", 1: "more"}

INTRO = """\
# Every mechanism, and what switching it off does

The two texts from which dipsim took its scope name 45 things that defence diplomacy consists of (M1 to M45) and seven
cases (C1 to C7). Each has a row; some have two or three, where several things work under one name. N1 to N{last} are
what the second edition of the model adds. A row says which process or kind of exchange computes it, which numbers drive
it (defaults and sources are in [model.md](model.md)), and what it changes in three scenarios in which it can act, of
real nations where there are such. The rows of cases are measured in three settings of their region.

An **effect** is with minus without, on the same draws: {usual} pairs of runs unless the row says more, seed {seed},
interval at {level:g} %. The first lines of a cell are what the mechanism acts on, the last is always expected disputes
per decade (the integrated hazard of a dispute in the whole region). Changes of the scenario that stand after "with"
hold in both arms. The scenarios of a row were chosen because the mechanism can act there, before any effect was seen;
the readings of the first scenario were chosen on other draws.

An effect is in **bold** where its interval stays clear of 0 even when it is widened for all {count} effects of this
page together ({strict:.3f} %): if none were real, one campaign in twenty would show a bold line. Where the plain
interval holds 0 the effect cannot be told from 0. All this is about the model with its assumed numbers: that a
mechanism matters here does not say how much it matters in the world.

The page is written by `make campaign-mechanisms` from `study/verdict/mechanisms.yaml` and `docs/mechanisms.json`.
"""


def stored() -> dict[str, Any]:
    """What the last campaign found."""
    found: dict[str, Any] = json.loads(STORE.read_text(encoding="utf-8")) if STORE.exists() else {"rows": {}}
    return found


def as_dict(measured: Measured) -> dict[str, Any]:
    """A row's result in one scenario as plain data; estimate, limits and base, a missing limit None."""
    effects = {path: [short(value) for value in vars(e).values()] for path, e in measured.effects.items()}
    return {"pairs": measured.pairs, "effects": effects, "sure": list(measured.sure), "hash": measured.hash}


def short(value: float) -> float | None:
    """A number to ``DIGITS`` digits; None for a limit that is missing."""
    return float(f"{value:.{DIGITS}g}") if abs(value) < float("inf") else None


def text_of(store: Mapping[str, Any]) -> str:
    """The store as JSON with a line for each row and scenario, so that a change shows where it is."""
    parts = []
    for name, places in store["rows"].items():
        lines = [f"   {json.dumps(place)}: {json.dumps(result)}" for place, result in places.items()]
        parts.append(f"  {json.dumps(name)}: {{\n" + ",\n".join(lines) + "\n  }")
    rest = "".join(f" {json.dumps(key)}: {json.dumps(store[key])},\n" for key in ("seed", "level"))
    return "{\n" + rest + ' "rows": {\n' + ",\n".join(parts) + "\n }\n}\n"


def campaign(wanted: Mapping[str, Row], replicates: int | None, seed: int, **how: Any) -> dict[str, Any]:
    """Results of the rows by id and scenario."""
    found: dict[str, Any] = {name: {} for name in wanted}
    for (name, place), measured in measure(placed(wanted), replicates, seed, tests=effects_of(placed(rows())), **how):
        found[name][place] = as_dict(measured)
        print(name, place, describe(found[name][place]), flush=True)
    return {name: {place: found[name][place] for place in wanted[name].places} for name in wanted}


def search(row: Row, replicates: int | None, seed: int, **how: Any) -> Iterator[tuple[str, Measured]]:
    """The row in every other shipped scenario in which its overrides and readings mean something."""
    for scenario in scenarios():
        if scenario == row.scenario:
            continue
        try:
            moved = {"": row.model_copy(update={"scenario": scenario})}
            (found,) = measure(moved, replicates, seed, tests=effects_of(placed(rows())), **how)
        except (ScenarioError, UnknownTarget, KeyError):
            continue
        yield scenario, found[1]


def describe(result: Mapping[str, Any]) -> str:
    """The effects of a row on one line."""
    return "; ".join(line(path, effect, path in result["sure"]) for path, effect in result["effects"].items())


def line(path: str, given: Sequence[float | None], sure: bool) -> str:
    """One effect in words: what was read, the estimate and its interval."""
    effect = to_effect(given)
    said = f"{words(path)} {change(path, effect)}"
    if effect.exactly_zero:
        return f"{words(path)}: exactly the same"
    if not effect.sign:
        return f"{said}: cannot be told from 0"
    return f"**{said}**" if sure else said


def to_effect(given: Sequence[float | None]) -> Effect:
    """An effect from what is stored of it."""
    estimate, low, high, base = given
    return Effect(
        float("nan") if estimate is None else estimate,
        -float("inf") if low is None else low,
        float("inf") if high is None else high,
        float("nan") if base is None else base,
    )


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
    table += [
        "| " + " | ".join(cells) + " |" for name, row in rows().items() for cells in lines_of(name, row, found[name])
    ]
    count = effects_of(placed(rows()))
    last = sum(name.startswith("N") for name in rows())
    intro = INTRO.format(**store, usual=USUAL, count=count, strict=100 * (1 - (1 - LEVEL) / count), last=last)
    return "\n".join([intro, *summary(found), "", "## The rows", "", *table, ""])


def lines_of(name: str, row: Row, results: Mapping[str, Any]) -> list[list[str]]:
    """The lines of the table for a row, one for each of its scenarios."""
    where = ", ".join(f"{part} `{what}`" for part, _, what in (place.partition(".") for place in row.where))
    numbers = ", ".join(f"`{name}`" for name in row.parameters)
    found: list[list[str]] = []
    for place, there in row.places.items():
        effects = "<br>".join(
            line(path, effect, path in results[place]["sure"]) for path, effect in results[place]["effects"].items()
        )
        effects += "" if results[place]["pairs"] == USUAL else f"<br>({results[place]['pairs']} pairs)"
        about = ["", "", "", ""] if found else [name, f"**{row.title}.** {row.how}", where, numbers]
        said = setting(place, there, bool(found) and there.off == row.off)
        found.append([cell.replace("|", "\\|") for cell in (*about, said, effects)])
    return found


def setting(place: str, row: Row, known: bool) -> str:
    """The scenario of a row, what holds in both arms, and what is off in one.

    The dated entries that go are written out unless they are ``known`` from the line above.
    """
    given = ", ".join(f"`{path}={value}`" for path, value in row.with_.items())
    name = f"`{row.scenario}`{'' if place == row.scenario else f', {place}'}{f' with {given}' if given else ''}"
    dated = [target for target in row.off if target.startswith("timeline.") and not known]
    spec = load(row.scenario, row.with_) if dated else None
    gone = "; ".join(dict.fromkeys(title(spec, target) for target in dated)) if spec else ""
    return f"{name}: {row.switch}{f' (gone: {gone})' if gone else ''}"


def summary(found: Mapping[str, Any]) -> list[str]:
    """What the rows come to: how many effects are told from 0, and the signs on disputes in the three scenarios."""
    results = {(name, place): found[name][place] for name, row in rows().items() for place in row.places}
    told = {key: [path for path, e in one["effects"].items() if to_effect(e).sign] for key, one in results.items()}
    signs = {name: [sign_of(found[name][place]) for place in row.places] for name, row in rows().items()}
    groups = {
        "At least one effect clear of 0 in all three scenarios": [
            name for name, row in rows().items() if all(told[name, place] for place in row.places)
        ],
        "No effect told from 0 in any": [
            name for name, row in rows().items() if not any(told[name, place] for place in row.places)
        ],
        "Disputes told from 0 with opposite signs": [name for name, three in signs.items() if {-1, 1} <= set(three)],
        "Disputes told from 0 in none": [name for name, three in signs.items() if not any(three)],
    }
    kept = sum(bool(one["sure"]) for one in results.values())
    lines = ["## What the rows come to", ""]
    lines += [f"- In {kept} of {len(results)} lines at least one effect is in bold."]
    lines += [
        f"- {said}: {len(names)} of {len(signs)}. {', '.join(names) or 'None'}." for said, names in groups.items()
    ]
    lines += ["", "The sign on expected disputes (more, fewer, or 0 where the interval holds 0), by scenario:", ""]
    lines += ["| id | mechanism | three scenarios |", "| --- | --- | --- |"]
    for name, row in rows().items():
        said = ", ".join(f"{place}: {SIGNS[sign]}" for place, sign in zip(row.places, signs[name], strict=True))
        lines.append(f"| {name} | {row.title} | {said} |")
    return lines


def sign_of(result: Mapping[str, Any]) -> int:
    """The sign of the effect on expected disputes, 0 where it cannot be told."""
    return to_effect(result["effects"]["expected_disputes"]).sign


def main() -> None:
    """Run what was asked for."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", nargs="+", choices=list(rows()), metavar="ID", help="only these rows")
    parser.add_argument("--search", nargs="+", choices=list(rows()), metavar="ID", help="try rows in every scenario")
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
            write(asked.rows, how)


def write(only: Sequence[str] | None, how: Mapping[str, Any]) -> None:
    """Measure all rows, or only some and keep the others, then store them and write the page."""
    store = stored()
    if only and store["seed"] != how["seed"]:
        sys.exit("the stored rows have another seed: run the whole campaign")
    found = campaign({name: row for name, row in rows().items() if only is None or name in only}, **how)
    known = (store["rows"] if only else {}) | found
    store = {"seed": how["seed"], "level": 100 * LEVEL, "rows": {name: known[name] for name in rows() if name in known}}
    STORE.write_text(text_of(store), encoding="utf-8")
    PAGE.write_text(page(store), encoding="utf-8")


if __name__ == "__main__":
    main()
