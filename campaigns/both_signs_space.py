"""The settings that campaigns/both_signs.py tries: regions of real nations, and levels of three factors in each.

A level is a list of overrides as they are typed after ``--set``. Levels of intent, context and agreements change the
case: who wants to change the order, what is at stake, which agreements there are. Levels of ``numbers`` change what
nobody knows for sure, within its prior: the alarm of the kinds, how far alarm raises
incidents and how far pacts embolden.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product

from both_signs_numbers import AS_IS, BEST, ENDS, REGIME, SUCCESS, SUPPLIERS, Levels, ends

from dipsim.scenario.load import load
from dipsim.study.verdict.decision import Effect, word

FACTORS = ("intent", "context", "agreements", "numbers")
CASE = len(FACTORS) - 1  # the factors that change the case come first, then the numbers
SCREEN = {"pairs": 16, "seed": 1}
CLOSER = {"pairs": 64, "seed": 1}
CLOSER_LOOKS = 4  # settings of a kind, region and sign that are looked at more closely
CONFIRM = {"pairs": 400, "seed": 2}
NEED = {  # the least share of the base that counts, by kind
    "joint_exercise": 0.03,
    "arms_transfer": 0.03,
    "alliance_pact": 0.03,
    "technology_transfer": 0.01,
    "exhibition": 0.01,
    "control_regime": 0.03,
}
BOLD, CONTENT = "0.9", "0.05"


@dataclass(frozen=True)
class Region:
    """A shipped region: what holds in every setting, what is taken away, and the levels of each factor.

    ``targets`` by kind: what ``dipsim verdict`` takes away, the kind itself or a pact or organisation. ``numbers`` are
    the ends at which the numbers are tried beside what they are.
    """

    scenario: str
    targets: Mapping[str, str]
    intent: Levels
    context: Levels
    agreements: Levels = field(default_factory=lambda: {AS_IS: ()})
    given: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ENDS

    def levels(self, factor: str) -> Levels:
        """The levels of a factor, by name."""
        if factor == "numbers":
            return ends(self.targets, self.numbers)
        found: Levels = getattr(self, factor)
        return found

    def settings(self) -> Iterator[tuple[str, ...]]:
        """Every combination of levels, in the order of ``FACTORS``."""
        yield from product(*(self.levels(factor) for factor in FACTORS))

    def sets(self, setting: tuple[str, ...]) -> list[str]:
        """The overrides of a setting."""
        chosen = (one for factor, level in zip(FACTORS, setting, strict=True) for one in self.levels(factor)[level])
        return [*self.given, *chosen]


def intents(**bold: tuple[str, ...]) -> Levels:
    """Nobody wants to change the order; as it is; and each named group of nations does."""
    found: dict[str, tuple[str, ...]] = {"all content": (f"nations.*.revisionism={CONTENT}",), AS_IS: ()}
    for name, codes in bold.items():
        found[f"{name.replace('_', ' ')} bold"] = tuple(f"nations.{code}.revisionism={BOLD}" for code in codes)
    return found


def stakes(*more: str, dated: tuple[int, ...] = ()) -> Levels:
    """Nothing at stake; as it is; and much between the named pairs. ``dated`` entries of the timeline follow."""
    nothing = ("relations.*.dispute=0", *(f"timeline.{number}.dispute.to=0" for number in dated))
    return {"nothing at stake": nothing, AS_IS: (), "much at stake": tuple(f"relations.{p}.dispute=0.9" for p in more)}


def alone(**bold: tuple[str, ...]) -> Levels:
    """Each named group of nations wants to change the order, and nobody else does."""
    nobody = f"nations.*.revisionism={CONTENT}"
    return {
        f"{name.replace('_', ' ')} alone bold": (nobody, *(f"nations.{code}.revisionism={BOLD}" for code in codes))
        for name, codes in bold.items()
    }


def one_quarrel(pair: str) -> tuple[str, ...]:
    """Nothing at stake but much between one pair, for good."""
    return ("relations.*.dispute=0", f"relations.{pair}.dispute=0.9", f"relations.{pair}.claim=0.9")


OPENNESS: Levels = {"closed": ("organisations.*.quality=0",), AS_IS: (), "open": ("organisations.*.quality=1",)}
GUARANTEE = ("exchanges.alliance_pact={conditional: 0, restraint: 0}",)


def regime(scenario: str, name: str, members: str) -> str:
    """The override that adds a control regime to the organisations of a scenario."""
    there = [one.model_dump(by_alias=True, exclude_none=True) for one in load(scenario).organisations]
    listed = [{key: value for key, value in one.items() if key != "source"} for one in there]
    added = {"name": name, "kind": "control_regime", "members": members.split()}
    return f"organisations={json.dumps([*listed, added])}"


def regions() -> dict[str, Region]:
    """The regions by name."""
    business = ("exchanges.technology_transfer=on", "exchanges.exhibition=on")
    four = {kind: kind for kind in ("joint_exercise", "arms_transfer", "technology_transfer", "exhibition")}
    china_and_pakistan = intents(China_and_Pakistan=("CHN", "PAK"), India=("IND",))
    borders = stakes("CHN-IND", "IND-PAK", dated=(15,))
    africa = stakes("CHN-IND", "ETH-KEN", "MOZ-ZAF")
    return {
        "us_india": Region(
            "us_india",
            four,
            china_and_pakistan,
            borders,
            {**OPENNESS, "a pact of the United States and India": ("relations.IND-USA.pact=defence",)},
            ("time.years=10", *business),
            (*ENDS, BEST, *SUPPLIERS),
        ),
        "us_south_korea": Region(
            "us_south_korea",
            {**four, "alliance_pact": "relations.KOR-USA.pact"},
            intents(North_Korea=("PRK",), South_Korea=("KOR",)),
            stakes("KOR-PRK", "PRK-USA", "JPN-PRK"),
            {**OPENNESS, "a guarantee without conditions": GUARANTEE},
            business,
            (*ENDS, BEST, *SUPPLIERS),
        ),
        "us_philippines": Region(
            "us_philippines",
            {"joint_exercise": "joint_exercise", "alliance_pact": "relations.PHL-USA.pact"},
            intents(China=("CHN",), the_Philippines=("PHL",)),
            stakes("CHN-PHL"),
            {**OPENNESS, "a guarantee without conditions": GUARANTEE},
        ),
        "france_egypt": Region(
            "france_egypt",
            {
                "arms_transfer": "arms_transfer",
                "exhibition": "exhibition",
                "control_regime": "organisations.Wassenaar Arrangement",
            },
            intents(Egypt=("EGY",), the_neighbours_of_Egypt=("ETH", "SDN", "LBY", "ISR")),
            stakes("EGY-ETH", "EGY-SDN", "EGY-LBY", dated=(41, 46, 47, 48)),
            OPENNESS,
            ("time.years=10",),
        ),
        "nato_eastern_flank": Region(
            "nato_eastern_flank",
            {"joint_exercise": "joint_exercise", "alliance_pact": "organisations.NATO"},
            intents(Russia=("RUS",), the_flank=("EST", "LVA", "LTU", "POL")),
            stakes("EST-RUS", "LVA-RUS", "LTU-RUS", "POL-RUS", dated=(51,)),
            numbers=(),
        ),
        "indian_ocean_symposium": Region(
            "indian_ocean_symposium",
            {kind: kind for kind in four if kind != "joint_exercise"},
            intents(Iran=("IRN",), the_Gulf_states=("SAU", "ARE")),
            stakes("IRN-SAU", "ARE-IRN", dated=(16,)),
            {**OPENNESS, "every licence is granted": ("processes.licensing.leaning=5",)},
            ("time.years=10", *business),
        ),
        "us_philippines, one quarrel": Region(
            "us_philippines",
            {"arms_transfer": "arms_transfer"},
            {AS_IS: (), **alone(China=("CHN",), the_Philippines=("PHL",))},
            {AS_IS: (), "China and the Philippines": one_quarrel("CHN-PHL")},
            OPENNESS,
            numbers=tuple(SUCCESS),
        ),
        "us_india, a regime of suppliers": Region(
            "us_india",
            {"control_regime": "organisations.Supply Accord"},
            china_and_pakistan,
            borders,
            given=("time.years=10", regime("us_india", "Supply Accord", "USA FRA RUS CHN JPN AUS")),
            numbers=tuple(REGIME),
        ),
        "india_africa, a regime of suppliers": Region(
            "india_africa",
            {"control_regime": "organisations.Supply Accord"},
            intents(China=("CHN",), Ethiopia_and_Nigeria=("ETH", "NGA")),
            africa,
            given=("time.years=10", regime("india_africa", "Supply Accord", "IND CHN ZAF")),
            numbers=(),
        ),
    }


@dataclass(frozen=True)
class Tried:
    """What a kind does in one setting, with minus without, in so many pairs of runs.

    Effects on expected disputes and on expected uses of force.
    """

    region: str
    kind: str
    setting: tuple[str, ...]
    pairs: int
    disputes: Effect
    force: Effect

    @property
    def share(self) -> float:
        """The effect on disputes as a share of what there are without the kind."""
        return self.disputes.estimate / self.disputes.base

    @property
    def nearest(self) -> float:
        """The limit nearest to 0 as a share of the base, 0 where the interval holds 0: what is left with bad luck."""
        return (max(self.disputes.low, 0.0) + min(self.disputes.high, 0.0)) / self.disputes.base

    @property
    def word(self) -> str:
        """The word of a verdict."""
        return word(self.disputes, self.force)

    @property
    def own_numbers(self) -> bool:
        """Whether the numbers are as they are, so that only the case differs."""
        return self.setting[CASE] == AS_IS

    def row(self) -> list[str | float]:
        """The row of the table of everything tried."""
        effects = (value for one in (self.disputes, self.force) for value in vars(one).values())
        return [self.region, self.kind, *self.setting, self.pairs, *(float(f"{value:.4g}") for value in effects)]


def tried_from(row: Sequence[str]) -> Tried:
    """What a row of the table says."""
    end = 2 + len(FACTORS)
    values = [float(value) for value in row[end + 1 :]]
    return Tried(row[0], row[1], tuple(row[2:end]), int(row[end]), Effect(*values[:4]), Effect(*values[4:]))


def differing(one: Tried, other: Tried) -> list[str]:
    """The factors in which two settings differ."""
    return [f for f, a, b in zip(FACTORS, one.setting, other.setting, strict=True) if a != b]


def holds(group: Sequence[Tried], kind: str) -> bool:
    """Whether both signs are confirmed: intervals clear of 0, estimates beyond what is needed, opposite signs."""
    return len({one.disputes.sign for one in group} - {0}) == 2 and all(
        one.disputes.sign and abs(one.share) >= NEED[kind] for one in group
    )
