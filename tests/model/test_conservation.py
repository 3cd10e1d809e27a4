"""What must hold in every tick of every world: money is conserved, purses are never overdrawn, numbers stay numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dipsim.kernels.pair_array import PairArray
from dipsim.model.links import SELF, STRANGERS
from dipsim.model.parameters import PARAMETERS
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import ARRAYS, Block
from dipsim.model.state.exchange_kind import SANCTION
from dipsim.model.state.nation import PURSE, STAFF_LEFT
from dipsim.model.state.trust_accounts import BaselineTerm
from dipsim.scenario.locate import names

SHARES = (
    dyads.BLOCKED,
    dyads.GROUNDWORK,
    dyads.DISRUPTED,
    dyads.PROXIMITY,
    dyads.DISPUTE,
    dyads.INTEROPERABILITY,
    dyads.CHANNEL,
    dyads.NOTICE,
    dyads.DEPENDENCE,
)
GAPS = (dyads.CULTURE_GAP, dyads.STANDARDS_GAP, dyads.WILLINGNESS)
LEVELS = (
    nation.TECHNOLOGY,
    nation.INSIGHT,
    nation.EMERGING,
    nation.STABILITY,
    nation.DIGITAL,
    nation.CUT_OFF,
    nation.INDUSTRY,
)
STOCKS = (dyads.BACKLOG_PAID, dyads.BACKLOG_GIVEN, dyads.SEEN_CAPABILITY, dyads.EXPOSURE, dyads.HAZARD)


def close(one: Any, other: Any) -> bool:
    return bool(np.allclose(one, other, rtol=1e-9, atol=1e-9))


def money_is_conserved(b: Block) -> None:
    """Granted = spent + lapsed + purse; in defence budgeted + revenue = armed + paid + produced; and goods arrive."""
    nat = b.nat
    assert close(nat[nation.GRANTED], nat[nation.SPENT] + nat[nation.LAPSED] + nat[PURSE])
    defence = nat[nation.ARMED] + nat[nation.PAID] + nat[nation.PRODUCED]
    assert close(nat[nation.BUDGETED] + nat[nation.REVENUE], defence)
    assert close(nat[nation.RECEIVED].sum(axis=0), nat[nation.PAID].sum(axis=0)), "what is paid for arrives"
    assert close(nat[nation.SHIPPED].sum(axis=0), nat[nation.RECEIVED].sum(axis=0)), "what is shipped arrives"


def nothing_is_overdrawn(b: Block) -> None:
    nat = b.nat
    assert (nat[PURSE] >= 0).all()
    assert (nat[STAFF_LEFT] >= 0).all()
    assert (nat[nation.CAPABILITY] >= 0).all()
    assert (nat[nation.SPENDING] <= nat[nation.BURDEN_MAX] * nat[nation.GDP] * (1 + 1e-12)).all()
    for row in STOCKS:
        assert (b.dyad[row] >= 0).all(), dyads.DYAD.entries[row].name


def numbers_are_sound(b: Block) -> None:
    for name in ("nat", "dyad", "base", "accounts", "position", "standing", "metrics", "served", "hidden"):
        assert np.isfinite(getattr(b, name)).all(), f"{name} is not finite"
    apart = ~np.eye(b.nat.shape[1], dtype=bool)
    trust = b.dyad[dyads.TRUST][apart]
    assert ((trust > 0) & (trust < 1)).all()
    assert ((b.dyad[dyads.THREAT] >= 0) & (b.dyad[dyads.THREAT] < 2)).all()
    for row in (*SHARES, *GAPS):
        assert ((b.dyad[row] >= 0) & (b.dyad[row] <= 1)).all(), dyads.DYAD.entries[row].name
    for row in LEVELS:
        assert ((b.nat[row] >= 0) & (b.nat[row] <= 1)).all(), nation.NATION.entries[row].name
    assert np.isin(b.dyad[dyads.RUNG], (0, 2, 3, 4, 5)).all()
    assert (np.abs(b.position) <= 1).all()
    assert not b.evidence_for.any()
    assert not b.evidence_against.any()
    assert not b.touched.any(), "evidence is left over from the tick"


def pairs_agree(b: Block) -> None:
    """Undirected quantities are the same seen from both sides; an agreement in force is in force for both."""
    for row in (
        dyads.DISPUTE,
        dyads.INTEROPERABILITY,
        dyads.CHANNEL,
        dyads.RUNG,
        dyads.LINK,
        dyads.ALIGNMENT,
        dyads.SCOPES,
    ):
        assert (b.dyad[row] == b.dyad[row].swapaxes(0, 1)).all(), dyads.DYAD.entries[row].name
    mutual = b.form[b.standing_kind] != SANCTION
    assert (b.standing == np.asarray(b.standing).swapaxes(1, 2))[mutual].all()


def nobody_s_rows_stay(b: Block) -> None:
    """Nothing is ever written of a nation about itself; of strangers only their trust is, from the constant."""
    for name, array in pairs_of(b).items():
        rows = np.moveaxis(array.stored, array.pair_axis, 0)
        assert not rows[SELF].any(), f"{name} of a nation and itself"
        strangers = rows[STRANGERS].copy()
        if name == "base":
            constant = strangers[BaselineTerm.CONSTANT]
            assert (constant == b.par[PARAMETERS.row("politics.b_constant")]).all()
            strangers[BaselineTerm.CONSTANT] = 0.0
        if name == "dyad":
            logit = b.base.stored[BaselineTerm.CONSTANT, STRANGERS]
            assert (strangers[dyads.LOGIT] == logit).all()
            assert close(strangers[dyads.TRUST], 1.0 / (1.0 + np.exp(-logit)))
            strangers[[dyads.LOGIT, dyads.TRUST]] = 0.0
        assert not strangers.any(), f"{name} of strangers"


def pairs_of(b: Block) -> dict[str, PairArray]:
    """Every array of pairs of the block by name."""
    found = {array.name: getattr(b, array.name) for array in ARRAYS if array.pair_axis >= 0}
    assert len(found) > 10
    return found


def check(t: int, b: Block) -> None:
    nobody_s_rows_stay(b)
    money_is_conserved(b)
    nothing_is_overdrawn(b)
    numbers_are_sound(b)
    pairs_agree(b)


@pytest.mark.parametrize("name", names())
def test_invariants_hold_in_every_tick_of_every_scenario(run: Any, name: str) -> None:
    """Protects the books and the ranges; 20 years of every shipped scenario, 4 runs."""
    played = run(name, 96 if name == "two_nations" else 240, 4, each=check)
    assert played.region.shape[0] >= 96
    assert np.isfinite(played.region).all()
    assert np.isfinite(played.nations).all()
    assert played.measure("spending").sum(axis=0) == pytest.approx(played.trait("spent").sum(axis=0), rel=1e-9)
    assert played.measure("acts").sum(axis=0) == pytest.approx(played.acts.sum(axis=(0, 1)))
    assert played.block.done.sum(axis=(0, 1, 2)) == pytest.approx(played.acts.sum(axis=(0, 1)))


BUSY = tuple(
    f"exchanges.{kind}.{what}" for kind in ("arms_transfer", "military_aid") for what in ("rate=20", "delivery=1")
)


def each_month_of_arms(run: Any, sets: tuple[str, ...] = ()) -> list[tuple[Any, Any, Any]]:
    """(spending, paid for deliveries, put into own capability) of every month of a world flooded with arms."""
    months: list[tuple[Any, Any, Any]] = []
    before = {nation.PAID: 0.0, nation.ARMED: 0.0}

    def each(t: int, b: Block) -> None:
        paid, armed = (b.nat[row] - before[row] for row in before)
        months.append((b.nat[nation.SPENDING] * b.dt, paid, armed))
        before.update({row: b.nat[row].copy() for row in before})

    run("two_blocs", 60, 4, sets=BUSY + sets, each=each)
    return months


def test_deliveries_keep_within_the_procurement_share(run: Any) -> None:
    """Protects `arming.procurement`: purchases and gifts together take at most that share (.3) of the defence purse."""
    months = each_month_of_arms(run)
    assert max((paid / spending).max() for spending, paid, _ in months) > 0.29, "no purse was near its limit"
    for spending, paid, _ in months:
        assert (paid <= 0.3 * spending * (1 + 1e-9)).all()


def test_the_defence_purse_is_never_overspent(run: Any) -> None:
    """Protects `a nation never spends money it has not`: with all of it open to deliveries, it is not exceeded."""
    for spending, _, armed in each_month_of_arms(run, ("processes.arming.procurement=1",)):
        assert (armed >= -1e-9 * spending).all()


UNIT = st.integers(0, 100).map(lambda percent: percent / 100)
TRAITS = ("offence", "transparency", "revisionism", "democracy", "stability", "coherence", "foresight", "industry")
PACTS = st.sampled_from(([], ["defence"], ["offence"], ["neutrality", "nonaggression"], ["consultation", "defence"]))
SCOPES = st.sampled_from(([], ["general"], ["exercise", "intelligence"]))


@st.composite
def worlds(draw: Any) -> dict[str, Any]:
    """A small world of 2 to 5 nations with all sorts of relations, one organisation and a short programme."""
    codes = ["ARL", "BOR", "CEL", "DRA", "EST"][: draw(st.integers(2, 5))]
    nations = {
        code: {
            "gdp": draw(st.integers(1, 3000)),
            "burden": 0.12 * draw(UNIT),
            "interests": {"order": 2 * draw(UNIT) - 1},
            **{trait: draw(UNIT) for trait in TRAITS},
        }
        for code in codes
    }
    relations = [
        {"between": [a, b], "proximity": draw(UNIT), "dispute": draw(UNIT), "history": 6 * draw(UNIT) - 3}
        | {"pact": draw(PACTS), "agreements": draw(SCOPES), "hotline": draw(st.booleans()), "channel": draw(UNIT)}
        for x, a in enumerate(codes)
        for b in codes[x + 1 :]
        if draw(st.booleans())
    ]
    kind = draw(st.sampled_from(("forum", "alliance", "council", "control_regime", "arms_control")))
    body = {"name": "Body", "kind": kind, "members": codes[:2], "quality": 0.7, "admission": 0.5, "verification": 0.5}
    body |= {"meets": 3} if kind in ("forum", "council") else {}
    body |= {"cap": 0.8} if kind == "arms_control" else {}
    act = {"at": "2025-03", "joint_exercise": {"between": codes, "scale": 2, "hidden": 0.5}}
    tick = draw(st.sampled_from(("month", "half_month", "quarter", "year")))
    extra = {"catalogue": draw(st.sampled_from(("core", "full")))}
    head = extra | {"dipsim": 1, "title": "random", "time": {"years": 10, "tick": tick}, "issues": {"order": 1}}
    return head | {"nations": nations, "relations": relations, "organisations": [body], "timeline": [act]}


@settings(max_examples=30, derandomize=True, deadline=None, database=None, suppress_health_check=list(HealthCheck))
@given(file=worlds())
def test_invariants_hold_in_random_worlds(run: Any, file: dict[str, Any]) -> None:
    """Protects the same in 30 random worlds, with every form of organisation, pact and length of tick."""
    per_year = {"month": 12, "half_month": 24, "quarter": 4, "year": 1}[file["time"]["tick"]]
    run(file, 5 * per_year, 2, each=check)
