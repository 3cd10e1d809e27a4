"""The verbs of the command line as Python functions; what they return prints and plots itself."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

from dipsim.runs import result as results
from dipsim.runs.batches.ensemble import Progress
from dipsim.runs.engine import Request, Say, hear_nothing
from dipsim.runs.engine import run as _run
from dipsim.runs.result import Result, load
from dipsim.runs.storage.writer import write_derived
from dipsim.scenario.load import load as load_scenario
from dipsim.scenario.load import vary
from dipsim.scenario.schema.spec import Spec
from dipsim.study.attribution.bill import bill as _bill
from dipsim.study.attribution.cause import cause as _cause
from dipsim.study.attribution.crisis import crisis as _crisis
from dipsim.study.attribution.why import Why
from dipsim.study.attribution.why import why as _why
from dipsim.study.blocs.blocs import blocs as _blocs
from dipsim.study.early_warning.warn import warning as _warning
from dipsim.study.interventions.targets import COOPERATION
from dipsim.study.sensitivity.flip import flip as _flip
from dipsim.study.sensitivity.map import when as _when
from dipsim.study.sensitivity.rivals import rivals as _rivals
from dipsim.study.strategies.compare import strategies as _strategies
from dipsim.study.verdict.diff import Diff
from dipsim.study.verdict.diff import diff as _diff
from dipsim.study.verdict.verdict import Verdict
from dipsim.study.verdict.verdict import verdict as _verdict
from dipsim.sweeps.execution.runner import Tell
from dipsim.sweeps.execution.runner import hear_nothing as tell_nobody
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
    block: int | None = None,
    progress: Progress = hear_nothing,
    say: Say = hear_nothing,
) -> Result:
    """Run a scenario and give back its result.

    ``out`` is a folder for the tables, else they stay in memory; ``record`` is "default", "all" or "final"; ``judge``
    adds the verdict of cooperation as a whole with its controls. The same seed gives the same bits for any number of
    workers and any block. Raises ScenarioError, FolderError, StorageError.
    """
    spec = spec_of(scenario, sets)
    request = Request(spec, replicates, seed, workers, record, block)
    result, outcomes = _run(request, out, overwrite=overwrite, csv=csv, progress=progress, say=say)
    if judge:
        how: dict[str, Any] = {"replicates": replicates, "seed": seed, "workers": workers, "progress": progress}
        result.cooperation = _verdict(spec, [COOPERATION], having=outcomes, **how)
        if result.folder is not None:
            write_derived(
                result.folder, results.VERDICT, json.dumps(result.cooperation.as_dict(), indent=1, sort_keys=True)
            )
    return result


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
    of: tuple[str, str] | None = None,
    row_controls: bool = False,
    progress: Progress = hear_nothing,
) -> Verdict:
    """Verdicts of cooperation as a whole and of every kind, or of what is named, paired on the same draws.

    See ``dipsim.study.verdict.verdict`` and, for the names, ``dipsim.study.interventions.targets``.
    """
    how: dict[str, Any] = {"replicates": replicates, "seed": seed, "workers": workers, "progress": progress}
    more: dict[str, Any] = {"controls": controls, "precision": precision, "hold_spending": hold_spending, "of": of}
    more["row_controls"] = row_controls
    return _verdict(spec_of(scenario, sets), names, **how, **more)


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
    def ask(scenario: Scenario, *args: Any, sets: Sequence[str] = (), **how: Any) -> T:
        return study(spec_of(scenario, sets), *args, **how)

    return ask


bill = asking(_bill)
blocs = asking(_blocs)
cause = asking(_cause)
compare = asking(_strategies)
crisis = asking(_crisis)
flip = asking(_flip)
recognise = asking(_recognise)
rivals = asking(_rivals)
warning = asking(_warning)
when = asking(_when)


def diff(first: Scenario, second: Scenario, *, sets: Sequence[str] = (), **how: Any) -> Diff:
    """What differs, and outcomes of the second (changed by ``sets``) minus the first.

    See ``dipsim.study.verdict.diff``.
    """
    return _diff(spec_of(first), spec_of(second, sets), **how)


def sweep(
    experiment: str | Path,
    out: str | Path,
    *,
    replicates: int | None = None,
    seed: int | None = None,
    workers: int | None = None,
    cluster: str | None = None,
    seconds: float | None = None,
    tell: Tell = tell_nobody,
    say: Say = hear_nothing,
) -> Sweep:
    """Run an experiment file over its points into the folder ``out``, or what is missing there; merge and analyse it.

    See ``dipsim.sweeps.sweep``. Raises ScenarioError, FolderError, StorageError.
    """
    asked = read_experiment(experiment, {"replicates": replicates, "seed": seed})
    return _sweep(asked, out, workers=workers, cluster=cluster, seconds=seconds, tell=tell, say=say)


def replay(folder: str | Path, run: int, out: str | Path | None = None, *, say: Say = hear_nothing) -> Replayed:
    """Run one run of a sweep again, with every table; see ``dipsim.sweeps.replay``."""
    return _replay(Folder.open(folder), run, out, say)


def check(scenario: Scenario, sets: Sequence[str] = ()) -> Spec:
    """Load a scenario and give back the checked Spec; raises ScenarioError with every problem."""
    return spec_of(scenario, sets)
