"""What arms do: to what a buyer begins, to what begins against it, to its strength, and what licences do to a region.

    python campaigns/arms.py buyers        # arms to a content and to a revisionist buyer, and to the victim of one
    python campaigns/arms.py strength      # a sale beside a gift, for buyers with next to no arms industry
    python campaigns/arms.py licences      # licences and arms sales in every shipped region of real nations
    python campaigns/arms.py all --write   # all three, written into docs/arms.md

Every difference is between runs on the same draws, with its 95 % interval, in bold where that is clear of 0. What is
sold or given every year is worth a fifth of what the buyer spends on its forces at the start. *As it is* leaves the
region alone: licences may be refused, and the arms wait in the queue behind what else was ordered. *Alone* grants every
licence and lets nobody order anything else beyond what the scenario dates, so that only the arms in question move.
"""

from __future__ import annotations

import argparse
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import paired
from paired import DOCS, Seen, difference, see, table, told, varied, with_entry

from dipsim.runs.batches.ensemble import usual_workers
from dipsim.scenario.load import load
from dipsim.scenario.schema.spec import Spec
from dipsim.scenario.world.build import build
from dipsim.study.interventions.targets import OFF, without
from dipsim.study.verdict.verdict import Arms, compare
from dipsim.validation.recognition.known import real_regions

PAGE = DOCS / "arms.md"
SHARE = 0.2  # of the buyer's spending at the start, every year
SALE, GIFT = "arms_transfer", "military_aid"
WORDS = {SALE: "sold", GIFT: "given"}
SETTINGS = {  # in which region the arms are sold or given
    "as it is": [],
    "alone": [
        *(f"processes.licensing.{number}={value:g}" for number, value in OFF["licensing"].items()),
        *(f"exchanges.{kind}.rate=0" for kind in WORDS),
    ],
}


@dataclass(frozen=True)
class Quarrel:
    """A buyer whose intent is varied, its victim, and who arms each of the two."""

    scenario: str
    buyer: str
    armed_by: str
    victim: str
    helped_by: str


QUARRELS = (
    Quarrel("france_egypt", "TUR", "USA", "GRC", "FRA"),
    Quarrel("us_india", "PAK", "CHN", "IND", "RUS"),
)
INTENTS = {"content": 0.05, "revisionist": 0.6}  # revisionism of the buyer
WEAK_INDUSTRIES = (("france_egypt", "FRA", "LBY"), ("france_egypt", "FRA", "ETH"), ("india_africa", "IND", "TZA"))
TERMS = {  # what a sale does and a licence weighs, and the overrides that take each away
    "alarm of third parties": ["exchanges.arms_transfer.alarm=0"],
    "arms delivered": ["exchanges.arms_transfer.delivery=0"],
    "trust of the two": ["exchanges.arms_transfer.evidence=0", "exchanges.arms_transfer.evidence_back=0"],
    "dependence": ["exchanges.arms_transfer.dependence=0"],
    "refusals held against": ["processes.licensing.refusal=0"],
}


def armed(spec: Spec, kind: str, seller: str, buyer: str) -> Spec:
    """The scenario with arms sold or given every year from its second year on."""
    value = SHARE * spec.nations[buyer].gdp * spec.nations[buyer].burden
    year = int(spec.time.start[:4]) + 1
    act = f"{kind}: {{from: {seller}, to: {buyer}, value: {value:.6g}}}"
    return with_entry(spec, f"{{every: year, from: {year}-01, {act}}}")


def buyers(replicates: int, seed: int) -> str:
    """Arms to a buyer that is content and to one that is revisionist, and to the victim of either."""
    names = (f"{name} ({value:g})" for name, value in INTENTS.items())
    head = ("region", "arms", "what changes", *names, "revisionist minus content")
    rows = [
        row
        for quarrel in QUARRELS
        for setting, changes in SETTINGS.items()
        for row in _rows(quarrel, setting, changes, replicates, seed)
    ]
    said = f"{replicates:,} pairs of runs, seed {seed}; disputes that the buyer is expected to begin per decade."
    return f"{said}\n\n{table(head, rows)}"


def _rows(quarrel: Quarrel, setting: str, changes: Sequence[str], replicates: int, seed: int) -> list[list[str]]:
    """The rows of one quarrel: what the buyer begins without arms, and what each sort of arms changes."""
    buyer, victim = quarrel.buyer, quarrel.victim
    spec = varied(load(quarrel.scenario), changes)
    worlds = [varied(spec, [f"nations.{buyer}.revisionism={value}"]) for value in INTENTS.values()]
    plain = [see(one, replicates, seed) for one in worlds]
    levels = [f"{seen.of(buyer).mean():.3f}" for seen in plain]
    begun = told(difference(plain[1].of(buyer), plain[0].of(buyer)))
    rows = [[f"`{quarrel.scenario}`, {setting}", "none", f"what {buyer} begins", *levels, begun]]
    for kind in WORDS:
        for to, seller in ((buyer, quarrel.armed_by), (victim, quarrel.helped_by)):
            seen = [see(armed(one, kind, seller, to), replicates, seed) for one in worlds]
            for against in ("", victim):
                with_arms, before = _of(seen, buyer, against), _of(plain, buyer, against)
                gaps = [one - other for one, other in zip(with_arms, before, strict=True)]
                cells = [told(difference(one, other)) for one, other in zip(with_arms, before, strict=True)]
                whom = f" against {victim}" if against else ""
                what = (f"{WORDS[kind]} to {to} by {seller}", f"what {buyer} begins{whom}")
                rows.append(["", *what, *cells, told(difference(gaps[1], gaps[0]))])
    return rows


def _of(seen: Sequence[Seen], code: str, against: str = "") -> list[paired.Floats]:
    """What a nation begins, against one nation or against all, in each of several sets of runs."""
    return [one.of(code, against) for one in seen]


def strength(replicates: int, seed: int) -> str:
    """Capability of buyers with next to no industry: a gift and a sale of the same worth, beside neither."""
    rows = []
    for scenario, seller, buyer in WEAK_INDUSTRIES:
        for setting, changes in SETTINGS.items():
            spec = varied(load(scenario), changes)
            seen = [see(spec, replicates, seed)]
            seen += [see(armed(spec, kind, seller, buyer), replicates, seed) for kind in (GIFT, SALE)]
            plain, given, sold = (one.strength(buyer) for one in seen)
            cells = [told(difference(one, other)) for one, other in ((given, plain), (sold, plain), (given, sold))]
            who = f"{buyer} (industry {spec.nations[buyer].industry:g}), by {seller}"
            queue = " and ".join(f"{code} {seen[0].served(code).mean():.2f}" for code in (buyer, seller))
            rows.append([f"`{scenario}`, {setting}", who, f"{plain.mean():.2f}", *cells, queue])
    said = f"{replicates:,} pairs of runs, seed {seed}; capability in billions of dollars of 2023, mean over the run."
    head = ("region", "buyer", "neither", "gift minus neither", "sale minus neither", "gift minus sale", "delivered")
    more = "*Delivered* is the share of what is due in a tick that the purse pays for, where neither is sold or given."
    return f"{said} {more}\n\n{table(head, rows)}"


def licences(replicates: int, seed: int) -> str:
    """What licences, and what arms sales, do to expected disputes of each region, and the term behind most of it."""
    head = ("region", "licences", "term behind most of it", "arms sales", "word", "term behind most of it", "disputes")
    rows = [_region(name, replicates, seed) for name in real_regions()]
    said = (
        f"{replicates:,} pairs of runs, seed {seed}; expected disputes per decade. *Licences*: sales that need one "
        "minus sales that need none. *Arms sales*: with minus without them. A term stands with what it adds."
    )
    return f"{said}\n\n{table(head, rows)}"


def _region(name: str, replicates: int, seed: int) -> list[str]:
    """The row of one region."""
    spec = load(name)
    effects: dict[str, list[paired.Floats]] = {}
    word = ""
    for term, changes in {"": [], **TERMS}.items():
        arms = Arms(seed, replicates, usual_workers(replicates / 100))
        with_it = varied(spec, changes)
        world = build(with_it)
        unlicensed = replace(build(varied(with_it, ["exchanges.*.licensed=0"])), settled_as=world)
        here, free, none = arms(world), arms(unlicensed), arms(without(with_it, SALE))
        effects[term] = [here.expected_disputes - other.expected_disputes for other in (free, none)]
        if not term:
            word, base = compare(SALE, here, none).shown, f"{none.expected_disputes.mean():.2f}"
    licence, sales = effects.pop("")
    causes = [
        _cause(whole, {term: found[at] for term, found in effects.items()}) for at, whole in enumerate((licence, sales))
    ]
    zero = 0.0 * licence
    return [
        f"`{name}`",
        told(difference(licence, zero)),
        causes[0],
        told(difference(sales, zero)),
        word,
        causes[1],
        base,
    ]


def _cause(whole: paired.Floats, parts: dict[str, paired.Floats]) -> str:
    """The term without which most of the effect is gone, with what it changes; none where no change is clear of 0."""
    found = {term: difference(whole, rest) for term, rest in parts.items()}
    sign = 1.0 if whole.mean() > 0 else -1.0
    clear = {term: one for term, one in found.items() if (one.low > 0 or one.high < 0) and sign * one.estimate > 0}
    if not clear:
        return "none clear of 0"
    term = max(clear, key=lambda name: sign * clear[name].estimate)
    return f"{term}: {told(clear[term])}"


PARTS: dict[str, tuple[Callable[[int, int], str], int]] = {
    "buyers": (buyers, 400),
    "strength": (strength, 200),
    "licences": (licences, 200),
}


def main() -> None:
    """Print what was asked for; write it into the page."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=[*PARTS, "all"])
    parser.add_argument("--replicates", type=int, help="pairs of runs; 400 for buyers, else 200")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--write", action="store_true", help="write the tables into docs/arms.md")
    asked = parser.parse_args()
    for part in PARTS if asked.what == "all" else [asked.what]:
        measure, usual = PARTS[part]
        text = measure(asked.replicates or usual, asked.seed)
        print(f"{text}\n", flush=True)
        if asked.write:
            paired.put(PAGE, part, text)


if __name__ == "__main__":
    main()
