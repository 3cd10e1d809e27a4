"""Step 6, institutions: the life of what was founded."""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import process
from dipsim.model.processes.exchange.sanctions import sanctions
from dipsim.model.processes.institutions.instruments import covers, instruments
from dipsim.model.processes.institutions.organisations import organisations


@process
def institutions(b, tick):
    """Step 6 of the tick."""
    instruments(b, tick)
    sanctions(b, tick)
    organisations(b, tick)
    covers(b)
