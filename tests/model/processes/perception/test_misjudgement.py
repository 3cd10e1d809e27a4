"""What nations misjudge besides strength: the alarm that their acts cause, and the intent of others."""

# Also tests: model/processes/domestic/upkeep.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.processes.exchange.utility import foreseen_alarm
from dipsim.model.processes.perception.misjudgement import foreseen, seen_revisionism
from dipsim.model.state import dyads, nation
from dipsim.model.state.trust_accounts import FixedAccount

TWO = ("ARL", "BOR")
CODES = (*TWO, "CEL")
PAIR = {"between": list(TWO), "proximity": 1, "trust": 0.8}
RIVAL = [{"between": [code, "CEL"], "proximity": 1, "trust": 0.2} for code in TWO]
EXERCISES = {"rate": 6, "alarm": 1, "evidence": 0, "hidden": 0, "mishap": 0}


def watched(run: Any, quiet: Any, replicates: int = 1, months: int = 1, **diplomacy: float) -> Any:
    """ARL and BOR exercise while CEL, which both distrust, looks on."""
    nations = {code: {"transparency": 0, "foresight": 1, "diplomacy": 0.01} for code in CODES}
    file = quiet(nations, [PAIR, *RIVAL], on=("joint_exercise",), processes={"diplomacy": {"secrecy": 1e6} | diplomacy})
    file["exchanges"]["joint_exercise"] = EXERCISES
    return run(file, months, replicates)


def test_equations_by_hand() -> None:
    """Protects the share that is foreseen and the revisionism that is seen, and both limits."""
    assert foreseen(1.0, 0.0, 3.0) == 1.0
    assert foreseen(0.4, 0.5, 2.0) == pytest.approx(0.4 * math.exp(1.0 - 0.125))
    assert seen_revisionism(0.7, 0.0, 0.0, -2.0) == 0.7
    assert seen_revisionism(0.7, 0.5, 0.2, -1.0) == pytest.approx(0.35 - 0.2)


@pytest.mark.parametrize("share", [0.0, 0.3, 1.0])
def test_foresight_sees_its_share_of_the_alarm(run: Any, quiet: Any, share: float) -> None:
    """Protects phi in E55: what is foreseen is phi times what the bill says, at 1 to the bit."""
    whole, part = watched(run, quiet), watched(run, quiet, foreseen_share=share)
    kind = whole.world.kinds.index("joint_exercise")
    seen = [float(foreseen_alarm(played.block, kind, 0, 1, 0, 1.5, 0.5)) for played in (whole, part)]
    assert seen[0] > 0.1
    assert seen[1] == share * seen[0]


def test_who_foresees_less_does_more(run: Any, quiet: Any) -> None:
    """Protects the road from phi to acts: unforeseen alarm keeps nobody from an exercise."""
    acts = [float(watched(run, quiet, 200, 12, foreseen_share=x).served("joint_exercise").sum()) for x in (1.0, 0.0)]
    assert acts[1] > 1.05 * acts[0] > 0


def test_errors_of_foresight_are_right_on_average_and_last(run: Any, quiet: Any) -> None:
    """Protects one process per directed dyad: mean phi, correlation one half after its half-life, two ways apart."""
    parts: dict[int, Any] = {}
    numbers = {"foreseen_share": 0.6, "foreseen_error": 0.5, "foreseen_half_life": 1.0}
    nations = {code: {} for code in TWO}
    file = quiet(nations, [PAIR], processes={"diplomacy": numbers})
    run(file, 13, 4000, each=lambda t, b: parts.update({t: b.dyad[dyads.FORESEEN].copy()}))
    first, later = np.log(parts[0][0, 1]), np.log(parts[12][0, 1])
    assert parts[0][0, 1].mean() == pytest.approx(0.6, abs=4 * parts[0][0, 1].std() / math.sqrt(4000))
    assert later.std() == pytest.approx(0.5, rel=0.05)
    assert np.corrcoef(first, later)[0, 1] == pytest.approx(0.5, abs=0.05)
    assert abs(np.corrcoef(first, np.log(parts[0][1, 0]))[0, 1]) < 0.06


def test_no_act_changes_what_is_misjudged(run: Any, quiet: Any) -> None:
    """Protects the null control: errors are drawn by tick and dyad, whatever is done."""
    errors = []
    for rate in (0, 6):
        file = quiet({code: {"diplomacy": 0.01} for code in CODES}, [PAIR, *RIVAL], on=("joint_exercise",))
        file["processes"] |= {"diplomacy": {"foreseen_error": 0.5}, "consequences": {"intent_noise": 0.3}}
        file["exchanges"]["joint_exercise"] = EXERCISES | {"rate": rate}
        played = run(file, 24, 8)
        assert (played.acts.sum() > 0) == (rate > 0)
        errors.append(played.block.dyad[[dyads.ALARM_ERROR, dyads.INTENT_ERROR]])
    assert errors[0].any()
    assert (errors[0] == errors[1]).all()


def intent_of(run: Any, quiet: Any, replicates: int = 1, months: int = 1, r: float = 0.7, **numbers: float) -> Any:
    """What an exercise of scale 1 shows BOR of the intent of ARL, [R], and the run."""
    nations = {"ARL": {"revisionism": r, "diplomacy": 0.001}, "BOR": {}}
    event = {"at": "2025-01", "joint_exercise": {"between": list(TWO), "scale": 1}}
    file = quiet(nations, [PAIR], timeline=[event], processes={"consequences": {"kappa_intent": 0.1} | numbers})
    file["exchanges"]["joint_exercise"] = {"rate": 0, "evidence": 0, "mishap": 0, "hidden": 0}
    played = run(file, months, replicates)
    return played.block.accounts[FixedAccount.INTENT, 1, 0], played


def test_intent_is_read_with_an_error_of_mean_zero(run: Any, quiet: Any) -> None:
    """Protects the first rival reading: right on average, with the spread that is said, and none by default."""
    clear = intent_of(run, quiet)[0]
    assert clear[0] < 0
    unit = clear[0] / (0.3 - 0.7)  # what a difference of revisionism of 1 writes, small enough to be linear
    noisy = intent_of(run, quiet, 4000, intent_noise=0.2)[0]
    assert noisy.std() == pytest.approx(0.2 * unit, rel=0.06)
    assert noisy.mean() == pytest.approx(clear[0], abs=4 * noisy.std() / math.sqrt(4000) + 0.01 * unit)


def test_who_feigns_pays_and_shows_less(run: Any, quiet: Any) -> None:
    """Protects the second: a revisionist above r0 shows r (1 - f) while it pays u gdp a year, nobody else does."""
    clear, plain = intent_of(run, quiet)
    hidden, played = intent_of(run, quiet, feigned=0.5, feigning=1e-4)
    assert hidden[0] / clear[0] == pytest.approx((0.3 - 0.35) / (0.3 - 0.7), rel=0.02)
    paid = played.block.nat[nation.SPENT, :, 0] - plain.block.nat[nation.SPENT, :, 0]
    assert paid.tolist() == pytest.approx([1e-4 * 1000, 0.0], rel=1e-3)
    assert played.block.nat[nation.FEIGNING, :, 0].tolist() == [1.0, 0.0]
    poor = intent_of(run, quiet, feigned=0.5, feigning=0.05)
    assert poor[0][0] == clear[0], "who cannot pay does not feign"
    assert poor[1].block.nat[nation.FEIGNING].sum() == 0
    content = intent_of(run, quiet, r=0.2, feigned=0.5)
    assert content[1].block.nat[nation.FEIGNING].sum() == 0, "whose acts speak for it has nothing to hide"
