"""All runs of a block at once: what is nothing in every run need not be computed, what is left fills the vector lanes.

Where pairs do not matter, all of them lie in one axis, cut into rows: a row is a directed dyad, its columns the runs.
With a single run all pairs are one row. The scratch of ``row`` is as wide as such a row.
"""

from __future__ import annotations

from dipsim.kernels.compiler.decorators import equation
from dipsim.kernels.numerics.units import Count, Index
from dipsim.model.processes.support.neighbours import count_neighbours
from dipsim.model.state.arrays import Block
from dipsim.model.state.indices import InstrumentIndex, NationIndex


@equation
def anywhere(b: Block, row: Index, i: NationIndex, j: NationIndex) -> bool:
    """Whether the quantity in ``row`` of ``dyad`` of ``i`` towards ``j`` is above 0 in any run of the block ``b``;
    what is 0 everywhere need not be computed."""
    found = False
    for r in range(b.nat.shape[2]):
        if b.dyad[row, i, j, r] > 0.0:
            found = True
    return found


@equation
def in_force(b: Block, s: InstrumentIndex, i: NationIndex, j: NationIndex) -> bool:
    """Whether the instrument or measure in row ``s`` of ``standing`` of ``i`` with ``j`` is in force in any run of
    the block ``b``."""
    found = False
    for r in range(b.nat.shape[2]):
        if b.standing[s, i, j, r] > 0.0:
            found = True
    return found


@equation
def grid(b: Block) -> tuple[Count, Count]:
    """Numbers of rows and columns in which loops over all pairs and runs of the block ``b`` go: pairs and runs, or 1
    and pairs with a single run."""
    runs = b.nat.shape[2]
    pairs = b.dyad_flat.shape[1] // runs
    return (1 if runs == 1 else pairs), (pairs if runs == 1 else runs)


@equation
def strips(b: Block, i: NationIndex) -> tuple[Count, Count]:
    """How many strips the dyads of nation ``i`` in the block ``b`` are cut into, and how wide they are: one of all
    with a single run."""
    linked, runs = count_neighbours(b, i), b.nat.shape[2]
    return (min(1, linked) if runs == 1 else linked), (linked if runs == 1 else runs)


@equation
def run_of(b: Block, column: Index) -> Index:
    """The run of a ``column`` of the block ``b``."""
    return 0 if b.nat.shape[2] == 1 else column
