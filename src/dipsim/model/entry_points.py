"""The kernels that Python calls; they call all others."""

from __future__ import annotations

from typing import Any

from dipsim.kernels.compiler import cache, parallel_compile
from dipsim.kernels.compiler.decorators import PLAIN
from dipsim.kernels.compiler.schema import declared
from dipsim.model.initial_state import begin, begin_cold, pin, prepare
from dipsim.model.settled_start.fixed_point import settle
from dipsim.model.state.arrays import LANES
from dipsim.model.tick import advance, observe_final_state

MANY = LANES[-1]


def warm_up(runs: int = MANY) -> None:
    """Compile the settled start and the tick of so many ``runs`` now, or take them from the cache, rather than
    at the first call; does nothing in plain mode."""
    if PLAIN:
        return
    from dipsim.kernels.compiler.kernel import compile_for

    start: Any = (prepare, pin, settle)  # worked out in a block of one run
    kernels: Any = (prepare, begin, begin_cold, advance, observe_final_state)
    lanes = declared().lanes(min(runs, LANES[-1]))
    calls = [(kernel, LANES[0]) for kernel in start] + [(kernel, lanes) for kernel in kernels]
    compile_for(calls)
    for kernel, lanes in calls:
        kernel.prepare(lanes)


def is_compiled(runs: int = MANY) -> bool:
    """Whether the tick of so many ``runs`` lies compiled in the cache; only without plain mode."""
    tick: Any = advance
    return cache.has(tick.variant(declared().lanes(min(runs, LANES[-1]))).symbol)


def help_compiling() -> None:
    """Compile what is missing, in a second process beside the one that waits for it."""
    from dipsim.kernels.compiler.kernel import code_of

    parallel_compile.help_out(code_of)
