"""Who is who: the states of every year, their codes and numbers, and the regions they lie in."""

from __future__ import annotations

from dipsim.public_data.states.regions import dyad_years
from dipsim.public_data.states.state_table import State, at_end_of, members, of_number, state, states

__all__ = ["State", "at_end_of", "dyad_years", "members", "of_number", "state", "states"]
