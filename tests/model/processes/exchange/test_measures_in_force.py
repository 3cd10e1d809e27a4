"""Measures that stand when a run starts, and those that are imposed while they stand."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.domestic.trade import usual_before
from dipsim.model.processes.exchange.sanctions import news
from dipsim.model.state import dyads, exchange_kind
from dipsim.model.state.events import LOG, LogField

ARL, BOR, CEL = range(3)
CODES = ("ARL", "BOR", "CEL")
CLUB = [{"name": "Club", "kind": "forum", "members": ["ARL", "CEL"], "quality": 0}]
NUMBERS = {"rate": 0, "readiness": -20, "staff": 0, "need_wrong": 0, "term": 2, "evidence": -0.5}
NUMBERS |= {"damage": 0.05, "blocks": 0.4, "cost": 0.01, "followed": 1}


def struck(quiet: Any, measures: Any = None, timeline: Any = (), trade: float | None = 0.2, **numbers: float) -> Any:
    """Three nations; ARL and BOR know each other at trust .5 and trade, and ``measures`` stand between them."""
    pair: dict[str, Any] = {"between": ["ARL", "BOR"], "proximity": 1, "trust": 0.5}
    pair |= {} if measures is None else {"measures": measures}
    pair |= {} if trade is None else {"trade": trade}
    ties = [pair, {"between": ["ARL", "CEL"], "trust": 1 - 1e-9}, {"between": ["BOR", "CEL"], "trust": 1e-9}]
    processes = {"trade": {"cut_by_sanction": 0.5, "fall_half_life": 0.25, "return_half_life": 3}}
    file = quiet({code: {} for code in CODES}, ties, processes=processes, organisations=CLUB, timeline=list(timeline))
    file["exchanges"]["sanction"] = NUMBERS | numbers
    return file


def imposed(at: str, scale: float = 1) -> dict[str, Any]:
    return {"at": at, "sanction": {"from": "ARL", "to": "BOR", "scale": scale}}


def events(run: Any, file: Any, ticks: int, edit: Any = None) -> tuple[Any, list[tuple[int, str, int, int]]]:
    """The run, and when which nation did what to which about measures."""
    found: list[tuple[int, str, int, int]] = []

    def each(t: int, b: Any) -> None:
        logged = b.log[[LogField.EVENT, LogField.FIRST, LogField.SECOND], : b.logged[0], 0].T.astype(int)
        found.extend((t, LOG[event], first, second) for event, first, second in logged.tolist())

    played = run(file, ticks, each=each, edit=edit, detail=True)
    about = ("imposed", "renewed", "lapsed", "followed")
    return played, [event for event in found if event[1] in about]


def test_a_measure_in_force_at_the_start_bites_and_is_no_new_act(run: Any, quiet: Any) -> None:
    """Protects the start: growth, transfers and nothing else; every account is that of a run without the measure."""
    played, told = events(run, struck(quiet, {"ARL": "sanction"}), 12)
    without, _ = events(run, struck(quiet), 12)
    assert told == []
    assert not played.account("sanction").any()
    given = (played.dyad("trust")[..., 0], without.dyad("trust")[..., 0])
    assert given[0][BOR, ARL] == pytest.approx(given[1][BOR, ARL], abs=0.01)  # trade is a ground of trust
    assert played.dyad("blocked")[ARL, BOR, 0] == 0.4
    assert played.dyad("blocked")[BOR, ARL, 0] == 0
    lost = without.trait("gdp")[:, 0] / played.trait("gdp")[:, 0]
    assert lost == pytest.approx([1, math.exp(0.05 / 2), 1], rel=1e-3)


def test_it_runs_for_the_term_of_its_kind(run: Any, quiet: Any) -> None:
    assert events(run, struck(quiet, {"ARL": "sanction"}), 30)[1] == [(23, "lapsed", ARL, BOR)]
    wished = struck(quiet, {"ARL": "sanction"}, readiness=20)
    assert events(run, wished, 30)[1] == [(23, "renewed", ARL, BOR)]


def test_without_a_name_it_stands_both_ways(run: Any, quiet: Any) -> None:
    played = run(struck(quiet, "sanction"), 1)
    standing = played.block.standing[played.block.standing_row[played.world.kinds.index("sanction")], ..., 0]
    assert {(i, j) for i, j in np.argwhere(standing > 0)} == {(ARL, BOR), (BOR, ARL)}


@pytest.mark.parametrize(("scale", "stands", "new"), [(1, True, 0), (2, True, 1), (0.5, True, 0), (2, False, 2)])
def test_only_what_exceeds_the_measure_in_force_is_new(scale: float, stands: bool, new: float) -> None:
    assert news(scale, stands) == new


def test_a_renewal_costs_what_the_act_costs_and_nothing_else(run: Any, quiet: Any) -> None:
    """Protects renewal: paid, in force for a whole term again, no evidence, and nobody follows."""
    played, told = events(run, struck(quiet, {"ARL": "sanction"}, [imposed("2026-07")]), 30)
    left, _ = events(run, struck(quiet, {"ARL": "sanction"}, term=100), 30)
    assert told == [(18, "renewed", ARL, BOR)]
    assert played.account("sanction")[BOR, ARL, 0] == 0
    assert played.trait("gdp")[:, 0].tolist() == left.trait("gdp")[:, 0].tolist()
    assert played.served("sanction").sum() == 1


def test_a_measure_that_ran_out_is_imposed_anew(run: Any, quiet: Any) -> None:
    played, told = events(run, struck(quiet, {"ARL": "sanction"}, [imposed("2027-02")], followed=0), 26)
    assert told == [(23, "lapsed", ARL, BOR), (25, "imposed", ARL, BOR)]
    assert played.account("sanction")[BOR, ARL, 0] < -0.2


def test_to_widen_a_measure_weighs_as_much_as_a_new_one_of_what_is_added(run: Any, quiet: Any) -> None:
    """Protects `scale`: a measure in force, widened by 1, offends as one of scale 1 that is new, and others follow."""
    widened, told = events(run, struck(quiet, {"ARL": "sanction"}, [imposed("2025-06", 2)]), 6)
    new, _ = events(run, struck(quiet, None, [imposed("2025-06", 1)]), 6)
    account = [one.account("sanction")[BOR, ARL, 0] for one in (widened, new)]
    assert account[0] == pytest.approx(account[1], rel=1e-6)
    assert account[1] < -0.2
    assert {event[1:] for event in told} == {("imposed", ARL, BOR), ("followed", CEL, ARL), ("imposed", CEL, BOR)}


def test_a_measure_that_was_only_paid_for_is_new_when_it_is_meant(run: Any, quiet: Any) -> None:
    """Protects hollow measures: they stand, but they are no act against the target."""
    file = struck(quiet, None, [imposed("2025-02")], followed=0)

    def hollow(b: Any) -> None:
        row = b.standing_row[sorted(file["exchanges"]).index("sanction")]
        b.standing[row, ARL, BOR], b.hollow[row, ARL, BOR] = 2.0, 1.0
        assert b.form[b.standing_kind[row]] == exchange_kind.SANCTION

    played, told = events(run, file, 2, edit=hollow)
    assert told == [(1, "imposed", ARL, BOR)]
    assert played.account("sanction")[BOR, ARL, 0] < -0.2


@pytest.mark.parametrize("measures", [{"ARL": "sanction"}, {"BOR": "sanction"}, "sanction"])
def test_given_trade_is_what_the_measure_has_left(run: Any, quiet: Any, measures: Any) -> None:
    """Protects the start of trade: it stays as given while the measure stands, and comes back to twice as much."""
    file = struck(quiet, measures, [{"at": "2026-01", "end": {"kind": "sanction", "between": ["ARL", "BOR"]}}])
    assert run(file, 12).dyad("trade")[ARL, BOR, 0] == pytest.approx(0.2)
    after = run(file, 48).dyad("trade")[..., 0]
    assert after[ARL, BOR] == after[BOR, ARL] == pytest.approx(0.4 - 0.2 * 0.5, rel=1e-9)


def test_estimated_trade_is_cut_from_the_first_month(run: Any, quiet: Any) -> None:
    trade = {}
    for measures in (None, {"ARL": "sanction"}):
        file = struck(quiet, measures, trade=None)
        file["processes"]["trade"]["estimate"] = 5
        trade[measures is None] = float(run(file, 1).dyad("trade")[ARL, BOR, 0])
    assert trade[False] == pytest.approx(0.5 * trade[True], rel=1e-9)
    assert trade[True] > 0


def test_a_measure_that_takes_no_growth_cuts_no_trade(run: Any, quiet: Any) -> None:
    played = run(struck(quiet, {"ARL": "sanction"}, damage=0), 1)
    assert played.block.dyad[dyads.USUAL_TRADE, ARL, BOR, 0] == played.dyad("trade")[ARL, BOR, 0] == 0.2


def test_usual_trade_is_at_most_all_of_it() -> None:
    assert usual_before(0.8, 0.5) == 1.0
    assert usual_before(0.3, 1.0) == 0.3


def test_russia_takes_no_old_sanction_for_a_new_act(run: Any) -> None:
    """Protects what an expert knows: sanctions of 2014 do not ruin Russia's trust in 2017; wider ones of 2022 do."""
    trust: dict[int, Any] = {}

    def each(t: int, b: Any) -> None:
        if t in (0, 11, 60, 63):
            trust[t] = np.mean(b.dyad[dyads.TRUST], axis=-1)

    world = run("nato_eastern_flank", 64, 16, each=each).world
    russia = world.codes.index("RUS")
    for code in ("DEU", "USA", "GBR", "CAN"):
        other = world.codes.index(code)
        assert trust[11][russia, other] - trust[0][russia, other] > -0.05
        assert trust[63][russia, other] - trust[60][russia, other] < -0.02
