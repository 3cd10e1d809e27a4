"""Promises of help: conditional ones ask, unconditional ones embolden, change since signing makes them worth less."""

from __future__ import annotations

from typing import Any

import pytest

from dipsim.model.processes.perception.hostility import as_one
from dipsim.model.processes.perception.promises import covered, worth
from dipsim.model.state import dyads, nation
from dipsim.model.state.arrays import Block

THREE = ("ARL", "BOR", "CEL")


def pact(run: Any, quiet: Any, content: str, edit: Any = None, **numbers: float) -> Any:
    """ARL faces BOR, and CEL is its ally; all are equally strong."""
    relations = [
        {"between": ["ARL", "BOR"], "land": True, "dispute": 1},
        {"between": ["ARL", "CEL"], "proximity": 0.1, "interoperability": 1, "pact": content},
        {"between": ["BOR", "CEL"], "proximity": 0.1},
    ]
    perception = {"honour": 0.745, "embolden": 0.0, "asks": 0.0, **numbers}
    file = quiet({code: {"capability": 100} for code in THREE}, relations, processes={"perception": perception})
    if content == "defence":
        file["exchanges"]["alliance_pact"] = {"conditional": 0}
    return run(file, 1, 1, edit=edit)


def help_of(played: Any, sort: str) -> float:
    return float(played.dyad(f"help_{sort}")[0, 1, 0])


def challenged(b: Block) -> None:
    """ARL challenged BOR just now."""
    b.dyad[dyads.PROVOKED, 0, 1] = 1.0


def test_an_unconditional_pact_emboldens(run: Any, quiet: Any) -> None:
    """Protects moral hazard: at e = 1 a defence pact helps a challenge as an offence pact does; a conditional never."""
    full = help_of(pact(run, quiet, "offence", embolden=1.0), "offence")
    assert full == pytest.approx(74.5, rel=0.01)
    assert help_of(pact(run, quiet, "defence", embolden=1.0), "offence") == pytest.approx(full, rel=1e-9)
    assert help_of(pact(run, quiet, "defence", embolden=0.25), "offence") == pytest.approx(full / 4, rel=1e-9)
    assert help_of(pact(run, quiet, "defence"), "offence") == 0.0
    assert help_of(pact(run, quiet, "conditional", embolden=1.0), "offence") == 0.0


def test_a_conditional_pact_asks_who_provoked(run: Any, quiet: Any) -> None:
    """Protects the condition: lost to who has just challenged, kept otherwise, and in the limit kept always."""
    kept = help_of(pact(run, quiet, "conditional", asks=1.0), "defence")
    assert kept == pytest.approx(74.5, rel=0.01)
    assert help_of(pact(run, quiet, "conditional", challenged, asks=1.0), "defence") < 0.03 * kept
    assert help_of(pact(run, quiet, "conditional", challenged), "defence") == pytest.approx(kept, rel=1e-9)
    assert help_of(pact(run, quiet, "defence", challenged, asks=1.0), "defence") == pytest.approx(kept, rel=1e-9)


def test_change_since_signing_makes_a_promise_worth_less(run: Any, quiet: Any) -> None:
    """Protects both signs of Leeds 2003b: strength that doubled, and a government that changed."""

    def stronger(b: Block) -> None:
        b.nat[nation.CAPABILITY, 2] *= 2.0

    def changed(b: Block) -> None:
        b.dyad[dyads.TURNED, 2, 0] = 1.0

    asked = {"honour_balance": 0.5, "honour_government": 0.4}
    as_signed = help_of(pact(run, quiet, "defence", **asked), "defence")
    assert as_signed == pytest.approx(74.5, rel=0.02)
    assert help_of(pact(run, quiet, "defence", stronger, **asked), "defence") / 2 == pytest.approx(
        0.5 * as_signed, rel=0.02
    )
    assert help_of(pact(run, quiet, "defence", changed, **asked), "defence") == pytest.approx(0.6 * as_signed, rel=1e-6)
    assert help_of(pact(run, quiet, "defence", changed), "defence") == pytest.approx(as_signed, rel=1e-2)


def test_third_parties_see_a_bloc_as_one(run: Any, quiet: Any) -> None:
    """Protects the bloc: BOR takes CEL to be as hostile as ARL, whose ally it is, by the share."""
    alone = pact(run, quiet, "defence").dyad("hostility")[..., 0]
    together = pact(run, quiet, "defence", bloc=1.0).dyad("hostility")[..., 0]
    assert alone[1, 2] < alone[1, 0]
    assert together[1, 2] == pytest.approx(alone[1, 0], rel=1e-9)
    assert together[1, 0] == alone[1, 0]
    half = pact(run, quiet, "defence", bloc=0.5).dyad("hostility")[1, 2, 0]
    assert half == pytest.approx(0.5 * (alone[1, 2] + alone[1, 0]), rel=1e-9)


def test_equations_by_hand() -> None:
    """Protects the worth of a promise, the condition and the bloc, term by term."""
    assert worth(0.8, 0.5, 10.0, 0.0, 1.0) == pytest.approx(0.4)
    assert worth(0.8, 0.0, 10.0, 0.25, 0.5) == pytest.approx(0.7)
    assert covered(1.0, 0.4, 0.5, 1.0) == pytest.approx(0.7)
    assert covered(1.0, 1.0, 1.0, 1.0) == 1.0
    assert as_one(0.2, 0.8, 0.5, 0.5) == pytest.approx(0.35)
    assert as_one(0.8, 0.2, 1.0, 0.0) == 0.8
