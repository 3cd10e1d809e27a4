"""Step 6: terms, upkeep, breach, councils, caps and admission; step 4, licences."""

# Also tests: model/processes/institutions/institutions.py, model/processes/institutions/organisations.py

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from dipsim.model.parameters import PARAMETERS
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LOG, LogField
from dipsim.model.state.trust_accounts import FixedAccount

TWO = ("ARL", "BOR")


def tied(**relation: Any) -> list[dict[str, Any]]:
    return [{"between": list(TWO), "proximity": 1, "trust": 0.9} | relation]


def history(run: Any, file: Any, ticks: int, replicates: int = 1) -> tuple[Any, list[tuple[int, str]]]:
    """The run and the events of its first replicate as (tick, name)."""
    events: list[tuple[int, str]] = []

    def each(t: int, b: Block) -> None:
        events.extend((t, LOG[int(event)]) for event in b.log[LogField.EVENT, : b.logged[0], 0])

    return run(file, ticks, replicates, each=each, detail=True), events


def kept_alive(quiet: Any, on: str, relations: list[Any], nations: Any = None, **numbers: Any) -> Any:
    """A world with one kind of instrument that is never signed anew, costs no upkeep and is not broken."""
    file = quiet(nations or {key: {} for key in TWO}, relations, on=(on,), processes={"institutions": {"breach": 0}})
    file["exchanges"][on] = {"rate": 0, "upkeep": 0, "upkeep_evidence": 0} | numbers
    return file


@pytest.mark.parametrize(("trust", "renewed"), [(0.999, True), (0.001, False)])
def test_at_the_end_of_its_term_an_agreement_is_renewed_or_lapses(
    run: Any, quiet: Any, trust: float, renewed: bool
) -> None:
    """Protects terms: it runs the years it says, then trust decides."""
    file = kept_alive(quiet, "bilateral_agreement", tied(trust=trust, agreements="general"), term=3)
    file["processes"]["institutions"]["renewal"] = 50
    played, events = history(run, file, 40)
    assert events[0] == (35, "renewed" if renewed else "lapsed")
    assert bool(played.dyad("agreements")[0, 1, 0]) == renewed


def test_scopes_cover_what_they_name(run: Any, quiet: Any) -> None:
    """Protects scopes: an agreement on exercises sets the bit of exercises, `general` sets all, none when it ends."""
    bits = {}
    for scopes in (["exercise"], ["general"]):
        file = kept_alive(quiet, "bilateral_agreement", tied(agreements=scopes))
        file["timeline"] = [{"at": "2026-01", "end": {"kind": "bilateral_agreement", "between": list(TWO)}}]
        bits[scopes[0]] = float(run(file, 12).dyad("scopes")[0, 1, 0])
        after = run(file, 14)
        assert after.dyad("scopes")[0, 1, 0] == after.dyad("agreements")[0, 1, 0] == 0
    assert bits == {"exercise": 1, "general": 2**7 - 1}


def test_who_ends_an_agreement_betrays(run: Any, quiet: Any) -> None:
    """Protects `end ... by`: the other side remembers it, the one who ended it does not."""
    file = kept_alive(quiet, "alliance_pact", tied(pact="defence"))
    file["timeline"] = [{"at": "2025-02", "end": {"kind": "alliance_pact", "between": list(TWO), "by": "ARL"}}]
    played = run(file, 2)
    assert played.account("betrayals")[1, 0, 0] < -0.9
    assert played.account("betrayals")[0, 1, 0] == 0


def test_upkeep_is_paid_yearly_and_without_money_the_instrument_lapses(run: Any, quiet: Any) -> None:
    """Protects upkeep: both pay once a year; a side that cannot lets it lapse."""
    file = kept_alive(quiet, "alliance_pact", tied(pact="defence"), upkeep=0.12, upkeep_share=0)
    assert run(file, 12).trait("spent")[:, 0] == pytest.approx([0.12, 0.12], rel=1e-12)
    assert run(file, 13).trait("spent")[:, 0] == pytest.approx([0.24, 0.24], rel=1e-12)
    file["nations"]["BOR"]["diplomacy"] = 0
    played, events = history(run, file, 3)
    assert events == [(0, "lapsed")]
    assert played.dyad("cover_defence")[0, 1, 0] == 0


@pytest.mark.parametrize("tick", ["month", "year"])
@pytest.mark.parametrize("cost", [0.01, 0.02])
def test_alliances_do_not_fall_to_the_price_of_visits(run: Any, quiet: Any, tick: str, cost: float) -> None:
    """Protects standing duties: a nation whose yearly budget covers them pays them before it spends on new acts."""
    file = kept_alive(quiet, "alliance_pact", tied(pact="defence"), upkeep=0.1)
    file["time"]["tick"] = tick
    for traits in file["nations"].values():
        traits |= {"diplomacy": 2e-4, "staff": 1000}
    file["exchanges"]["official_visit"] = {"rate": 200, "readiness": 10, "cost": cost, "staff": 0}
    _, events = history(run, file, 24)
    assert "lapsed" not in {event for _, event in events}


@pytest.mark.parametrize(("quality", "share"), [(None, 0.9), (1.0, 0.0)], ids=["no council", "council"])
def test_councils_carry_agreements_over_a_change_of_government(
    run: Any, quiet: Any, quality: float | None, share: float
) -> None:
    """Protects persistence: a new autocratic government revokes at the given chance, never under a perfect council."""
    nations = {key: {"democracy": 0} for key in TWO}
    file = kept_alive(quiet, "alliance_pact", tied(pact="defence"), nations)
    file["processes"]["politics"] |= {"revoke": 0.9}
    file["timeline"] = [{"at": "2025-03", "government_change": "ARL"}]
    if quality:
        file["organisations"] = [{"name": "Council", "kind": "council", "members": list(TWO), "quality": quality}]
    ended = run(file, 4, 500).dyad("cover_defence")[0, 1] == 0
    assert ended.mean() == pytest.approx(share, abs=0.06)


def test_a_new_democratic_government_keeps_its_word_and_its_views(run: Any, quiet: Any) -> None:
    """Protects the democratic exception (Leeds, Mattes and Vogel 2009), and that others do shift."""
    shifts = {}
    for democracy in (0.0, 1.0):
        nations = {key: {"democracy": democracy, "interests": {"order": 0.2}} for key in TWO}
        file = quiet(nations, tied(), issues={"order": 1}, timeline=[{"at": "2025-03", "government_change": "ARL"}])
        position = run(file, 4, 500).block.position[0]
        assert (position[1] == 0.2).all()
        shifts[democracy] = position[0] - 0.2
    assert not shifts[1.0].any()
    assert shifts[0.0].std() == pytest.approx(0.3, rel=0.1)


def test_arms_control_caps_arms_where_it_is_verified(run: Any, quiet: Any) -> None:
    """Protects caps: an honest or well watched member stays below, an unwatched revisionist cheats."""
    stock = {}
    for verification in (0.0, 1.0):
        nations = {"ARL": {"g": 60, "revisionism": 1}, "BOR": {"g": 60, "revisionism": 0}}
        treaty = {
            "name": "Treaty",
            "kind": "arms_control",
            "members": list(TWO),
            "cap": 1.1,
            "verification": verification,
        }
        processes = {"institutions": {"cheating": 1}}
        played = run(quiet(nations, tied(), organisations=[treaty], processes=processes), 120, 20)
        stock[verification] = played.trait("capability") / played.trait("capability_start")
    assert (stock[0.0][0] > 1.5).all()
    assert stock[0.0][1].max() < 1.12, "at most the arms of one month above the cap"
    assert stock[1.0].max() < 1.12


def test_admission_is_by_trust(run: Any, quiet: Any) -> None:
    """Protects the door of an organisation: trusted applicants enter, distrusted and unlinked ones do not."""
    nations = {key: {} for key in (*TWO, "CEL", "DRA", "EST")}
    relations = tied() + [
        {"between": [a, b], "trust": trust} for b, trust in (("CEL", 0.95), ("DRA", 0.1)) for a in TWO
    ]
    club = {"name": "Club", "kind": "forum", "members": list(TWO), "admission": 5}
    member = run(quiet(nations, relations, organisations=[club]), 24, 20).block.member[0]
    assert member.mean(axis=1) == pytest.approx([1, 1, 1, 0, 0], abs=0.11)


def arms_trade(quiet: Any, buyer: dict[str, Any], **processes: Any) -> Any:
    nations = {"ARL": {"industry": 1, "licensing": 1, "diplomacy": 0.01}, "BOR": {"diplomacy": 0.01} | buyer}
    file = quiet(nations, tied(interoperability=0.5), on=("arms_transfer",), processes=processes)
    file["exchanges"]["arms_transfer"] = {"rate": 6, "readiness": 20, "autonomy": 0}
    return file


def test_refusal_of_a_licence_is_remembered_and_delivers_nothing(run: Any, quiet: Any) -> None:
    """Protects licensing: a risky buyer is refused, takes offence, and no arms move."""
    file = arms_trade(quiet, {"stability": 0}, licensing={"instability": 5})
    played, events = history(run, file, 24, 4)
    assert "refused_licence" in {event for _, event in events}
    bor, arl = 1, 0
    assert (played.account("refusals")[bor, arl] < -0.1).all()
    assert not played.trait("received")[bor].any()
    assert (played.trait("unmet")[bor] > 0).all()


def test_licensed_arms_arrive_are_paid_and_leave_the_stock(run: Any, quiet: Any) -> None:
    """Protects deliveries: what the buyer gets it pays, the supplier's stock loses and its revenue gains."""
    played = run(arms_trade(quiet, {"stability": 1}), 60, 4)
    nat = played.block.nat
    assert (nat[nation.RECEIVED, 1] > 0).all()
    for row, i in ((nation.PAID, 1), (nation.SHIPPED, 0), (nation.REVENUE, 0)):
        assert nat[row, i] == pytest.approx(nat[nation.RECEIVED, 1], rel=1e-12)
    assert (played.dyad("dependence")[1, 0] > 0.1).all()


def test_diverted_arms_find_a_third_hand(run: Any, quiet: Any) -> None:
    """Protects end-use monitoring: diversion falls with it, a detected one is a betrayal and ends the order."""
    cases = {}
    for monitoring in (0.0, 0.5, 1.0):
        file = arms_trade(quiet, {"stability": 0}, licensing={"instability": 0, "diversion": 1})
        file["nations"]["ARL"]["monitoring"] = monitoring
        file["nations"]["CEL"] = {"gdp": 1000}
        file["relations"].append({"between": ["BOR", "CEL"], "proximity": 1, "trust": 0.9, "willingness": 0})
        played = run(file, 60, 20)
        cases[monitoring] = played.trait("diversion")[1], played.account("betrayals")[0, 1]
        assert (played.trait("received")[2].sum() > 0) == (monitoring < 1), "what is diverted reaches a neighbour"
    assert not cases[1.0][0].any(), "fully monitored, nothing is diverted"
    assert not cases[0.0][1].any(), "unmonitored, nothing is found out"
    assert (cases[0.5][1] < 0).mean() > 0.5


def test_an_embargo_stops_running_orders_until_it_is_lifted(run: Any, quiet: Any) -> None:
    """Protects the embargo: where it is total, nothing more is delivered from the day it is declared."""
    file = arms_trade(quiet, {"stability": 1})
    file["exchanges"]["embargo"] = {"blocks": 1, "rate": 0, "term": 50}
    file["timeline"] = [
        {"at": "2027-01", "embargo": {"from": "ARL", "to": "BOR"}},
        {"at": "2029-01", "lift": {"from": "ARL", "to": "BOR"}},
    ]
    at = {}
    played = run(file, 72, 4, each=lambda t, b: at.update({t: b.nat[nation.RECEIVED, 1].copy()}))
    assert (at[23] > at[12]).all()
    assert (at[47] == at[24]).all()
    assert (at[71] > at[48]).all()
    assert (played.account("embargo")[1, 0] < 0).all()


def test_reputation_travels_by_trusted_channels(run: Any, quiet: Any) -> None:
    """Protects hearsay: CEL hears of ARL's deeds from BOR only where it trusts BOR and talks to it."""
    heard = {}
    for channel in (0.0, 0.9):
        nations = {key: {} for key in (*TWO, "CEL")}
        relations = [*tied(), {"between": ["BOR", "CEL"], "trust": 0.9, "channel": channel}]
        relations.append({"between": ["ARL", "CEL"]})
        file = quiet(nations, relations, processes={"reputation": {"rho": 0.5}, "ledger": {"channel_half_life": 50}})

        def deeds(b: Block) -> None:
            b.accounts[FixedAccount.INCIDENTS, 1, 0] = -1.0

        heard[channel] = float(run(file, 12, 1, edit=deeds).account("reputation")[2, 0, 0])
    assert heard[0.0] == 0
    assert -0.5 < heard[0.9] < -0.2


def test_balance_alone_ends_in_one_bloc_or_two(run: Any, quiet: Any) -> None:
    """Protects the optional balance force: from 40 random starts, every triad ends balanced (Marvel et al. 2011)."""
    codes = ["ARL", "BOR", "CEL", "DRA", "EST", "FEL"]
    relations = [{"between": [a, b]} for x, a in enumerate(codes) for b in codes[x + 1 :]]
    processes = {"reputation": {"balance": 5}, "politics": {"b_constant": 0, "b_regime": 0}}
    processes |= {"ledger": {"half_life_balance": 100, "cap_balance": 1e6}}

    def random_feelings(b: Block) -> None:
        size = np.random.default_rng(1).normal(0, 1, b.accounts.shape[1:])
        b.accounts[FixedAccount.BALANCE] = size + size.swapaxes(0, 1)

    played = run(quiet({key: {} for key in codes}, relations, processes=processes), 360, 40, edit=random_feelings)
    sign = np.sign(played.dyad("logit"))
    triads = [sign[i, j] * sign[j, k] * sign[i, k] for i in range(6) for j in range(i) for k in range(j)]
    assert (np.array(triads) == 1).all()
    harmony = ((sign >= 0) | np.eye(6, dtype=bool)[..., None]).all(axis=(0, 1))  # nobody has feelings about itself
    assert 0 < harmony.sum() < 40, "both ends are reached"


def crossings(run: Any, quiet: Any, force: float) -> tuple[float, float]:
    """Baselines, in log-odds, at which two friends turn to trust a third on the way up, to distrust on the way down."""
    codes = ["ARL", "BOR", "CEL"]
    relations = [{"between": [a, b]} for x, a in enumerate(codes) for b in codes[x + 1 :]]
    processes = {"reputation": {"balance": force}, "politics": {"b_constant": -2, "b_regime": 0, "b_interests": 4}}
    processes |= {"ledger": {"half_life_balance": 2, "cap_balance": 3}}
    years, row = 200, PARAMETERS.row("politics.b_constant")
    seen: list[tuple[float, float]] = []

    def ramp(t: int, b: Block) -> None:
        share = (t + 1) / (12 * years)
        baseline = -2 + 4 * min(2 * share, 2 - 2 * share)  # -2, up to 2, and back
        b.par[row] = baseline
        seen.append((baseline, float(b.dyad[dyads.LOGIT, 0, 2, 0])))

    friends = {key: {"interests": {"order": 1}} for key in codes[:2]}
    file = quiet(friends | {"CEL": {}}, relations, processes=processes, issues={"order": 1}, time={"years": 200})
    run(file, 12 * years, 1, each=ramp)
    half = len(seen) // 2
    up = next(baseline for baseline, logit in seen[:half] if logit > 0)
    down = next(baseline for baseline, logit in seen[half:] if logit < 0)
    return up, down


def test_balance_remembers_which_way_it_came(run: Any, quiet: Any) -> None:
    """Protects hysteresis (Morrison, Kutz and Gabbay 2023): under the force the way back has another threshold."""
    up, down = crossings(run, quiet, 0)
    assert abs(up - down) < 0.1, "without the force the turn is where the baseline turns, either way"
    up, down = crossings(run, quiet, 1.0)
    assert up - down > 0.5
