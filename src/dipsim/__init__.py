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

if TYPE_CHECKING:  # what PUBLIC says, for type checkers; tests/test_public.py compares the two
    from dipsim.api import check as check
    from dipsim.api import load as load
    from dipsim.api import load_scenario as load_scenario
    from dipsim.api import replay as replay
    from dipsim.api import run as run
    from dipsim.api import sweep as sweep
    from dipsim.report.animation.film import animate as animate
    from dipsim.runs.exports.export import export as export
    from dipsim.study.advice.advise import advise as advise
    from dipsim.study.attribution.bill import bill as bill
    from dipsim.study.attribution.cause import cause as cause
    from dipsim.study.attribution.crisis import crisis as crisis
    from dipsim.study.attribution.why import why as why
    from dipsim.study.blocs.blocs import blocs as blocs
    from dipsim.study.early_warning.warn import warn as warn
    from dipsim.study.sensitivity.flip import flip as flip
    from dipsim.study.sensitivity.map import sign_map as map  # noqa: F401
    from dipsim.study.sensitivity.rivals import rivals as rivals
    from dipsim.study.strategies.compare import compare as compare
    from dipsim.study.uncertainty.flip_over_draws import flip_over_draws as flip_over_draws
    from dipsim.study.uncertainty.map_over_draws import map_over_draws as map_over_draws
    from dipsim.study.uncertainty.verdict_over_draws import verdict_over_draws as verdict_over_draws
    from dipsim.study.verdict.diff import diff as diff
    from dipsim.study.verdict.verdict import verdict as verdict
    from dipsim.validation.recognition.report import recognise as recognise
    from dipsim.workbench import describe as describe
    from dipsim.workbench import listing as list  # noqa: F401
    from dipsim.workbench import new as new
    from dipsim.workbench import plot as plot
    from dipsim.workbench import write_report as write_report

PUBLIC = {  # name: module that holds the function, and its name there where it is another
    "advise": "dipsim.study.advice.advise",
    "animate": "dipsim.report.animation.film",
    "bill": "dipsim.study.attribution.bill",
    "blocs": "dipsim.study.blocs.blocs",
    "cause": "dipsim.study.attribution.cause",
    "check": "dipsim.api",
    "compare": "dipsim.study.strategies.compare",
    "crisis": "dipsim.study.attribution.crisis",
    "describe": "dipsim.workbench",
    "diff": "dipsim.study.verdict.diff",
    "export": "dipsim.runs.exports.export",
    "flip": "dipsim.study.sensitivity.flip",
    "flip_over_draws": "dipsim.study.uncertainty.flip_over_draws",
    "list": "dipsim.workbench:listing",
    "load": "dipsim.api",
    "load_scenario": "dipsim.api",
    "map": "dipsim.study.sensitivity.map:sign_map",
    "map_over_draws": "dipsim.study.uncertainty.map_over_draws",
    "new": "dipsim.workbench",
    "plot": "dipsim.workbench",
    "recognise": "dipsim.validation.recognition.report",
    "replay": "dipsim.api",
    "rivals": "dipsim.study.sensitivity.rivals",
    "run": "dipsim.api",
    "sweep": "dipsim.api",
    "verdict": "dipsim.study.verdict.verdict",
    "verdict_over_draws": "dipsim.study.uncertainty.verdict_over_draws",
    "warn": "dipsim.study.early_warning.warn",
    "why": "dipsim.study.attribution.why",
    "write_report": "dipsim.workbench",
}
__all__ = ["__version__", *PUBLIC]


def __getattr__(name: str) -> object:
    if name not in PUBLIC:
        raise AttributeError(f"module 'dipsim' has no attribute {name!r}")
    from importlib import import_module

    module, _, inside = PUBLIC[name].partition(":")
    found: object = getattr(import_module(module), inside or name)
    return found


def __dir__() -> object:
    return sorted(__all__)
