"""Step 2, at its end: what a nation learns from its own acts."""

from __future__ import annotations

from typing import Any

from .formulas import held, kept


def learn(region: Any) -> None:
    """Kinds that were tried are weighed by how the threat from the top rival has moved."""
    keep = kept(region.dt, region.par.learning.half_life)
    for nation in region.nations:
        pace = region.par.learning.pace * nation.adaptability
        if pace == 0.0:
            continue
        rival = int(nation.rival) - 1
        eased = nation.rival_threat - nation.threat[rival] if rival >= 0 else 0.0
        for kind in {**nation.learnt, **dict.fromkeys(nation.tried)}:
            news = pace * eased if kind in nation.tried else 0.0
            nation.learnt[kind] = held(keep * nation.learnt.get(kind, 0.0) + news, -1.0, 1.0)
        nation.tried.clear()
        nation.rival, nation.rival_threat = 0.0, 0.0
        for view in nation.others:
            if view.tie.stored and nation.threat[view.other.index] > nation.rival_threat:
                nation.rival, nation.rival_threat = view.other.index + 1.0, nation.threat[view.other.index]
