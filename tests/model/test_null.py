"""A null kind of any form is drawn and counted, and is to the bit the run without it in everything else."""

# Also tests: runs/batches/block_builder.py, runs/batches/block_arrays.py

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dipsim.model.state import exchange_kind
from dipsim.model.state.exchange_kind import FORMS
from dipsim.runs.batches.block_builder import make
from dipsim.scenario.locate import shipped
from dipsim.scenario.schema.catalogue import catalogue

SETS = {
    "pair": ("staff_talks", "joint_debriefing", "diplomatic_note"),
    "directed": ("technology_transfer", "training_mission", "disaster_relief"),
    "many": ("virtual_forum", "standards_work"),
    "standing": ("joint_research", "joint_procurement", "defence_council"),
    "hosted": ("exhibition", "conference"),
    "measure": ("sanction", "embargo"),
    "incident": ("cyber_incident", "provocation"),
    "group": ("control_regime", "arms_control_treaty", "defence_council"),
}
BODIES = (
    {"name": "Regime", "kind": "control_regime", "members": ["ARL", "BOR", "GAL"], "upkeep": 0.01, "quality": 0.2},
    {"name": "Treaty", "kind": "arms_control", "members": ["ARL", "DRA", "FEL"], "cap": 0.9, "admission": 0.5},
    {"name": "Council", "kind": "council", "members": ["CEL", "FEL", "GAL"], "meets": 3, "upkeep": 0.01},
    {"name": "Screens", "kind": "forum", "members": ["ARL", "CEL", "DRA"], "holds": {"virtual_forum": 6}},
    {"name": "Standards", "kind": "forum", "members": ["ARL", "BOR", "CEL"], "holds": {"standards_work": 4}},
)
BUSY = {"staff_talks": 6, "technology_transfer": 3, "training_mission": 3, "disaster_relief": 12, "joint_research": 2}
BUSY |= {"joint_procurement": 2, "exhibition": 2, "conference": 2, "sanction": 2, "embargo": 2, "cyber_incident": 3}
BUSY |= {"provocation": 1, "joint_debriefing": 4, "diplomatic_note": 6, "defence_council": 1}


def world() -> Any:
    """The two blocs with every kind of the catalogue, busy, and with an organisation of every type."""
    file = yaml.safe_load(Path(str(shipped("two_blocs"))).read_text(encoding="utf-8"))
    file["catalogue"] = "full"
    file["organisations"] += BODIES
    file["exchanges"] = {name: {"rate": rate} for name, rate in BUSY.items()}
    file["processes"] = {"politics": {"disaster": 1}, "ledger": {"unexplained": 0.3}}
    for traits in file["nations"].values():
        traits |= {"emerging": 0.3, "diplomacy": 2e-3}
    return file


def played_with(run: Any, monkeypatch: Any, names: tuple[str, ...], mode: float, start: str = "settled") -> Any:
    """Five years, with the mode of some kinds set before anything is founded."""

    def founded(worlds: Any, *rest: Any) -> Any:
        before = worlds[0].kind[exchange_kind.MODE].copy()
        rows = [worlds[0].kinds.index(name) for name in names]
        worlds[0].kind[exchange_kind.MODE, rows] = mode
        block = make(worlds, *rest)
        worlds[0].kind[exchange_kind.MODE] = before
        return block

    monkeypatch.setitem(run.__globals__, "make", founded)
    return run(world() | {"options": {"start": start}}, 60, 4)


@pytest.mark.parametrize("form", SETS)
def test_null_kinds_of_every_form_are_the_run_without_them(run: Any, same: Any, monkeypatch: Any, form: str) -> None:
    """Protects verdicts of the whole catalogue: drawn, counted, free, without effect; switched on they have one."""
    names = SETS[form]
    null, off, on = (
        played_with(run, monkeypatch, names, mode) for mode in (exchange_kind.NULL, exchange_kind.OFF, exchange_kind.ON)
    )
    rows = [null.world.kinds.index(name) for name in names]
    of_form = {FORMS[null.world.form[row]] for row in rows}
    assert form in of_form
    if form != "group":
        assert (null.acts[:, rows].sum(axis=(0, 2)) > 0).all(), "each of them comes up"
    assert off.acts[:, rows].sum() == 0
    for played in (null, off):
        played.acts[:, rows] = 0
        played.block.done[rows] = 0
    same(null, off)
    assert null.region.tobytes() == off.region.tobytes()
    assert null.acts.tobytes() == off.acts.tobytes()
    assert null.nations.tobytes() == off.nations.tobytes()
    assert on.block.accounts.stored.tobytes() != off.block.accounts.stored.tobytes()


def test_cost_only_of_the_whole_catalogue_pays_and_means_nothing(run: Any, monkeypatch: Any) -> None:
    """Protects the cost-only control: money goes, and no account, stock, measure or programme of any kind acts."""
    names = tuple(catalogue())
    paid, off = (
        played_with(run, monkeypatch, names, mode, "cold") for mode in (exchange_kind.COST_ONLY, exchange_kind.OFF)
    )
    assert paid.trait("spent").sum() > 2 * off.trait("spent").sum()
    assert (paid.acts.sum(axis=(0, 2)) > 0).sum() > 20
    held = [played.block.accounts.stored.tobytes() for played in (paid, off)]
    assert held[0] == held[1], "what stood at the start counts in both"
    for stock in ("blocked", "protected", "disrupted", "groundwork", "channel", "notice", "dependence"):
        assert not paid.dyad(stock).any(), stock
    for trait in ("hurt", "saving", "cut_off", "digital", "insight"):
        assert not paid.trait(trait).any(), trait
    for trait in ("technology", "industry", "emerging", "stability", "gdp"):
        assert paid.trait(trait).tobytes() == off.trait(trait).tobytes(), trait
