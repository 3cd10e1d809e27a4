"""Step 6, institutions: the life of what was founded."""

from __future__ import annotations

from dipsim.model.jit import process
from dipsim.model.processes.coercion import measures
from dipsim.model.processes.instruments import covers, instruments
from dipsim.model.processes.organisations import organisations


@process
def institutions(b, tick):
    """Step 6 of the tick."""
    instruments(b, tick)
    measures(b, tick)
    organisations(b, tick)
    covers(b)
