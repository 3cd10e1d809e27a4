"""dipsim: an agent-based simulation of defence diplomacy.

    import dipsim
    result = dipsim.run("two_blocs", replicates=200, seed=1)
    result.summary()
    print(dipsim.verdict("two_blocs", ["joint_exercise"]))
    print(dipsim.why("two_blocs", "ARL", "BOR", date="2030-01"))

Everything heavy is imported when it is first used.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from dipsim.api import (
        bill,
        blocs,
        cause,
        check,
        compare,
        crisis,
        diff,
        flip,
        load,
        load_scenario,
        recognise,
        replay,
        rivals,
        run,
        sweep,
        verdict,
        warning,
        when,
        why,
    )

__all__ = [
    "__version__",
    "bill",
    "blocs",
    "cause",
    "check",
    "compare",
    "crisis",
    "diff",
    "flip",
    "load",
    "load_scenario",
    "recognise",
    "replay",
    "rivals",
    "run",
    "sweep",
    "verdict",
    "warning",
    "when",
    "why",
]


def __getattr__(name: str) -> Any:
    if name in __all__:
        from dipsim import api

        return getattr(api, name)
    raise AttributeError(f"module 'dipsim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
