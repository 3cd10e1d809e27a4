"""Step 4: licences, control regimes, diversion; orders of a stated value; suppliers that cut off or restrain."""

# Also tests: model/processes/exchange/licensing.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LOG, LogField

CODES = ("ARL", "BOR", "CEL", "DRA", "EST")
ARL, BOR, CEL, DRA, EST = range(5)
SALE = {"rate": 0, "price": 1, "delivery": 0.03, "evidence": 0, "evidence_back": 0, "dependence": 0, "technology": 0}
SALE |= {"interoperability": 0, "wear_standards": 0, "alarm": 0, "reassurance": 0, "cost": 0, "staff": 0}
BARE = {"rate": 0, "cost": 0, "staff": 0, "evidence": 0, "followed": 0, "damage": 0, "term": 100}
# a score of leaning - risk, risk the instability of the buyer, without any error
SCORE = {"economy": 0, "alignment": 0, "trust": 0, "instability": 1, "open_dispute": 0, "aggression": 0, "grey": 0.2}


def world(quiet: Any, licensing: Any = None, n: int = 3, **rest: Any) -> Any:
    """ARL sells, accurately, to BOR, which is stable; all are neighbours of each other at half reach."""
    ties = [
        {"between": [a, b], "proximity": 0.5, "trust": 0.5} for x, a in enumerate(CODES[:n]) for b in CODES[x + 1 : n]
    ]
    nations = {code: {"licensing": 1, "stability": 1, "industry": 0.5} for code in CODES[:n]}
    processes = {"licensing": SCORE | (licensing or {}), "consequences": {"kappa_intent": 0}}
    file = quiet(nations, ties, processes=processes, **rest)
    file["exchanges"] |= {"arms_transfer": SALE}
    file["timeline"] = [sale(value=1)]
    return file


def sale(at: str = "2025-01", kind: str = "arms_transfer", **more: Any) -> dict[str, Any]:
    return {"at": at, kind: {"from": "ARL", "to": "BOR"} | more}


def outcomes(run: Any, file: Any, replicates: int = 1) -> tuple[Any, list[str]]:
    """The run of one month and what was decided on the licence, in each run."""
    found: list[str] = []

    def each(t: int, b: Block) -> None:
        for r, count in enumerate(b.logged):
            words = {LOG[int(event)] for event in b.log[LogField.EVENT, :count, r]}
            found.append(next(word for word in ("refused_licence", "delayed_licence", "act") if word in words))

    return run(file, 1, replicates, each=each, detail=True), found


@pytest.mark.parametrize(
    ("leaning", "outcome", "share"),
    [
        (-0.01, "refused_licence", 1),
        (0.0, "refused_licence", 1),
        (0.01, "delayed_licence", 0.25),
        (0.19, "delayed_licence", 0.25),
        (0.21, "act", 0),
    ],
)
def test_licences_are_granted_put_off_or_refused_by_their_score(
    run: Any, quiet: Any, leaning: float, outcome: str, share: float
) -> None:
    """Protects the two thresholds: at 0 refused, up to `grey` put off at a quarter of the offence, above it granted."""
    played, found = outcomes(run, world(quiet, {"leaning": leaning}))
    assert found == [outcome]
    assert played.trait("unmet")[BOR, 0] == share
    assert played.dyad("backlog_paid")[ARL, BOR, 0] > 0 if share == 0 else not played.dyad("backlog_paid").any()
    x = math.log(2) / 12 / 2
    seen = (0.4 + 0.6 * 0.5) * (1 - 0.5 * 0.2) / 0.567
    evidence = share * 0.48 * seen * -math.expm1(-x) / x
    assert played.account("refusals")[BOR, ARL, 0] == pytest.approx(-1.5 * (1 - math.exp(-evidence / 1.5)), rel=1e-9)
    assert not played.account("refusals")[ARL].any()


def test_screening_errs_where_it_is_inaccurate(run: Any, quiet: Any) -> None:
    """Protects `licensing`: at a score of 0.5 a screener of accuracy 0.5 and error 1 refuses one in six."""
    file = world(quiet, {"leaning": 0.5, "screening": 1, "grey": 0})
    assert set(outcomes(run, file, 300)[1]) == {"act"}
    file["nations"]["ARL"]["licensing"] = 0.5
    refused = np.mean([word == "refused_licence" for word in outcomes(run, file, 2000)[1]])
    assert refused == pytest.approx(0.1587, abs=0.033)


@pytest.mark.parametrize("blocks", [0.0, 0.3, 1.0])
def test_an_embargo_stops_its_share_of_new_licences(run: Any, quiet: Any, blocks: float) -> None:
    """Protects `blocks` on licences: that share is refused by its own supplier, whoever else has an embargo."""
    file = world(quiet, {"leaning": 5})
    file["exchanges"]["embargo"] = BARE | {"blocks": blocks}
    file["timeline"] = [sale("2025-02", value=1)] + [
        {"at": "2025-01", "embargo": {"from": one, "to": other}} for one, other in (("ARL", "BOR"), ("CEL", "BOR"))
    ]
    refused: list[int] = []

    def each(t: int, b: Block) -> None:
        refused.extend(
            int((b.log[LogField.EVENT, :k, r] == LOG.index("refused_licence")).sum()) for r, k in enumerate(b.logged)
        )

    run(file, 2, 1000, each=each, detail=True)
    assert np.mean(refused[1000:]) == pytest.approx(blocks, abs=0.06)
    assert not any(refused[:1000])


@pytest.mark.parametrize(
    ("members", "apart", "on", "cover"),
    [
        (("CEL", "DRA"), False, True, 0.0),  # the seller is outside
        (("ARL", "DRA"), False, True, 0.5),  # half of the industry that could sell to BOR is inside
        (("ARL", "CEL"), False, True, 0.75),
        (("ARL", "CEL", "DRA"), False, True, 1.0),
        (("ARL", "CEL"), True, True, 1.0),  # DRA cannot sell to BOR: it does not count
        (("ARL", "CEL", "DRA"), False, False, 0.0),  # the kind is off
    ],
)
def test_a_control_regime_bites_by_its_share_of_suppliers(
    run: Any, quiet: Any, members: tuple[str, ...], apart: bool, on: bool, cover: float
) -> None:
    """Protects coverage: risk counts 1 + c times, c the members' share of the industry linked to the buyer."""
    for margin, outcome in ((0.01, "act"), (-0.01, "refused_licence")):
        file = world(quiet, {"leaning": 0.4 * (1 + cover) + margin, "grey": 0}, n=4)
        file["nations"]["BOR"] |= {"stability": 0.6, "industry": 0.9}
        for code, industry in (("ARL", 0.2), ("CEL", 0.4), ("DRA", 0.2)):
            file["nations"][code]["industry"] = industry
        if apart:
            file["relations"] = [tie for tie in file["relations"] if tie["between"] != ["BOR", "DRA"]]
        file["organisations"] = [{"name": "Regime", "kind": "control_regime", "members": list(members)}]
        file["exchanges"]["control_regime"] = "on" if on else "off"
        assert outcomes(run, file)[1] == [outcome]


KINDS = {"control_regime": "control_regime", "arms_control": "arms_control_treaty", "council": "defence_council"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_organisation_of_a_kind_that_is_off_is_no_organisation(run: Any, quiet: Any, kind: str) -> None:
    """Protects `off` for groups: four armed neighbours fare to the bit as if nobody had founded anything."""
    body = {"name": "Body", "kind": kind, "members": list(CODES[:3]), "quality": 0.8, "upkeep": 0.2, "admission": 3}
    body |= {"cap": 0.5, "verification": 0.5} if kind == "arms_control" else {}
    played = {}
    for name, off, founded in (("off", True, True), ("none", True, False), ("on", False, True)):
        file = world(quiet, {"leaning": 0.7, "grey": 0}, n=4)
        file["exchanges"]["arms_transfer"] = {"rate": 12, "readiness": 5}
        file["exchanges"][KINDS[kind]] = "off" if off else "on"
        file["nations"]["BOR"]["stability"] = 0.6
        file["organisations"] = [body] if founded else []
        played[name] = run(file, 60, 4).block
    for array in ("nat", "accounts", "base", "done", "dyad"):
        one, other, active = (np.ascontiguousarray(getattr(played[name], array)) for name in ("off", "none", "on"))
        assert one.tobytes() == other.tobytes(), array
        if array in ("nat", "accounts"):
            assert active.tobytes() != one.tobytes(), "where it is on it matters"


def test_diverted_goods_go_where_demand_was_refused(run: Any, quiet: Any) -> None:
    """Protects diversion: a share of the order goes to the neighbour that was refused; found out, all of it is lost."""
    file = world(quiet, {"leaning": 5, "diversion": 1, "diverted_share": 0.3}, n=4)
    file["nations"]["BOR"]["stability"] = 0
    file["nations"]["ARL"]["monitoring"] = 0.5
    for tie in file["relations"]:
        tie["trust"] = 0.9 if "CEL" in tie["between"] else 0.5  # CEL is the closer friend, DRA was refused
    cases: list[tuple[int, int, int, bool]] = []

    def refused(b: Block) -> None:
        b.nat[nation.UNMET, DRA] = 1.0

    def each(t: int, b: Block) -> None:
        for r, count in enumerate(b.logged):
            for event, first, second, found in b.log[
                [LogField.EVENT, LogField.FIRST, LogField.SECOND, LogField.VALUE], :count, r
            ].T:
                if LOG[int(event)] == "diverted":
                    cases.append((r, int(first), int(second), found == 1))

    ordered = run(file, 1, 400, edit=refused).dyad("backlog_paid")[ARL, BOR]
    played = run(file, 2, 400, edit=refused, each=each, detail=True)
    passed_on = played.dyad("backlog_given") + 0.0
    passed_on[BOR, DRA] += played.trait("received")[DRA]
    assert {case[1:] for case in cases} == {(BOR, DRA, False), (BOR, DRA, True)}
    expected = np.zeros((4, 4, 400))
    for r, *_, found in cases:
        expected[BOR, DRA, r] = 0 if found else 0.3 * ordered[r]
        assert (played.dyad("backlog_paid")[ARL, BOR, r] == 0) == found
        assert (played.account("betrayals")[ARL, BOR, r] < 0) == found
    assert passed_on == pytest.approx(expected, rel=1e-12)


def test_diversion_conserves_goods(run: Any, quiet: Any) -> None:
    """Protects the third hand: all that is shipped arrives, what BOR passes on it ships, and nobody else gets any."""
    file = world(quiet, {"leaning": 5, "diversion": 1}, n=4)
    file["nations"]["BOR"]["stability"] = 0
    file["nations"]["ARL"]["monitoring"] = 0
    played = run(file, 600, 20)
    shipped, received = played.trait("shipped"), played.trait("received")
    assert shipped.sum(axis=0) == pytest.approx(received.sum(axis=0), rel=1e-12)
    assert shipped[ARL] == pytest.approx(1, rel=1e-6), "undetected, the order is filled"
    assert shipped[BOR].mean() > 0.1
    assert received[CEL] + received[DRA] == pytest.approx(shipped[BOR], rel=1e-12)
    assert not received[ARL].any()


def test_what_was_refused_here_is_sought_there(run: Any, quiet: Any) -> None:
    """Protects rerouting: a refusal leaves a request of 1, and share times proximity of it at each neighbour."""
    file = world(quiet, {"leaning": -1, "neighbours": 0.4, "request_half_life": 0.5}, n=5)
    for tie in file["relations"]:
        tie["proximity"] = (
            {"CEL": 0.5, "DRA": 1, "EST": 0}.get(tie["between"][1], 1) if "BOR" in tie["between"] else 0.2
        )
    assert run(file, 1).trait("unmet")[:, 0] == pytest.approx([0, 1, 0.2, 0.4, 0])
    assert run(file, 7).trait("unmet")[:, 0] == pytest.approx([0, 0.5, 0.1, 0.2, 0])


def test_refused_demand_next_door_draws_smugglers(run: Any, quiet: Any) -> None:
    """Protects `smuggling`: hazard 1 + s pull times as large, pull the refused demand times proximity."""
    share = {}
    for unmet in (0.0, 1.0):
        file = world(quiet, {"leaning": 5, "diversion": 0.2, "smuggling": 2, "request_half_life": 20})
        file["nations"]["BOR"]["stability"] = 0.5
        file["nations"]["ARL"]["monitoring"] = 0
        cases: list[float] = []

        def each(t: int, b: Block, cases: list[float] = cases) -> None:
            cases.append(float((b.dyad[dyads.BACKLOG_GIVEN, BOR, CEL] > 0).mean()))

        def refused(b: Block, unmet: float = unmet) -> None:
            b.nat[nation.UNMET, CEL] = unmet

        run(file, 12, 2000, edit=refused, each=each)
        share[unmet] = cases[-1]
    assert share[0.0] == pytest.approx(-math.expm1(-0.2), abs=0.035)
    assert share[1.0] == pytest.approx(-math.expm1(-0.2 * (1 + 2 * 0.5)), abs=0.05)


@pytest.mark.parametrize("blocks", [0, 0.5, 1])
def test_who_is_cut_off_from_its_suppliers_wears_out_faster(run: Any, quiet: Any, blocks: float) -> None:
    """Protects `cut_off`: wear is f (1 + a sum of dependence times what is blocked); nobody else wears faster."""
    file = world(quiet)
    file["processes"]["arming"] |= {"fatigue": 0.1, "cut_off": 2}
    file["processes"]["ledger"] |= {"dependence_half_life": 8}
    for code in CODES[:3]:
        file["nations"][code] |= {"g": 0, "k": 0, "capability": 100}
    for tie in file["relations"]:
        if "BOR" in tie["between"]:
            tie["dependence"] = {"BOR": 0.4}
    file["exchanges"]["embargo"] = BARE | {"blocks": blocks}
    file["timeline"] = [
        {"at": "2025-01", "embargo": {"from": "ARL", "to": "BOR"}},
        {"at": "2026-01", "embargo": {"from": "CEL", "to": "BOR"}},
    ]
    played = run(file, 24)
    cut = sum(0.4 * 2 ** (-(t + 1) / 12 / 8) * blocks * (1 if t < 12 else 2) for t in range(24))
    stock = [100 * math.exp(-0.1 * (24 + x) / 12) for x in (0, 2 * cut, 0)]
    assert played.trait("capability")[:, 0] == pytest.approx(stock, rel=1e-12)


@pytest.mark.parametrize("leverage", [0, 0.8])
def test_a_supplier_restrains_who_depends_on_it_towards_whom_it_trusts(run: Any, quiet: Any, leverage: float) -> None:
    """Protects `crisis.leverage`: onset falls by e^(-r dependence T) of the supplier's trust in the target."""
    file = world(quiet)
    file["timeline"] = []
    rough = {"incident": 0.3, "leverage": leverage, "damp_allies": 0.5, "damp_channel": 0}
    file["processes"]["crisis"] = file["processes"]["crisis"] | rough
    file["processes"]["ledger"] = file["processes"]["ledger"] | {"half_life_history": 100}
    for tie in file["relations"]:
        if tie["between"] == ["ARL", "BOR"]:
            tie["dependence"] = {"BOR": 0.6}
        if tie["between"] == ["ARL", "CEL"]:
            tie["trust"] = {"ARL": 0.8, "CEL": 0.5}
    played = run(file, 1)
    hazard = played.dyad("hazard")[..., 0]
    free = 0.5 * 0.3 * 0.2
    pull = 0.5 * leverage * 0.6 * 2 ** (-1 / 12 / 8) * 0.8
    assert hazard[BOR, CEL] == pytest.approx(free * math.exp(-pull), rel=1e-3)
    assert [hazard[x] for x in ((CEL, BOR), (BOR, ARL), (ARL, BOR), (ARL, CEL))] == pytest.approx([free] * 4, rel=1e-12)


@pytest.mark.parametrize("kind", ["arms_transfer", "military_aid"])
@pytest.mark.parametrize(
    ("order", "value"), [({"value": 2.5}, 2.5), ({"tiv": 1200}, 2.796), ({"value": 2.5, "scale": 3}, 2.5)]
)
def test_an_order_of_a_stated_value_delivers_exactly_that(
    run: Any, quiet: Any, kind: str, order: dict[str, float], value: float
) -> None:
    """Protects `value` and `tiv`: what the contract says is ordered, neither more nor less, and arrives."""
    file = world(quiet, {"leaning": 5})
    file["exchanges"][kind] = SALE | {"price": 1 if kind == "arms_transfer" else 0}
    file["timeline"] = [sale(kind=kind, **order)]
    played = run(file, 1)
    waiting = played.dyad("backlog_paid") + played.dyad("backlog_given")
    assert waiting[ARL, BOR, 0] + played.trait("received")[BOR, 0] == pytest.approx(value, rel=1e-12)
    assert run(file, 600).trait("received")[:, 0] == pytest.approx([0, value, 0], rel=1e-9)


def test_an_order_without_a_value_is_sized_by_the_two(run: Any, quiet: Any) -> None:
    """Protects the default: scale times `delivery` times the geometric mean of both capabilities."""
    file = world(quiet, {"leaning": 5})
    for code, capability in (("ARL", 400), ("BOR", 25)):
        file["nations"][code]["capability"] = capability
    file["timeline"] = [sale(scale=2)]
    assert run(file, 600).trait("received")[BOR, 0] == pytest.approx(2 * 0.03 * 100, rel=1e-9)
