"""The verbs of the command line as Python functions; what they return prints and plots itself."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from dipsim.report.stored import complete
from dipsim.runs import result as results
from dipsim.runs.batches.ensemble import Progress
from dipsim.runs.engine import Request, Say, ignore_progress, prepare_kernels
from dipsim.runs.engine import run as _run
from dipsim.runs.result import Result, load
from dipsim.runs.storage.derived import derive
from dipsim.scenario.load import load as load_scenario
from dipsim.scenario.load import vary
from dipsim.scenario.schema.spec import Spec
from dipsim.study.attribution.bill import bill as _bill
from dipsim.study.attribution.cause import cause as _cause
from dipsim.study.attribution.crisis import crisis as _crisis
from dipsim.study.attribution.why import Why
from dipsim.study.attribution.why import why as _why
from dipsim.study.blocs.blocs import blocs as _blocs
from dipsim.study.early_warning.warn import warn as _warn
from dipsim.study.interventions.targets import COOPERATION
from dipsim.study.sensitivity.flip import flip as _flip
from dipsim.study.sensitivity.map import sign_map as _map
from dipsim.study.sensitivity.rivals import rivals as _rivals
from dipsim.study.strategies.compare import compare as _compare
from dipsim.study.verdict.diff import Diff
from dipsim.study.verdict.diff import diff as _diff
from dipsim.study.verdict.verdict import Verdict
from dipsim.study.verdict.verdict import verdict as _verdict
from dipsim.sweeps.execution.runner import Tell
from dipsim.sweeps.execution.runner import ignore_progress as ignore_sweep_progress
from dipsim.sweeps.experiment.load import read as read_experiment
from dipsim.sweeps.replay import Replayed
from dipsim.sweeps.replay import replay as _replay
from dipsim.sweeps.storage.folder import Folder
from dipsim.sweeps.sweep import Sweep
from dipsim.sweeps.sweep import sweep as _sweep
from dipsim.validation.recognition.report import recognise as _recognise

results.connect(
    summary="dipsim.report.console:summary",
    plot="dipsim.report.figure_registry:plot",
    verdict="dipsim.study.verdict.verdict:from_dict",
)

Scenario = str | Path | Spec
T = TypeVar("T")
__all__ = [
    "Result",
    "Verdict",
    "Why",
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


def spec_of(scenario: Scenario, sets: Sequence[str] = ()) -> Spec:
    """The checked scenario for a path, a shipped name or an object that is loaded already."""
    if isinstance(scenario, Spec):
        return vary(scenario, sets) if sets else scenario
    return load_scenario(scenario, sets)


def run(
    scenario: Scenario,
    replicates: int = 200,
    seed: int = 1,
    workers: int | None = None,
    record: str = "default",
    out: str | Path | None = None,
    *,
    sets: Sequence[str] = (),
    judge: bool = True,
    overwrite: bool = False,
    csv: bool = False,
    figures: bool = False,
    block: int | None = None,
    progress: Progress = ignore_progress,
    say: Say = ignore_progress,
) -> Result:
    """Run a scenario and give back its result.

    ``out`` is a folder for the tables, else they stay in memory; ``record`` is "default", "all" or "final"; ``judge``
    adds the verdict of cooperation as a whole with its controls, ``csv`` the tables as CSV and ``figures`` the figures
    and the report, both in ``out`` only. Where ``out`` holds this very run already, what is missing there is added and
    nothing else is computed; ``overwrite`` runs it again. The same seed gives the same bits for any number of workers
    and any block. Raises ScenarioError, FolderError, StorageError, VerificationError.
    """
    spec = spec_of(scenario, sets)
    request = Request(spec, replicates, seed, workers, record, block)
    asked = {"verdict": judge, "figures": figures, "csv": csv}
    result, outcomes = _run(request, out, asked=asked, overwrite=overwrite, progress=progress, say=say)
    if outcomes is None:
        say(_found(result, asked))
    if judge and result.cooperation is None:
        prepare_kernels(say)
        settings: dict[str, Any] = {"replicates": replicates, "seed": seed, "workers": workers, "progress": progress}
        result.cooperation = _verdict(spec, [COOPERATION], with_target=outcomes, **settings)
        if result.folder is not None:
            data = results.verdict_text(result.cooperation).encode()
            result.manifest = derive(result.folder, lambda place: (place / results.VERDICT).write_bytes(data))
    if result.folder is not None:
        complete(result, asked, say)
    return result


def _found(result: Result, asked: dict[str, bool]) -> str:
    """What is said where a run is stored already."""
    missing = results.without_target(result.manifest, asked)
    rest = f"what is missing is added: {', '.join(missing)}" if missing else "nothing is missing, nothing was computed"
    return f"{result.folder} holds the tables of this run; {rest}"


def verdict(
    scenario: Scenario,
    names: Sequence[str] | None = None,
    replicates: int = 200,
    seed: int = 1,
    workers: int | None = None,
    *,
    sets: Sequence[str] = (),
    controls: bool = True,
    precision: float | None = None,
    hold_spending: bool = False,
    relation: tuple[str, str] | None = None,
    row_controls: bool = False,
    progress: Progress = ignore_progress,
) -> Verdict:
    """Verdicts of cooperation as a whole and of every kind, or of what is named, paired on the same draws.

    See ``dipsim.study.verdict.verdict`` and, for the names, ``dipsim.study.interventions.targets``.
    """
    settings: dict[str, Any] = {"replicates": replicates, "seed": seed, "workers": workers, "progress": progress}
    more: dict[str, Any] = {
        "controls": controls,
        "precision": precision,
        "hold_spending": hold_spending,
        "relation": relation,
    }
    more["row_controls"] = row_controls
    return _verdict(spec_of(scenario, sets), names, **settings, **more)


def why(
    scenario: Scenario,
    one: str,
    other: str,
    date: str | None = None,
    replicates: int = 200,
    seed: int = 1,
    run: int | None = None,
    *,
    sets: Sequence[str] = (),
) -> Why:
    """The ledger of the trust of ``one`` in ``other`` at a date; see ``dipsim.study.attribution.why``."""
    return _why(spec_of(scenario, sets), one, other, date=date, replicates=replicates, seed=seed, run=run)


def asking(study: Callable[..., T]) -> Callable[..., T]:
    """A study of a Spec as one of a path, a shipped name or a loaded object, with ``sets`` of overrides."""

    @wraps(study)
    def ask(scenario: Scenario, *args: Any, sets: Sequence[str] = (), **settings: Any) -> T:
        return study(spec_of(scenario, sets), *args, **settings)

    return ask


bill = asking(_bill)
blocs = asking(_blocs)
cause = asking(_cause)
compare = asking(_compare)
crisis = asking(_crisis)
flip = asking(_flip)
map = asking(_map)
recognise = asking(_recognise)
rivals = asking(_rivals)
warn = asking(_warn)


def diff(first: Scenario, second: Scenario, *, sets: Sequence[str] = (), **settings: Any) -> Diff:
    """What differs, and outcomes of the second (changed by ``sets``) minus the first.

    See ``dipsim.study.verdict.diff``.
    """
    return _diff(spec_of(first), spec_of(second, sets), **settings)


def sweep(
    experiment: str | Path,
    out: str | Path,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    seconds: float | None = None,
    tell: Tell = ignore_sweep_progress,
    say: Say = ignore_progress,
) -> Sweep:
    """Run an experiment file over its points into the folder ``out``, or what is missing there; merge and analyse it.

    See ``dipsim.sweeps.sweep``. Raises ScenarioError, FolderError, StorageError.
    """
    asked = read_experiment(experiment, {"replicates": replicates, "seed": seed})
    return _sweep(asked, out, workers=workers, cluster=cluster, seconds=seconds, tell=tell, say=say)


def replay(
    folder: str | Path,
    run: int,
    out: str | Path | None = None,
    *,
    figures: bool = False,
    anyway: bool = False,
    say: Say = ignore_progress,
) -> Replayed:
    """Run one run of a sweep again, with every table; see ``dipsim.sweeps.replay``.

    ``figures`` adds figures and report where ``out`` is given. FolderError where another model made the sweep, unless
    ``anyway``: then the result is marked.
    """
    asked = {"figures": figures}
    found = _replay(Folder.open(folder), run, out, say, asked=asked, anyway=anyway)
    if out is not None:
        complete(found.result, asked, say)
    return found


def check(scenario: Scenario, sets: Sequence[str] = ()) -> Spec:
    """Load a scenario and give back the checked Spec; raises ScenarioError with every problem."""
    return spec_of(scenario, sets)
