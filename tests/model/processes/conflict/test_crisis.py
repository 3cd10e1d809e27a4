"""Step 8: three roads to a dispute, the ladder, settlement, and war only where no bargain can be struck."""

# Also tests: model/processes/conflict/force_rate.py, model/processes/conflict/incidents.py,
#   model/processes/conflict/onset.py, model/processes/conflict/restraint.py,
#   model/processes/conflict/shock.py, model/processes/conflict/step.py, model/processes/conflict/war.py

from __future__ import annotations

import math
from typing import Any

import pytest

from dipsim.model.parameters import NATION
from dipsim.model.processes.conflict.onset import fear, incidents, motive, success
from dipsim.model.processes.conflict.restraint import damping
from dipsim.model.processes.conflict.war import bargaining_gap
from dipsim.model.state import dyads
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent, LogField

TWO = ("ARL", "BOR")
CALM = {"incident": 0.0, "motive": 0.0, "fear": 0.0, "shock": 0.0}
STEADY = {"reconcile": 0.0, "victory": 0.0, "losses": 0.0}  # nothing moves stakes or strength
OPPORTUNISM = {"crisis": CALM | STEADY | {"motive": 0.5}, "arming": {"response": 0.0}}  # hazard = s(k_p (p - 1/2))
FROZEN = ("processes.perception.spread=0", "processes.arming.response=0", "nations.*.growth=0")
BY_GAP = ("processes.crisis.war=60", "processes.crisis.demand=0")  # war by disagreement about strength alone
FROZEN += BY_GAP
FROZEN += ("exchanges.arms_transfer=off", "exchanges.military_aid=off")


def pair_of(**relation: Any) -> list[dict[str, Any]]:
    return [{"between": list(TWO), "proximity": 1, "dispute": 1} | relation]


def chances(played: Any) -> tuple[float, float]:
    """p of both directed dyads, from a hazard that is opportunism only: h = s(10 (p - 1/2))."""
    hazard = played.dyad("hazard")[..., 0]
    return tuple(0.5 + math.log(h / (1 - h)) / 10 for h in (float(hazard[0, 1]), float(hazard[1, 0])))


def test_parity_is_one_half(run: Any, quiet: Any) -> None:
    """Protects `parity without pacts and without error is exactly 1/2`, to the bit."""
    file = quiet({code: {"revisionism": 1} for code in TWO}, pair_of(), processes=OPPORTUNISM)
    hazard = run(file, 36).dyad("hazard")
    assert hazard[0, 1] == hazard[1, 0] == 0.5


def test_chances_of_the_two_sides_add_up_to_one(run: Any, quiet: Any) -> None:
    """Protects p_ij + p_ji = 1 for unequal powers at rest, and that p is M_i / (M_i + M_j)."""
    nations = {"ARL": {"revisionism": 1, "gdp": 900}, "BOR": {"revisionism": 1, "gdp": 600}}
    p = chances(run(quiet(nations, pair_of(), processes=OPPORTUNISM), 24))
    assert p == pytest.approx((0.6, 0.4), abs=1e-9)


def test_chances_add_up_to_one_while_power_shifts(run: Any, quiet: Any) -> None:
    """Protects the same while one side arms fast: both sides of p must be of the same moment of the tick."""
    nations = {
        "ARL": {"revisionism": 1, "capability": 100, "g": 40},
        "BOR": {"revisionism": 1, "capability": 100, "g": 8},
    }
    file = quiet(nations, pair_of(), processes=OPPORTUNISM)
    sums = [sum(chances(run(file, ticks))) for ticks in (1, 6, 24)]
    assert sums == pytest.approx([1, 1, 1], abs=1e-9)


def test_deterrence_and_spiral_are_both_there(run: Any, quiet: Any) -> None:
    """Protects Jervis's two models in one line: arming the defender cuts a revisionist's motive and feeds fear."""
    hazard: dict[tuple[str, float], float] = {}
    for road in ("motive", "fear"):
        for strong in (100.0, 200.0):
            nations = {"ARL": {"revisionism": 1, "capability": 100}, "BOR": {"capability": strong}}
            file = quiet(nations, pair_of(), processes={"crisis": CALM | {road: 1.0}, "perception": {"spread": 0}})
            hazard[road, strong] = float(run(file, 1).dyad("hazard")[0, 1, 0])
    assert hazard["motive", 200.0] < hazard["motive", 100.0] / 2
    assert hazard["fear", 200.0] > hazard["fear", 100.0] * 1.1


def test_out_of_reach_nothing_happens(run: Any, quiet: Any) -> None:
    """Protects `hazard 0 whenever prox is 0`, whatever the stake."""
    rough = {"crisis": {"incident": 1.0, "motive": 5.0, "fear": 5.0}}
    far = run(quiet({code: {} for code in TWO}, pair_of(proximity=0), processes=rough), 120, 8)
    near = run(quiet({code: {} for code in TWO}, pair_of(proximity=0.01), processes=rough), 120, 64)
    assert not far.dyad("hazard").any()
    assert far.measure("observed_disputes").sum() == far.measure("expected_disputes").sum() == 0
    assert near.measure("expected_disputes").sum() > 0


@pytest.fixture(scope="module")
def many(run: Any) -> Any:
    """Two blocs over 20 years, 200 times."""
    return run("two_blocs", 240, 200)


def test_disputes_come_as_often_as_expected(many: Any) -> None:
    """Protects the integrated hazard that verdicts rest on: counts agree with it within 4 standard errors."""
    counted, expected = (many.measure(name).sum(axis=0) for name in ("observed_disputes", "expected_disputes"))
    gap = counted - expected
    assert abs(gap.mean()) < 4 * gap.std() / math.sqrt(200)
    assert counted.mean() > 5


def test_force_is_used_as_often_as_expected(many: Any) -> None:
    """Protects the second number that verdicts rest on: entries at force and climbs, within 4 standard errors."""
    counted, expected = (many.measure(name).sum(axis=0) for name in ("force", "expected_force"))
    gap = counted - expected
    assert abs(gap.mean()) < 4 * gap.std() / math.sqrt(200)
    assert counted.mean() > 5
    assert expected.std() < 0.95 * counted.std(), "the integral varies less than the count"


@pytest.mark.parametrize(
    ("entry", "climb", "share"),
    [
        ((0.0, 0.0), 0.0, 1.0),  # all disputes begin with force
        ((0.25, 0.35), 0.0, 0.4),  # nothing climbs: the share that enters at force
        ((0.0, 1.0), 27.0, 0.75),  # all enter at display, and climb at 27 against 9 a year of settling
        ((1.0, 0.0), 0.0, 0.0),  # threats that never climb
    ],
)
def test_expected_force_by_hand(run: Any, quiet: Any, entry: tuple[float, float], climb: float, share: float) -> None:
    """Protects the sum of entries and climbs: uses of force per dispute, where the chain can be solved by hand."""
    threat, display = entry
    steps = {"climb_threat": 0.0, "climb_display": climb, "exit_threat": 9.0, "exit_display": 9.0, "war": 0.0}
    plain = {"heat": 0.0, "doubt": 0.0, "calm": 0.0, "mediation": 0.0, "entry_threat": threat, "entry_display": display}
    file = quiet({code: {} for code in TWO}, pair_of(), processes={"crisis": CALM | steps | plain | {"incident": 0.5}})
    found = run(file, 240, 200)
    force, disputes = (found.measure(f"expected_{name}").sum() for name in ("force", "disputes"))
    assert force / disputes == pytest.approx(share, rel=0.05)


def test_complete_information_and_fixed_power_give_no_war(run: Any) -> None:
    """Protects Fearon's theorem: disputes and force, never war; with doubt about strength there are wars."""
    shocks = ("politics.technology_shock=0", "politics.power_shock=0")
    informed = run("two_blocs", 240, 200, sets=FROZEN + tuple(f"processes.{shock}" for shock in shocks))
    assert informed.measure("force").sum() > 1000
    assert informed.measure("wars").sum() == 0
    opaque = (*BY_GAP, "processes.perception.spread=1", "nations.*.transparency=0")
    assert run("two_blocs", 240, 50, sets=opaque).measure("wars").sum() > 10


def test_a_shift_of_power_can_bring_war_between_the_informed(run: Any) -> None:
    """Protects Powell's commitment problem: a sudden shift opens a gap without any error of perception."""
    jolts = ("processes.politics.power_shock=0.5", "processes.politics.power_size=1.5")
    assert run("two_blocs", 240, 50, sets=FROZEN + jolts).measure("wars").sum() > 10


@pytest.mark.parametrize(
    ("claimed", "conceded", "shift", "sign"),
    [
        (0.5, 0.5, 0.0, -1),  # agreed, nothing moves: peace
        (0.7, 0.5, 0.0, 0),  # the challenger's optimism just eats the costs
        (0.75, 0.5, 0.0, 1),  # optimism beyond the costs: war
        (0.5, 0.75, 0.0, -1),  # the challenger thinks less of itself than the other does: peace
        (0.5, 0.5, 0.8, 0),  # a shift that just eats the costs
        (0.5, 0.5, 1.2, 1),  # now or never
        (0.01, 0.01, 1.2, -1),  # no shift matters to the hopeless
    ],
)
def test_signs_of_the_bargaining_gap(claimed: float, conceded: float, shift: float, sign: int) -> None:
    """Protects the bargaining range of width c_i + c_j = .2."""
    gap = bargaining_gap(claimed, conceded, shift, 0.1, 0.1)
    assert (0 if abs(gap) < 1e-12 else math.copysign(1, gap)) == sign


def test_equations_by_hand() -> None:
    """Protects the three roads and the damping, term by term."""
    assert incidents(0.02, 0.2, 0.5, 1.0, 0.0, 0.0) == pytest.approx(0.014)
    assert incidents(0.02, 0.2, 0.5, 1.0, 0.4, 0.2) == pytest.approx(0.014 * 1.3)
    assert motive(0.45, 0.5, 0.4) == pytest.approx(0.09)
    assert fear(0.12, 0.25, 1.5, 1.0, 0.7, 0.6, 2.0, 0.1) == pytest.approx(0.12 * 0.125 * 1.3 * 1.2)
    assert fear(0.12, 0.25, 1.5, 1.0, 0.1, 0.2, 2.0, 0.0) == pytest.approx(0.12 * 0.125 * 0.3)
    assert damping(0.6, 0.5, 0.3, 1.0, 0.8, 0.4, 0.5, 0.2, 0.7) == pytest.approx(math.exp(-0.3 - 0.12 - 0.1 - 0.7))
    assert success(100.0, 80.0, 20.0, 40.0) == pytest.approx(0.5)
    assert success(0.0, 0.0, 0.0, 0.0) == 0.5


def test_settlement_lowers_the_dispute_and_more_so_among_friends(run: Any, quiet: Any) -> None:
    """Protects `settlement also lowers d itself, more with trust and channels`; between disputes d never moves."""
    left = {}
    for trust, channel in ((0.2, 0.0), (0.8, 0.9)):
        rough = {"crisis": {"incident": 1.0}, "ledger": {"channel_half_life": 50}}
        file = quiet({code: {} for code in TWO}, pair_of(trust=trust, channel=channel), processes=rough)
        before, ratios = [1.0], []

        def each(t: int, b: Block, before: list[float] = before, ratios: list[float] = ratios) -> None:
            events = b.log[LogField.EVENT, : b.logged[0], 0]
            settled, won = (int((events == event).sum()) for event in (LogEvent.SETTLED, LogEvent.WON))
            after = float(b.dyad[dyads.DISPUTE, 0, 1, 0])
            assert (after < before[0]) == (settled > 0)
            if settled == 1 and not won:
                ratios.append(after / before[0])
            before[0] = after

        run(file, 60, 1, each=each, detail=True)
        assert len(ratios) > 5
        left[trust] = ratios[0]
    assert left[0.8] < left[0.2] - 0.05


def test_a_hotline_lowers_climbing(run: Any, quiet: Any) -> None:
    """Protects the hotline: always answered by friends, it takes a fifth or more off the share that climbs to force."""
    climbs, begun = {}, {}
    for hotline in (False, True):
        rough = {"crisis": {"incident": 1.0, "entry_threat": 1.0, "entry_display": 0.0, "hotline_answer": 1.0}}
        file = quiet({code: {} for code in TWO}, pair_of(hotline=hotline), on=("hotline",), processes=rough)
        file["exchanges"]["hotline"] = {"rate": 0, "upkeep": 0, "term": 200}
        played = run(file, 120, 200)
        climbs[hotline], begun[hotline] = (played.measure(name).sum(axis=0) for name in ("force", "observed_disputes"))
    share = {hotline: climbs[hotline].sum() / begun[hotline].sum() for hotline in climbs}
    assert 0.05 < share[True] < 0.8 * share[False]


def test_most_disputes_reach_the_use_of_force(many: Any) -> None:
    """Protects the ladder: in the data .737 of disputes reach force or war (GML MIDs 1946-2010, .711 + .026)."""
    begun, force, wars = (many.measure(name).sum() for name in ("observed_disputes", "force", "wars"))
    assert 0.65 < force / begun < 0.83
    assert wars <= force


def allies(content: str, kind: str) -> dict[str, Any]:
    """ARL faces BOR, CEL is the ally of ARL by pact or by an alliance with that content."""
    relations = [*pair_of(trust=0.3), {"between": ["ARL", "CEL"], "proximity": 0.1, "interoperability": 1}]
    extra: dict[str, Any] = {}
    if kind == "pact":
        relations[1]["pact"] = content
    else:
        extra["organisations"] = [{"name": "Pact", "kind": "alliance", "members": ["ARL", "CEL"], "content": content}]
    return {"relations": relations, **extra}


@pytest.mark.parametrize("kind", ["pact", "organisation"])
@pytest.mark.parametrize(("content", "defended", "joined"), [("defence", True, False), ("offence", False, True)])
def test_allies_help_by_what_they_pledged(
    run: Any, quiet: Any, kind: str, content: str, defended: bool, joined: bool
) -> None:
    """Protects `help by content`: a defence pact adds q M of the ally in defence, an offence pact in attack."""
    parts = allies(content, kind)
    played = run(quiet({code: {"capability": 100} for code in (*TWO, "CEL")}, parts.pop("relations"), **parts), 1)
    arl, bor = (played.world.codes.index(code) for code in TWO)
    help_in = {name: float(played.dyad(f"help_{name}")[arl, bor, 0]) for name in ("defence", "offence")}
    assert help_in["defence"] == pytest.approx(74.5 if defended else 0, rel=0.01)
    assert help_in["offence"] == pytest.approx(74.5 if joined else 0, rel=0.01)


def war(run: Any, quiet: Any, content: str, honour: float) -> Any:
    """ARL, which thinks little of BOR's strength, goes to war with it; CEL is the ally of BOR or, in attack, of ARL."""
    relations = [
        *pair_of(),
        {"between": ["BOR" if content == "defence" else "ARL", "CEL"], "proximity": 0.1, "pact": content},
        {"between": ["ARL" if content == "defence" else "BOR", "CEL"]},
    ]
    rough = {"crisis": CALM | {"war": 1000.0, "exit_force": 0.0, "exit_war": 0.0}}
    rough["perception"] = {"spread": 1.0, "half_life": 50.0, "honour": honour}
    nations = {code: {"capability": 100, "transparency": 0} for code in (*TWO, "CEL")}

    def at_daggers_drawn(b: Block) -> None:
        b.dyad[dyads.RUNG, 0, 1] = b.dyad[dyads.RUNG, 1, 0] = 4
        b.dyad[dyads.CHALLENGER, 0, 1] = 1
        b.dyad[dyads.ERROR, 0, 1], b.dyad[dyads.ERROR, 1, 0] = -2.0, 0.0

    return run(quiet(nations, relations, processes=rough), 1, 1, edit=at_daggers_drawn)


@pytest.mark.parametrize("content", ["defence", "offence"])
def test_a_war_calls_allies(run: Any, quiet: Any, content: str) -> None:
    """Protects the spread of war through pacts, and who is the attacker in the war of the ally that joins."""
    played = war(run, quiet, content, 1.0)
    enemy = 0 if content == "defence" else 1
    rung, challenger = (played.dyad(name)[..., 0] for name in ("rung", "challenger"))
    assert rung[0, 1] == rung[1, 0] == rung[2, enemy] == rung[enemy, 2] == 5
    assert played.measure("joiners")[0, 0] == 1
    assert played.account("crises_war")[2, enemy, 0] < -1
    joins_the_attack = 1.0 if content == "offence" else 0.0
    assert (challenger[2, enemy], challenger[enemy, 2]) == (joins_the_attack, 1 - joins_the_attack)


def test_an_ally_that_stays_away_has_betrayed(run: Any, quiet: Any) -> None:
    """Protects abandonment: no war for the ally, and a betrayal in the ledger of the one it left alone."""
    played = war(run, quiet, "defence", 0.0)
    assert played.dyad("rung")[0, 2, 0] == 0
    assert played.account("betrayals")[1, 2, 0] < -0.5
    assert played.account("betrayals")[2, 1, 0] == 0


def test_the_shift_of_power_counts_by_p_times_one_minus_p() -> None:
    """Protects the second term of the gap: p = .2 and a shift of 3 leave .48 less the costs, not .12."""
    assert bargaining_gap(0.2, 0.2, 3.0, 0.05, 0.05) == pytest.approx(0.2 * 0.8 * 3 - 0.1, rel=1e-12)
    assert bargaining_gap(0.9, 0.9, 3.0, 0.0, 0.0) == pytest.approx(0.9 * 0.1 * 3, rel=1e-12)
    assert bargaining_gap(0.7, 0.2, 1.0, 0.05, 0.05) == pytest.approx(0.5 - 0.1, rel=1e-12)


@pytest.mark.parametrize(("rung", "answered"), [(3.0, True), (4.0, False)])
def test_a_hotline_fails_from_the_use_of_force_on(run: Any, quiet: Any, rung: float, answered: bool) -> None:
    """Protects the rung: a call that always calms holds nearly all at a clash, and none once force is used."""
    after = {}
    for hotline in (False, True):
        hot = {"crisis": {"hotline_answer": 1, "hotline_calm": 1, "hotline_attack": 1, "war_cost": 0}}
        nations = {"ARL": {"capability": 900, "g": 70}, "BOR": {"capability": 100, "g": 8}}
        tie = pair_of(hotline=hotline, trust=0.999)
        file = quiet(nations, tie, on=("hotline",), processes=hot)
        file["exchanges"]["hotline"] = {"rate": 0, "upkeep": 0, "term": 200, "staff": 0, "hotline": 1}

        def edit(b: Any) -> None:
            b.dyad[dyads.RUNG, 0, 1] = b.dyad[dyads.RUNG, 1, 0] = rung
            b.dyad[dyads.CHALLENGER, 0, 1] = 1.0
            b.nat[NATION.row("mean_capability"), 0] *= 0.2  # power shifts, so that there is something to fight for

        after[hotline] = run(file, 1, 4000, edit=edit).dyad("rung")[0, 1]
    climbed = {hotline: (found > rung).sum() for hotline, found in after.items()}
    assert climbed[False] > 10
    if answered:
        assert climbed[True] < 0.1 * climbed[False]
    else:
        assert (after[True] == after[False]).all()
