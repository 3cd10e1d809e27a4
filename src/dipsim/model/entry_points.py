"""The kernels that Python calls; they call all others."""

from __future__ import annotations

from typing import Any

from dipsim.kernels.compiler import cache, parallel_compile
from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.model.initial_state import begin, begin_cold, pin, prepare
from dipsim.model.settled_start.fixed_point import settle
from dipsim.model.tick import advance, observe_final_state


def warm_up() -> None:
    """Compile the tick now, or take it from the cache, rather than at the first call; does nothing in plain mode."""
    if not PLAIN:
        kernels: Any = (prepare, pin, settle, begin, begin_cold, advance, observe_final_state)
        for kernel in kernels:
            kernel.prepare()


def is_compiled() -> bool:
    """Whether the tick lies compiled in the cache; only without plain mode."""
    tick: Any = advance
    return cache.has(tick.symbol)


def help_compiling() -> None:
    """Compile what is missing, in a second process beside the one that waits for it."""
    from dipsim.kernels.compiler.registry import KERNELS

    parallel_compile.help_out(list(KERNELS.values()))
