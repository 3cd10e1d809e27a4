"""The settled start: closed forms in small worlds, what it must not depend on, and regions that stay where they are."""

# Also tests: model/settled_start/expected_acts.py, model/settled_start/expected_evidence.py,
#   model/settled_start/stocks.py

from __future__ import annotations

import json
import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.settled_start.expected_acts import share_paid, shared_rate
from dipsim.model.settled_start.fixed_point import still
from dipsim.model.settled_start.stocks import PairStock, counted, kept_up
from dipsim.model.state import dyads
from dipsim.model.state.trust_accounts import KINDS, PER_KIND, FixedAccount
from dipsim.model.tick import observe_final_state
from dipsim.runs.batches.block_builder import make
from dipsim.runs.batches.settled_start import settled_start
from dipsim.scenario.load import load
from dipsim.scenario.world.build import World, build
from dipsim.study.interventions.targets import without
from dipsim.validation.recognition.dated import dated_acts

LN2 = math.log(2.0)
MOST = 0.02  # mean move of trust in the first year
REGIONS = (
    "south_china_sea",
    "nato_eastern_flank",
    "us_india",
    "us_south_korea",
    "us_philippines",
    "france_egypt",
    "india_africa",
    "indian_ocean_symposium",
)


def world_of(file: dict[str, Any]) -> World:
    return build(load("test.yaml", (), json.dumps(file)))


def two(quiet: Any, **rest: Any) -> dict[str, Any]:
    """Two nations that know one kind of act, joint exercises, and nothing else."""
    nations = {code: {"diplomacy": 0.01, "staff": 1000, "burden": 0.02} for code in ("AAA", "BBB")}
    relation = {"between": ["AAA", "BBB"], "trust": 0.6, "proximity": 1.0}
    file: dict[str, Any] = quiet(nations, [relation], ("joint_exercise",), options={"start": "settled"}, **rest)
    return file


@pytest.mark.parametrize(("inflow", "outflow"), [(0.3, 0.0), (0.3, 0.1), (0.05, 0.4), (0.0, 1.0)])
def test_an_account_stays_where_gains_and_losses_balance(inflow: float, outflow: float) -> None:
    """Integrate the account in small steps for 400 years; protects against a wrong sign of either branch."""
    half_life, cap, account = 3.0, 1.5, 0.0
    for _ in range(40_000):
        up, down = (inflow, outflow) if account >= 0.0 else (outflow, inflow)
        sign = 1.0 if account >= 0.0 else -1.0
        size = abs(account)
        account = sign * (size + 0.01 * (up * (1.0 - size / cap) - down - size * LN2 / half_life))
    assert still(inflow, outflow, half_life, cap, 1.0, 1.0) == pytest.approx(account, abs=2e-3)


def test_balanced_evidence_leaves_nothing() -> None:
    assert still(0.2, 0.2, 3.0, 1.5, 1.0, 1.0) == 0.0
    assert still(0.2, 0.1, 3.0, 1.5, 0.5, 1.0) == 0.0, "there is no room for what speaks for it"


def test_stocks_and_shares() -> None:
    assert kept_up(0.5, 2.0, 0.8) == pytest.approx(0.8 * 0.5 / (LN2 / 2.0 + 0.5))
    assert kept_up(0.0, 2.0, 1.0) == 0.0
    assert counted(0.3, 5.0) == pytest.approx(0.3 * 5.0 / LN2)
    assert share_paid(2.0, 1.0) == share_paid(0.0, 0.0) == 1.0
    assert share_paid(1.0, 4.0) == 0.25
    assert share_paid(-1.0, 4.0) == 0.0
    assert shared_rate(4.0, 0.5, 0.5, 3.0) == pytest.approx(0.5)


def test_two_nations_and_one_kind_have_a_closed_form(quiet: Any, run: Any) -> None:
    """Acts per year from 20,000 runs of the first tick, where trust is frozen; the account then by its closed form."""
    world = world_of(two(quiet))
    start = settled_start(world)
    c = world.kinds.index("joint_exercise")
    played = run(two(quiet, time={"years": 1, "tick": "month"}), 1, 20_000)
    rate = float(played.served("joint_exercise").mean()) * world.per_year
    scatter = 4.0 * math.sqrt(rate / world.per_year / 20_000) * world.per_year
    account = start.accounts[KINDS + PER_KIND * c, world.link[0, 1]]
    half_life, cap = (world.kind[row, c] for row in _rows())
    evidence = evidence_of_an_act(world, c)
    low, high = (still((rate + z) * evidence, 0.0, half_life, cap, 1.0, 1.0) for z in (-scatter, scatter))
    assert low < account < high


def _rows() -> tuple[int, int]:
    from dipsim.model.state import exchange_kind

    return exchange_kind.HALF_LIFE, exchange_kind.CAP


def evidence_of_an_act(world: World, c: int) -> float:
    """Evidence of one act at the other, from the act itself: one is put on the list of a block."""
    from dipsim.model.processes.exchange.consequences import act_on_trust

    block = make([world], 1, [0])
    block.evidence_for[:] = 0.0
    act_on_trust(block, c, 0, 1, 0, 1.0)
    return float(block.evidence_for[KINDS + PER_KIND * c, 0, 1, 0])


@pytest.mark.parametrize("name", ["two_blocs", "us_india"])
def test_trust_is_as_the_scenario_gives_it(name: str) -> None:
    world = build(load(name))
    block = make([world], 3, [0, 5])
    given = world.trust >= 0.0
    trust = block.dyad[dyads.TRUST]
    assert np.abs(trust[given] - world.trust[given][:, None]).max(initial=0.0) < 1e-12
    silent = ~given & ~np.eye(len(world.codes), dtype=bool)
    base = 1.0 / (1.0 + np.exp(-(block.base.sum(axis=0)[..., 0] + world.history)))
    assert np.abs(trust[silent][:, 0] - base[silent]).max(initial=0.0) < 1e-12


def test_it_depends_on_no_seed_no_run_and_no_neighbour_in_the_block() -> None:
    world, other = build(load("two_blocs")), build(load("two_blocs", ["processes.bill.kappa_own=0.1"]))
    alone, together = make([world], 1, [0]), make([other, world, world], 9, [4, 0, 7])
    assert (
        alone.accounts[..., 0].tobytes()
        == together.accounts[..., 1].copy().tobytes()
        == together.accounts[..., 2].copy().tobytes()
    )
    assert (together.accounts[..., 0] != together.accounts[..., 1]).any()
    assert alone.dyad[dyads.CHANNEL, ..., 0].tobytes() == together.dyad[dyads.CHANNEL, ..., 2].copy().tobytes()


@pytest.mark.parametrize("target", ["joint_exercise", "cooperation", "organisations.Regional Forum", "processes.bill"])
def test_both_arms_start_with_the_same_accounts(target: str) -> None:
    """What is taken away goes at the first tick: it leaves the accounts and stocks of the start alone."""
    spec = load("two_blocs")
    whole, arm = make([build(spec)], 1, [0]), make([without(spec, target)], 1, [0])
    assert whole.accounts.stored.tobytes() == arm.accounts.stored.tobytes()
    assert whole.dyad[dyads.INTEROPERABILITY].tobytes() == arm.dyad[dyads.INTEROPERABILITY].tobytes()


def test_an_override_is_another_scenario_with_its_own_start() -> None:
    spec = load("two_blocs")
    arm = make([without(spec, "processes.bill.kappa_own=0.1")], 1, [0])
    assert (arm.accounts != make([build(spec)], 1, [0]).accounts).any()


def test_stocks_never_start_below_what_is_given(quiet: Any) -> None:
    file = two(quiet)
    file["relations"][0]["interoperability"] = 0.9
    start = settled_start(world_of(file))
    assert start.pairs[PairStock.INTEROPERABILITY, start.link[0, 1]] == pytest.approx(0.9)


def test_without_habits_nothing_is_held(quiet: Any) -> None:
    """No kind is on and no dispute can begin: history alone makes up for the baseline."""
    file = two(quiet, exchanges={"joint_exercise": "off"})
    start = settled_start(world_of(file))
    rest = np.delete(start.accounts, FixedAccount.HISTORY, axis=0)
    assert np.abs(rest).max() == 0.0
    assert start.sweeps == 1


@pytest.mark.parametrize("name", REGIONS)
def test_a_region_of_real_nations_stays_where_it_starts(name: str, run: Any) -> None:
    """Mean over runs of the move of trust in the first year, over pairs without a dated act in it: below 2 points."""
    spec = load(name)
    played = run(name, 12, 64)
    world, block = played.world, played.block
    observe_final_state(block, 12)
    start = make([world], 1, [0]).dyad[dyads.TRUST, ..., 0]
    moved = np.abs(block.dyad[dyads.TRUST].mean(axis=-1) - start)
    kept = ~np.eye(len(world.codes), dtype=bool)
    for act in dated_acts(spec).every:
        if act.tick < 12:
            kept[np.ix_(act.places, act.places)] = False
    assert moved[kept].mean() < MOST
