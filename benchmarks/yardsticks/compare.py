"""Lay the objects of a region out as the arrays of the engine, and find the largest difference of each quantity."""

from __future__ import annotations

from typing import Any

import numpy as np

from dipsim.model.parameters import DYAD, NATION, REGION_METRICS
from dipsim.model.state import nation

TOLERANCE = 1e-12
OF_TIE = (
    *(
        "alignment",
        "opportunity",
        "cover_defence",
        "cover_offence",
        "pledge",
        "restraint",
        "hotline_in_force",
        "protected",
    ),
    *(
        "forum",
        "relevant",
        "proximity",
        "dispute",
        "claim",
        "trade",
        "link",
        "interoperability",
        "channel",
        "groundwork",
    ),
    *("disrupted", "culture_gap", "standards_gap", "scopes", "rung", "joined"),
    *("brief", "aftermath", "onset_tick", "promised", "unconditional"),
)
OF_VIEW = {
    "reputation_score": "reputation_score",
    "evidence_held_for": "evidence_held_for",
    "evidence_held_against": "evidence_held_against",
    "help_defence": "help_defence",
    "help_offence": "help_offence",
    "exposure": "exposure",
    "hostility": "hostility",
    "reach": "reach",
    "logit": "logit",
    "error": "error",
    "seen_capability": "seen",
    "hazard": "hazard",
    "blocked": "blocked",
    "willingness": "willingness",
    "notice": "notice",
    "dependence": "dependence",
    "backlog_paid": "paid",
    "backlog_given": "given",
    "provoked": "provoked",
    "turned": "turned",
    "balance_then": "balance_then",
}
OF_PAIRS = ("accounts", "baseline", "years", "hollow", "hidden", "waiting", "waiting_order")
APART = (nation.PURSE_SHARE, nation.STOCK_SHARE)  # read only in a tick with orders


def laid_out(region: Any) -> dict[str, Any]:
    """Every quantity of the region by name, as arrays without the run axis."""
    n = len(region.nations)
    found: dict[str, Any] = {}
    for row, name in enumerate(NATION.names()):
        if row not in APART:
            found[f"nation.{name}"] = np.array([getattr(one, name) for one in region.nations])
    dyads = {name: np.zeros((n, n)) for name in (*OF_TIE, *OF_VIEW, "trust", "menace", "threat", "challenger")}
    dyads["agreements"] = np.zeros((n, n))
    accounts = np.zeros((len(region.memory.keep), n, n))
    base = np.zeros((7, n, n))
    for one in region.nations:
        for view in one.others:
            i, j, tie = one.index, view.other.index, view.tie
            accounts[:, i, j], base[:, i, j] = view.accounts, view.baseline
            dyads["trust"][i, j], dyads["logit"][i, j] = one.trust[j], view.logit
            if not tie.stored:  # strangers: all else is 0
                continue
            for name in OF_TIE:
                dyads[name][i, j] = getattr(tie, name)
            for name, own in OF_VIEW.items():
                dyads[name][i, j] = getattr(view, own)
            dyads["menace"][i, j], dyads["threat"][i, j] = one.menace[j], one.threat[j]
            dyads["challenger"][i, j] = tie.rung > 0 and tie.challenger is one
            dyads["agreements"][i, j] = tie.agreement
    found |= {f"dyad.{name}": table for name, table in dyads.items()}
    found["accounts"], found["baseline"] = accounts, base
    found |= in_force(region, n)
    found["position"] = np.array([one.position for one in region.nations]).T
    found["member"] = np.array([[float(x in o.members) for x in region.nations] for o in region.organisations])
    found["served"] = np.array([region.served[kind] for kind in region.kinds])
    for name in REGION_METRICS.names():
        found[f"region.{name}"] = np.array(region.region[name])
    return found


def in_force(region: Any, n: int) -> dict[str, Any]:
    """Years left of instruments and measures, which of them are hollow, and hidden acts."""
    rows = {kind: row for row, kind in enumerate(k for k in region.kinds if k.standing or k.measure)}
    years, hollow = np.zeros((len(rows), n, n)), np.zeros((len(rows), n, n))
    hidden = np.zeros((len(region.kinds), n, n))
    for one in region.nations:
        for view in one.others:
            i, j = one.index, view.other.index
            for held, empty in ((view.tie.years, view.tie.hollow), (view.measures, view.hollow)):
                for kind, left in held.items():
                    years[rows[kind], i, j] = left
                    hollow[rows[kind], i, j] = kind in empty
            for kind, scale in view.hidden.items():
                hidden[kind.index, i, j] = scale
    return {"years": years, "hollow": hollow, "hidden": hidden, **waiting(region, n)}


def waiting(region: Any, n: int) -> dict[str, Any]:
    """Scale and contracted value of what waits for a licence, by kind."""
    found = np.zeros((2, len(region.kinds), n, n))
    for one in region.nations:
        for view in one.others:
            for kind, (scale, value) in view.waiting.items():
                found[:, kind.index, one.index, view.other.index] = scale, value
    return {"waiting": found[0], "waiting_order": found[1]}


def of_block(b: Any, run: int) -> dict[str, Any]:
    """The same quantities of a block of the engine."""
    found: dict[str, Any] = {}
    for row, name in enumerate(NATION.names()):
        found[f"nation.{name}"] = b.nat[row, :, run]
    for row, name in enumerate(DYAD.names()):
        found[f"dyad.{name}"] = b.dyad[row, :, :, run]
    found["dyad.challenger"] = np.where(found["dyad.rung"] > 0.0, found["dyad.challenger"], 0.0)
    found["accounts"], found["baseline"] = b.accounts[..., run], b.base[..., run]
    found["years"] = b.standing[..., run]
    found["hollow"] = np.where(found["years"] > 0.0, b.hollow[..., run], 0.0)
    for name in ("waiting", "waiting_order"):
        rows = getattr(b, name)[..., run]
        found[name] = np.zeros((len(b.form), *rows.shape[1:]))
        found[name][b.licensed_row >= 0] = rows
    found["hidden"], found["position"] = b.hidden[..., run], b.position[..., run]
    found["member"], found["served"] = b.member[..., run], b.served[:, run]
    for row, name in enumerate(REGION_METRICS.names()):
        found[f"region.{name}"] = b.metrics[row, run]
    return found


def differences(mine: dict[str, Any], theirs: dict[str, Any]) -> dict[str, float]:
    """The largest |x - y| / max(1, |y|) of every quantity, off the diagonal of pairs; inf where only one is missing."""
    found = {}
    for name, x in mine.items():
        y = theirs[name]
        if name == "hidden" and not len(y):
            y = np.zeros_like(x)
        if x.size == 0 and y.size == 0:
            continue
        both_missing = np.isnan(x) & np.isnan(y)
        apart = np.where(both_missing, 0.0, np.abs(x - y) / np.maximum(1.0, np.abs(y)))
        if name.startswith("dyad.") or name in (
            "accounts",
            "baseline",
            "years",
            "hollow",
            "hidden",
            "waiting",
            "waiting_order",
        ):
            diagonal = np.arange(apart.shape[-1])
            apart[..., diagonal, diagonal] = 0.0
        found[name] = float("inf") if np.isnan(apart).any() else float(apart.max())
    return found
