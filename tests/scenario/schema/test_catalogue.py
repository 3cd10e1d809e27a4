"""The catalogue of exchange kinds: whole, sourced, each number meaningful; and open to kinds of a scenario's own."""

# Also tests: scenario/world/initial_state.py

from __future__ import annotations

import re

import pytest

from dipsim.model.parameters import NUMBERS
from dipsim.runs.engine import Request, run
from dipsim.scenario.load import load
from dipsim.scenario.schema.catalogue import Figure, Rival, catalogue
from dipsim.scenario.schema.exchange_kinds import Kind
from dipsim.scenario.schema.spec import Spec

FORMS = {  # the kinds that the catalogue must have, by form; those after "|" take part only where they are named
    "pair": "official_visit intelligence_sharing joint_exercise | staff_talks diplomatic_note joint_debriefing "
    "observation",
    "directed": "notification personnel_exchange military_aid arms_transfer | training_mission logistics_aid "
    "disaster_relief technology_transfer",
    "many": "forum | virtual_forum standards_work",
    "hosted": "| exhibition conference",
    "standing": "bilateral_agreement hotline alliance_pact joint_research | conditional_pact consultation_pact "
    "neutrality_pact nonaggression_pact offence_pact partnership joint_procurement joint_venture defence_council",
    "measure": "| sanction embargo",
    "group": "| control_regime arms_control_treaty",
    "incident": "military_incident | cyber_incident provocation",
}
CORE = {name for names in FORMS.values() for name in names.split("|")[0].split()}
KNOWN = {name: form for form, names in FORMS.items() for name in names.replace("|", " ").split()}
ENTRIES = catalogue()
KINDS = {name: entry.form or ENTRIES[str(entry.like)].form for name, entry in ENTRIES.items()}

NEEDS = "need_threat need_pair need_disaster need_unmet need_groundwork revenue network autonomy tie rivalry again"
WISH = f"readiness threshold cost staff {NEEDS}"
TRUST = "evidence half_life cap costliness"
SEEN = "alarm reassurance defensive notified hidden"
DONE = "interoperability channel notice insight wear_culture wear_standards groundwork digital basis leak mishap aligns"
ACT = f"{WISH} {TRUST} {SEEN} {DONE} technology leakage emerging industry"
COVERS = "cover_defence cover_offence restraint pledge protection hotline conditional"
MEANT = {  # the numbers that act in each form
    "pair": f"rate {ACT}",
    "directed": f"rate {ACT} evidence_back delivery price licensed risk_weight dependence relief unrest",
    "many": ACT,
    "hosted": f"rate {ACT}",
    "standing": f"rate {ACT} term upkeep upkeep_share upkeep_evidence work saving exit {COVERS}",
    "measure": f"rate readiness threshold need_wrong cost staff {TRUST} term blocks damage followed",
    "group": "quality verification limit upkeep",
    "incident": f"rate {TRUST} evidence_back cyber disrupts stake",
}
TOLD = "readiness threshold cost staff evidence half_life cap alarm reassurance"
NEEDED = {  # the numbers that a kind of each form must have, of its own or of the kind that it is like
    "pair": f"rate {TOLD}",
    "directed": f"rate {TOLD} evidence_back",
    "many": f"{TOLD} channel",
    "hosted": f"rate {TOLD} groundwork",
    "standing": f"rate {TOLD} term upkeep upkeep_evidence",
    "measure": "rate readiness threshold need_wrong cost staff evidence half_life cap term blocks damage followed",
    "group": "quality verification upkeep",
    "incident": "rate evidence evidence_back half_life cap",
}
SYMMETRIC_TRUST = {
    "price": "delivery",
    "risk_weight": "licensed",
    "leakage": "technology",
    "half_life": "evidence",
    "cap": "evidence",
}

CONTESTED = {  # the number over which studies disagree, and how many readings there are besides the default at least
    "official_visit": ("evidence", 1),
    "forum": ("evidence", 4),
    "virtual_forum": ("evidence", 2),
    "conference": ("evidence", 2),
    "joint_exercise": ("alarm", 2),
    "alliance_pact": ("alarm", 2),
    "conditional_pact": ("alarm", 2),
    "offence_pact": ("alarm", 1),
    "arms_transfer": ("alarm", 5),
    "military_aid": ("evidence", 1),
    "logistics_aid": ("evidence", 1),
    "personnel_exchange": ("unrest", 2),
    "training_mission": ("unrest", 3),
    "disaster_relief": ("evidence", 2),
    "joint_research": ("saving", 1),
    "joint_procurement": ("saving", 2),
    "defence_council": ("upkeep_evidence", 2),
    "sanction": ("damage", 1),
    "embargo": ("blocks", 2),
    "arms_control_treaty": ("verification", 2),
    "cyber_incident": ("evidence", 2),
}
ASSUMED = ("assumed", "by definition", "recalled, unchecked")
CITED = re.compile(r"(1[89]|20)\d\d|ATOP 5\.1|DCAD 1\.0|ICOW data|OSCE")

TEXT = """\
dipsim: 1
title: Two that trust each other
time: {years: 1}
nations: {AA: {gdp: 1000}, BB: {gdp: 1000}}
relations: [{between: [AA, BB], proximity: 1, trust: 0.9}]
"""


def with_lines(lines: str) -> Spec:
    return load("text.yaml", text=TEXT + lines)


def resolved(name: str) -> Kind:
    """The kind as a scenario that names it has it."""
    return with_lines(f"exchanges: {{{name}: on}}\n").kinds[name]


def test_the_catalogue_is_complete() -> None:
    assert {name: resolved(name).form for name in catalogue()} == KINDS
    assert KNOWN.items() <= KINDS.items()
    assert {name for name, entry in catalogue().items() if not entry.optional} == CORE


def test_optional_kinds_take_part_only_where_they_are_named() -> None:
    assert set(with_lines("").kinds) == CORE
    assert set(with_lines("exchanges: {sanction: {term: 2}}\n").kinds) == CORE | {"sanction"}
    assert set(with_lines("catalogue: full\n").kinds) == set(KINDS)


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_kind_says_briefly_what_it_is(name: str) -> None:
    entry = catalogue()[name]
    assert 20 < len(entry.about) < 260
    assert entry.about.strip().endswith(".")
    assert entry.title[0].isupper()


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_number_acts_in_the_form_of_its_kind(name: str) -> None:
    entry, form = catalogue()[name], KINDS[name]
    assert set(entry.numbers) <= set(MEANT[form].split())
    borrowed = catalogue()[entry.like].numbers if entry.like else {}
    have = {**borrowed, **entry.numbers}
    assert set(NEEDED[form].split()) <= set(have)
    for key, other in SYMMETRIC_TRUST.items():
        assert key not in have or other in have, key


def test_every_declared_number_is_meant_for_some_form() -> None:
    meant = {number for numbers in MEANT.values() for number in numbers.split()}
    assert meant == set(NUMBERS.names()) - {"mode"}


@pytest.mark.parametrize("name", sorted(KINDS))
def test_every_number_has_bounds_grade_and_source(name: str) -> None:
    for key, figure in catalogue()[name].numbers.items():
        low, high = figure.bounds
        readings = [figure.value, *(rival.value for rival in figure.rivals)]
        assert all(low <= reading <= high for reading in readings), key
        assert low < high or figure.source.startswith("by definition"), key
        assert not wrong_evidence(figure), (key, wrong_evidence(figure))


def wrong_evidence(figure: Figure) -> str:
    """The rule of sources: grade 4 is assumed, by definition or recalled; a better grade cites; 2 has rivals."""
    if figure.source.startswith(ASSUMED) != (figure.grade == 4):
        return "grade 4, and only grade 4, says that it is assumed"
    if figure.grade < 4 and not (CITED.search(figure.source) or figure.source.startswith("contested, see rivals")):
        return "no study or data set with its year"
    if figure.grade == 2 and not figure.rivals:
        return "contested, without a rival reading"
    for rival in figure.rivals:
        if rival.value == figure.value or not (rival.source.startswith("assumed") or CITED.search(rival.source)):
            return "a rival that is none, or has no study or data set with its year"
    return ""


@pytest.mark.parametrize(
    ("grade", "source", "rival"),
    [
        (4, "Smith 2001", None),
        (3, "assumed", None),
        (3, "Smith", None),
        (2, "Smith 2001", None),
        (2, "Smith 2001", (0.1, "Jones 2002")),
        (2, "Smith 2001", (0.2, "Jones")),
    ],
)
def test_the_rule_of_sources_finds_what_breaks_it(grade: int, source: str, rival: tuple[float, str] | None) -> None:
    rivals = () if rival is None else (Rival.model_construct(value=rival[0], source=rival[1]),)
    figure = Figure.model_construct(value=0.1, bounds=(0.0, 1.0), grade=grade, source=source, rivals=rivals)
    assert wrong_evidence(figure)


@pytest.mark.parametrize("name", sorted(CONTESTED))
def test_contested_kinds_have_rival_readings(name: str) -> None:
    number, least = CONTESTED[name]
    figure = catalogue()[name].numbers[number]
    studies = [rival for rival in figure.rivals if not rival.source.startswith("assumed")]
    assert len(studies) >= least
    assert figure.grade in (2, 3)


def test_what_lays_groundwork_and_what_stands_on_it() -> None:
    kinds = with_lines("catalogue: full\n").kinds
    lays = {name for name, kind in kinds.items() if kind.numbers["groundwork"]}
    needs = {name for name, kind in kinds.items() if kind.numbers["need_groundwork"]}
    assert {"official_visit", "forum", "conference", "exhibition"} <= lays
    assert {
        "bilateral_agreement",
        "arms_transfer",
        "joint_exercise",
        "joint_procurement",
        "technology_transfer",
    } <= needs
    assert not lays & needs


def test_conflict_lowers_trust_and_joint_programmes_can_be_left() -> None:
    kinds = with_lines("catalogue: full\n").kinds
    for name, kind in kinds.items():
        against = kind.form in ("measure", "incident")
        assert (kind.numbers["evidence"] < 0) == against, name
        assert (kind.group in ("coercion", "incident")) == against, name
    assert all(kinds[name].numbers["exit"] < 0 for name in ("joint_research", "joint_procurement", "joint_venture"))


def test_a_scenario_overrides_one_number() -> None:
    own, plain = with_lines("exchanges: {embargo: {blocks: 0.3}}\n").kinds["embargo"], resolved("embargo")
    assert own.numbers == plain.numbers | {"blocks": 0.3}
    assert (own.evidence["blocks"].grade, plain.evidence["blocks"].grade) == (4, 2)


NEW = """\
exchanges:
  fleet_review: {form: pair, group: cooperation, rate: 40, readiness: 5, evidence: 0.2, staff: 0.5, cost: 0.001}
  port_call: {like: joint_exercise, rate: 20, readiness: 5, staff: 1, cost: 0.001, alarm: 0}
"""


def test_kinds_added_from_a_string_are_served_and_move_trust() -> None:
    """One kind of its own and one like another, over a year: acts of both are served, both stand in the ledger."""
    result, _ = run(Request(with_lines(NEW), replicates=2, workers=1))
    served = result.exchanges.groupby("kind", observed=True)["count"].sum()
    assert served["fleet_review"] > 4
    assert served["port_call"] > 4
    last = result.ledger[result.ledger["tick"] == result.ledger["tick"].max()]
    for title in ("fleet_review", "port_call"):
        held = last[last["cause"].astype(str).str.contains(title)]["value"]
        assert held.max() > 0.1, title


ALL = """\
catalogue: full
organisations:
  - {name: Forum, kind: forum, members: [AA, BB], holds: {forum: 50, virtual_forum: 50, standards_work: 50}}
  - {name: Regime, kind: control_regime, members: [AA, BB]}
  - {name: Treaty, kind: arms_control, members: [AA, BB]}
"""


def test_every_kind_of_the_catalogue_comes_up_where_it_is_wanted() -> None:
    """All forty kinds in one region, often and eagerly: every act is served; kinds of form group only lend numbers."""
    eager = [f"  {name}: {{rate: 60, readiness: 12, cost: 0, staff: 0.01}}" for name in KINDS if has_rate(name)]
    keen = [f"  {name}: {{readiness: 12, cost: 0, staff: 0.01}}" for name, form in KINDS.items() if form == "many"]
    rushed = [f"  {name}: {{rate: 200}}" for name, form in KINDS.items() if form == "incident"]
    spec = with_lines(ALL + "\n".join(["exchanges:", *eager, *keen, *rushed]) + "\n")
    result, _ = run(Request(spec, replicates=2, workers=1))
    served = result.exchanges.groupby("kind", observed=True)["count"].sum()
    assert {name for name in KINDS if served.get(name, 0) > 0} == {
        name for name, form in KINDS.items() if form != "group"
    }


def has_rate(name: str) -> bool:
    return KINDS[name] not in ("many", "group", "incident")
