"""The lines of soldiers and diplomats, and the coherence that follows from them."""

from __future__ import annotations

from typing import Any

from .formulas import held, kept


def set_lines(nation: Any) -> None:
    """Soldiers and diplomats as the coherence at the start has them."""
    nation.soldiers = 0.5 + 0.5 * (1.0 - nation.coherence_start)
    nation.diplomats = 1.0 - nation.soldiers


def move_lines(nation: Any, soldiers: float, diplomats: float) -> None:
    """New lines, and the coherence that follows from them."""
    nation.soldiers, nation.diplomats = held(soldiers, 0.0, 1.0), held(diplomats, 0.0, 1.0)
    nation.coherence = 1.0 - abs(nation.soldiers - nation.diplomats)


def meet(nation: Any, share: float) -> None:
    """Both at one table: each line goes half the share of the gap."""
    step = 0.5 * min(1.0, share) * (nation.diplomats - nation.soldiers)
    move_lines(nation, nation.soldiers + step, nation.diplomats - step)


def drift_back(region: Any) -> None:
    """Moved lines drift back."""
    keep = kept(region.dt, region.par.politics.lines_half_life)
    for nation in region.nations:
        s = 0.5 + 0.5 * (1.0 - nation.coherence_start)
        d = 1.0 - s
        if (nation.soldiers, nation.diplomats) != (s, d):
            move_lines(nation, s + keep * (nation.soldiers - s), d + keep * (nation.diplomats - d))
