"""The kernels that Python calls; they call all others."""

from __future__ import annotations

from typing import Any

from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.model.initial_state import begin
from dipsim.model.tick import advance, observe_final_state


def warm_up() -> None:
    """Compile the tick now, or take it from the cache, rather than at the first call; does nothing in plain mode."""
    if not PLAIN:
        kernels: Any = (begin, advance, observe_final_state)
        for kernel in kernels:
            kernel.prepare()
