"""What users call beside the questions themselves: run a scenario, run a sweep, replay a run, load results.

Every question is one function in ``dipsim.study`` or ``dipsim.validation``; ``dipsim.PUBLIC`` says which. All of them
take a scenario as a file, a shipped name or a loaded scenario, and the keywords of ``dipsim.runs.settings.RunOptions``.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TypedDict, Unpack

from dipsim.report.stored import complete
from dipsim.runs import result as results
from dipsim.runs.engine import Request, Say, ignore_progress, prepare_kernels
from dipsim.runs.engine import run as run_request
from dipsim.runs.outcomes import Outcomes
from dipsim.runs.result import Result, load
from dipsim.runs.settings import RunOptions, RunSettings, Scenario, prepare, refuse_unknown, spec_of
from dipsim.runs.storage.derived import derive
from dipsim.scenario.draws.draws import Draws
from dipsim.scenario.draws.table import open_draws
from dipsim.scenario.load import load as load_scenario
from dipsim.scenario.schema.spec import Spec
from dipsim.study.interventions.targets import COOPERATION
from dipsim.study.uncertainty.pooled_verdict import pooled_verdict
from dipsim.study.verdict.verdict import verdict
from dipsim.study.verdict.verdict_table import Verdict
from dipsim.sweeps import sweep as sweeps
from dipsim.sweeps.execution.runner import Tell
from dipsim.sweeps.execution.runner import ignore_progress as ignore_sweep_progress
from dipsim.sweeps.experiment.drawn_runs import with_draws
from dipsim.sweeps.experiment.load import read as read_experiment
from dipsim.sweeps.replay import Replayed
from dipsim.sweeps.replay import replay as replay_run
from dipsim.sweeps.storage.folder import Folder

results.connect(
    summary="dipsim.report.console:summary",
    plot="dipsim.report.figure_registry:plot",
    verdict="dipsim.study.verdict.verdict:from_dict",
)

__all__ = ["check", "load", "load_scenario", "replay", "run", "sweep"]


class RecordOptions(RunOptions, total=False):
    """Keywords of a run, beside those of every question.

    ``record``: which tables are kept, "default", "all" (every dyad at every tick of every run) or "final". ``csv`` and
    ``figures``: add the tables as CSV, and the figures with the report, to the folder. ``overwrite``: run again where
    the folder holds this run already. ``block``: number of runs computed together; results do not depend on it.
    ``parameters``: each run uses a draw of the uncertain numbers, "draws", "prior:SEED:COUNT" or a table of draws.
    """

    record: str
    csv: bool
    figures: bool
    overwrite: bool
    block: int | None
    parameters: Draws | str | None


class SweepOptions(TypedDict, total=False):
    """Keywords of a sweep.

    ``replicates`` and ``seed`` replace those of the experiment file. ``workers``: number of worker processes.
    ``cluster``: address of a Dask scheduler. ``seconds``: begin no shard after this time. ``parameters``: each
    replicate uses a draw of what is not known, "draws", "prior:SEED:COUNT" or a table of draws.
    """

    replicates: int | None
    seed: int | None
    workers: int | None
    cluster: str | None
    seconds: float | None
    parameters: Draws | str | None


def run(
    scenario: Scenario,
    *,
    out: str | Path | None = None,
    judge: bool = True,
    say: Say = ignore_progress,
    **options: Unpack[RecordOptions],
) -> Result:
    """Run a scenario many times.

    Where ``out`` holds this very run already, what is missing there is added and nothing else is computed. The same
    seed
    gives the same bits for any number of workers and any block. Raises ScenarioError, FolderError, StorageError,
    VerificationError.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    out : path, optional
        A folder for the tables, otherwise they stay in memory.
    judge : bool
        Add the verdict of cooperation as a whole with its controls.
    say : function
        Called with each note.
    **options
        ``replicates``, ``seed``, ``workers``, ``progress`` (True counts the runs), ``sets`` ("PATH=VALUE") and
        ``anyway`` (answer although another model made the folder); ``record``, ``csv``, ``figures``,
        ``overwrite``, ``block`` and ``parameters`` of ``RecordOptions``.

    Returns
    -------
    Result
        Tables, ``summary()``, ``plot()``, ``to_frame()``, ``to_xarray()``, ``to_networkx()``.

    Examples
    --------
    >>> result = dipsim.run("two_nations", replicates=2, judge=False)
    >>> result.region.groupby("tick").trust.mean().shape
    (97,)
    """
    spec, settings = prepare(scenario, options, kind=RecordOptions)
    progress = settings.progress or ignore_progress
    parameters = options.get("parameters")
    request = Request(
        spec,
        settings.replicates,
        settings.seed,
        settings.workers,
        options.get("record", "default"),
        options.get("block"),
        draws=None if parameters is None else open_draws(parameters),
    )
    asked = {"verdict": judge, "figures": options.get("figures", False), "csv": options.get("csv", False)}
    overwrite = options.get("overwrite", False)
    result, outcomes = run_request(request, out, asked=asked, overwrite=overwrite, progress=progress, say=say)
    if outcomes is None:
        say(_found(result, asked))
    if judge and result.cooperation is None:
        prepare_kernels(say)
        result.cooperation = _judged(request, settings, outcomes)
        if result.folder is not None:
            data = results.verdict_text(result.cooperation).encode()
            result.manifest = derive(result.folder, lambda place: (place / results.VERDICT).write_bytes(data))
    if result.folder is not None:
        complete(result, asked, say)
    return result


def _judged(request: Request, settings: RunSettings, outcomes: Outcomes | None) -> Verdict:
    """The verdict of cooperation as a whole on the runs of a request, over its draws where it has some."""
    if request.drawn is not None:
        return pooled_verdict(request.drawn, settings, outcomes)
    return verdict(
        request.spec,
        [COOPERATION],
        with_target=outcomes,
        replicates=settings.replicates,
        seed=settings.seed,
        workers=settings.workers,
        progress=settings.progress or ignore_progress,
    )


def _found(result: Result, asked: dict[str, bool]) -> str:
    """The note where a run is stored already."""
    missing = results.without_target(result.manifest, asked)
    rest = f"what is missing is added: {', '.join(missing)}" if missing else "nothing is missing, nothing was computed"
    return f"{result.folder} holds the tables of this run; {rest}"


def sweep(
    experiment: str | Path,
    out: str | Path,
    *,
    tell: Tell = ignore_sweep_progress,
    say: Say = ignore_progress,
    **options: Unpack[SweepOptions],
) -> sweeps.Sweep:
    """Run an experiment file over its points into a folder, or what is missing there; merge and analyse it.

    Raises ScenarioError, FolderError, StorageError, DrawsError.

    Parameters
    ----------
    experiment : path
        The experiment file.
    out : path
        The folder of the sweep.
    tell : function
        Called with the state of the sweep.
    say : function
        Called with each note.
    **options
        ``replicates`` and ``seed`` instead of those of the file, ``workers``, ``cluster`` (address of a Dask
        scheduler),
        ``seconds`` (begin nothing after that), ``parameters`` (draws of what is not known, one for each replicate).

    Returns
    -------
    Sweep
        ``runs``, ``findings`` and the folder; ``print`` says what was found.
    """
    refuse_unknown(options, SweepOptions)
    asked = read_experiment(experiment, {name: options.get(name) for name in ("replicates", "seed")})
    parameters = options.get("parameters")
    if parameters is not None:
        draws = open_draws(parameters)
        prepare_kernels(say)
        asked = with_draws(asked, draws)
    workers, cluster, seconds = options.get("workers"), options.get("cluster"), options.get("seconds")
    return sweeps.sweep(asked, out, workers=workers, cluster=cluster, seconds=seconds, tell=tell, say=say)


def replay(
    folder: str | Path,
    run: int,
    out: str | Path | None = None,
    *,
    figures: bool = False,
    anyway: bool = False,
    say: Say = ignore_progress,
) -> Replayed:
    """Run one run of a sweep again, with every table.

    Raises FolderError where another model made the sweep, unless ``anyway``: then the result is marked.

    Parameters
    ----------
    folder : path
        The folder of a sweep.
    run : int
        The number of the run.
    out : path, optional
        A folder for its tables.
    figures : bool
        Add figures and report where ``out`` is given.
    anyway : bool
        Run it although another model made the sweep.
    say : function
        Called with each note.

    Returns
    -------
    Replayed
        The result, with its point, values, replicate and arm.
    """
    asked = {"figures": figures}
    found = replay_run(Folder.open(folder), run, out, say, asked=asked, anyway=anyway)
    if out is not None:
        complete(found.result, asked, say)
    return found


def check(scenario: Scenario, sets: Sequence[str] = ()) -> Spec:
    """Load a scenario; raises ScenarioError with every problem.

    Parameters
    ----------
    scenario : str, Path, Spec or Result
        A file, a shipped name, a folder of results, or what was loaded of these.
    sets : sequence of str
        Changes to the scenario, each as "PATH=VALUE".

    Returns
    -------
    Spec
        The checked scenario; ``warnings`` holds what is doubtful.

    Examples
    --------
    >>> dipsim.check("two_nations").title
    'Two nations'
    """
    return spec_of(scenario, sets)
