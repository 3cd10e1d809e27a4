"""dipsim: an agent-based simulation of defence diplomacy.

    import dipsim
    result = dipsim.run("two_blocs", replicates=200, seed=1)
    result.summary()
    print(dipsim.verdict("two_blocs", ["joint_exercise"]))
    print(dipsim.why("two_blocs", "ARL", "BOR", date="2030-01"))

Everything heavy is imported when it is first used.
"""

# Imports nothing from outside: ``python -m dipsim`` runs this while the current folder can stand in for the library.

from dipsim._version import __version__

TYPE_CHECKING = False
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
        map,
        recognise,
        replay,
        rivals,
        run,
        sweep,
        verdict,
        warn,
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
    "map",
    "recognise",
    "replay",
    "rivals",
    "run",
    "sweep",
    "verdict",
    "warn",
    "why",
]


def __getattr__(name: str) -> object:
    if name in __all__:
        from dipsim import api

        return getattr(api, name)
    raise AttributeError(f"module 'dipsim' has no attribute {name!r}")


def __dir__() -> list[str]:
    return sorted(__all__)
