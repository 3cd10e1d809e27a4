"""Step 3: when acts come up, who is served first, and what a nation that cannot pay does not do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from dipsim.model.state import exchange_kind
from dipsim.model.state.arrays import Block
from dipsim.model.state.events import LogEvent, LogField
from dipsim.scenario.schema.catalogue import catalogue

TWO = {"ARL": {}, "BOR": {}}
BARE = {
    "readiness": 0,
    "threshold": 0.5,
    "network": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "channel": 0,
    "autonomy": 0,
}
ONLY_TRUST = {
    "diplomacy": {"sharpness": 1000, "interests": 0, "common_threat": 0, "cost": 0, "friction": 0, "foreseen_alarm": 0},
    "consequences": {"kappa_intent": 0},
    "politics": {"b_constant": 0, "b_regime": 0},
    "ledger": {"half_life_history": 100},
}


def visits(quiet: Any, trust: Any, rate: float = 6, **relation: Any) -> dict[str, Any]:
    """Two nations that can only visit each other, and decide by trust alone, very sharply."""
    ties = [{"between": list(TWO), "proximity": 1, "trust": trust} | relation]
    file: dict[str, Any] = quiet(TWO, ties, on=("official_visit",), processes=ONLY_TRUST)
    file["exchanges"]["official_visit"] = BARE | {"rate": rate}
    return file


def test_acts_start_where_trust_passes_the_threshold(run: Any, quiet: Any) -> None:
    """Protects the meaning of m: with a sharp choice no act below T = m, the full rate above, and both must want it."""
    assert run(visits(quiet, 0.49), 60, 100).served("official_visit").sum() == 0
    assert run(visits(quiet, {"ARL": 0.51, "BOR": 0.49}), 60, 100).served("official_visit").sum() == 0
    acts = run(visits(quiet, 0.51), 60, 100).served("official_visit").sum()
    assert acts == pytest.approx(6 * 5 * 100, abs=4 * (6 * 5 * 100) ** 0.5)


def test_opportunity_is_gravity(run: Any, quiet: Any) -> None:
    """Protects the rate of acts: (gdp gdp / ref^2)^.45 (.05 + .95 prox), and nothing between strangers."""
    file = visits(quiet, 0.9, proximity=0.5)
    for code, gdp in (("ARL", 500), ("BOR", 3000)):
        file["nations"][code]["gdp"] = gdp
    played = run(file, 60, 100)
    expected = 1.5**0.45 * (0.05 + 0.95 * 0.5)
    assert played.dyad("opportunity")[0, 1] == pytest.approx(expected, rel=1e-12)
    assert played.served("official_visit").sum() == pytest.approx(6 * 5 * 100 * expected, rel=0.06)
    alone = quiet(TWO, [], on=("official_visit",))
    assert not run(alone, 12, 10).acts.any()


def test_unwillingness_of_one_stops_all_acts(run: Any, quiet: Any) -> None:
    """Protects willingness: 0 on one side is enough."""
    file = visits(quiet, 0.9, rate=60)
    assert run(file, 12, 8).served("official_visit").sum() > 300
    file["relations"][0]["willingness"] = {"BOR": 0}
    assert not run(file, 12, 8).served("official_visit").any()


def test_a_programme_without_money_is_refused_as_an_event(run: Any, quiet: Any) -> None:
    """Protects the purse: BOR has none, so the exercise does not happen and neither side pays."""
    nations = {"ARL": {}, "BOR": {"diplomacy": 0}}
    act = {"at": "2025-02", "joint_exercise": {"between": list(TWO), "scale": 1}}
    events: list[tuple[int, int]] = []

    def each(t: int, b: Block) -> None:
        events.extend((t, int(event)) for event in b.log[LogField.EVENT, : b.logged[0], 0])

    file = quiet(nations, [{"between": list(TWO), "trust": 0.9}], on=("joint_exercise",), timeline=[act])
    file["exchanges"]["joint_exercise"] = {"rate": 0}
    played = run(file, 12, 1, each=each, detail=True)
    assert events == [(1, LogEvent.UNAFFORDABLE)]
    assert not played.acts.any()
    assert not played.trait("spent").any()
    assert not played.account("joint_exercise").any()


def test_scarce_money_goes_to_the_dearest_wish(run: Any, quiet: Any) -> None:
    """Protects service by value: both acts come up each month, a year's purse pays one, the dearer wish gets it."""
    file = visits(quiet, 0.9, rate=200)
    for traits in file["nations"].values():
        traits["diplomacy"] = 2e-4
    file["processes"] = ONLY_TRUST | {"diplomacy": ONLY_TRUST["diplomacy"] | {"sharpness": 1}}
    del file["exchanges"]["notification"]
    for kind, readiness in (("official_visit", 5), ("notification", 5.1)):
        file["exchanges"][kind] = BARE | {"rate": 200, "readiness": readiness, "cost": 0.2}
    file["exchanges"]["notification"] |= {"need_pair": 0, "notice": 0}
    played = run(file, 36, 20)
    assert played.served("notification").sum(axis=0) == pytest.approx(3)
    assert played.served("official_visit").sum() == 0
    assert played.trait("purse").max() < 1e-12


def test_nations_without_money_hold_no_exchanges(run: Any) -> None:
    """Protects `no act without a purse`: with diplomacy 0 only what nobody plans still happens."""
    played = run("two_blocs", 120, 8, sets=("nations.*.diplomacy=0",))
    served = dict(zip(played.world.kinds, played.acts.sum(axis=(0, 2)), strict=True))
    assert served.pop("military_incident") > 0
    assert set(served.values()) == {0.0}
    assert played.measure("spending").sum() == 0


def mode(names: tuple[str, ...], value: float) -> Callable[[Any], None]:
    """Set the mode of the kinds called so (all kinds when empty) in a block."""

    def edit(b: Block) -> None:
        standard = sorted(name for name, entry in catalogue().items() if not entry.optional)
        for row, name in enumerate(standard):
            if not names or name in names:
                b.kind[exchange_kind.MODE, row] = value

    return edit


@pytest.mark.parametrize(
    "names",
    [
        ("joint_exercise",),
        ("forum",),
        ("arms_transfer", "military_aid"),
        ("bilateral_agreement",),
        ("military_incident",),
        (),
    ],
    ids=["pair", "many", "directed", "standing", "incident", "all"],
)
def test_a_null_kind_is_the_run_without_it_to_the_bit(run: Any, same: Any, names: tuple[str, ...]) -> None:
    """Protects verdicts: null kinds are drawn and counted and change nothing else, so any effect is one of content."""
    ready = ("exchanges.bilateral_agreement.readiness=-1",)  # else none is signed in so few years
    null = run("two_blocs", 120, 4, ready, edit=mode(names, exchange_kind.NULL))
    off = run("two_blocs", 120, 4, ready, edit=mode(names, exchange_kind.OFF))
    rows = [row for row, name in enumerate(null.world.kinds) if not names or name in names]
    assert null.acts[:, rows].sum() > 0
    assert off.acts[:, rows].sum() == 0
    for played in (null, off):
        played.acts[:, rows] = 0
        played.block.done[rows] = 0
    same(null, off)
    assert null.region.tobytes() == off.region.tobytes()
    assert null.acts.tobytes() == off.acts.tobytes()
    assert null.nations.tobytes() == off.nations.tobytes()


def test_cost_only_costs_and_does_nothing(run: Any) -> None:
    """Protects the opportunity cost shown beside verdicts: the money goes, no account, channel or insight moves."""
    played = run("two_blocs", 120, 4, ("options.start=cold",), edit=mode((), exchange_kind.COST_ONLY))
    passing = [
        name for name, form in zip(played.world.kinds, played.world.form, strict=True) if form != exchange_kind.STANDING
    ]
    assert played.measure("spending").sum() > 0
    assert played.measure("acts").sum() > 0
    for name in passing:
        assert not any(played.account(f"{word}{name}").any() for word in ("", "alarm: ", "reassurance: ")), name
    assert not any(played.account(name).any() for name in ("intent", "incidents", "refusals"))
    assert not played.dyad("channel").any()
    assert not played.trait("insight").any()
