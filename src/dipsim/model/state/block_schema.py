"""What the compiler must know of a block of this model."""

from __future__ import annotations

from collections.abc import Mapping, Sized

from dipsim.kernels.compiler.schema import BlockSchema
from dipsim.model.state import trust_accounts
from dipsim.model.state.arrays import ARRAYS, SCALARS, Block
from dipsim.model.state.quantities import DYAD, NATION, REGION_METRICS, rows_text

ROWS: Mapping[str, Sized] = {
    "nat": NATION,
    "dyad": DYAD,
    "glob": REGION_METRICS,
    "base": trust_accounts.BASELINE,
    "row": range(4),
    "ground": range(8),
    "draw": range(6),
    "due": range(6),
    "around": range(3),
}
SCHEMA = BlockSchema(Block, ARRAYS, SCALARS, ROWS, home="dipsim.model.entry_points", tables=rows_text)
