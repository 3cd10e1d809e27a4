"""Is the reason that docs/both_signs.md gives the reason? Confirmed settings with one part switched off alone.

    python campaigns/both_signs_reasons.py            # measure what is not stored, write store and page
    python campaigns/both_signs_reasons.py --page     # only write the table from what is stored

The store is docs/both_signs_reasons.csv. Each line has the pairs and the seed of a confirmation. What is switched off
is off in both arms, so a line says what the kind does in a world without that part.
"""

from __future__ import annotations

import argparse
import csv

import both_signs as search
import both_signs_tables as tables
import paired
from both_signs_numbers import AS_IS, REGIME, SUCCESS, SUPPLIERS
from both_signs_space import CONFIRM, Tried, regions, tried_from

from dipsim.scenario.load import load
from dipsim.scenario.world.build import build

STORE = paired.DOCS / "both_signs_reasons.csv"
SOLD, BINDS, SHOWS = SUPPLIERS
NOTHING, CONTENT = "nothing at stake", "all content"
Setting = tuple[str, ...]
WHOLE = "as confirmed"


def alarm_of(kind: str) -> dict[str, str]:
    """The part that makes third parties uneasy about a kind."""
    return {f"{kind.replace('_', ' ')} alarms nobody": f"exchanges.{kind}.alarm=0"}


LEVERAGE = {"suppliers do not restrain": "processes.crisis.leverage=0"}
EVIDENCE = {"an exercise shows no goodwill": "exchanges.joint_exercise.evidence=0"}
TOGETHER = {"an exercise leaves no interoperability": "exchanges.joint_exercise.interoperability=0"}
FEAR = {"nobody begins a dispute out of fear": "processes.crisis.fear=0"}
PLEDGE = {"a pact is not honoured": "processes.perception.honour=0"}
GOODWILL = {"an arms transfer shows no goodwill": "exchanges.arms_transfer.evidence=0"}
UNDELIVERED = {"nothing is delivered": "exchanges.arms_transfer.delivery=0"}
QUARREL, CALM = "China and the Philippines", list(SUCCESS)[1]
REASONS: tuple[tuple[str, str, Setting, dict[str, str]], ...] = (
    ("joint_exercise", "us_india", (CONTENT, NOTHING, "closed", AS_IS), alarm_of("joint_exercise")),
    ("joint_exercise", "us_india", (CONTENT, NOTHING, "open", AS_IS), {**EVIDENCE, **TOGETHER, **FEAR}),
    ("arms_transfer", "us_south_korea", (AS_IS, AS_IS, "closed", SOLD), alarm_of("arms_transfer")),
    (
        "arms_transfer",
        "us_south_korea",
        (AS_IS, AS_IS, "open", SOLD),
        {**LEVERAGE, **UNDELIVERED},
    ),
    *(
        (
            "arms_transfer",
            "us_philippines, one quarrel",
            (bold, QUARREL, AS_IS, CALM),
            {**LEVERAGE, **UNDELIVERED, **GOODWILL},
        )
        for bold in ("the Philippines alone bold", "China alone bold")
    ),
    (
        "alliance_pact",
        "us_philippines",
        ("the Philippines bold", AS_IS, "a guarantee without conditions", AS_IS),
        {"a pact does not embolden": "processes.perception.embolden=0"},
    ),
    ("alliance_pact", "us_philippines", ("China bold", AS_IS, "open", AS_IS), PLEDGE),
    ("technology_transfer", "us_india", (CONTENT, NOTHING, "closed", BINDS), alarm_of("technology_transfer")),
    ("technology_transfer", "us_india", (CONTENT, NOTHING, "open", BINDS), LEVERAGE),
    ("exhibition", "us_india", ("India bold", NOTHING, "closed", BINDS), alarm_of("exhibition")),
    (
        "exhibition",
        "us_india",
        ("India bold", NOTHING, "open", SHOWS),
        {**LEVERAGE, "an exhibition leads to no sales": "exchanges.exhibition.groundwork=0"},
    ),
    (
        "control_regime",
        "us_india, a regime of suppliers",
        (CONTENT, "much at stake", AS_IS, AS_IS),
        alarm_of("arms_transfer"),
    ),
    (
        "control_regime",
        "us_india, a regime of suppliers",
        (CONTENT, "much at stake", AS_IS, *REGIME),
        {**alarm_of("arms_transfer"), "who is in a regime weighs risk as others do": "processes.licensing.regime=0"},
    ),
)


def without(kind: str, name: str, setting: Setting, part: str) -> Tried:
    """The effect of a kind in a setting with one more override, with the pairs and the seed of a confirmation."""
    region = regions()[name]
    spec = load(region.scenario, [*region.sets(setting), *([part] if part else [])])
    world = build(spec)
    there = search.run(world, **CONFIRM)
    other = search.run(search.taken(spec, world, region.targets[kind]), **CONFIRM)
    effects = (search.effect(there, other, outcome) for outcome in ("expected_disputes", "expected_force"))
    return Tried(name, kind, setting, CONFIRM["pairs"], *effects)


def stored() -> list[tuple[str, Tried]]:
    """What was switched off, and what the kind does then; nothing where there is no store."""
    if not STORE.exists():
        return []
    with STORE.open(encoding="utf-8", newline="") as file:
        return [(row[0], tried_from(row[1:])) for row in list(csv.reader(file))[1:]]


def table(found: list[tuple[str, Tried]]) -> str:
    """The table of the page."""
    rows = []
    for part, one in found:
        about = (
            ["", "", ""] if part != WHOLE else [one.kind.replace("_", " "), one.region, tables.described(one.setting)]
        )
        rows.append([*about, part, tables.percent(one)])
    return paired.table(["kind", "region", "setting", "switched off alone", "disputes, share of the base"], rows)


def main() -> None:
    """Measure every reason that is not stored; write the store and the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--page", action="store_true", help="only write the table from what is stored")
    if not parser.parse_args().page:
        known = {(part, one.kind, one.region, one.setting): one for part, one in stored()}
        with STORE.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, lineterminator="\n")
            rows.writerow(("off", *search.HEAD))
            for kind, name, setting, parts in REASONS:
                for said, part in {WHOLE: "", **parts}.items():
                    one = known.get((said, kind, name, setting)) or without(kind, name, setting, part)
                    rows.writerow([said, *one.row()])
                    file.flush()
                    print(kind, setting, said, tables.percent(one), flush=True)
    paired.put(search.PAGE, "reasons", table(stored()))


if __name__ == "__main__":
    main()
