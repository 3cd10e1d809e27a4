"""The rate at which a pair comes to use force: its integral is the expected uses of force, of originators."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.units import PerYear, Share
from dipsim.model.state.indices import Rung


@equation
def entry_at_force(threat: Share, display: Share) -> Share:
    """Share of disputes that begin with the use of force: what the shares at threat and at display leave. In 0..1."""
    return max(0.0, 1.0 - (threat + display))


@equation
def force_rate(up: PerYear, rung: Rung, joined: Share, entering: Share) -> PerYear:
    """Uses of force per year that a pair at a rung begins: entries from rung 0, climbs from rung 3, else none.

    ``up`` is the rate per year of beginning at rung 0 and of climbing one rung above it, ``entering`` the share of
    ``entry_at_force``; 0 where the dispute is one of others that one of the two ``joined`` (1, else 0).
    """
    if rung == 0.0:
        return up * entering
    return up if rung == 3.0 and joined == 0.0 else 0.0
