"""The facts of the pattern table: one function for each group, from evidence to numbers by their names."""

from __future__ import annotations

from dipsim.validation.evidence import Evidence
from dipsim.validation.facts import channels, classes, history, ladder, networks, onset, spending
from dipsim.validation.facts.evidence_view import View, view

__all__ = ["View", "measure", "view"]


def measure(evidence: Evidence, seen: View | None = None) -> dict[str, float]:
    """Every fact of some evidence but the regressions; NaN where it cannot be seen there."""
    seen = seen or view(evidence)
    found: dict[str, float] = {}
    for group in (onset, history, ladder, channels, networks, classes, spending):
        found |= group.facts(seen)
    return found
