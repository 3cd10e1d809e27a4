"""What opens and closes the roads to a dispute: gates, size, joint democracy, nuclear weapons, shocks of regions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.conflict.onset import alarm_factor, gate, nuclear_factor, size_factor
from dipsim.model.processes.conflict.shock import mixed_shock
from dipsim.model.processes.trust.ledger import list_used
from dipsim.model.state import nation

TWO = ["ARL", "BOR"]
BORDER = {"between": TWO, "land": True, "dispute": 0.4}
ACCIDENT = {"incident": 0.13, "routine": 0.056}


def hazards(run: Any, quiet: Any, crisis: dict[str, float], **traits: Any) -> tuple[float, float]:
    """Onset hazards of two neighbours, of each against the other, by accident alone."""
    nations = {code: {"gdp": 500} | traits.get(code, {}) for code in TWO}
    found = run(quiet(nations, [BORDER], processes={"crisis": ACCIDENT | crisis}), 1).dyad("hazard")[..., 0]
    return float(found[0, 1]), float(found[1, 0])


def test_gates_are_one_at_parity_and_without_steepness() -> None:
    """Protects g(k) = 2 s(k (p - 1/2))."""
    assert gate(7.0, 0.5) == gate(0.0, 0.9) == 1.0
    assert gate(1.2, 0.8) == pytest.approx(2 / (1 + math.exp(-0.36)))
    assert gate(1.2, 0.8) + gate(1.2, 0.2) == pytest.approx(2.0)


@pytest.mark.parametrize(("k", "odds"), [(0.0, 1.0), (1.2, math.exp(1.2 * 0.3)), (4.0, math.exp(4 * 0.3))])
def test_the_gate_decides_who_begins(run: Any, quiet: Any, k: float, odds: float) -> None:
    """Protects the gate of accidents through the tick: at p = .8 against .2 the odds of the stronger are e^(.3 k)."""
    strong, weak = hazards(run, quiet, {"incident_gate": k}, ARL={"capability": 400}, BOR={"capability": 100})
    assert strong / weak == pytest.approx(odds, rel=1e-9)
    assert strong + weak == pytest.approx(2 * 0.13 * 0.456, rel=1e-9), "at a given p the sum does not hang on k"


def test_large_states_fight_more(run: Any, quiet: Any) -> None:
    """Protects Z = ((M_i + M_j) / M_ref)^sigma, at most 4, and its limit 1 at sigma 0."""
    assert size_factor(0.0, 0.0, 183.0, 0.0) == 1.0
    assert size_factor(1e6, 0.0, 183.0, 0.5) == 4.0
    small, large = ({code: {"capability": m} for code in TWO} for m in (10.0, 640.0))
    assert hazards(run, quiet, {}, **large) == hazards(run, quiet, {}, **small)
    ratio = hazards(run, quiet, {"size": 0.23}, **large)[0] / hazards(run, quiet, {"size": 0.23}, **small)[0]
    assert ratio == pytest.approx(64**0.23, rel=1e-9)
    plain, sized = (hazards(run, quiet, {"size": x}, **large)[0] for x in (0.0, 0.23))
    assert sized / plain == pytest.approx((1280 / 183) ** 0.23, rel=1e-9)


def test_the_size_of_a_pair_does_not_hang_on_the_money_unit(run: Any, quiet: Any) -> None:
    """Protects M_ref, an amount of money that is converted with the rest."""
    found = []
    for unit in (1, 1024):
        nations = {code: {"gdp": 500 * unit, "capability": 90 * unit} for code in TWO}
        file = quiet(nations, [BORDER], processes={"crisis": ACCIDENT | {"size": 0.23}})
        file["money"] = {"per_billion": unit, "unit": "coins"}
        found.append(float(run(file, 1).dyad("hazard")[0, 1, 0]))
    assert found[0] == found[1]


def test_democracies_begin_less_with_each_other(run: Any, quiet: Any) -> None:
    """Protects e^(- r_jd times both polyarchies), and its limit."""
    free, mixed = {code: {"democracy": 0.9} for code in TWO}, {"ARL": {"democracy": 0.9}, "BOR": {"democracy": 0.1}}
    assert hazards(run, quiet, {}, **free) == hazards(run, quiet, {}, **mixed)
    rate = {"joint_democracy": 1.0}
    ratio = hazards(run, quiet, rate, **free)[0] / hazards(run, quiet, rate, **mixed)[0]
    assert ratio == pytest.approx(math.exp(-0.81 + 0.09), rel=1e-9)


def test_nuclear_weapons_of_both_count_as_the_reading_says(run: Any, quiet: Any) -> None:
    """Protects 1 + weight n_i n_j: one holder changes nothing, two as the reading of a study says."""
    assert nuclear_factor(1.0, 1.0, 1.0) == 2.0
    both, one = {code: {"nuclear": 1} for code in TWO}, {"ARL": {"nuclear": 1}}
    base = hazards(run, quiet, {"nuclear": 0})[0]
    assert hazards(run, quiet, {"nuclear": 0}, **both)[0] == base
    assert hazards(run, quiet, {"nuclear": 1}, **one)[0] == base
    assert hazards(run, quiet, {"nuclear": 1}, **both)[0] == pytest.approx(2 * base, rel=1e-12)


def shocks(run: Any, quiet: Any, regions: list[str | None], shared: float) -> Any:
    """Standardised shocks of the nations, of what they have in common and of their regions, [2000 runs]."""
    nations = {code: {} if r is None else {"region": r} for code, r in zip(("ARL", "BOR", "CEL"), regions, strict=True)}
    processes = {"crisis": {"shock": 0.5, "shock_shared": shared}}
    return run(quiet(nations, [BORDER], processes=processes), 6, 2000)


def test_nations_of_one_region_share_its_shock_and_others_do_not(run: Any, quiet: Any) -> None:
    """Protects `region:`: one shock for a region, another, independent one for the next, none where none is named."""
    played = shocks(run, quiet, ["north", "north", "south"], 0.5)
    z = played.block.nat[nation.REGION_SHOCK]
    assert (z[0] == z[1]).all()
    assert abs(np.corrcoef(z[0], z[2])[0, 1]) < 0.1
    assert z[0].std() == pytest.approx(1, abs=0.06)
    assert not shocks(run, quiet, [None, None, None], 0.5).block.nat[nation.REGION_SHOCK].any()


def test_the_shock_of_a_pair_keeps_its_spread(run: Any) -> None:
    """Protects the mix: variance 1 within a region and across two; all shared is the shock of the world."""
    draw = np.random.default_rng(1).normal(size=(3, 200_000))
    for same in (True, False):
        z = mixed_shock(0.3, draw[0], draw[1], draw[1] if same else draw[2], same)
        assert z.std() == pytest.approx(1, abs=0.01)
    assert mixed_shock(1.0, 0.7, 5.0, 5.0, True) == 0.7


@pytest.mark.parametrize("weight", [0.0, 0.6, 1.0])
def test_alarm_of_either_side_raises_incidents(run: Any, quiet: Any, weight: float) -> None:
    """Protects f = 1 + r_a (1 - e^-alarm), alarm the mean of both sides over all kinds; no other road reads it."""
    assert alarm_factor(0.6, 0.4, 0.2) == pytest.approx(1 + 0.6 * (1 - math.exp(-0.3)))
    assert alarm_factor(0.0, 0.4, 0.2) == alarm_factor(0.6, 0.0, 0.0) == 1.0
    held = {"alarm: joint_exercise": (0.3, 0.0), "alarm: arms_transfer": (0.2, 0.1), "joint_exercise": (-0.4, -0.4)}

    def alarmed(crisis: dict[str, float]) -> Any:
        names = ("joint_exercise", "arms_transfer")
        file = quiet({code: {"gdp": 500} for code in TWO}, [BORDER], on=names, processes={"crisis": crisis})
        for name in names:
            file["exchanges"][name] = {"rate": 0}

        def write(block: Any) -> None:
            for name, (one, other) in held.items():
                row = accounts.index(name)
                sign = -1.0 if "alarm" in name else 1.0
                block.accounts[row, 0, 1], block.accounts[row, 1, 0] = sign * one, sign * other
                block.accounts_in_use[row] = 1
            for y in range(block.accounts_in_use.shape[1]):
                list_used(block, y)

        accounts = run(file, 1).world.accounts
        return run(file, 1, edit=write).dyad("hazard")[0, 1, 0]

    ratio = alarmed(ACCIDENT | {"alarmed": weight}) / alarmed(ACCIDENT)
    assert ratio == pytest.approx(1 + weight * (1 - math.exp(-0.5 * (0.5 + 0.1))), rel=1e-12)
    others = {"incident": 0.0, "motive": 0.5, "fear": 0.1}
    assert alarmed(others | {"alarmed": weight}) == alarmed(others)
