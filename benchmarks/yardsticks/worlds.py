"""Small made-up worlds: valid scenarios that together use everything a scenario can say. The seed fixes the world.

``world(seed)`` is one of 2 to 6 nations with random traits, relations, organisations, kinds, process parameters and
timeline; ``kinds_of_control`` puts some kinds of it under a control (off, null, cost only) as a study does.
"""

from __future__ import annotations

import json
from random import Random
from typing import Any

from loose_links import loosen
from partner_numbers import NUMBERS_APART, partner

from dipsim.model.parameters import NATION, NUMBERS, ORGANISATION, PARAMETERS
from dipsim.model.state import exchange_kind
from dipsim.model.state.nation import TRAITS
from dipsim.model.state.organisation import TYPES
from dipsim.model.state.quantities import Quantity
from dipsim.scenario.load import load
from dipsim.scenario.schema.catalogue import catalogue
from dipsim.scenario.schema.exchange_kinds import PACTS
from dipsim.scenario.schema.parts import TICKS_PER_YEAR
from dipsim.scenario.world.build import World, build

SIDED = ("directed", "incident", "measure")
NOT_CHANGED = ("gdp", "capability", "g", "k", "burden", "culture")  # traits that no event may change
BUSY = {"crisis.incident": 1.0, "crisis.motive": 6.0, "crisis.fear": 2.0, "politics.government_change": 3.0}
BUSY |= {"politics.disaster": 2.0, "politics.power_shock": 1.0, "politics.technology_shock": 2.0, "politics.drift": 1.0}
BUSY |= {"crisis.settles": 0.5, "crisis.spoils": 0.3, "crisis.yielded": 2.0}
BUSY |= {"reputation.balance": 1.0, "institutions.breach": 1.0, "licensing.diversion": 1.0, "crisis.war": 400.0}
WARLIKE = {"incident": 1, "motive": 9, "fear": 3, "war": 900, "war_cost": 0, "exit_force": 3, "climb_display": 60}
JUDGEMENT: dict[str, dict[str, float]] = {
    "crisis": {"alarmed": 1.0},
    "ledger": {"alarm_apart": 1.0, "alarm_cap": 3.0},
    "diplomacy": {"foreseen_share": 0.4, "foreseen_error": 0.6},
    "consequences": {"intent_noise": 0.3, "feigned": 0.5, "feigning": 1e-5, "kappa_intent": 1.0},
}
LARGEST_CAP = 20.0  # beyond it K (1 - exp(-x / K)) loses digits by itself


class Maker:
    """Makes the parts of one scenario from one generator of random numbers."""

    def __init__(self, seed: int) -> None:
        self.seed, self.random = seed, Random(seed)
        self.codes = [f"N{letter}" for letter in "ABCDEF"[: self.random.randint(2, 6)]]
        self.years = self.random.choice([1, 1.5, 2, 3])
        self.tick = self.random.choice([*TICKS_PER_YEAR, "month", "month"])
        if self.tick == "year":
            self.years = self.random.randint(4, 12)
        self.forms = {name: entry.form for name, entry in catalogue().items()}
        self.issues = [f"issue_{q}" for q in range(self.random.randint(0, 3))]
        self.names: list[str] = []
        self.warlike = self.random.random() < 0.35

    def chance(self, p: float) -> bool:
        return self.random.random() < p

    def share(self) -> float:
        """A share, now and then 0 or 1."""
        return self.random.choice([0.0, 1.0]) if self.chance(0.15) else round(self.random.random(), 3)

    def some(self, things: list[Any], most: int) -> list[Any]:
        return self.random.sample(things, min(len(things), self.random.randint(0, most)))

    def two(self) -> list[str]:
        return self.random.sample(self.codes, 2)

    def value(self, q: Quantity, random: Random | None = None) -> float:
        """A value within the bounds of a quantity, near its default where the bounds are wide."""
        random = random or self.random
        low, high = q.low, min(q.high, BUSY.get(q.name, q.high))
        if "cap" in q.name and "capability" not in q.name:
            high = min(high, LARGEST_CAP)
        if high - low > 300.0:
            low, high = max(low, 0.3 * (q.default or 1.0)), min(high, 3.0 * (q.default or 1.0))
        return random.choice([low, high]) if random.random() < 0.05 else round(random.uniform(low, high), 4)

    def nation(self) -> dict[str, Any]:
        found: dict[str, Any] = {"gdp": round(10 ** self.random.uniform(1.5, 4.0), 1)}
        for name in self.some(
            [t for t in TRAITS if t not in ("gdp", "g", "k", "capability", "diplomacy", "staff")], 12
        ):
            q = NATION[name]
            found[name] = self.value(q) if name != "growth" else round(self.random.uniform(-0.1, 0.1), 3)
        if self.chance(0.3):
            found["diplomacy"] = self.random.choice([0.0, 1e-6, 1e-5, 1e-4, 0.01])
        if self.chance(0.3):
            found["staff"] = self.random.choice([0, 1, 5, 20, 1000])
        if self.chance(0.2):
            found["capability"] = round(10 ** self.random.uniform(0, 3), 2)
        if self.chance(0.2):
            found["g"] = round(self.random.uniform(-5, 20), 2)
        if self.chance(0.2):
            found["k"] = round(self.random.uniform(0, 0.05), 4)
        if self.chance(0.3):
            found["location"] = [round(self.random.uniform(-20, 20), 2), round(self.random.uniform(-20, 20), 2)]
        for key, words in (("language", ["L1", "L2"]), ("standards", ["S1", "S2"]), ("region", ["R1", "R2"])):
            if self.chance(0.4):
                found[key] = self.random.choice(words)
        issues = self.some(self.issues, 3)
        found["interests"] = {
            q: {"position": round(self.random.uniform(-1, 1), 3), "salience": self.share()} for q in issues
        }
        return found

    def relation(self, a: str, b: str) -> dict[str, Any]:
        found: dict[str, Any] = {"between": [a, b]}
        if self.chance(0.8):
            found["proximity"] = 0.0 if self.chance(0.2) else self.share()
        if self.chance(0.3):
            found["land"] = self.chance(0.7)
        if self.chance(0.3):
            found["distance"] = round(self.random.uniform(0, 4000), 1)
        for key in ("claim", "at"):
            if self.chance(0.2):
                found[key] = self.share()
        for key in ("dispute", "trade", "interoperability", "channel", "culture_gap", "standards_gap", "language_gap"):
            if self.chance(0.5):
                found[key] = self.share()
        for key in ("notice", "dependence", "willingness"):
            if self.chance(0.3):
                found[key] = {code: self.share() for code in self.some([a, b], 2)}
        if self.chance(0.3):
            found["trust"] = {code: round(self.random.uniform(0.05, 0.95), 3) for code in self.some([a, b], 2)}
        elif self.chance(0.3):
            found["history"] = {code: round(self.random.uniform(-3, 3), 3) for code in self.some([a, b], 2)}
        found["pact"] = [self.random.choice(["defence", "offence"])] if self.warlike and self.chance(0.6) else []
        found["pact"] += [content for content in self.some(list(PACTS), 1) if content not in found["pact"]]
        found["agreements"] = self.some(["general", *exchange_kind.SCOPES], 2) if self.chance(0.4) else []
        found["hotline"] = self.chance(0.3)
        standing = [name for name in self.names if self.forms[name] == "standing" and name not in PACTS.values()]
        found["in_force"] = self.some([k for k in standing if k not in ("bilateral_agreement", "hotline")], 3)
        return found

    def organisation(self, number: int) -> dict[str, Any]:
        kind = self.random.choice(TYPES)
        found: dict[str, Any] = {"name": f"organisation {number}", "kind": kind}
        found["members"] = self.random.sample(self.codes, self.random.randint(2, len(self.codes)))
        for key in ("quality", "verification"):
            if self.chance(0.5):
                found[key] = self.share()
        if self.chance(0.4):
            found["meets"] = self.random.choice([0.5, 2, 12, 52])
        if self.chance(0.4):
            found["admission"] = self.random.choice([0.2, 2, 20])
        if self.chance(0.4):
            found["upkeep"] = self.random.choice([1e-4, 0.01, 1.0])
        if kind == "arms_control" and self.chance(0.8):
            found["cap"] = self.random.choice([0.5, 0.9, 1.0, 1.1])
        if kind == "alliance":
            found["content"] = self.random.choice(list(PACTS))
        held = self.some([name for name in self.names if self.forms[name] in ("pair", "many")], 2)
        found["holds"] = {name: self.random.choice([0.5, 4, 24]) for name in held}
        assert set(found) <= {*ORGANISATION.names(), "name", "kind", "members", "holds", "content"}
        return found

    def exchange(self, name: str) -> Any:
        """Changes to a kind; now and then it is switched off."""
        if self.chance(0.1):
            return "off"
        found: dict[str, Any] = {}
        for number in self.some([q.name for q in NUMBERS if q.name not in ("mode", "rate", *NUMBERS_APART)], 8):
            found[number] = self.number(NUMBERS[number])
        if self.chance(0.6):
            found["rate"] = self.random.choice([0.0, 0.5, 3.0, 12.0, 60.0])
        if self.forms[name] == "measure":
            found |= {"followed": self.share(), "term": self.random.choice([0.2, 1.0, 3.0])}
        if self.forms[name] == "directed":
            found["licensed"] = self.random.choice([0.0, 1.0])
        if self.chance(0.5):
            found["readiness"] = self.random.choice([0.0, 1.0, 3.0])
        return found or "on"

    def number(self, q: Quantity) -> float:
        """A number of a kind; money, staff, terms and wishes stay of a size at which acts come about."""
        if q.money:
            return self.random.choice([0.0, 1e-4, 0.01, 0.5])
        if q.name in ("staff", "term"):
            return self.random.choice([0.0, 0.25, 0.5, 1.0, 3.0])
        if q.high >= 10 and q.low == 0.0 and q.unit == "1":
            return round(self.random.uniform(0, 3), 3)
        return self.value(q)

    def event(self) -> dict[str, Any]:
        r = self.random
        month = r.randrange(int(self.years * 12))
        when: dict[str, Any] = {"at": f"{2025 + month // 12}-{month % 12 + 1:02d}"}
        if self.chance(0.15):
            when = {"every": r.choice(["month", "quarter", "year"])}
        return when | (self.act() if self.chance(0.55) else self.happening())

    def act(self) -> dict[str, Any]:
        r = self.random
        kind = r.choice([name for name in self.names if self.forms[name] != "group"])
        form = self.forms[kind]
        if form in SIDED:
            one, other = self.two()
            found: dict[str, Any] = {"from": one, "to": other}
        else:
            found = {"between": r.sample(self.codes, r.randint(2, len(self.codes)))}
        if self.chance(0.3):
            found["scale"] = r.choice([0.1, 0.5, 2.0, 10.0])
        if self.chance(0.3):
            found["notified"] = self.share()
        if self.chance(0.3):
            found["hidden"] = self.share()
        if self.chance(0.2):
            found["value"] = r.choice([0.01, 1.0, 20.0])
        elif self.chance(0.1):
            found["tiv"] = r.choice([10.0, 500.0])
        return {kind: found}

    def happening(self) -> dict[str, Any]:
        r = self.random
        one, other = self.two()
        ending = [name for name in self.names if self.forms[name] in ("standing", "measure")]
        found: list[dict[str, Any]] = [
            {"government_change": one},
            {"disaster": {"nation": one, "size": self.share()}},
            {"power_shock": {"nation": one, "size": round(r.uniform(-1, 1), 3)}},
            {"technology_shock": {"nation": one, "size": round(r.uniform(-0.5, 1), 3)}},
            {"lift": {"from": one, "to": other}},
            {"dispute": {"between": [one, other], "to": self.share()}},
            {"end": {"kind": r.choice(ending), "between": [one, other]} | ({"by": one} if self.chance(0.6) else {})},
        ]
        traits = r.sample([t for t in TRAITS if t not in NOT_CHANGED], 2)
        changed = {t: self.value(NATION[t]) for t in traits}
        if "growth" in changed:
            changed["growth"] = 0.05
        found.append({"change": {"nation": one} | changed})
        if self.organisations:
            name = r.choice(self.organisations)["name"]
            found += [{"join": {"nation": one, "organisation": name}}, {"leave": {"nation": one, "organisation": name}}]
        return r.choice(found)

    def new_kind(self, number: int) -> tuple[str, dict[str, Any]]:
        """A kind of the scenario's own, like one of the catalogue or from nothing."""
        name = f"own_{number}"
        if self.chance(0.5):
            like = self.random.choice(sorted(catalogue()))
            self.forms[name] = catalogue()[like].form
            return name, {"like": like} | self._changes(name)
        form = self.random.choice([form for form in exchange_kind.FORMS if form != "group"])
        self.forms[name] = form
        found = {"form": form, "group": self.random.choice(exchange_kind.GROUPS), "rate": 6.0}
        if self.chance(0.4):
            found["scope"] = self.random.choice(exchange_kind.SCOPES)
        return name, found | self._changes(name)

    def _changes(self, name: str) -> dict[str, Any]:
        changes = self.exchange(name)
        return changes if isinstance(changes, dict) else {}

    def parameters(self, share: float) -> dict[str, dict[str, float]]:
        """Values for a share of the parameters of processes, each drawn by its name: a new one moves no other."""
        processes: dict[str, dict[str, float]] = {}
        for q in PARAMETERS:
            random = Random(f"{self.seed} {q.name}")
            if random.random() < share:
                process, _, name = q.name.partition(".")
                processes.setdefault(process, {})[name] = self.value(q, random)
        return processes

    def scenario(self) -> dict[str, Any]:
        """The whole scenario as a tree."""
        r = self.random
        full = self.chance(0.5)
        own = dict(self.new_kind(k) for k in range(r.randint(0, 3)))
        optional = list(catalogue()) if full else self.some(sorted(catalogue()), 10)
        core = [name for name, entry in catalogue().items() if not entry.optional]
        self.names = sorted({*core, *optional, *own})
        exchanges = {name: self.exchange(name) for name in self.names if name not in own and self.chance(0.5)}
        pairs = [(a, b) for n, a in enumerate(self.codes) for b in self.codes[n + 1 :]]
        self.organisations = [self.organisation(k) for k in range(r.randint(0, 4))]
        processes = self.parameters(r.uniform(0.0, 0.25))
        if self.warlike:
            processes["crisis"] = processes.get("crisis", {}) | WARLIKE
            processes["perception"] = processes.get("perception", {}) | {"honour": self.share()}
        found: dict[str, Any] = {
            "dipsim": 1,
            "title": "made up",
            "time": {"start": "2025-01", "years": self.years, "tick": self.tick},
            "issues": {q: r.choice([0.5, 1.0, 2.0]) for q in self.issues},
            "nations": {code: self.nation() for code in self.codes},
            "relations": [self.relation(a, b) for a, b in pairs if self.chance(0.8)],
            "organisations": self.organisations,
            "catalogue": "full" if full else "core",
            "exchanges": exchanges | own,
            "processes": processes,
            "options": {"start": self.random.choice(["settled", "settled", "crises", "cold"])},
            "timeline": [self.event() for _ in range(r.randint(0, 12))],
        }
        if self.chance(0.15):
            found["money"] = {"per_billion": r.choice([1000, 1024, 0.5]), "unit": "coins"}
        self.powers(found)
        self.judgement(found)
        loosen(found, self.seed)
        partner(found, self.seed, self.names)
        return found

    def judgement(self, found: dict[str, Any]) -> None:
        """Now and then alarm that raises incidents and has its own cap, foresight that errs, intent misread."""
        random = Random(f"{self.seed} judgement")
        for process, numbers in JUDGEMENT.items():
            if random.random() < 0.35:
                found["processes"][process] = found["processes"].get(process, {}) | numbers

    def powers(self, found: dict[str, Any]) -> None:
        """Now and then holders of nuclear weapons that dispute more or less, and a reach that grows with strength."""
        if self.chance(0.3):
            for code in self.random.sample(self.codes, 2):
                found["nations"][code]["nuclear"] = 1.0
            found["processes"].setdefault("crisis", {})["nuclear"] = self.random.choice([-0.9, 1.0, 5.0])
        if self.chance(0.3):
            found["processes"].setdefault("reach", {})["by_size"] = round(self.random.uniform(0.0, 2.0), 3)
        own = Random(f"{self.seed} governments and trade")
        if own.random() < 0.5:
            shares = {name: round(own.uniform(0.1, 1.0), 3) for name in ("democratic", "intent_shift", "image")}
            found["processes"].setdefault("politics", {}).update(shares | {"elections": 0.5, "lines_turn": 0.3})
        if own.random() < 0.5:
            cuts = {name: round(own.uniform(0.1, 1.0), 3) for name in ("cut_by_war", "cut_by_sanction")}
            found["processes"].setdefault("trade", {}).update(cuts | {"estimate": 20.0})
            found["processes"].setdefault("learning", {})["pace"] = round(own.uniform(1.0, 50.0), 3)
            found["processes"].setdefault("crisis", {})["trade_at_stake"] = round(own.uniform(0.0, 0.1), 3)


def text(seed: int) -> str:
    """The scenario of a seed as JSON."""
    return json.dumps(Maker(seed).scenario())


def world(seed: int) -> World:
    """The world of a seed, some of its kinds under a control."""
    made = build(load(f"made-up-{seed}.yaml", (), text(seed)))
    random = Random(f"controls {seed}")
    if random.random() < 0.5:
        for c in random.sample(range(len(made.kinds)), random.randint(1, len(made.kinds))):
            made.kind[exchange_kind.MODE, c] = random.choice(
                [exchange_kind.OFF, exchange_kind.ON, exchange_kind.NULL, exchange_kind.COST_ONLY]
            )
    return made
