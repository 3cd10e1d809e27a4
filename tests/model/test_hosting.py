"""Step 3: exhibitions and conferences. One nation invites, each guest decides for itself and meets the host alone."""

# Also tests: model/state/exchange_kind.py

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest

from dipsim.model.state.exchange_kind import FORMS

CODES = ("ARL", "BOR", "CEL", "DRA", "EST")
ARL, BOR, CEL, DRA, EST = range(5)
BARE = {
    "rate": 0,
    "readiness": 0,
    "threshold": 0.5,
    "network": 0,
    "need_threat": 0,
    "revenue": 0,
    "cost": 0,
    "staff": 0,
    "evidence": 0,
    "alarm": 0,
    "reassurance": 0,
    "channel": 0,
    "notice": 0,
    "groundwork": 0,
    "wear_culture": 0,
    "wear_standards": 0,
}
BY_TRUST = {
    "diplomacy": {"sharpness": 1, "interests": 0, "common_threat": 0, "cost": 0, "friction": 0, "interoperability": 0},
    "politics": {"b_constant": 0, "b_regime": 0},
    "ledger": {"half_life_history": 100},
    "consequences": {"kappa_intent": 0},
}


def world(quiet: Any, trust: Any = 0.5, kind: str = "conference", **numbers: Any) -> Any:
    """Five nations of which EST is linked to nobody, a bare hosted kind, and a choice by trust alone."""
    ties = [
        {"between": [a, b], "proximity": 1, "trust": trust} for x, a in enumerate(CODES[:4]) for b in CODES[x + 1 : 4]
    ]
    file = quiet({code: {} for code in CODES}, ties, processes=BY_TRUST)
    file["exchanges"][kind] = BARE | numbers
    return file


def dated(*between: str, kind: str = "conference", **more: Any) -> dict[str, Any]:
    return {"at": "2025-01", kind: {"between": list(between)} | more}


def pairs(played: Any, kind: str = "conference") -> set[tuple[int, int]]:
    """Pairs that met, in any run."""
    done = played.block.done[played.world.kinds.index(kind)].sum(axis=-1)
    return {(int(i), int(j)) for i, j in np.argwhere(done > 0)}


@pytest.mark.parametrize("kind", ["exhibition", "conference"])
def test_guests_meet_the_host_and_not_each_other(run: Any, quiet: Any, kind: str) -> None:
    """Protects the hosted form: CEL hosts, so only its own pairs move, by scale 1/sqrt(n-1)."""
    file = world(quiet, kind=kind, evidence=0.2, channel=0.3, groundwork=0.6)
    file["timeline"] = [dated("CEL", "BOR", "ARL", "DRA", kind=kind)]
    played = run(file, 1)
    scale = 1 / math.sqrt(3)
    meets = np.zeros((5, 5), dtype=bool)
    meets[CEL, [ARL, BOR, DRA]] = meets[[ARL, BOR, DRA], CEL] = True
    assert pairs(played, kind) == {(ARL, CEL), (BOR, CEL), (CEL, DRA)}
    assert played.dyad("channel")[..., 0] == pytest.approx(meets * 0.3 * scale, rel=1e-12)
    assert played.dyad("groundwork")[..., 0] == pytest.approx(meets * 0.6 * scale, rel=1e-12)
    assert ((played.account(kind)[..., 0] > 0) == meets).all()
    assert played.served(kind).sum() == 3


def test_the_first_named_hosts(run: Any, quiet: Any) -> None:
    """Protects the timeline: the order of `between` tells the host, also of a meeting of two; a scale multiplies."""
    for parties in (("DRA", "ARL", "BOR"), ("ARL", "DRA", "BOR")):
        file = world(quiet, channel=0.1)
        file["timeline"] = [dated(*parties, scale=2)]
        played = run(file, 1)
        host = CODES.index(parties[0])
        assert {x for pair in pairs(played) for x in pair if x != host} == {CODES.index(x) for x in parties[1:]}
        assert played.dyad("channel")[host].max() == pytest.approx(0.2 / math.sqrt(2), rel=1e-12)
    file["timeline"] = [dated("DRA", "ARL")]
    assert pairs(run(file, 1)) == {(ARL, DRA)}


def test_guests_come_by_their_own_wish(run: Any, quiet: Any) -> None:
    """Protects attendance: each comes with the chance s(wT (T - m)) of its own trust in the host, strangers never."""
    file = world(quiet)
    for relation in file["relations"]:
        for code, trust in (("BOR", 0.9), ("CEL", 0.6), ("DRA", 0.2)):
            if relation["between"] == ["ARL", code]:
                relation["trust"] = {"ARL": 1 - 1e-9, code: trust}
    file["processes"]["diplomacy"] |= {"trust": 4}
    file["exchanges"]["conference"]["rate"] = 3
    played = run(file, 12, 3000)
    done = played.block.done[played.world.kinds.index("conference")]
    assert not done[EST].any()
    assert not done[:, EST].any()
    hosted = {host: 3 / (1 + math.exp(-mean_wish(host))) for host in (ARL, BOR, CEL, DRA)}
    for guest, trust in ((BOR, 0.9), (CEL, 0.6), (DRA, 0.2)):
        comes, receives = 1 / (1 + math.exp(-4 * (trust - 0.5))), 1 / (1 + math.exp(-4 * 0.5))
        assert done[ARL, guest].mean() == pytest.approx(hosted[ARL] * comes + hosted[guest] * receives, rel=0.06)


def mean_wish(host: int) -> float:
    """Mean of 4 (T - 1/2) over the three that the host can invite, trust as in the test above."""
    trust = {BOR: 0.9, CEL: 0.6, DRA: 0.2}
    return 4 * 0.5 if host == ARL else 4 * (trust[host] - 0.5) / 3  # towards the other two it is one half


def test_a_host_waits_for_its_own_wish(run: Any, quiet: Any) -> None:
    """Protects the wish to host: where all trust is low nobody hosts, where it is high each hosts at the full rate."""
    for trust, expected in ((0.2, 0), (0.8, 4 * 3 * 3 * 5)):
        file = world(quiet, trust, rate=3)
        file["processes"]["diplomacy"] |= {"sharpness": 1000}
        acts = run(file, 60, 50).served("conference").sum(axis=0)
        assert acts.mean() == pytest.approx(expected, rel=0.06)
        assert set(acts % 3) == {0}, "each time all three guests come"


@pytest.mark.parametrize(("poor", "others", "scale"), [("ARL", 0, 0), ("BOR", 0.1, 1 / math.sqrt(2))])
def test_a_host_that_cannot_pay_holds_nothing_and_a_guest_that_cannot_stays_away(
    run: Any, quiet: Any, poor: str, others: float, scale: float
) -> None:
    """Protects the purse: no host, no conference and no charge; a poor guest leaves more of the host to the others."""
    file = world(quiet, cost=0.1, channel=0.3)
    file["nations"][poor]["diplomacy"] = 0
    file["timeline"] = [dated("ARL", "BOR", "CEL", "DRA")]
    played = run(file, 1)
    spent = dict(zip(CODES, played.trait("spent")[:, 0], strict=True))
    assert spent == pytest.approx({"ARL": others, "BOR": 0, "CEL": others, "DRA": others, "EST": 0})
    assert played.dyad("channel").max() == pytest.approx(0.3 * scale)
    assert pairs(played) == ({(ARL, CEL), (ARL, DRA)} if scale else set())


def test_who_cannot_pay_is_never_met(run: Any, quiet: Any) -> None:
    """Protects the same for what is not dated: all want to meet all, one has no money, the rest meet without it."""
    file = world(quiet, cost=0.001, readiness=20, rate=12)
    file["nations"]["BOR"]["diplomacy"] = 0
    played = run(file, 12, 4)
    assert pairs(played) == {(ARL, CEL), (ARL, DRA), (CEL, DRA)}
    assert not played.trait("spent")[BOR].any()


def test_what_is_hosted_is_charged_once_to_each_that_is_there(run: Any, quiet: Any) -> None:
    """Protects the bill of a gathering: one price and one staff slot each, however many guests the host meets."""
    file = world(quiet, cost=0.05, staff=3)
    file["timeline"] = [dated("ARL", "BOR", "CEL", "DRA")]
    played = run(file, 1)
    assert played.trait("spent")[:, 0] == pytest.approx([0.05] * 4 + [0])
    assert 200 - played.trait("slots")[:, 0] == pytest.approx([3] * 4 + [0])
    assert played.measure("spending")[0, 0] == pytest.approx(0.2)


def test_exhibitions_and_conferences_are_hosted(run: Any, quiet: Any) -> None:
    """Protects the catalogue: both kinds of this file are of the hosted form."""
    file = world(quiet, kind="exhibition")
    file["exchanges"]["conference"] = BARE
    played = run(file, 1)
    form = dict(zip(played.world.kinds, played.world.form, strict=True))
    assert {FORMS[form[kind]] for kind in ("exhibition", "conference")} == {"hosted"}
