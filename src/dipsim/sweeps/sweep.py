"""A sweep from the file to its meaning: plan it, run what is missing, merge, analyse."""

from __future__ import annotations

import json
from collections.abc import Collection
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dipsim.kernels.machine import limits
from dipsim.runs.batches.ensemble import SECONDS_WORTH_A_WORKER, usual_workers
from dipsim.runs.engine import Say, ignore_progress, prepare_kernels
from dipsim.sweeps import wording
from dipsim.sweeps.analyses import Finding, Incomplete, NotFor, methods
from dipsim.sweeps.execution import executors, sharding
from dipsim.sweeps.execution.resources import Plan, plan
from dipsim.sweeps.execution.runner import Conductor, Progress, Tell
from dipsim.sweeps.execution.runner import ignore_progress as ignore_sweep_progress
from dipsim.sweeps.experiment import design
from dipsim.sweeps.experiment.experiment import Analysis, Experiment
from dipsim.sweeps.storage.folder import Folder
from dipsim.sweeps.storage.merge import MANIFEST, damage, load, merge, put
from dipsim.sweeps.storage.results import Swept

FINDINGS = "findings.json"


@dataclass(frozen=True)
class Sweep:
    """A sweep that was run, wholly or in part: its folder, what there is of it, and what the analyses found."""

    folder: Path
    experiment: Experiment
    progress: Progress
    manifest: dict[str, Any]
    data: Swept
    findings: tuple[Finding, ...]

    @property
    def complete(self) -> bool:
        """Whether every shard is there."""
        return self.progress.shards_done == self.progress.shards

    @property
    def runs(self) -> Any:
        """One row per run, a pandas frame: point, replicate, arm, outcomes."""
        return self.data.runs

    def __str__(self) -> str:
        head = f"{self.experiment.title}: {self.progress.runs_done:,} of {self.progress.runs:,} runs in {self.folder}"
        return "\n".join([head, *(str(finding) for finding in self.findings)])


def prepare(experiment: Experiment) -> tuple[design.Table, design.Ints, int]:
    """The points of an experiment, the order of running and the number of shards."""
    points = design.design(experiment.design, experiment.factors, experiment.seed)
    order = design.order(experiment.design, points, experiment.factors)
    return points, order, len(sharding.shards(experiment, order))


def open_folder(experiment: Experiment, path: str | Path) -> Folder:
    """The folder ``path`` of ``experiment``, new or the one that holds this experiment already. Raises FolderError for
    another's."""
    return Folder.make(path, experiment, *prepare(experiment))


def run(
    folder: Folder,
    experiment: Experiment | None = None,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    only: Collection[int] | None = None,
    seconds: float | None = None,
    tell: Tell = ignore_sweep_progress,
    say: Say = ignore_progress,
) -> Progress:
    """Compute what is missing of the sweep of ``experiment`` in ``folder``; what is done is kept whatever happens.

    ``tell`` is told about progress, ``say`` what a user should know.

    ``cluster`` is the address of a Dask scheduler, else ``workers`` processes of this machine do the work. ``only`` are
    shards, ``seconds`` the time after which no other shard is begun. Raises StorageError, FolderError.
    """
    experiment = experiment or folder.experiment()
    prepare_kernels(say)
    planned = plan(experiment)
    here = min(workers or usual_workers(planned.seconds), limits.cpus())
    n_workers = executors.cluster_size(cluster) if cluster else here
    if cluster:
        opened = executors.cluster(cluster)
    elif n_workers == 1 and planned.seconds < SECONDS_WORTH_A_WORKER:
        opened = executors.inline
    else:
        opened = executors.local(n_workers)
    return Conductor(folder, experiment, opened, n_workers, only, seconds, tell).run()


def analyse(folder: Folder, say: Say = ignore_progress) -> tuple[Swept, tuple[Finding, ...]]:
    """The analyses of the runs that the sweep in ``folder`` has; a method that cannot work with them says why. ``say``
    tells a user what matters."""
    experiment, swept = folder.experiment(), load(folder)
    found: list[Finding] = []
    known = methods()
    asked = experiment.analyses or usual(experiment)
    with wording.named(swept.titles):
        for request in asked:
            try:
                found.append(known[request.method].analyse(swept, request.options))
            except (Incomplete, NotFor) as problem:
                say(f"{request.method}: {problem}")
    text = json.dumps([finding.as_dict() for finding in found], indent=1, sort_keys=True)
    if (folder.path / MANIFEST).exists():
        put(folder, lambda place: (place / FINDINGS).write_bytes(text.encode()))
    else:  # nothing is merged yet, so nothing lists what is there
        folder.write(FINDINGS, text.encode())
    return swept, tuple(found)


def usual(experiment: Experiment) -> tuple[Analysis, ...]:
    """What is asked of an experiment that asks for nothing: the effect of each arm, and a curve for every factor."""
    known = methods()
    first = experiment.outcomes[0]
    curves = [known["curves"].Options(first, name) for name in experiment.without] or [known["curves"].Options(first)]
    effects = [known["effects"].Options(name) for name in experiment.outcomes] if experiment.without else []
    return (*(Analysis("effects", one) for one in effects), *(Analysis("curves", one) for one in curves))


def sweep(
    experiment: Experiment,
    out: str | Path,
    *,
    workers: int | None = None,
    cluster: str | None = None,
    seconds: float | None = None,
    tell: Tell = ignore_sweep_progress,
    say: Say = ignore_progress,
) -> Sweep:
    """Run ``experiment``, or what is missing of it in the folder ``out``, merge and analyse it.

    ``workers``, ``cluster``, ``seconds``, ``tell`` and ``say`` are those of ``run``.
    """
    folder = open_folder(experiment, out)
    progress = run(folder, experiment, workers=workers, cluster=cluster, seconds=seconds, tell=tell, say=say)
    manifest = merge(folder)
    swept, found = analyse(folder, say)
    return Sweep(folder.path, experiment, progress, manifest, swept, found)


def status(folder: Folder) -> dict[str, Any]:
    """How far the sweep in ``folder`` has come, in numbers."""
    experiment = folder.experiment()
    _, order = folder.design()
    parts = sharding.shards(experiment, order)
    each = len(experiment.arms)
    runs = [sum(part.last - part.first for part in shard) * each for shard in parts]
    there, failures = folder.done(quarantine=False), folder.failures()
    return {
        "title": experiment.title,
        "folder": str(folder.path),
        "config_hash": folder.config,
        "runs": experiment.runs,
        "runs_done": sum(runs[shard] for shard in there),
        "shards": len(parts),
        "shards_done": len(there),
        "shards_given_up": sorted(set(failures) - set(there)),
        "damaged": folder.damaged() | damage(folder),
    }


__all__ = ["Plan", "Sweep", "analyse", "open_folder", "plan", "prepare", "run", "status", "sweep"]
