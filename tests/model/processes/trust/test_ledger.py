"""Step 0: trust is the logistic of a sum of named terms and accounts, and every account forgets at its own pace."""

# Also tests: model/processes/trust/baseline.py, model/processes/trust/evidence.py,
#   model/processes/trust/evidence_update.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.trust.ledger import crowding, held_beside, is_alarm, list_used, room, settled
from dipsim.model.state import dyads, trust_accounts
from dipsim.model.state.arrays import Block
from dipsim.model.state.trust_accounts import FixedAccount
from dipsim.scenario.locate import names

PAIR = {"between": ["ARL", "BOR"], "proximity": 0.8, "dispute": 0.4, "trade": 0.3}


def off_diagonal(array: Any) -> Any:
    """[n, n, R] without the dyads of a nation with itself."""
    n = array.shape[0]
    return array[~np.eye(n, dtype=bool)]


@pytest.mark.parametrize("name", names())
def test_trust_is_the_sum_of_its_causes_at_every_tick(run: Any, name: str) -> None:
    """Protects the promise of the ledger: nothing but baseline terms and accounts moves trust."""
    sums: list[Any] = []

    def each(t: int, b: Block) -> None:
        logit, trust = (off_diagonal(b.dyad[row]) for row in (dyads.LOGIT, dyads.TRUST))
        if sums:
            assert np.abs(logit - sums[-1]).max() < 1e-9
        assert np.abs(trust - 1 / (1 + np.exp(-logit))).max() < 1e-12
        sums.append(off_diagonal(b.base.sum(axis=0) + b.accounts.sum(axis=0)))

    run(name, 120, 4, each=each)
    assert np.abs(sums[-1] - sums[0]).max() > 0.01, "nothing moved, so nothing was tested"


@pytest.mark.parametrize("tick", ["month", "quarter", "year"])
def test_an_account_halves_after_its_half_life(run: Any, quiet: Any, tick: str) -> None:
    """Protects the half-lives: history 25 years, crises by force 8 years, whatever the length of the tick."""
    per_year = {"month": 12, "quarter": 4, "year": 1}[tick]
    file = quiet({"ARL": {}, "BOR": {}}, [PAIR | {"history": {"ARL": 2, "BOR": -3}}], time={"years": 60, "tick": tick})

    def fight(b: Block) -> None:
        b.accounts[FixedAccount.CRISES_FORCE] = -1.0

    after = run(file, 8 * per_year, edit=fight).block.accounts
    assert after[FixedAccount.CRISES_FORCE, 0, 1] == pytest.approx(-0.5, rel=1e-12)
    assert after[FixedAccount.CRISES_FORCE, 1, 0] == pytest.approx(-0.5, rel=1e-12)
    after = run(file, 25 * per_year, edit=fight).block.accounts
    assert after[FixedAccount.HISTORY, 0, 1] == pytest.approx(1.0, rel=1e-12)
    assert after[FixedAccount.HISTORY, 1, 0] == pytest.approx(-1.5, rel=1e-12)


@pytest.mark.parametrize("tick", ["half_month", "month", "year"])
def test_without_acts_and_shocks_trust_stays_at_the_baseline(run: Any, quiet: Any, tick: str) -> None:
    """Protects the baseline: it alone decides where trust rests, and nothing leaks into an account."""
    nations = {
        "ARL": {"democracy": 0.9, "culture": 0.1, "interests": {"order": 0.4}},
        "BOR": {"democracy": 0.2, "culture": 0.8, "interests": {"order": -0.3}},
    }
    file = quiet(nations, [PAIR], issues={"order": 1.0}, time={"years": 50, "tick": tick})
    seen: list[float] = []
    played = run(file, 50, each=lambda t, b: seen.append(float(b.dyad[dyads.TRUST, 0, 1, 0])))
    expected = -0.2 + 1.2 * (1 - 0.7) + 0.5 * 0.9 * 0.2 + 0.5 * 0.3 - 0.3 * 0.5 * 0.7 - 1.0 * 0.4
    assert not played.block.accounts.any()
    assert len(set(seen)) == 1
    assert seen[0] == pytest.approx(1 / (1 + math.exp(-expected)), rel=1e-14)


def test_start_is_the_trust_that_the_scenario_gives(run: Any) -> None:
    """Protects `trust:`: history takes what baseline and crises accounts leave, so the first month shows it exactly."""
    played = run("south_china_sea", 1, 3)
    row = played.world.codes.index
    trust = played.dyad("trust")
    assert trust[row("PHL"), row("CHN")] == pytest.approx(0.33, abs=1e-12)
    assert trust[row("JPN"), row("CHN")] == pytest.approx(0.078, abs=1e-12)
    assert trust[row("AUS"), row("JPN")] == pytest.approx(0.85, abs=1e-12)
    assert (played.account("crises_force")[row("PHL"), row("CHN")] < 0).all()


def apply_evidence(account: float, up: float, down: float, cap: float) -> float:
    """An account after evidence, where no other kind of act has said the same already."""
    return float(settled(account, up, down, cap, 1.0, 1.0))


@pytest.mark.parametrize("cap", [0.05, 1.5, 4.0])
def test_evidence_saturates_at_the_cap(cap: float) -> None:
    """Protects the cap: no heap of correlated evidence passes it, in either direction."""
    for evidence in (1e-6, 0.3, 5.0, 50.0, 1e4):
        for account in (0.0, 0.5 * cap, cap):
            assert abs(apply_evidence(account, evidence, 0.0, cap)) <= cap
            assert abs(apply_evidence(-account, 0.0, evidence, cap)) <= cap
            assert apply_evidence(account, evidence, 0.0, cap) == -apply_evidence(-account, 0.0, evidence, cap)
    assert apply_evidence(0.0, 1e-6, 0.0, cap) == pytest.approx(1e-6, rel=1e-4)


def test_outward_evidence_adds_up() -> None:
    """Protects the exact solution: one act of size E1 + E2 moves an account like two acts, E1 and then E2."""
    draw = np.random.default_rng(1)
    for _ in range(300):
        account, first, second = draw.uniform(0, 1.5), *draw.exponential(0.8, 2)
        together = apply_evidence(account, first + second, 0.0, 1.5)
        assert apply_evidence(apply_evidence(account, first, 0.0, 1.5), second, 0.0, 1.5) == pytest.approx(
            together, abs=1e-14
        )
        assert apply_evidence(-account, 0.0, first + second, 1.5) == pytest.approx(-together, abs=1e-14)
        assert together > account


def test_inward_evidence_counts_in_full_and_what_passes_zero_turns_outward() -> None:
    """Protects the two regimes: bad news eats good standing one to one, only then does it saturate."""
    assert apply_evidence(1.0, 0.0, 0.4, 1.5) == pytest.approx(0.6, abs=1e-15)
    assert apply_evidence(-1.0, 0.4, 0.0, 1.5) == pytest.approx(-0.6, abs=1e-15)
    assert apply_evidence(1.0, 0.0, 1.4, 1.5) == pytest.approx(-1.5 * (1 - math.exp(-0.4 / 1.5)), abs=1e-15)
    both = 0.6 + (1.5 - 0.6) * (1 - math.exp(-0.3 / 1.5))
    assert apply_evidence(1.0, 0.3, 0.4, 1.5) == pytest.approx(both, abs=1e-15)
    assert apply_evidence(0.7, 0.0, 0.0, 1.5) == 0.7


def test_what_other_kinds_have_shown_is_no_news() -> None:
    """Protects the joint cap: evidence counts by the room that other kinds leave, and bad news eats good in full."""
    assert room(0.0, 1 / 1.5) == 1.0
    assert room(0.6, 1 / 1.5) == pytest.approx(0.6)
    assert room(2.0, 1 / 1.5) == 0.0
    assert settled(0.2, 0.5, 0.0, 1.5, 0.4, 1.0) - 0.2 == pytest.approx(
        0.4 * (apply_evidence(0.2, 0.5, 0.0, 1.5) - 0.2)
    )
    assert settled(0.9, 0.0, 0.4, 1.5, 0.0, 0.0) == pytest.approx(0.5)
    assert settled(0.9, 5.0, 0.0, 1.5, 0.0, 0.0) == 0.9


def test_many_kinds_together_hold_little_more_than_one(run: Any) -> None:
    """Protects against saturation by arithmetic: thirteen kinds of acts between friends do not add up thirteen caps."""
    sums: list[Any] = []
    run("two_blocs", 240, 4, each=lambda t, b: sums.append(b.dyad[dyads.EVIDENCE_HELD_FOR].max()))
    assert 1.5 < max(sums) < 2.25
    free = run("two_blocs", 240, 4, sets=("processes.ledger.joint_cap=1e6",)).dyad("evidence_held_for").max()
    assert free > 4


def test_two_nations_follow_the_table_worked_out_by_hand(run: Any) -> None:
    """Protects evidence, saturation, the correction for the tick and intent at once: the head of the scenario file."""
    table = {6: (0.673866, 0.714988), 18: (0.708943, 0.761325), 54: (0.736551, 0.793477), 95: (0.628227, 0.654169)}
    seen: dict[int, Any] = {}
    run("two_nations", 96, each=lambda t, b: seen.update({t: b.dyad[dyads.TRUST, :, :, 0].copy()}))
    for t, (of_bor, of_arl) in table.items():
        assert seen[t][0, 1] == pytest.approx(of_bor, abs=1e-6)
        assert seen[t][1, 0] == pytest.approx(of_arl, abs=1e-6)


def test_alarm_apart_has_a_room_of_its_own() -> None:
    """Protects the cap of alarm: shared with all that is against at 0, apart from it at 1, and the mean between."""
    against, alarm = 1.2, 0.5  # of which other evidence 0.7
    for own in (0.0, 0.2):
        assert held_beside(against, own, alarm, 0.0, 1.0) == held_beside(against, own, alarm, 0.0, 0.0) == against - own
        assert held_beside(against, own, alarm, 1.0, 1.0) == pytest.approx(alarm - own)
        assert held_beside(against, own, alarm, 1.0, 0.0) == pytest.approx(0.7 - own)
        assert held_beside(against, own, alarm, 0.5, 0.0) == pytest.approx(0.95 - own)
    assert crowding(1.5, 3.0, 0.0, 1.0) == crowding(1.5, 3.0, 1.0, 0.0) == 1 / 1.5
    assert crowding(1.5, 3.0, 1.0, 1.0) == 1 / 3
    assert [is_alarm(row) for row in range(trust_accounts.KINDS + 6)] == [0.0] * trust_accounts.KINDS + [0, 1, 0] * 2


@pytest.mark.parametrize("apart", [0.0, 1.0])
def test_bad_news_of_other_kinds_leaves_alarm_its_room_only_apart(run: Any, quiet: Any, apart: float) -> None:
    """Protects both rooms through the tick: a grudge of 1.5 shuts alarm out at 0 and not at 1."""
    names = ("joint_exercise", "official_visit")
    ledger = {"alarm_apart": apart, "alarm_cap": 3.0}
    nations = {code: {"transparency": 0, "interests": {"order": 0.5}} for code in ("ARL", "BOR", "CEL")}
    ties = [{"between": ["ARL", code], "proximity": 1, "trust": 0.3} for code in ("BOR", "CEL")]
    event = {"at": "2025-01", "joint_exercise": {"between": ["ARL", "BOR"], "scale": 1, "notified": 0}}
    file = quiet(nations, ties, on=names, issues={"order": 1}, timeline=[event], processes={"ledger": ledger})
    for name in names:
        file["exchanges"][name] = {"rate": 0, "evidence": 0, "alarm": 1, "reassurance": 1, "hidden": 0, "mishap": 0}
    accounts = run(file, 1).world.accounts

    def write(block: Any) -> None:
        block.accounts[accounts.index("official_visit"), 2, 0] = -1.5
        block.accounts_in_use[accounts.index("official_visit")] = 1
        for y in range(block.accounts_in_use.shape[1]):
            list_used(block, y)

    free, crowded = run(file, 1), run(file, 1, edit=write)
    assert free.account("alarm: joint_exercise")[2, 0, 0] < -0.1
    assert (crowded.account("alarm: joint_exercise")[2, 0, 0] < -0.1) == (apart == 1.0)
    assert free.account("reassurance: joint_exercise")[2, 0, 0] > 0
    assert crowded.dyad("alarm_held")[2, 0, 0] == 0.0, "what entered at the close is read in the next tick"


def test_reassurance_stays_inside_the_joint_cap(run: Any) -> None:
    """Protects against friends at 99 %: alarm apart leaves what is for trust under the joint cap."""
    sums: list[Any] = []
    sets = ("processes.ledger.alarm_apart=1", "processes.ledger.alarm_cap=6")
    run("two_blocs", 120, 4, sets=sets, each=lambda t, b: sums.append(b.dyad[dyads.EVIDENCE_HELD_FOR].max()))
    assert 1.5 < max(sums) < 2.25
